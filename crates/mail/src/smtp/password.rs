//! The password of the mail server's account.

use std::fmt;

use zeroize::Zeroizing;

/// A password that can't be printed or serialized, and is wiped from memory when it goes.
#[derive(Clone)]
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes the password over.
    pub fn new(password: String) -> Self {
        Self(Zeroizing::new(password))
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_does_not_print_itself() {
        let printed = format!("{:?}", Password::new("correct horse".to_owned()));
        assert_eq!(printed, "Password(hidden)");
    }
}
