//! Ids are types: a member can't be passed where a group is meant. All are `UUIDv7` (RFC 9562):
//! ordered by time, never reused (C29), never a secret (C31).

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where new ids come from, so that pure code stays pure and tests can repeat a run.
pub trait IdSource {
    /// The next id; never one that was given before.
    fn next(&mut self) -> Uuid;
}

macro_rules! ids { ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
    $(#[$doc])*
    #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, ts_rs::TS)]
    #[serde(transparent)]
    #[ts(type = "string")]
    pub struct $name(Uuid);

    impl $name {
        /// A fresh id from the given source.
        pub fn new(ids: &mut dyn IdSource) -> Self {
            Self(ids.next())
        }
        /// The sixteen bytes that storage keeps.
        pub const fn to_bytes(self) -> [u8; 16] {
            self.0.into_bytes()
        }
        /// The id behind sixteen stored bytes; `None` for any other length.
        pub fn from_slice(bytes: &[u8]) -> Option<Self> {
            Uuid::from_slice(bytes).ok().map(Self)
        }
        /// Wraps a raw UUID, for ids that arrive from outside.
        pub const fn from_uuid(id: Uuid) -> Self {
            Self(id)
        }
        /// The raw UUID.
        pub const fn uuid(self) -> Uuid {
            self.0
        }
    }

    impl schemars::JsonSchema for $name {
        fn schema_name() -> std::borrow::Cow<'static, str> {
            stringify!($name).into()
        }
        fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
            schemars::json_schema!({ "type": "string", "format": "uuid" })
        }
    }

    impl std::fmt::Display for $name {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            self.0.fmt(f)
        }
    }

    impl std::str::FromStr for $name {
        type Err = uuid::Error;
        fn from_str(text: &str) -> Result<Self, Self::Err> {
            text.parse().map(Self)
        }
    }
)+ } }

ids! {
    /// A person or machine known to the platform.
    AccountId,
    /// A company that uses the platform.
    OrganizationId,
    /// An account inside one organization.
    MemberId,
    /// A named set of members that carries permissions.
    GroupId,
    /// A named set of permissions.
    RoleId,
    /// What portal members sign in to.
    PortalId,
    /// Members who work together.
    TeamId,
    /// One asked-for change; carried out at most once.
    CommandId,
    /// A one-time link, known by this id and never by its secret.
    LinkId,
    /// A mail in the outbox.
    MailId,
    /// One sign-in; never its secret.
    SessionId,
    /// An API key of a member.
    KeyId,
    /// A second factor of an account.
    FactorId,
    /// An enrolment or a proof of a second factor that has begun.
    ChallengeId,
}
