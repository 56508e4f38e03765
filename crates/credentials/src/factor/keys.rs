//! The keys under which factors' secrets are sealed: the newest seals, all of them open (R27).

use crate::{Secret, kdf::random_key};
use data_encoding::BASE64;
use hkdf::Hkdf;
use rand::CryptoRng;
use sha2::Sha256;
use zeroize::Zeroizing;

/// Why configured keys can't be used. None of the words holds a part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// There is none.
    #[error("There is no key. Give at least one, such as 1:<32 bytes in Base64>.")]
    Missing,
    /// An entry isn’t `number:key`.
    #[error("Key number {0} in the list isn’t written as a number, a colon, and 32 bytes in Base64.")]
    Unreadable(usize),
    /// Two keys have the same number.
    #[error("Two keys have the number {0}. Give each a number of its own; the highest seals what is new.")]
    Twice(u32),
}

/// One key and its number. The number stands in everything that the key sealed.
#[derive(Clone, Debug)]
struct Key {
    number: u32,
    key: Secret<[u8; 32]>,
}

/// Every known key. The one with the highest number is the newest.
#[derive(Clone, Debug)]
pub struct FactorKeys {
    newest: Key,
    older: Vec<Key>,
}

impl FactorKeys {
    /// One key, under a number.
    pub const fn new(number: u32, key: Secret<[u8; 32]>) -> Self {
        Self { newest: Key { number, key }, older: Vec::new() }
    }

    /// A key from chance, with number 1: what a new installation keeps.
    pub fn draw(rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self::new(1, random_key(rng))
    }

    /// The key of an organization file, drawn from the file's own key by the extraction of HKDF-SHA256 (RFC 5869,
    /// section 2.2), with number 0: whoever can open the file needs no second secret, and any key of a server is newer.
    pub fn of_file(material: &[u8]) -> Self {
        let (key, _) = Hkdf::<Sha256>::extract(Some(b"rollbook second factors"), material);
        Self::new(0, Secret::new(key.into()))
    }

    /// The same keys and one more; whichever has the highest number seals from now on.
    pub fn with(mut self, number: u32, key: Secret<[u8; 32]>) -> Result<Self, KeysError> {
        if self.key(number).is_some() {
            return Err(KeysError::Twice(number));
        }
        let mut key = Key { number, key };
        if number > self.newest.number {
            std::mem::swap(&mut self.newest, &mut key);
        }
        self.older.push(key);
        Ok(self)
    }

    /// The same keys and those of a file, which open what was sealed where the file was nobody's but its desktop's. With
    /// no other keys the file's own seals on, so it can go back there.
    pub fn over_file(configured: Option<Self>, file: Self) -> Result<Self, KeysError> {
        let Some(configured) = configured else { return Ok(file) };
        std::iter::once(file.newest)
            .chain(file.older)
            .try_fold(configured, |keys, Key { number, key }| keys.with(number, key))
    }

    /// Keys as configuration and keychain write them: `2:…,1:…`, each a number and 32 bytes in Base64, parted by commas,
    /// spaces or lines.
    pub fn parse(text: &Secret<String>) -> Result<Self, KeysError> {
        text.reveal(|text| {
            let mut keys: Option<Self> = None;
            let entries = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
            for (at, entry) in entries.enumerate() {
                let (number, key) = entry_of(entry).ok_or(KeysError::Unreadable(at + 1))?;
                keys = Some(match keys {
                    None => Self::new(number, key),
                    Some(keys) => keys.with(number, key)?,
                });
            }
            keys.ok_or(KeysError::Missing)
        })
    }

    /// All keys in the form that [`FactorKeys::parse`] reads, newest first: for a keychain.
    pub fn written(&self) -> Secret<String> {
        let mut text = String::new();
        for Key { number, key } in std::iter::once(&self.newest).chain(&self.older) {
            let encoded = key.reveal(|key| Zeroizing::new(BASE64.encode(key)));
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(&number.to_string());
            text.push(':');
            text.push_str(&encoded);
        }
        Secret::new(text)
    }

    /// The number of the newest key.
    pub const fn newest(&self) -> u32 {
        self.newest.number
    }

    /// The numbers of the older keys, which open what they sealed, newest first.
    pub fn older(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self.older.iter().map(|key| key.number).collect();
        numbers.sort_unstable_by(|one, other| other.cmp(one));
        numbers
    }

