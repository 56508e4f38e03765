//! The words and rules of Rollbook as pure code: ids, states, commands, events, refusals, and
//! `decide`, which turns a command into events or says why not.
//!
//! Nothing here reads a clock, draws chance, or touches a disk: time, ids and facts come in as
//! arguments, so the same code judges in the window, on the server and in a test. Rules carry the
//! numbers of the domain paper (R1…).

pub mod billing;
pub mod catalogue;
pub mod chain;
pub mod command;
pub mod company;
pub mod decide;
pub mod effect;
pub mod email;
pub mod event;
pub mod factor;
pub mod facts;
pub mod group;
pub mod holding;
pub mod id;
pub mod impact;
pub mod key;
pub mod member;
pub mod named;
pub mod order;
pub mod organization;
pub mod origin;
pub mod pace;
pub mod permission_set;
pub mod refusal;
pub mod review;
pub mod role;
pub mod session;
pub mod structure;
pub mod tax;
pub mod text;
pub mod time;
pub mod wording;

pub use command::Command;
pub use decide::decide;
pub use effect::Effect;
pub use email::Email;
pub use event::Event;
pub use facts::Facts;
pub use id::{
    AccountId, ChallengeId, CommandId, FactorId, GroupId, IdSource, KeyId, LinkId, MailId, MemberId, OrganizationId,
    PortalId, RoleId, SessionId, TeamId,
};
pub use refusal::{Code, Refusal};
pub use time::Timestamp;
