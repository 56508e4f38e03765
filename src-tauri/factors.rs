//! The key that seals people’s second factors in an organization’s file. It lies in the file, whose every
//! page is encrypted by the key in the keychain, so the file keeps opening for who has it on another computer.

use base64::Engine as _;
use rollbook_credentials::{Secret, factor::FactorKeys};
use rollbook_directory::{Desk, contract::WireError};

/// The setting that keeps it.
const KEYS: &str = "factor_keys";

/// Gives the directory the key, made where there is none yet.
pub(crate) async fn take_keys(desk: &Desk) -> Result<(), WireError> {
    let kept = match desk.setting(KEYS).await? {
        Some(kept) => Secret::new(kept),
        None => {
            let key = Secret::new(base64::engine::general_purpose::STANDARD.encode(rand::random::<[u8; 32]>()));
            let line = key.reveal(|key| format!("1:{key}"));
            desk.set_setting(KEYS, &line).await?;
            Secret::new(line)
        }
    };
    let keys = FactorKeys::parse(&kept).map_err(|error| crate::wire::internal(&error))?;
    desk.directory().set_factor_keys(keys);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollbook_credentials::password::Cost;
    use rollbook_directory::{ActorId, Directory, Entropy, SystemClock};
    use rollbook_store::{FileKey, Schema, Store};
    use std::sync::Arc;

    #[tokio::test]
    async fn a_file_keeps_its_key_and_another_file_has_another() {
        let folder = tempfile::tempdir().unwrap();
        let mut keys = Vec::new();
        for name in ["one.rollbook", "two.rollbook"] {
            let (path, key) = (folder.path().join(name), FileKey::new(&[1; 32], &[2; 16]));
            let store = Store::file(&path, &key, Schema::Migrate).await.unwrap();
            let clock = Arc::new(SystemClock);
            let portal = "http://127.0.0.1:9";
            let directory = Directory::new(store, clock, Entropy::from_system(), Cost::MINIMUM, portal);
            let (organization, owner) = directory.create_sample().await.unwrap();
            let desk = directory.desk(organization, ActorId::Member(owner));
            take_keys(&desk).await.unwrap();
            let made = desk.setting(KEYS).await.unwrap().unwrap();
            take_keys(&desk).await.unwrap();
            assert_eq!(desk.setting(KEYS).await.unwrap().unwrap(), made, "what it sealed opens tomorrow");
            keys.push(made);
        }
        assert_ne!(keys[0], keys[1]);
    }
}
