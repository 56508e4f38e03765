//! A wrapper for values that must never be printed, logged or sent.
//!
//! What can't be done with it matters more than what can: no `Display`, no `Serialize`, no `Deref`. The value comes
//! out only inside [`Secret::reveal`], so that a search for `reveal` finds every place that reads one.

use serde::{Deserialize, Deserializer};
use std::fmt;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret value. Its memory is overwritten when it is dropped.
#[derive(Clone)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes the value in. The caller's own copies stay the caller's to wipe.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// Lends the value for the length of one call. What `read` returns must not be the secret itself.
    pub fn reveal<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.0)
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> ZeroizeOnDrop for Secret<T> {}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Passwords and tokens arrive in requests, so text can be read in; nothing can be written out.
impl<'de> Deserialize<'de> for Secret<String> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use static_assertions::{assert_impl_all, assert_not_impl_any};
    use std::{cell::Cell, rc::Rc};

    // C33: these hold at compile time. A derive added by accident stops the build.
    assert_not_impl_any!(Secret<String>: serde::Serialize, fmt::Display, std::ops::Deref, AsRef<str>, PartialEq);
    assert_not_impl_any!(Secret<[u8; 32]>: serde::Serialize, fmt::Display, std::ops::Deref, Copy);
    assert_not_impl_any!(Secret<[u8; 32]>: serde::de::DeserializeOwned);
    assert_impl_all!(Secret<String>: Clone, Send, Sync, ZeroizeOnDrop, serde::de::DeserializeOwned);

    struct Watched(Rc<Cell<bool>>);
    impl Zeroize for Watched {
        fn zeroize(&mut self) {
            self.0.set(true);
        }
    }

    #[test]
    fn c33_debug_output_never_shows_the_value() {
        let secret = Secret::new(String::from("lundi-brim-47-ska"));
        assert_eq!(format!("{secret:?} {secret:#?}"), "[secret] [secret]");
        assert_eq!(format!("{:?}", Some(&secret)), "Some([secret])");
    }

    #[test]
    fn a_dropped_secret_is_wiped() {
        let wiped = Rc::new(Cell::new(false));
        let secret = Secret::new(Watched(Rc::clone(&wiped)));
        assert!(!wiped.get());
        drop(secret);
        assert!(wiped.get());
    }

    #[test]
    fn a_password_is_read_from_a_request() {
        let secret: Secret<String> = serde_json::from_str(r#""bl\u00e5b\u00e6r""#).expect("a JSON text");
        assert!(secret.reveal(|text| text == "blåbær"));
        assert!(serde_json::from_str::<Secret<String>>("17").is_err());
    }
}
