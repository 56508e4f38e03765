//! Where the portal of everybody in this database is: said by the server that serves it, read by desktops
//! that work on the database itself.

use crate::{Store, StoreError, setting, sql};
use sqlx::Row;

/// Settings of the whole database stand under no organization.
const EVERYBODY: [u8; 16] = [0; 16];
const PORTAL: &str = "portal";

impl Store {
    /// The portal's address, once a server said it.
    pub async fn portal(&self) -> Result<Option<String>, StoreError> {
        let row = sql!("SELECT value FROM setting WHERE organization = $1 AND name = $2", EVERYBODY, PORTAL)
            .query()
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| row.try_get("value")).transpose()?)
    }

    /// Says where the portal is.
    pub async fn set_portal(&self, base: &str) -> Result<(), StoreError> {
        setting::put(EVERYBODY, PORTAL, base).query().execute(&self.pool).await?;
        Ok(())
    }
}
