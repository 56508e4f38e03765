//! Organizations by the address of their sign-in page: their id, or their name as an address spells it.

use crate::{Store, StoreError, record, sql};
use rollbook_domain::{OrganizationId, text::fold};
use sqlx::Row;

/// An organization at its own sign-in page: as much of it as anybody may see who knows the address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Addressed {
    /// Which.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
    /// BCP 47 tag of its own language.
    pub language: String,
}

impl Store {
    /// The organization at an address: its id, or its name with hyphens for spaces, in whatever case
    /// and with or without marks.
    pub async fn organization_at(&self, place: &str) -> Result<Option<Addressed>, StoreError> {
        let found = match place.parse::<OrganizationId>() {
            Ok(id) => sql!("SELECT id, name, language FROM organization WHERE id = $1", id.to_bytes()),
            Err(_) => sql!(
                "SELECT id, name, language FROM organization WHERE name_key = $1 OR name_key = $2 ORDER BY name_key LIMIT 1",
                fold(place),
                fold(&place.replace('-', " "))
            ),
        };
        let Some(row) = found.query().fetch_optional(&self.pool).await? else { return Ok(None) };
        Ok(Some(Addressed {
            id: record::organization_id(&row, "id")?,
            name: row.try_get("name")?,
            language: row.try_get("language")?,
        }))
    }
}
