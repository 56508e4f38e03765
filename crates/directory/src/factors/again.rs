//! The own password, asked once more before a factor changes: an unlocked computer is no way to keep somebody’s account.

use super::FactorProblem;
use crate::{DirectoryError, PresentProblem, Seated};
use rollbook_credentials::Secret;
use rollbook_domain::time::MINUTE;

/// How long after signing in nobody is asked again.
const FRESH: i64 = 10 * MINUTE;

impl Seated {
    /// Whether the person signed in a moment ago, so that their password needn’t be asked for again.
    pub fn is_fresh(&self) -> bool {
        let since = self.directory.now().0.saturating_sub(self.begun.0);
        (0..FRESH).contains(&since)
    }

    /// Whether it is the person themselves: fresh, or by their password.
    pub(super) async fn proves_themselves(
        &self,
        password: Option<&Secret<String>>,
    ) -> Result<Result<(), FactorProblem>, DirectoryError> {
        if self.is_fresh() {
            return Ok(Ok(()));
        }
        let Some(password) = password.filter(|password| password.reveal(|text| !text.is_empty())) else {
            return Ok(Err(FactorProblem::Password));
        };
        Ok(match self.directory.prove_present(self.account, password).await? {
            Ok(_) => Ok(()),
            Err(PresentProblem::Slow(wait)) => Err(FactorProblem::Slow(wait)),
            Err(PresentProblem::Wrong | PresentProblem::Same | PresentProblem::Factor | PresentProblem::Passkey) => {
                Err(FactorProblem::Password)
            }
        })
    }
}
