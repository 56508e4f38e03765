//! Organizations as fixtures for tests, over the real code on either engine.
//!
//! [`Place`] is where a database lies (an encrypted file in a folder of its own, or a database of a
//! throwaway PostgreSQL). [`Bench`] is a directory at that place with an organization in it, a clock
//! that the test moves and chance that repeats. [`Book`] is an organization of the store alone,
//! for tests below the rules. Used by tests alone; a failure panics, as a test's own would.

mod bench;
mod book;
mod cast;
mod clock;
mod device;
mod factors;
mod place;
mod post;
mod sessions;
mod tables;

pub use bench::{Bench, PASSWORD, tamper};
pub use book::Book;
pub use cast::{Cast, NAMES};
pub use clock::{MORNING, MovingClock};
pub use device::{Device, factor_keys};
pub use factors::{App, Enrolment};
pub use place::Place;
pub use post::{Post, surroundings};
pub use rollbook_store::Engine;
pub use sessions::{place, place_at, sign_in, token};
pub use tables::{Dump, dump};

/// One test for each case on each engine: `contract![a_case, another_case]` runs `a_case(engine)`
/// on SQLite, and on PostgreSQL where one can be started.
#[macro_export]
macro_rules! contract {
    ($($case:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case($crate::Engine::Sqlite).await;
            })+
        }
        #[cfg(target_os = "linux")]
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                super::$case($crate::Engine::Postgres).await;
            })+
        }
    };
}
