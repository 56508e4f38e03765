//! Keys that are renewed: what an older key sealed is sealed anew by the newest, while everything runs (R27).

use super::keep::broken;
use crate::{Directory, DirectoryError};
use rollbook_credentials::factor::{About, Sealed};

/// How many are renewed at a time.
const STEP: u32 = 200;

impl Directory {
    /// Seals anew what isn’t sealed by the newest key; says how many were, and how many couldn’t be opened. Once there
    /// are none of an older key, that key can go.
    pub async fn renew_factor_seals(&self) -> Result<(u64, u64), DirectoryError> {
        let Some(keys) = self.factor_keys() else { return Ok((0, 0)) };
        let newest = i64::from(keys.newest());
        let (mut renewed, mut unread, mut after) = (0, 0, None);
        loop {
            let part = self.store().factors_of_older_keys(newest, after, STEP).await?;
            let Some(last) = part.last() else { return Ok((renewed, unread)) };
            after = Some(last.id);
            for record in part {
                let (account, id) = (record.account.to_bytes(), record.id.to_bytes());
                let about = About { account: &account, record: &id, purpose: record.kind.word() };
                let before = Sealed::from_bytes(record.sealed);
                match self.inner.entropy.with(|rng| keys.renew(about, &before, rng)) {
                    Ok(Some(sealed)) => {
                        let both = (before.as_bytes(), sealed.as_bytes());
                        // Used or removed meanwhile: whoever did it sealed it anew.
                        renewed += u64::from(self.store().reseal_factor(record.id, both, newest).await?);
                    }
                    Ok(None) => {}
                    Err(error) => {
                        unread += 1;
                        drop(broken(error));
                    }
                }
            }
        }
    }
}
