//! A new password, chosen by somebody who is signed in: with the present one again, whatever the
//! session says, as a browser may stand open (R24).

use super::{Must, Seated, Slowed};
use crate::{
    Chooser, Directory, DirectoryError,
    contract::Tag,
    door::{Begun, not_here, unhindered},
};
use rollbook_credentials::{Secret, password::PasswordRules};
use rollbook_domain::{
    AccountId, Code, Command, CommandId, Refusal,
    command::PasswordBy,
    factor::Duty,
    member::{Kind, Member, Status},
    pace::Wait,
    session::WAITING,
};
use rollbook_store::ActorId;
use subtle::ConstantTimeEq as _;

/// Why the present password didn’t do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PresentProblem {
    /// It is another one.
    #[error("This isn’t your present password.")]
    Wrong,
    /// Too many attempts: there is a wait before the next.
    #[error("There were too many attempts. Try again in {}.", super::spoken(*.0))]
    Slow(Wait),
    /// The code of the second factor is missing, or isn’t right.
    #[error("Type a code of your second factor.")]
    Factor,
    /// The passkey that was shown proves nothing.
    #[error("The passkey wasn’t accepted.")]
    Passkey,
    /// The new one is the present one.
    #[error("The new password is the present one. Choose another.")]
    Same,
}

impl PresentProblem {
    /// In how many seconds to try again, where that helps.
    pub fn seconds(self) -> Option<u64> {
        match self {
            Self::Slow(wait) => Some(super::seconds(wait)),
            Self::Wrong | Self::Same | Self::Factor | Self::Passkey => None,
        }
    }
}

impl Seated {
    /// Chooses a new password; the present one is asked again. Every other session of the person ends,
    /// in every organization, and they are told by mail.
    pub async fn change_password(
        &self,
        present: &Secret<String>,
        new: &Secret<String>,
    ) -> Result<Result<(), PresentProblem>, DirectoryError> {
        self.is_themselves()?;
        let directory = &self.directory;
        let password_no = match directory.prove_present(self.account, present).await? {
            Ok(password_no) => password_no,
            Err(problem) => return Ok(Err(problem)),
        };
        let same = present.reveal(|old| new.reveal(|new| bool::from(old.as_bytes().ct_eq(new.as_bytes()))));
        if same {
            return Ok(Err(PresentProblem::Same));
        }
        let hash = directory.hash_password(new, self.chooser().await?).await?;
        unhindered!(self.store_password(&hash, password_no))?;
        Ok(Ok(()))
    }

    /// Chooses a new password where one is to be chosen before anything else, right after signing in with
    /// the one that it replaces: that one isn’t asked twice.
    pub async fn choose_first(&self, new: &Secret<String>) -> Result<Result<(), PresentProblem>, DirectoryError> {
        self.is_themselves()?;
        let directory = &self.directory;
        let since = directory.now().0.saturating_sub(self.begun.0);
        if self.must != Some(Must::ChangePassword) || !(0..WAITING).contains(&since) {
            return Ok(Err(PresentProblem::Wrong));
        }
        let Some(present) = directory.store().credential_of(self.account).await? else {
            return Ok(Err(PresentProblem::Wrong));
        };
        if directory.verify(new, Some(&present)).await? {
            return Ok(Err(PresentProblem::Same));
        }
        let hash = directory.hash_password(new, self.chooser().await?).await?;
        unhindered!(self.store_password(&hash, present.password_no))?;
        Ok(Ok(()))
    }

    async fn store_password(&self, hash: &str, password_no: i64) -> Result<(), DirectoryError> {
        let desk = self.own_desk();
        let id = CommandId::new(&mut self.directory.inner.entropy.ids(self.directory.now()));
        let Begun::Now(mut run) = desk.begin(id, false).await? else { return Ok(()) };
        if !run.work.has_password_no(self.account, password_no).await? {
            let words = "The password was changed somewhere else at this moment.";
            return Err(Refusal::new(Code::Conflict, words, "Sign in with the new one.").into());
        }
        run.beside.password = Some(hash.to_owned());
        run.beside.session = Some(self.session);
        let command = Command::ChangePassword { member: self.member, by: PasswordBy::Themselves };
        run.know(&command).await?;
        run.step(&desk, &command).await?;
        desk.finish(*run, vec![Tag::Users, Tag::Mail]).await?;
        Ok(())
    }

    /// Who chooses a password here, for judging one while it is typed.
    pub async fn chooser(&self) -> Result<Chooser, DirectoryError> {
        let store = self.directory.store();
        let member = store.members(self.organization, &[self.member]).await?.pop().ok_or_else(not_here)?;
        let facts = store.facts(self.organization, ActorId::System).await?;
        self.directory.chooser(&member, &facts.organization.name).await
    }
}

impl Directory {
    /// Whether this is the present password of an account, asked of somebody who is signed in; gives
    /// how often it was chosen.
    pub(crate) async fn prove_present(
        &self,
        account: AccountId,
        present: &Secret<String>,
    ) -> Result<Result<i64, PresentProblem>, DirectoryError> {
        let slowed = [Slowed::OwnPassword(account)];
        if let Err(wait) = self.slow(&slowed).await? {
            return Ok(Err(PresentProblem::Slow(wait)));
        }
        let found = self.store().credential_of(account).await?;
        let right = self.verify(present, found.as_ref()).await?;
        let Some(found) = found.filter(|_| right) else { return Ok(Err(PresentProblem::Wrong)) };
        self.went_well(&slowed, &[]).await?;
        Ok(Ok(found.password_no))
    }

    /// Who a member is that chooses a password.
    pub(crate) async fn chooser(&self, member: &Member, organization: &str) -> Result<Chooser, DirectoryError> {
        Ok(Chooser {
            names: vec![member.first_name.clone(), member.last_name.clone()],
            email: member.email.as_str().to_owned(),
            organization: organization.to_owned(),
            rules: self.password_rules(member.account).await?,
        })
    }

    /// What the password of an account has to be (R23): it opens every organization that knows the
    /// account, so the strictest of them holds, and only where each requires a second factor does a
    /// shorter one do.
    pub async fn password_rules(&self, account: AccountId) -> Result<PasswordRules, DirectoryError> {
        let now = self.now();
        let openings = self.store().openings(account).await?;
        let mut with_factor = !openings.is_empty();
        let mut least = 0;
        for opening in &openings {
            let person = matches!(opening.entrant.kind, Kind::Regular | Kind::Portal);
            if !person || opening.entrant.status == Status::Archived {
                continue;
            }
            with_factor &= opening.rule(now) == Duty::Now;
            least = least.max(opening.policy.password_length);
        }
        Ok(PasswordRules::of_member(with_factor).at_least(usize::try_from(least).unwrap_or(usize::MAX)))
    }
}
