//! Enrolling a passkey, and asking for one.

use super::{
    FactorProblem, MOST,
    keep::{Keeper, Purpose},
    own::{Enrolled, New},
};
use crate::{Directory, DirectoryError, Seated};
use rollbook_credentials::{
    Secret,
    factor::passkey::{Holder, PasskeyError, Passkeys, PendingEnrolment, StoredPasskey},
};
use rollbook_domain::{ChallengeId, factor::FactorKind};
use rollbook_store::FactorRecord;
use sha2::{Digest as _, Sha256};

/// What devices show beside a passkey of this portal.
const SITE: &str = "Rollbook";

/// A question for the browser.
#[derive(Clone, Debug)]
pub struct PasskeyOffer {
    /// What the answer is given under.
    pub challenge: ChallengeId,
    /// What `navigator.credentials` takes, as JSON with its bytes in base64url.
    pub question: String,
}

impl Directory {
    /// Passkeys of this portal, or why there are none at its address. The address comes from configuration alone (C35).
    pub(super) fn passkeys(&self) -> Result<Passkeys, PasskeyError> {
        Passkeys::at(&self.portal(), SITE)
    }
}

impl Keeper<'_> {
    /// The account’s passkeys, each with its record. One that can’t be read doesn’t stand in the way of the others.
    pub(super) async fn passkeys(&mut self) -> Result<Vec<(FactorRecord, StoredPasskey)>, DirectoryError> {
        let mut all = Vec::new();
        for record in self.work.factors().await?.into_iter().filter(|factor| factor.kind == FactorKind::Passkey) {
            let opened = self.open(&record).and_then(|plain| {
                StoredPasskey::from_bytes(&plain).map_err(|error| DirectoryError::Secret(error.to_string()))
            });
            match opened {
                Ok(passkey) => all.push((record, passkey)),
                Err(error) => tracing::error!(%error, factor = %record.id, "a passkey can’t be read"),
            }
        }
        Ok(all)
    }
}

impl Seated {
    /// Begins enrolling a passkey.
    pub async fn offer_passkey(&self) -> Result<Result<PasskeyOffer, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        let site = match self.directory.passkeys() {
            Ok(site) => site,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let mut keeper = match self.directory.keeper(self.account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        if keeper.work.factors().await?.len() >= MOST {
            return Ok(Err(FactorProblem::TooMany));
        }
        let member = self.directory.store().members(self.organization, &[self.member]).await?.pop();
        let Some(member) = member else { return Ok(Err(FactorProblem::Gone)) };
        let name = member.name();
        let holder = Holder { account: self.account.uuid(), user_name: member.email.as_str(), name: &name };
        let known: Vec<StoredPasskey> = keeper.passkeys().await?.into_iter().map(|(_, passkey)| passkey).collect();
        let begun =
            site.begin_enrolment(holder, &known).and_then(|(question, pending)| Ok((question, pending.to_bytes()?)));
        let (question, pending) = match begun {
            Ok(begun) => begun,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let challenge = keeper.begin(Purpose::Enrol, &pending).await?;
        keeper.work.commit().await?;
        Ok(Ok(PasskeyOffer { challenge, question: question.0 }))
    }

    /// Ends enrolling a passkey by the browser’s answer.
    pub async fn confirm_passkey(
        &self,
        challenge: ChallengeId,
        answer: &str,
        name: &str,
        password: Option<&Secret<String>>,
    ) -> Result<Result<Enrolled, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        if let Err(problem) = self.proves_themselves(password).await? {
            return Ok(Err(problem));
        }
        let site = match self.directory.passkeys() {
            Ok(site) => site,
            Err(problem) => return Ok(Err(problem.into())),
        };
        let mut keeper = match self.directory.keeper(self.account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        let Some(pending) = keeper.begun(challenge, Purpose::Enrol).await? else { return Ok(Err(FactorProblem::Over)) };
        let known: Vec<StoredPasskey> = keeper.passkeys().await?.into_iter().map(|(_, passkey)| passkey).collect();
        let finished = PendingEnrolment::from_bytes(&pending)
            .and_then(|pending| site.finish_enrolment(answer, &pending, &known))
            .and_then(|passkey| Ok((passkey.to_bytes()?, Sha256::digest(passkey.credential_id()).into())));
        let (plain, credential) = match finished {
            Ok(finished) => finished,
            Err(problem) => return Ok(Err(problem.into())),
        };
        keeper.work.end_challenge(challenge).await?;
        let new = New { kind: FactorKind::Passkey, name, plain, credential: Some(credential), last_step: None };
        self.enrol(keeper, new).await
    }
}
