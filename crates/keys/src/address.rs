//! With which addresses the person signs in, sealed by a key in the keychain (R34): whoever finds the list of known
//! organizations doesn’t learn from it who works there.

use crate::{Keychain, KeychainProblem, Place};
use rand::rngs::StdRng;
use rollbook_credentials::{
    Secret,
    factor::{About, FactorKeys, Sealed},
    kdf,
};
use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Under which name the key is in the keychain.
const NAME: &str = "own addresses";

/// Where the key is kept.
pub(crate) trait Kept: Send + Sync {
    fn get(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainProblem>;
    fn set(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem>;
}

impl Kept for Keychain {
    fn get(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainProblem> {
        Self::get(*self, name)
    }
    fn set(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem> {
        Self::set(*self, name, secret)
    }
}

/// Seals and opens addresses. The keychain is asked once; what it gave is remembered by every clone.
#[derive(Clone)]
pub(crate) struct Addresses {
    kept: Arc<dyn Kept>,
    key: Arc<Mutex<Option<FactorKeys>>>,
}

impl fmt::Debug for Addresses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Addresses(..)")
    }
}

impl Addresses {
    pub(crate) fn new(kept: impl Kept + 'static) -> Self {
        Self { kept: Arc::new(kept), key: Arc::default() }
    }

    /// Asks the keychain for the key, where that wasn’t answered yet.
    pub(crate) fn recall(&self) {
        if self.key().is_some() {
            return;
        }
        match self.kept.get(NAME) {
            Ok(found) => *self.key() = found.and_then(|found| read(&found)),
            Err(problem) => tracing::warn!(%problem, "own addresses stay sealed"),
        }
    }

    /// An address sealed for a place; empty for none, and where the keychain keeps no key.
    pub(crate) fn seal(&self, place: &Place, address: &str) -> String {
        if address.is_empty() {
            return String::new();
        }
        let mut rng: StdRng = rand::make_rng();
        let sealed = self.key_to_seal(&mut rng).map(|keys| {
            let plain = Secret::new(address.as_bytes().to_vec());
            keys.seal(about(&purpose(place)), &plain, &mut rng).map(|sealed| hex::encode(sealed.as_bytes()))
        });
        match sealed {
            Ok(Ok(sealed)) => return sealed,
            Ok(Err(problem)) => tracing::error!(%problem, "an own address isn’t remembered"),
            Err(problem) => tracing::warn!(%problem, "an own address isn’t remembered"),
        }
        String::new()
    }

    /// The address of a place; empty for none, and where it doesn’t open.
    pub(crate) fn open(&self, place: &Place, sealed: &str) -> String {
        let key = self.key();
        let (Some(keys), Ok(bytes)) = (&*key, hex::decode(sealed)) else { return String::new() };
        if bytes.is_empty() {
            return String::new();
        }
        let opened = keys.open(about(&purpose(place)), &Sealed::from_bytes(bytes)).ok();
        let text = opened.and_then(|plain| plain.reveal(|plain| String::from_utf8(plain.clone()).ok()));
        text.unwrap_or_default()
    }

    /// The key; a new one where the keychain has none, or lost it.
    fn key_to_seal(&self, rng: &mut StdRng) -> Result<FactorKeys, KeychainProblem> {
        if let Some(key) = self.key().clone() {
            return Ok(key);
        }
        let found = self.kept.get(NAME)?.and_then(|found| read(&found));
        let keys = if let Some(found) = found {
            found
        } else {
            let made = kdf::random_key(rng);
            self.kept.set(NAME, &Secret::new(made.reveal(|bytes| bytes.to_vec())))?;
            FactorKeys::new(1, made)
        };
        *self.key() = Some(keys.clone());
        Ok(keys)
    }

    fn key(&self) -> MutexGuard<'_, Option<FactorKeys>> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(found: &Secret<Vec<u8>>) -> Option<FactorKeys> {
    let bytes: Option<[u8; 32]> = found.reveal(|bytes| bytes.as_slice().try_into().ok());
    bytes.map(|bytes| FactorKeys::new(1, Secret::new(bytes)))
}

/// One that is moved to another place doesn’t open there.
fn purpose(place: &Place) -> String {
    format!("own address, {:?} {} {}", place.kind, place.at, place.organization)
}

const fn about(purpose: &str) -> About<'_> {
    About { account: &[0; 16], record: &[0; 16], purpose }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kind, Known, KnownPlaces};
    use std::{collections::HashMap, fs};

    type Secrets = HashMap<String, Secret<Vec<u8>>>;

