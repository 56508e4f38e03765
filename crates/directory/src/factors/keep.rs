//! What is secret, on its way into the store and back: sealed under the newest key, opened with any.

use super::FactorProblem;
use crate::{Directory, DirectoryError};
use rollbook_credentials::{
    Secret,
    factor::{About, FactorKeys, SealError, Sealed},
};
use rollbook_domain::{AccountId, ChallengeId, FactorId};
use rollbook_store::{FactorRecord, FactorWork, NewChallenge};
use std::sync::Arc;

/// What has begun and what for: each opens its own records alone (C36).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Purpose {
    /// Enrolling an app.
    App,
    /// Enrolling a passkey.
    Enrol,
    /// Proving oneself by a passkey.
    Prove,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::App => "totp_enrol",
            Self::Enrol => "passkey_enrol",
            Self::Prove => "passkey_prove",
        }
    }
}

/// A sealed record as columns hold it.
pub(super) type Kept = (Vec<u8>, i64);

/// The account’s unit of work and the keys, for one call.
pub(super) struct Keeper<'a> {
    pub(super) directory: &'a Directory,
    pub(super) keys: Arc<FactorKeys>,
    pub(super) work: FactorWork,
}

impl Directory {
    /// Gives the keys that factors’ secrets are sealed with; without any, nobody can enrol one.
    pub fn set_factor_keys(&self, keys: FactorKeys) {
        let mut held = self.inner.factor_keys.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        *held = Some(Arc::new(keys));
    }

    pub(crate) fn factor_keys(&self) -> Option<Arc<FactorKeys>> {
        self.inner.factor_keys.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    /// Begins a unit of work over an account’s factors.
    pub(super) async fn keeper(&self, account: AccountId) -> Result<Result<Keeper<'_>, FactorProblem>, DirectoryError> {
        let Some(keys) = self.factor_keys() else { return Ok(Err(FactorProblem::Off)) };
        let work = self.store().factor_work(account).await?;
        Ok(work.map(|work| Keeper { directory: self, keys, work }).ok_or(FactorProblem::Gone))
    }
}

impl Keeper<'_> {
    /// Seals what a factor keeps secret.
    pub(super) fn seal(&self, id: FactorId, purpose: &str, plain: &Secret<Vec<u8>>) -> Result<Kept, DirectoryError> {
        seal(self.directory, &self.keys, about(self.work.account(), id), purpose, plain)
    }

    /// Opens what a factor keeps secret.
    pub(super) fn open(&self, record: &FactorRecord) -> Result<Secret<Vec<u8>>, DirectoryError> {
        open(&self.keys, about(record.account, record.id), record.kind.word(), &record.sealed)
    }

    /// Keeps what has to be remembered between two steps.
    pub(super) async fn begin(
        &mut self,
        purpose: Purpose,
        plain: &Secret<Vec<u8>>,
    ) -> Result<ChallengeId, DirectoryError> {
        let (account, now) = (self.work.account(), self.directory.now());
        let id = ChallengeId::new(&mut self.directory.inner.entropy.ids(now));
        let record = (account.to_bytes(), id.to_bytes());
        let (sealed, _) = seal(self.directory, &self.keys, record, purpose.word(), plain)?;
        let expires = now.plus(super::PATIENCE);
        self.work
            .add_challenge(&NewChallenge { id, purpose: purpose.word(), sealed, created_at: now, expires })
            .await?;
        Ok(id)
    }

    /// What was remembered; `None` where it is nobody’s, too old, or of a moment that is still to come: a clock that was
    /// set back keeps nothing open.
    pub(super) async fn begun(
        &mut self,
        id: ChallengeId,
        purpose: Purpose,
    ) -> Result<Option<Secret<Vec<u8>>>, DirectoryError> {
        let now = self.directory.now();
        let Some(found) = self.work.challenge(id, purpose.word()).await? else { return Ok(None) };
        if now >= found.expires || now < found.created_at.plus(-super::PATIENCE) {
            return Ok(None);
        }
        let record = (self.work.account().to_bytes(), id.to_bytes());
        open(&self.keys, record, purpose.word(), &found.sealed).map(Some)
    }
}

const fn about(account: AccountId, id: FactorId) -> ([u8; 16], [u8; 16]) {
    (account.to_bytes(), id.to_bytes())
}

fn seal(
    directory: &Directory,
    keys: &FactorKeys,
    (account, record): ([u8; 16], [u8; 16]),
    purpose: &str,
    plain: &Secret<Vec<u8>>,
) -> Result<Kept, DirectoryError> {
    let about = About { account: &account, record: &record, purpose };
    let sealed = directory.inner.entropy.with(|rng| keys.seal(about, plain, rng)).map_err(broken)?;
    Ok((sealed.as_bytes().to_vec(), i64::from(keys.newest())))
}

fn open(
    keys: &FactorKeys,
    (account, record): ([u8; 16], [u8; 16]),
    purpose: &str,
    sealed: &[u8],
) -> Result<Secret<Vec<u8>>, DirectoryError> {
    let about = About { account: &account, record: &record, purpose };
    keys.open(about, &Sealed::from_bytes(sealed.to_vec())).map_err(broken)
}

/// A record that can’t be opened is the server’s trouble, not the person’s.
pub(super) fn broken(error: SealError) -> DirectoryError {
    tracing::error!(%error, "a second factor can’t be opened");
    DirectoryError::Secret(error.to_string())
}
