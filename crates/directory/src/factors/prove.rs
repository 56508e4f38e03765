//! Proving oneself by a second factor: at sign-in, and wherever it is asked for again (C41, R29).

use super::{
    FactorProblem,
    keep::{Keeper, Purpose},
    own::strongest,
    passkeys::PasskeyOffer,
};
use crate::{
    Directory, DirectoryError, Entered, Place, Seated, Waiting,
    sign_in::{Refused, Slowed},
};
use rollbook_credentials::factor::{
    RecoveryHash, TotpSecret, is_code,
    passkey::{PasskeyError, PendingProof},
};
use rollbook_domain::{
    AccountId, ChallengeId, Timestamp,
    event::RefusedBy,
    factor::{FactorChange, FactorKind},
    session::Stage,
};
use rollbook_store::{FactorRecord, FactorWork};

/// What somebody shows.
#[derive(Clone, Copy)]
pub enum Proof<'a> {
    /// A code of an app, as typed.
    App(&'a str),
    /// A recovery code, as typed.
    Recovery(&'a str),
    /// A browser’s answer to [`PasskeyOffer`].
    Passkey {
        /// What it was asked under.
        challenge: ChallengeId,
        /// The answer, as JSON.
        answer: &'a str,
    },
}

impl std::fmt::Debug for Proof<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sort())
    }
}

impl Proof<'_> {
    /// Each sort is slowed on its own: who tries codes doesn’t keep the person’s passkey waiting (C41).
    const fn sort(&self) -> &'static str {
        match self {
            Self::App(_) => "app",
            Self::Recovery(_) => "recovery",
            Self::Passkey { .. } => "passkey",
        }
    }
}

/// What a waiting sign-in can go on by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is offered, or said, by itself")]
pub struct Choices {
    /// A code of an app.
    pub app: bool,
    /// A passkey, at this portal’s address.
    pub passkey: bool,
    /// A recovery code.
    pub recovery: bool,
    /// There is a factor that can't be judged here, as its keys are elsewhere: at a desktop that works on a database.
    pub elsewhere: bool,
}

impl Directory {
    /// What the sign-in behind a token can go on by; `None` where it awaits no second factor, or not any more.
    pub async fn factor_choices(&self, token: &str) -> Result<Option<Choices>, DirectoryError> {
        match self.awaits_factor(token).await? {
            Some(account) => Ok(Some(self.choices(account).await?)),
            None => Ok(None),
        }
    }

    /// Asks the browser behind a waiting sign-in for a passkey.
    pub async fn ask_passkey(&self, token: &str) -> Result<Result<PasskeyOffer, FactorProblem>, DirectoryError> {
        match self.awaits_factor(token).await? {
            Some(account) => self.ask_passkey_of(account).await,
            None => Ok(Err(FactorProblem::Over)),
        }
    }

    /// Takes a waiting sign-in on by a second factor.
    pub async fn prove_factor(
        &self,
        token: &str,
        proof: Proof<'_>,
        place: &Place,
    ) -> Result<Result<Entered, FactorProblem>, DirectoryError> {
        let waiting = self.waiting(token).await?.filter(|waiting| waiting.stage == Stage::Factor);
        let Some(Waiting { account, wanted, kind, .. }) = waiting else { return Ok(Err(FactorProblem::Over)) };
        let mut failures = 0;
        if let Err(problem) = self.check_counted(account, proof, &mut failures).await? {
            if problem.is_failure() {
                let refused = Refused { account, wanted, by: RefusedBy::Factor, failures };
                self.refuse_behind(refused, place.origin(kind));
            }
            return Ok(Err(problem));
        }
        Ok(self.passed_factor(token, place).await?.map_err(FactorProblem::from))
    }

    /// Whether somebody shows a second factor of an account. Attempts are counted before they are made, and what worked
    /// is used up in the same unit of work, so of any number at once one wins.
    pub(crate) async fn check_factor(
        &self,
        account: AccountId,
        proof: Proof<'_>,
    ) -> Result<Result<(), FactorProblem>, DirectoryError> {
        self.check_counted(account, proof, &mut 0).await
    }

