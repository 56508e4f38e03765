//! Every key that a configuration may have. A key that isn't listed is refused, so that a slip of the pen
//! is noticed at the start and not by what is missing later.

/// What a key holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Text that nobody may see.
    Secret,
    /// A whole number.
    Number,
    /// Several texts.
    List,
}

/// A key, as a file writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
}

const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, kind }
}

/// All keys.
pub(super) const KEYS: &[Key] = &[
    key("listen", Kind::Text),
    key("base_url", Kind::Text),
    key("name", Kind::Text),
    key("founding", Kind::Text),
    key("trusted_proxies", Kind::List),
    key("connections", Kind::Number),
    key("database.url", Kind::Secret),
    key("database.url_file", Kind::Text),
    key("database.tls", Kind::Text),
    key("database.ca_file", Kind::Text),
    key("database.connections", Kind::Number),
    key("database.file", Kind::Text),
    key("database.passphrase_file", Kind::Text),
    key("mail.host", Kind::Text),
    key("mail.port", Kind::Number),
    key("mail.security", Kind::Text),
    key("mail.user", Kind::Text),
    key("mail.password", Kind::Secret),
    key("mail.password_file", Kind::Text),
    key("mail.from_name", Kind::Text),
    key("mail.from_address", Kind::Text),
    key("mail.ca_file", Kind::Text),
    key("payments.secret_key_file", Kind::Text),
    key("payments.webhook_secret_file", Kind::Text),
    key("payments.address", Kind::Text),
    key("factors.keys_file", Kind::Text),
    key("passwords.memory_kib", Kind::Number),
    key("passwords.passes", Kind::Number),
    key("passwords.lanes", Kind::Number),
    key("metrics.listen", Kind::Text),
    key("metrics.token_file", Kind::Text),
    key("log.format", Kind::Text),
    key("log.level", Kind::Text),
];

/// What else the environment may say, to the command line itself.
const BESIDE: [&str; 2] = ["ROLLBOOK_CONFIG", "ROLLBOOK_PASSPHRASE"];

impl Key {
    /// The key of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        KEYS.iter().find(|key| key.name == name).copied()
    }

    /// How the environment writes it: `database.url` is `ROLLBOOK_DATABASE_URL`.
    pub(super) fn variable(self) -> String {
        format!("ROLLBOOK_{}", self.name.replace('.', "_").to_ascii_uppercase())
    }

    /// The key that a variable sets; `Err` for one that looks like ours and isn't.
    pub(super) fn of_variable(variable: &str) -> Result<Option<Self>, ()> {
        let Some(rest) = variable.strip_prefix("ROLLBOOK_") else { return Ok(None) };
        if let Some(key) = KEYS.iter().find(|key| key.variable() == variable) {
            return Ok(Some(*key));
        }
        // Kubernetes tells every container of a service named rollbook where it is.
        let of_kubernetes = rest.starts_with("PORT") || rest.contains("SERVICE_") || rest.contains("_PORT_");
        if BESIDE.contains(&variable) || of_kubernetes { Ok(None) } else { Err(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_key_has_a_variable_of_its_own() {
        let variables: BTreeSet<String> = KEYS.iter().map(|key| key.variable()).collect();
        assert_eq!(variables.len(), KEYS.len());
        for key in KEYS {
            assert_eq!(Key::of_variable(&key.variable()).unwrap().unwrap().name, key.name);
        }
    }

    #[test]
    fn every_key_is_in_the_example() {
        let example = include_str!("../../../../packaging/server/server.toml");
        for key in KEYS {
            let (section, name) = key.name.rsplit_once('.').map_or(("", key.name), |(section, name)| (section, name));
            let part = match section {
                "" => example.split("\n[").next(),
                section => example.split("\n[").find(|part| part.starts_with(&format!("{section}]"))),
            };
            let there = part.is_some_and(|part| {
                part.lines().any(|line| line.trim_start_matches("# ").starts_with(&format!("{name} = ")))
            });
            assert!(there, "{} is missing in packaging/server/server.toml", key.name);
        }
    }

    #[test]
    fn a_variable_that_looks_like_ours_is_refused_and_what_kubernetes_sets_is_not() {
        assert!(Key::of_variable("ROLLBOOK_LISTN").is_err());
        for other in
            ["PATH", "ROLLBOOK_CONFIG", "ROLLBOOK_SERVICE_HOST", "ROLLBOOK_PORT", "ROLLBOOK_PORT_8080_TCP_ADDR"]
        {
            assert!(Key::of_variable(other).unwrap().is_none(), "{other}");
        }
    }
}
