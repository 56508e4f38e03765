//! The store: schema, migrations, the facts that commands need, `apply`, and the read side. The
//! only room that names sqlx.
//!
//! One SQL text serves SQLite (encrypted with SQLCipher) and PostgreSQL through `sqlx::Any`; the
//! places where the dialects differ are in [`dialect`]. Writers of one organization queue on its
//! row; readers never wait.

mod accounts;
mod address;
mod apply;
mod arg;
mod as_links;
mod attempts;
mod connect;
mod database;
mod dialect;
mod error;
mod factors;
mod facts;
mod file;
mod givers;
mod held;
mod hits;
mod holders;
mod holdings;
mod inviters;
mod keys;
mod log;
mod log_pages;
mod mails;
mod mark;
mod matching;
mod members;
mod moment;
mod moves;
mod notify;
mod outbox;
mod places;
mod portal;
mod postgres;
mod probe;
mod problem;
mod profile;
mod read;
mod reading;
mod record;
mod schema;
mod sessions;
mod structural;
mod structure;
mod wordings;
mod work;

pub use accounts::{Credential, Opening};
pub use address::Addressed;
pub use apply::{MAIL_SERVER, Stamp};
pub use arg::{Arg, Sql};
pub use as_links::AsLinkRecord;
pub use attempts::AttemptKey;
pub use connect::{Schema, Store};
pub use database::{Address, AddressProblem, Tls};
pub use dialect::Engine;
pub use error::StoreError;
pub use factors::{ChallengeRecord, FactorRecord, FactorWork, NewChallenge, NewFactor, News};
pub use facts::ActorId;
pub use file::FileKey;
pub use held::HeldRecord;
pub use holders::{Holder, Holders};
pub use inviters::{WaitingLetter, Wording};
pub use keys::{KeyRecord, PresentedKey};
pub use log::{LogBreak, LogEntry};
pub use log_pages::{COUNTED, LogFilter, LogPage, LogText, SealedEntry};
pub use mails::{MailRecord, MailState, NewMail, OutboxCounts, WaitingMail};
pub use mark::Mark;
pub use members::{Count, Cursor, ListFilter, MemberPage, Order, PageAt, RowGroup, RowRecord, SortBy};
pub use moment::Moment;
pub use notify::{Announcement, Listener};
pub use outbox::Waiting;
pub use problem::{CertificateProblem, ServerProblem};
pub use profile::{Own, Photo};
pub use read::{LinkRecord, MemberCounts};
pub use reading::Reading;
pub use record::{NewLink, status_number, tier_number};
pub use schema::Migrated;
pub use sessions::{NewSession, SeatRecord, Seated, SessionRecord};
pub use work::Work;
