//! Second factors (R27, R28): enrolling, using, removing and resetting them.
//!
//! A factor is an account's. Its person changes it from any organization, in a unit of work over the account, and each
//! organization that knows the account hears of it in its own log. Only [`Seated`](crate::Seated), somebody who is
//! signed in as themselves, reaches it.

mod again;
mod keep;
mod news;
mod notices;
mod own;
mod passkeys;
mod prove;
mod reach;
mod recover;
mod rotate;

pub(crate) use notices::{alarm, alarm_emergency, ask_person, tell_person};
pub use own::{AppOffer, Enrolled, FactorView, Factors};
pub use passkeys::PasskeyOffer;
pub use prove::{Choices, Proof};

use crate::{SignInProblem, sign_in::spoken};
use rollbook_credentials::factor::{CodeProblem, passkey::PasskeyError};
use rollbook_domain::{pace::Wait, time::MINUTE};

/// How many factors one account may have.
pub(crate) const MOST: usize = 10;
/// How long an enrolment or a proof may take between its two steps.
pub(crate) const PATIENCE: i64 = 10 * MINUTE;

/// Why a factor was not taken, enrolled or removed; the person can do something about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FactorProblem {
    /// The person, or somebody else, tried too often (C41).
    #[error("Too many attempts. Try again in {}.", spoken(*.0))]
    Slow(Wait),
    /// Not what an app shows, or not a recovery code.
    #[error("This isn’t a code. An app shows six digits; a recovery code has sixteen letters and digits.")]
    NotACode,
    /// Not the right one.
    #[error("This code isn’t right. Use the one that the app shows now.")]
    Wrong,
    /// It worked once.
    #[error("This code was used already. Wait for the next one.")]
    Used,
    /// There is no such recovery code left.
    #[error("This recovery code isn’t right, or was used already.")]
    NoSuchCode,
    /// What a passkey came to.
    #[error(transparent)]
    Passkey(#[from] PasskeyError),
    /// The first step is too long ago, was never taken, or came to its end.
    #[error("This took too long. Begin again.")]
    Over,
    /// The own password is asked for once more, and wasn’t right.
    #[error("Type your password once more.")]
    Password,
    /// An organization requires a second factor, and this is the last.
    #[error("Your organization requires a second factor. Add another one first.")]
    Required,
    /// There are enough.
    #[error("You have {MOST} second factors. Remove one first.")]
    TooMany,
    /// There is no such factor.
    #[error("This second factor isn’t there any more.")]
    Gone,
    /// Nobody gave this server a key to seal them with.
    #[error("Second factors aren’t set up on this server. Ask an administrator.")]
    Off,
    /// What the sign-in behind it came to.
    #[error(transparent)]
    SignIn(#[from] SignInProblem),
}

impl FactorProblem {
    /// Whether something was shown that wasn't right: all else is no failure of whoever shows it.
    pub(crate) const fn is_failure(self) -> bool {
        matches!(self, Self::Wrong | Self::Used | Self::NoSuchCode | Self::Passkey(PasskeyError::NotAccepted))
    }
}

impl From<CodeProblem> for FactorProblem {
    fn from(problem: CodeProblem) -> Self {
        match problem {
            CodeProblem::NotACode => Self::NotACode,
            CodeProblem::Wrong => Self::Wrong,
            CodeProblem::Used => Self::Used,
        }
    }
}

impl FactorProblem {
    /// In how many seconds to try again, where that helps.
    pub fn seconds(self) -> Option<u64> {
        match self {
            Self::Slow(wait) => SignInProblem::Slow(wait).seconds(),
            Self::SignIn(problem) => problem.seconds(),
            _ => None,
        }
    }
}