    /// The same; `failures` is which attempt in a row it was.
    async fn check_counted(
        &self,
        account: AccountId,
        proof: Proof<'_>,
        failures: &mut i64,
    ) -> Result<Result<(), FactorProblem>, DirectoryError> {
        if !could_be(account, proof) {
            return Ok(Err(FactorProblem::NotACode));
        }
        let slowed = [Slowed::Factor(account, proof.sort())];
        match self.slow(&slowed).await? {
            Ok(counted) => *failures = counted.first().copied().unwrap_or_default(),
            Err(wait) => return Ok(Err(FactorProblem::Slow(wait))),
        }
        // What an attempt ended (a challenge) stays ended, however it came out.
        let checked = match proof {
            Proof::App(code) => match self.keeper(account).await? {
                Ok(mut keeper) => {
                    let checked = keeper.check_app(code).await?;
                    keeper.work.commit().await?;
                    checked
                }
                Err(problem) => Err(problem),
            },
            Proof::Passkey { challenge, answer } => match self.keeper(account).await? {
                Ok(mut keeper) => {
                    let checked = keeper.check_passkey(challenge, answer).await?;
                    keeper.work.commit().await?;
                    checked
                }
                Err(problem) => Err(problem),
            },
            // Nothing of a recovery code is sealed: it works where the keys aren’t.
            Proof::Recovery(code) => match self.store().factor_work(account).await? {
                Some(mut work) => {
                    let checked = check_recovery(&mut work, code, self.now()).await?;
                    work.commit().await?;
                    checked
                }
                None => Err(FactorProblem::Gone),
            },
        };
        if let Err(problem) = checked {
            return Ok(Err(problem));
        }
        self.went_well(&slowed, &[]).await?;
        if matches!(proof, Proof::Recovery(_)) {
            self.spread(account).await;
        }
        Ok(Ok(()))
    }

    pub(crate) async fn choices(&self, account: AccountId) -> Result<Choices, DirectoryError> {
        let factors = self.store().factors(account).await?;
        let any = |kind| factors.iter().any(|factor| factor.kind == kind);
        let (keys, passkeys) = (self.factor_keys().is_some(), self.passkeys().is_ok());
        Ok(Choices {
            app: any(FactorKind::Totp) && keys,
            passkey: any(FactorKind::Passkey) && passkeys,
            recovery: self.store().recovery_codes_left(account).await? > 0,
            elsewhere: !factors.is_empty() && !keys,
        })
    }

    async fn awaits_factor(&self, token: &str) -> Result<Option<AccountId>, DirectoryError> {
        let waiting = self.waiting(token).await?;
        Ok(waiting.filter(|waiting| waiting.stage == Stage::Factor).map(|waiting| waiting.account))
    }

