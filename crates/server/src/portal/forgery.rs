//! Anti-forgery: every form carries a value that is made of the cookie of the browser it was sent to, so
//! no other site can send one in somebody's name, and nobody sends one session's form from another. The
//! value says nothing about the cookie.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What the forms of a browser carry, made of what its cookie holds.
pub(super) fn form_value(cookie: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"a form of rollbook\0");
    hash.update(cookie.as_bytes());
    hex::encode(&hash.finalize()[..16])
}

/// Whether a form was sent to the browser that sends it now.
pub(super) fn is_own(cookie: Option<&str>, sent: &str) -> bool {
    cookie.is_some_and(|cookie| form_value(cookie).as_bytes().ct_eq(sent.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c47_a_form_belongs_to_one_cookie_alone() {
        let value = form_value("one");
        assert!(is_own(Some("one"), &value));
        assert!(!is_own(Some("two"), &value));
        assert!(!is_own(None, &value));
        assert!(!is_own(Some("one"), ""));
        assert!(!is_own(Some("one"), &value[1..]));
    }

    #[test]
    fn c31_the_value_of_a_form_is_no_part_of_the_cookie() {
        let cookie = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";
        assert!(!cookie.contains(&form_value(cookie)[..8]));
    }
}
