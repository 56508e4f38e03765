//! What can go wrong with a store, by cause.

use crate::{AddressProblem, ServerProblem};

/// A failure of the store. Each variant is one cause that somebody can react to.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The key doesn't open the file, or the file isn't an encrypted organization.
    #[error("the key doesn’t open this file")]
    WrongKey,
    /// The file is not what it says, or is cut off.
    #[error("the file is damaged or is not an organization of Rollbook: {0}")]
    Damaged(String),
    /// A newer version wrote this file in a way that this one can't read.
    #[error("the file has schema {file}, this version reads up to {app}")]
    Newer {
        /// The oldest schema that may read the file.
        file: i64,
        /// The newest schema that this version knows.
        app: i64,
    },
    /// The database has no schema yet, or that of an older version.
    #[error("the database has {}, this version needs schema {app}", schema_words(*.found))]
    NotMigrated {
        /// The schema that is there.
        found: Option<i64>,
        /// The schema that this version needs.
        app: i64,
    },
    /// The database's server doesn't do what it is for.
    #[error(transparent)]
    Server(ServerProblem),
    /// The address of a database can't be used.
    #[error("the database’s address can’t be used: {0}")]
    Address(#[from] AddressProblem),
    /// The file or folder can't be written.
    #[error("the file can’t be written")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// The disk didn't take what was written: the person's share of it is used up, or it fails.
    #[error("the disk didn’t take what was written")]
    NotWritten,
    /// Somebody else holds the file.
    #[error("the file is in use")]
    Busy,
    /// The file isn't there, or can't be opened.
    #[error("the file can’t be opened: {0}")]
    CannotOpen(String),
    /// A name that has to be unique is taken.
    #[error("already taken")]
    Taken,
    /// Another organization wrote about the same person at the same moment; nothing is left of this
    /// unit of work, and the command can be given again.
    #[error("another organization changed the same account at this moment")]
    Collided,
    /// There is no such organization in this store.
    #[error("no such organization")]
    NoOrganization,
    /// Who acts is no member of this organization, or not any more.
    #[error("the actor isn’t in this organization")]
    NoActor,
    /// A stored value can't be read.
    #[error("a stored value can’t be read: {0}")]
    Corrupt(String),
    /// Anything else that the database said.
    #[error(transparent)]
    Database(sqlx::Error),
}

fn schema_words(found: Option<i64>) -> String {
    found.map_or_else(|| "no schema yet".to_owned(), |version| format!("schema {version}"))
}

/// SQLite's code for a write that failed, but not because the disk has no room at all.
const NOT_WRITTEN: &str = "778";

impl StoreError {
    /// Wraps what a stored value failed with.
    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        Self::Corrupt(what.to_string())
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(said) = &error else {
            return ServerProblem::of(&error).map_or(Self::Database(error), Self::Server);
        };
        let from_sqlite = said.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_none();
        if !from_sqlite && collided(said.as_ref()) {
            return Self::Collided;
        }
        if said.is_unique_violation() {
            return Self::Taken;
        }
        // SQLite's extended result codes keep the cause in the low byte.
        let cause = said.code().and_then(|code| code.parse::<i64>().ok()).map(|code| code & 0xff);
        match cause {
            Some(5 | 6) if from_sqlite => Self::Busy,
            Some(8) if from_sqlite => Self::ReadOnly,
            Some(10) if from_sqlite && said.code().as_deref() == Some(NOT_WRITTEN) => Self::NotWritten,
            Some(11) if from_sqlite => Self::Damaged(said.message().to_owned()),
            Some(13) if from_sqlite => Self::DiskFull,
            Some(14) if from_sqlite => Self::CannotOpen(said.message().to_owned()),
            Some(26) if from_sqlite => Self::WrongKey,
            _ if from_sqlite => Self::Database(error),
            _ => match said.code().as_deref() {
                // Another unit of work held the same organization all the time that one waits.
                Some("55P03") => Self::Busy,
                Some("53100") => Self::DiskFull,
                _ => ServerProblem::of(&error).map_or(Self::Database(error), Self::Server),
            },
        }
    }
}

/// Whether PostgreSQL ended a unit of work because of another organization's: writers of one
/// organization queue, but accounts are shared by all.
fn collided(said: &dyn sqlx::error::DatabaseError) -> bool {
    match said.code().as_deref() {
        // A deadlock, and a snapshot that can't be kept.
        Some("40P01" | "40001") => true,
        // An address, or a person behind an account, that came or went in between.
        Some("23505") => matches!(said.constraint(), Some("account_email_key_key" | "account_pkey")),
        Some("23503") => said.constraint() == Some("member_account_fkey"),
        _ => false,
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(inner) => inner.into(),
            other => Self::Database(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}
