//! Values bound to statements, and a statement that is put together with its values.

use rollbook_domain::OrganizationId;
use sqlx::{Any, AssertSqlSafe, any::AnyArguments, query::Query};

/// A value to bind. Only the types that both engines read alike.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    /// A number, a time, or a flag.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes: ids, hashes.
    Bytes(Vec<u8>),
    /// No number.
    NoInt,
    /// No text.
    NoText,
    /// No bytes.
    NoBytes,
}

impl Arg {
    /// The text that it holds, if any.
    pub(crate) fn text(&self) -> &str {
        if let Self::Text(text) = self { text } else { "" }
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<bool> for Arg {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}
impl From<String> for Arg {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&str> for Arg {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<[u8; 16]> for Arg {
    fn from(value: [u8; 16]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl From<[u8; 32]> for Arg {
    fn from(value: [u8; 32]) -> Self {
        Self::Bytes(value.to_vec())
    }
}
impl From<Vec<u8>> for Arg {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}
impl From<Option<Vec<u8>>> for Arg {
    fn from(value: Option<Vec<u8>>) -> Self {
        value.map_or(Self::NoBytes, Self::Bytes)
    }
}
impl From<Option<i64>> for Arg {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::NoInt, Self::Int)
    }
}
impl From<Option<String>> for Arg {
    fn from(value: Option<String>) -> Self {
        value.map_or(Self::NoText, Self::Text)
    }
}
impl From<Option<[u8; 16]>> for Arg {
    fn from(value: Option<[u8; 16]>) -> Self {
        value.map_or(Self::NoBytes, Into::into)
    }
}

/// A statement under construction: text with `$1`… and the values in that order. Only literals of
/// this crate and column names from its own enums enter the text; everything else is bound.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    text: String,
    args: Vec<Arg>,
    nameless: bool,
}

impl Sql {
    /// A statement that begins with `text`.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), args: Vec::new(), nameless: false }
    }
    /// Adds literal text.
    pub fn push(&mut self, text: &str) -> &mut Self {
        self.text.push_str(text);
        self
    }
    /// Adds a placeholder and binds its value.
    pub fn bind(&mut self, value: impl Into<Arg>) -> &mut Self {
        self.args.push(value.into());
        if self.nameless {
            self.text.push('?');
        } else {
            self.text.push('$');
            self.text.push_str(&self.args.len().to_string());
        }
        self
    }
    /// Adds that a column is the organization, in words that no index is looked up by: beside ids, an
    /// index of the organization would be taken for the shorter way, and everybody walked.
    pub(crate) fn of(&mut self, column: &str, organization: OrganizationId) -> &mut Self {
        self.push("CASE WHEN ").push(column).push(" = ").bind(organization.to_bytes()).push(" THEN 1 ELSE 0 END = 1")
    }
    /// Adds `$n, $n…` for each value.
    pub fn bind_all<T: Into<Arg>>(&mut self, values: impl IntoIterator<Item = T>) -> &mut Self {
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                self.text.push_str(", ");
            }
            self.bind(value);
        }
        self
    }
    /// The statement, ready to run.
    pub(crate) fn query(self) -> Query<'static, Any, AnyArguments> {
        let mut query = sqlx::query(AssertSqlSafe(self.text));
        for arg in self.args {
            query = match arg {
                Arg::Int(value) => query.bind(value),
                Arg::Text(value) => query.bind(value),
                Arg::Bytes(value) => query.bind(value),
                Arg::NoInt => query.bind(None::<i64>),
                Arg::NoText => query.bind(None::<String>),
                Arg::NoBytes => query.bind(None::<Vec<u8>>),
            };
        }
        query
    }
    /// The text, for plans and tests.
    pub fn text(&self) -> &str {
        &self.text
    }
}

/// A literal statement with its values.
#[macro_export]
macro_rules! sql {
    ($text:literal $(, $value:expr)* $(,)?) => {
        $crate::Sql::literal($text, vec![$($crate::Arg::from($value)),*])
    };
}

impl Sql {
    /// A literal statement whose `$1`… are these values.
    pub fn literal(text: &'static str, args: Vec<Arg>) -> Self {
        Self { text: text.to_owned(), args, nameless: false }
    }
}

/// How sqlx calls the engine whose placeholders need no numbers.
const SQLITE: &str = "SQLite";

/// Inserts many rows with as few statements as the engines allow.
pub(crate) async fn insert_rows(
    connection: &mut sqlx::AnyConnection,
    head: &str,
    tail: &str,
    rows: Vec<Vec<Arg>>,
) -> Result<(), crate::StoreError> {
    // SQLite binds at most 32,766 values; shorter statements also keep the parser quick.
    const VALUES: usize = 2_000;
    let width = rows.first().map_or(1, Vec::len).max(1);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        // SQLite looks a numbered placeholder up by its name among all of them, again for each value.
        let mut statement = Sql { nameless: connection.backend_name() == SQLITE, ..Sql::new(head) };
        statement.push(" VALUES ");
        for (at, row) in rows.by_ref().take((VALUES / width).max(1)).enumerate() {
            statement.push(if at == 0 { "(" } else { ", (" });
            statement.bind_all(row).push(")");
        }
        statement.push(tail);
        statement.query().execute(&mut *connection).await?;
    }
    Ok(())
}