    /// A keychain that can be locked, and lose everything.
    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<(bool, Secrets)>>);

    impl Memory {
        fn locked(&self, locked: bool) {
            self.0.lock().unwrap().0 = locked;
        }
        fn lose(&self) {
            self.0.lock().unwrap().1.clear();
        }
        fn asked<T>(&self, ask: impl FnOnce(&mut Secrets) -> T) -> Result<T, KeychainProblem> {
            let mut inner = self.0.lock().unwrap();
            if inner.0 { Err(KeychainProblem::new("It is locked.")) } else { Ok(ask(&mut inner.1)) }
        }
    }

    impl Kept for Memory {
        fn get(&self, name: &str) -> Result<Option<Secret<Vec<u8>>>, KeychainProblem> {
            self.asked(|all| all.get(name).cloned())
        }
        fn set(&self, name: &str, secret: &Secret<Vec<u8>>) -> Result<(), KeychainProblem> {
            self.asked(|all| drop(all.insert(name.to_owned(), secret.clone())))
        }
    }

    const INGRID: &str = "ingrid@nordlys.example";

    fn known(at: &str, account: &str) -> Known {
        Known {
            place: Place { kind: Kind::Server, at: at.to_owned(), organization: "1".to_owned() },
            account: account.to_owned(),
            name: "Nordlys".to_owned(),
            opened_at: 1,
            by_passphrase: false,
            at_work: false,
        }
    }

    /// The list as another start of the program sees it.
    fn started(folder: &tempfile::TempDir, keychain: &Memory) -> KnownPlaces {
        KnownPlaces::with(folder.path(), Addresses::new(keychain.clone()))
    }

    fn accounts(all: &[Known]) -> Vec<&str> {
        all.iter().map(|known| known.account.as_str()).collect()
    }

    #[test]
    fn r34_the_own_address_is_sealed_and_comes_back_with_the_keychain() {
        let (folder, keychain) = (tempfile::tempdir().unwrap(), Memory::default());
        let list = started(&folder, &keychain);
        list.remember(known("https://a.example", INGRID)).unwrap();
        list.remember(known("https://b.example", "")).unwrap();
        let written = fs::read_to_string(folder.path().join("organizations.json")).unwrap();
        assert!(!written.contains("ingrid") && !written.contains("nordlys.example"), "{written}");
        assert_eq!(accounts(&list.all()), ["", INGRID]);

        let list = started(&folder, &keychain);
        assert_eq!(accounts(&list.all()), ["", ""], "nobody asked the keychain");
        assert_eq!(accounts(&list.all_opened()), ["", INGRID]);
        // Leaving and forgetting others keeps it as it is.
        list.leave(&known("https://a.example", "").place).unwrap();
        list.forget(&known("https://b.example", "").place).unwrap();
        assert_eq!(accounts(&started(&folder, &keychain).all_opened()), [INGRID]);
    }

    #[test]
    fn r34_a_locked_keychain_shows_no_address_and_loses_none() {
        let (folder, keychain) = (tempfile::tempdir().unwrap(), Memory::default());
        started(&folder, &keychain).remember(known("https://a.example", INGRID)).unwrap();
        keychain.locked(true);
        let list = started(&folder, &keychain);
        assert_eq!(accounts(&list.all_opened()), [""], "the list is there all the same");
        list.remember(known("https://b.example", "jonas@nordlys.example")).unwrap();
        assert_eq!(accounts(&list.all_opened()), ["", ""]);
        let written = fs::read_to_string(folder.path().join("organizations.json")).unwrap();
        assert!(!written.contains("jonas"), "without a key nothing of it is written");
        keychain.locked(false);
        assert_eq!(accounts(&list.all_opened()), ["", INGRID], "once it opens, the same list has it again");
    }

    #[test]
    fn r34_a_lost_keychain_costs_the_address_and_the_next_one_is_kept() {
        let (folder, keychain) = (tempfile::tempdir().unwrap(), Memory::default());
        started(&folder, &keychain).remember(known("https://a.example", INGRID)).unwrap();
        keychain.lose();
        let list = started(&folder, &keychain);
        assert_eq!(accounts(&list.all_opened()), [""]);
        list.remember(known("https://a.example", INGRID)).unwrap();
        assert_eq!(accounts(&started(&folder, &keychain).all_opened()), [INGRID], "typed again, it is known again");
    }

    #[test]
    fn r34_an_address_that_is_moved_to_another_place_does_not_open_there() {
        let (folder, keychain) = (tempfile::tempdir().unwrap(), Memory::default());
        started(&folder, &keychain).remember(known("https://a.example", INGRID)).unwrap();
        let path = folder.path().join("organizations.json");
        let moved = fs::read_to_string(&path).unwrap().replace("https://a.example", "https://thief.example");
        fs::write(&path, moved).unwrap();
        assert_eq!(accounts(&started(&folder, &keychain).all_opened()), [""]);
    }
}
