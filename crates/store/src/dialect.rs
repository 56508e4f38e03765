//! Where the two engines differ.

/// The database engine behind a store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// A local file, encrypted with SQLCipher.
    Sqlite,
    /// A PostgreSQL 15 or newer.
    Postgres,
}

impl Engine {
    /// Whether `column` holds the bound text.
    pub(crate) const fn contains(self) -> (&'static str, &'static str) {
        match self {
            Self::Sqlite => ("instr(m.search, ", ") > 0"),
            Self::Postgres => ("strpos(m.search, ", ") > 0"),
        }
    }
    /// Ends a query of accounts so that the address of what it finds stays as it is until the end of
    /// the transaction. A file has one writer at a time anyway.
    pub(crate) const fn lock_address(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " ORDER BY email_key FOR KEY SHARE",
        }
    }
    /// Ends a query of accounts so that nobody else relies on, or changes, what it finds until the end
    /// of the transaction.
    pub(crate) const fn lock_account(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }
    /// Ends a query of accounts so that what it finds stays as it is until the end of the transaction,
    /// although others may look at it in the same way.
    pub(crate) const fn share_account(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR SHARE",
        }
    }
    /// Ends a query of mails so that no worker takes what it finds until the end of the transaction.
    pub(crate) const fn lock_mails(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " ORDER BY id FOR UPDATE",
        }
    }
    /// Ends a query of mails that one worker takes, so that others take the next ones instead of waiting.
    pub(crate) const fn skip_taken(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }
    /// Around the text of each row, and around a column of bytes, so that all rows are one text, in the order in
    /// which they come, and bytes are digits in it.
    pub(crate) const fn many_in_one(self) -> ((&'static str, &'static str), (&'static str, &'static str)) {
        match self {
            Self::Sqlite => (("group_concat(", ", '')"), ("hex(", ")")),
            Self::Postgres => (("string_agg(", ", '' ORDER BY seq)"), ("encode(", ", 'hex')")),
        }
    }
    /// The first statement of a transaction that reads everything as of one moment; a file's
    /// transactions do anyway.
    pub(crate) const fn one_moment(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"),
        }
    }
}

/// The query of SQLite's trigram index for words that are each at least one trigram long; `None`
/// where a word is too short for the index.
///
/// The index keeps no positions (`detail=none`), so it answers *all trigrams are in there*; the
/// caller checks the words themselves.
pub(crate) fn trigram_query(words: &[String]) -> Option<String> {
    let mut all = Vec::new();
    for word in words {
        let signs: Vec<char> = word.chars().collect();
        if signs.len() < 3 {
            return None;
        }
        for three in signs.windows(3) {
            let quoted: String = three.iter().collect::<String>().replace('"', "\"\"");
            all.push(format!("\"{quoted}\""));
        }
    }
    all.sort();
    all.dedup();
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// A word of a query as it is looked for in the search text: long words anywhere, words of one or
/// two signs at the beginning of a word (which two spaces mark, see `rollbook_domain::text`).
pub(crate) fn needle(word: &str) -> String {
    match word.chars().count() {
        1 => format!("  {word}"),
        2 => format!(" {word}"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_are_looked_for_at_the_beginning_of_words() {
        assert_eq!((needle("n").as_str(), needle("ng").as_str(), needle("ngu").as_str()), ("  n", " ng", "ngu"));
        assert_eq!(trigram_query(&[needle("ng")]).as_deref(), Some("\" ng\""));
        assert_eq!(trigram_query(&["a\"bc".to_owned()]).as_deref(), Some("\"\"\"bc\" AND \"a\"\"b\""));
    }
}
