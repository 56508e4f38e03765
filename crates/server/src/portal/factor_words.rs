//! What is said about a second factor that wasn't taken.

use super::{answer::Answer, sign_in::too_many};
use axum::http::StatusCode;
use rollbook_credentials::factor::passkey::PasskeyError;
use rollbook_directory::{FactorProblem, SignInProblem};

/// The status and the words of a problem.
pub(super) fn worded(answer: &Answer, problem: &FactorProblem) -> (StatusCode, String) {
    let key = match problem {
        FactorProblem::Slow(_) | FactorProblem::SignIn(SignInProblem::Slow(_)) => {
            return (StatusCode::TOO_MANY_REQUESTS, too_many(answer, problem.seconds()));
        }
        FactorProblem::SignIn(SignInProblem::Wrong) => "sign_in_wrong",
        FactorProblem::SignIn(SignInProblem::Over) => "sign_in_over",
        FactorProblem::Over => "factor_over",
        FactorProblem::NotACode => "code_none",
        FactorProblem::Wrong => "code_wrong",
        FactorProblem::Used => "code_used",
        FactorProblem::NoSuchCode => "recovery_wrong",
        FactorProblem::Passkey(PasskeyError::Address) => "passkey_address",
        FactorProblem::Passkey(PasskeyError::Known) => "passkey_known",
        FactorProblem::Passkey(PasskeyError::Copied) => "passkey_copied",
        FactorProblem::Passkey(_) => "passkey_wrong",
        FactorProblem::Password => "current_wrong",
        FactorProblem::Required => "factor_required",
        FactorProblem::TooMany => "factor_too_many",
        FactorProblem::Gone => "factor_gone",
        FactorProblem::Off => "factors_unavailable",
    };
    (StatusCode::UNPROCESSABLE_ENTITY, answer.language.say(key, &[]))
}