    pub(crate) async fn ask_passkey_of(
        &self,
        account: AccountId,
    ) -> Result<Result<PasskeyOffer, FactorProblem>, DirectoryError> {
        let site = match self.passkeys() {
            Ok(site) => site,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let mut keeper = match self.keeper(account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        let known: Vec<_> = keeper.passkeys().await?.into_iter().map(|(_, passkey)| passkey).collect();
        if known.is_empty() {
            return Ok(Err(FactorProblem::Gone));
        }
        let begun = site.begin_proof(&known).and_then(|(question, pending)| Ok((question, pending.to_bytes()?)));
        let (question, pending) = match begun {
            Ok(begun) => begun,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let challenge = keeper.begin(Purpose::Prove, &pending).await?;
        keeper.work.commit().await?;
        Ok(Ok(PasskeyOffer { challenge, question: question.0 }))
    }
}

impl Seated {
    /// Whether the person has a second factor, and by what they can show one.
    pub async fn own_choices(&self) -> Result<Choices, DirectoryError> {
        self.directory.choices(self.account).await
    }

    /// Asks the person’s browser for a passkey, where somebody who is signed in is to prove themselves again (R29).
    pub async fn ask_own_passkey(&self) -> Result<Result<PasskeyOffer, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        self.directory.ask_passkey_of(self.account).await
    }

    /// Whether the person shows a second factor of theirs (R29).
    pub async fn shows_factor(&self, proof: Proof<'_>) -> Result<Result<(), FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        self.directory.check_factor(self.account, proof).await
    }
}

impl Keeper<'_> {
    async fn check_app(&mut self, code: &str) -> Result<Result<(), FactorProblem>, DirectoryError> {
        let now = self.directory.now();
        let apps = self.work.factors().await?.into_iter().filter(|factor| factor.kind == FactorKind::Totp);
        let (mut answer, mut unread) = (FactorProblem::Wrong, None);
        for record in apps.collect::<Vec<FactorRecord>>() {
            let secret = match self.open(&record) {
                Ok(plain) => plain.reveal(|bytes| TotpSecret::from_bytes(bytes)),
                Err(error) => {
                    unread = Some(error);
                    continue;
                }
            };
            let Some(secret) = secret else { continue };
            match secret.verify(code, now.0, record.last_step) {
                Ok(step) => {
                    let fresh = self.work.code_used(record.id, step, now).await?;
                    return Ok(if fresh { Ok(()) } else { Err(FactorProblem::Used) });
                }
                // Of two apps, one may show what the other showed a moment ago.
                Err(problem) => {
                    if FactorProblem::from(problem) == FactorProblem::Used {
                        answer = FactorProblem::Used;
                    }
                }
            }
        }
        match unread {
            Some(error) if answer == FactorProblem::Wrong => Err(error),
            _ => Ok(Err(answer)),
        }
    }

    async fn check_passkey(
        &mut self,
        challenge: ChallengeId,
        answer: &str,
    ) -> Result<Result<(), FactorProblem>, DirectoryError> {
        let site = match self.directory.passkeys() {
            Ok(site) => site,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let Some(pending) = self.begun(challenge, Purpose::Prove).await? else { return Ok(Err(FactorProblem::Over)) };
        // Each question is answered once, rightly or wrongly.
        self.work.end_challenge(challenge).await?;
        let proved = match PendingProof::from_bytes(&pending).and_then(|pending| site.finish_proof(answer, &pending)) {
            Ok(proved) => proved,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let now = self.directory.now();
        for (record, mut passkey) in self.passkeys().await? {
            if passkey.made(&proved) {
                passkey.learn(&proved);
                let plain = passkey.to_bytes().map_err(|error| DirectoryError::Secret(error.to_string()))?;
                let (sealed, number) = self.seal(record.id, FactorKind::Passkey.word(), &plain)?;
                self.work.passkey_used(record.id, (&sealed, number), now).await?;
                return Ok(Ok(()));
            }
        }
        // Removed since it was asked for.
        Ok(Err(PasskeyError::NotAccepted.into()))
    }
}

async fn check_recovery(
    work: &mut FactorWork,
    code: &str,
    now: Timestamp,
) -> Result<Result<(), FactorProblem>, DirectoryError> {
    let Some(hash) = RecoveryHash::from_typed(&work.account().to_bytes(), code) else {
        return Ok(Err(FactorProblem::NotACode));
    };
    if !work.use_code(hash.as_bytes(), now).await? {
        return Ok(Err(FactorProblem::NoSuchCode));
    }
    let factors = work.factors().await?;
    let left = work.codes_left().await?;
    let tells = work.organizations().await?.into_iter().min();
    work.tell(&FactorChange::CodeUsed { left }, strongest(&factors), tells).await?;
    Ok(Ok(()))
}

/// Whether it can be one at all; what can’t isn’t counted as a try.
fn could_be(account: AccountId, proof: Proof<'_>) -> bool {
    match proof {
        Proof::App(code) => is_code(code),
        Proof::Recovery(code) => RecoveryHash::from_typed(&account.to_bytes(), code).is_some(),
        Proof::Passkey { .. } => true,
    }
}
