//! Ids that count, so that a run can be repeated.

use rollbook_domain::IdSource;
use uuid::Uuid;

/// The next id is one more than the last.
#[derive(Clone, Default)]
pub(crate) struct Counting(u128);

impl IdSource for Counting {
    fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}
