//! Second factors (R27): codes of an authenticator app, passkeys, recovery codes, and how their secrets lie in the
//! database.
//!
//! Nothing here remembers anything. That a code works once, that a challenge is answered once and in time, and how
//! often somebody may try is the caller's to keep, beside the account.

mod keys;
pub mod passkey;
mod picture;
mod recovery;
mod sealed;
mod totp;

pub use keys::{FactorKeys, KeysError};
pub use picture::{Drawn, drawn, picture};
pub use recovery::{CODES, RecoveryCode, RecoveryHash};
pub use sealed::{About, SealError, Sealed};
pub use totp::{CodeProblem, STEP_MILLIS, TotpSecret, is_code};