    pub(crate) fn newest_key(&self) -> (u32, &Secret<[u8; 32]>) {
        (self.newest.number, &self.newest.key)
    }

    pub(crate) fn key(&self, number: u32) -> Option<&Secret<[u8; 32]>> {
        std::iter::once(&self.newest).chain(&self.older).find(|key| key.number == number).map(|key| &key.key)
    }
}

fn entry_of(entry: &str) -> Option<(u32, Secret<[u8; 32]>)> {
    let (number, key) = entry.split_once(':')?;
    let bytes = Zeroizing::new(BASE64.decode(key.as_bytes()).ok()?);
    let bytes: Zeroizing<[u8; 32]> = Zeroizing::new(bytes.as_slice().try_into().ok()?);
    Some((number.parse().ok()?, Secret::new(*bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{SeedableRng, rngs::StdRng};
    use rstest::rstest;

    const ONE: &str = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
    const TWO: &str = "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

    fn parse(text: &str) -> Result<FactorKeys, KeysError> {
        FactorKeys::parse(&Secret::new(text.to_owned()))
    }

    #[rstest]
    #[case(format!("1:{ONE},2:{TWO}"))]
    #[case(format!("2:{TWO}\n1:{ONE}\n"))]
    #[case(format!(" 1:{ONE} 2:{TWO} "))]
    fn the_key_with_the_highest_number_is_the_newest_however_they_are_listed(#[case] text: String) {
        let keys = parse(&text).expect("two keys");
        assert_eq!((keys.newest(), keys.older()), (2, vec![1]));
        assert!(keys.key(1).is_some_and(|key| key.reveal(|bytes| bytes == &[1; 32])));
        assert!(keys.key(2).is_some_and(|key| key.reveal(|bytes| bytes == &[2; 32])));
        assert!(keys.key(3).is_none());
    }

    #[rstest]
    #[case("", KeysError::Missing)]
    #[case(" ,\n", KeysError::Missing)]
    #[case(ONE, KeysError::Unreadable(1))]
    #[case(&format!("1:{ONE},x:{TWO}"), KeysError::Unreadable(2))]
    #[case("1:AQEB", KeysError::Unreadable(1))]
    #[case(&format!("1:{ONE},1:{TWO}"), KeysError::Twice(1))]
    fn keys_that_cannot_be_read_are_named_by_their_place_and_never_shown(
        #[case] text: &str,
        #[case] expected: KeysError,
    ) {
        let error = parse(text).expect_err("refused");
        assert_eq!(error, expected);
        assert!(!error.to_string().contains("AQEB"));
    }

    #[test]
    fn c33_keys_go_to_the_keychain_and_come_back_and_are_never_printed() {
        let keys =
            FactorKeys::draw(&mut StdRng::seed_from_u64(9)).with(7, Secret::new([2; 32])).expect("another number");
        let written = keys.written();
        let back = FactorKeys::parse(&written).expect("what was written");
        assert_eq!((back.newest(), back.written().reveal(String::clone)), (7, written.reveal(String::clone)));
        let printed = format!("{keys:?}");
        assert!(!printed.contains("AgIC") && !printed.contains("[2, 2"), "{printed}");
    }

    #[test]
    fn a_file_has_a_key_of_its_own_older_than_any_that_a_server_has() {
        let of = |material: &[u8]| FactorKeys::of_file(material).written().reveal(Clone::clone);
        assert_eq!(of(b"one file"), of(b"one file"));
        assert_ne!(of(b"one file"), of(b"another"));
        assert!(of(b"one file").starts_with("0:"));
        let server = FactorKeys::new(1, Secret::new([7; 32]));
        let both = server.with(0, Secret::new([8; 32])).unwrap();
        assert_eq!(both.newest(), 1);
        let file = FactorKeys::of_file(b"one file");
        assert_eq!(
            FactorKeys::over_file(None, file.clone()).map(|keys| keys.newest()),
            Ok(0),
            "its own goes on sealing"
        );
        let both = FactorKeys::over_file(Some(FactorKeys::new(2, Secret::new([7; 32]))), file.clone());
        assert_eq!(both.map(|keys| (keys.newest(), keys.older())), Ok((2, vec![0])));
        let taken = FactorKeys::over_file(Some(FactorKeys::new(0, Secret::new([7; 32]))), file);
        assert_eq!(taken.err(), Some(KeysError::Twice(0)), "a number means one key");
    }
}
