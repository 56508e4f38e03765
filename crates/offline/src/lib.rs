//! Organizations beyond this computer, while there is no connection to them: a replica from which
//! everything is read, and a queue of what was done meanwhile (R32–R34).
//!
//! Both are encrypted files. The replica is a store like any other, so every question of a screen is
//! answered by the same desk as at the server; what is done without a connection is carried out on it by
//! the same door, and taken off again before anything newer is written. What comes next is decided by a
//! pure function ([`plan::next`]); [`Offline`] carries out one step at a time, and may be stopped after
//! any of them.

mod ask;
mod either;
mod entry;
mod failure;
mod file;
mod keeper;
mod offline;
mod overlay;
pub mod plan;
mod queue;
mod replica;
mod send;
mod sense;
mod start;
mod state;
mod tickets;
mod upstream;
mod view;

pub use either::says_away;
pub use entry::{End, Entry, Standing, Unread};
pub use failure::Failure;
pub use file::{Files, KeychainFiles, forget_all, name_of};
pub use keeper::{Keeper, Status};
pub use offline::{Offline, Setting};
pub use plan::Step;
pub use queue::waiting_at;
pub use sense::{PATIENCE, Sense};
pub use start::{Start, Started};
pub use state::Progress;
pub use tickets::Ticketed;
pub use upstream::Upstream;
