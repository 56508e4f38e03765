//! Passwords: hashing and verifying them (R23, R25), and judging new ones (R23).
//!
//! [`judge`] says whether a password may be chosen, rule by rule, while it is being typed; [`hash`] turns it into the
//! text that is stored. They stand apart because a hash must also take passwords that today's rules would refuse.

mod bound;
mod cost;
mod guess;
mod hash;
pub mod leaked;
mod personal;
mod policy;
mod verdict;

pub use bound::{device_secret, hash_for_device, verify_on_device};
pub use cost::{Cost, CostError};
pub use guess::{Pattern, Strength};
pub use hash::{
    DeviceSecret, HashError, MAX_PASSWORD_BYTES, PasswordHash, hash, needs_rehash, verify, verify_or_dummy,
};
pub use personal::Person;
pub use policy::{PasswordRules, judge};
pub use verdict::{Problem, Rule, RuleResult, Verdict};
