//! A person’s own second factors: what there is, enrolling an app, naming, removing, recovery codes (R27, C42).

use super::{
    FactorProblem, MOST,
    keep::{Keeper, Purpose},
};
use crate::{Directory, DirectoryError, Seated};
use rollbook_credentials::{
    Secret,
    factor::{CODES, RecoveryCode, TotpSecret},
};
use rollbook_domain::{
    AccountId, ChallengeId, FactorId, Timestamp,
    factor::{Duty, FactorChange, FactorKind, strictest},
    member::Status,
    text::clean_name,
};
use rollbook_store::{FactorRecord, NewFactor};

/// The longest name of a factor, in characters.
const LONGEST_NAME: usize = 60;

/// What somebody sees of their second factors.
#[derive(Clone, Debug)]
pub struct Factors {
    /// Each, the oldest first.
    pub all: Vec<FactorView>,
    /// How many recovery codes are left.
    pub codes_left: u32,
    /// What the person’s organizations ask of them, the strictest.
    pub duty: Duty,
    /// Whether passkeys can be used at this portal’s address.
    pub passkeys: bool,
    /// Whether any can be enrolled on this server.
    pub on: bool,
    /// Whether a change needs no password, as the person signed in a moment ago.
    pub fresh: bool,
}

/// A second factor as its person sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FactorView {
    /// Its id.
    pub id: FactorId,
    /// Which kind.
    pub kind: FactorKind,
    /// What the person calls it.
    pub name: String,
    /// When it was enrolled.
    pub added_at: Timestamp,
    /// When it was used last.
    pub used_at: Option<Timestamp>,
}

/// What an app scans or is told.
#[derive(Clone, Debug)]
pub struct AppOffer {
    /// What the code is confirmed under.
    pub challenge: ChallengeId,
    /// What the app scans: an `otpauth` address.
    pub uri: Secret<String>,
    /// What is typed into an app that can’t scan.
    pub typed: Secret<String>,
}

/// A factor that was enrolled.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// Its id.
    pub id: FactorId,
    /// The recovery codes that come with the first factor; shown this once (C42).
    pub codes: Option<Vec<Secret<String>>>,
}

impl Seated {
    /// The person’s second factors.
    pub async fn factors(&self) -> Result<Factors, DirectoryError> {
        self.is_themselves()?;
        let store = self.directory.store();
        let view = |record: FactorRecord| FactorView {
            id: record.id,
            kind: record.kind,
            name: record.name,
            added_at: record.added_at,
            used_at: record.used_at,
        };
        Ok(Factors {
            all: store.factors(self.account).await?.into_iter().map(view).collect(),
            codes_left: store.recovery_codes_left(self.account).await?,
            duty: self.directory.factor_duty(self.account).await?,
            passkeys: self.directory.passkeys().is_ok(),
            on: self.directory.factor_keys().is_some(),
            fresh: self.is_fresh(),
        })
    }

    /// Begins enrolling an app: a secret that nobody saw before.
    pub async fn offer_app(&self) -> Result<Result<AppOffer, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        let mut keeper = match self.directory.keeper(self.account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        if keeper.work.factors().await?.len() >= MOST {
            return Ok(Err(FactorProblem::TooMany));
        }
        let secret = self.directory.inner.entropy.with(TotpSecret::draw);
        let challenge = keeper.begin(Purpose::App, &secret.to_bytes()).await?;
        keeper.work.commit().await?;
        self.show_app(challenge, &secret).await.map(Ok)
    }

    /// The same offer once more, for a page that is shown again.
    pub async fn app_offer(&self, challenge: ChallengeId) -> Result<Result<AppOffer, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        let mut keeper = match self.directory.keeper(self.account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        let secret = keeper.begun(challenge, Purpose::App).await?;
        keeper.work.roll_back().await?;
        let Some(secret) = secret.and_then(|bytes| bytes.reveal(|bytes| TotpSecret::from_bytes(bytes))) else {
            return Ok(Err(FactorProblem::Over));
        };
        self.show_app(challenge, &secret).await.map(Ok)
    }

    /// Ends enrolling an app by a code that it shows. The code is used up by it.
    pub async fn confirm_app(
        &self,
        challenge: ChallengeId,
        code: &str,
        name: &str,
        password: Option<&Secret<String>>,
    ) -> Result<Result<Enrolled, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        if let Err(problem) = self.proves_themselves(password).await? {
            return Ok(Err(problem));
        }
        let mut keeper = match self.directory.keeper(self.account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        let secret = keeper.begun(challenge, Purpose::App).await?;
        let Some(secret) = secret.and_then(|bytes| bytes.reveal(|bytes| TotpSecret::from_bytes(bytes))) else {
            return Ok(Err(FactorProblem::Over));
        };
        let step = match secret.verify(code, self.directory.now().0, None) {
            Ok(step) => step,
            Err(problem) => return Ok(Err(problem.into())),
        };
        keeper.work.end_challenge(challenge).await?;
        let new =
            New { kind: FactorKind::Totp, name, plain: secret.to_bytes(), credential: None, last_step: Some(step) };
        self.enrol(keeper, new).await
    }

    /// Gives a factor another name.
    pub async fn rename_factor(&self, id: FactorId, name: &str) -> Result<Result<(), FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        let Some(mut work) = self.directory.store().factor_work(self.account).await? else {
            return Ok(Err(FactorProblem::Gone));
        };
        let kind = work.factors().await?.into_iter().find(|factor| factor.id == id).map(|factor| factor.kind);
        let Some(kind) = kind else { return Ok(Err(FactorProblem::Gone)) };
        work.rename_factor(id, &called(name, kind)).await?;
        work.commit().await?;
        Ok(Ok(()))
    }

    /// Removes a factor; with the last one the recovery codes go. Refused where an organization requires one and this is
    /// the last.
    pub async fn remove_factor(
        &self,
        id: FactorId,
        password: Option<&Secret<String>>,
    ) -> Result<Result<(), FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        if let Err(problem) = self.proves_themselves(password).await? {
            return Ok(Err(problem));
        }
        let Some(mut work) = self.directory.store().factor_work(self.account).await? else {
            return Ok(Err(FactorProblem::Gone));
        };
        let mut factors = work.factors().await?;
        let Some(at) = factors.iter().position(|factor| factor.id == id) else { return Ok(Err(FactorProblem::Gone)) };
        let gone = factors.remove(at);
        if factors.is_empty() {
            if self.directory.factor_duty(self.account).await? == Duty::Now {
                return Ok(Err(FactorProblem::Required));
            }
            work.clear().await?;
        } else {
            work.remove_factor(id).await?;
        }
        let change = FactorChange::Removed { factor: gone.kind, name: gone.name };
        work.tell(&change, strongest(&factors), Some(self.organization)).await?;
        work.end_sessions(Some(self.session), self.directory.now()).await?;
        work.commit().await?;
        self.directory.spread(self.account).await;
        Ok(Ok(()))
    }

    /// Ten new recovery codes in the place of all older ones; shown this once.
    pub async fn new_recovery_codes(
        &self,
        password: Option<&Secret<String>>,
    ) -> Result<Result<Vec<Secret<String>>, FactorProblem>, DirectoryError> {
        self.is_themselves()?;
        if let Err(problem) = self.proves_themselves(password).await? {
            return Ok(Err(problem));
        }
        let mut keeper = match self.directory.keeper(self.account).await? {
            Ok(keeper) => keeper,
            Err(problem) => return Ok(Err(problem)),
        };
        let factors = keeper.work.factors().await?;
        if factors.is_empty() {
            return Ok(Err(FactorProblem::Gone));
        }
        let codes = keeper.new_codes().await?;
        keeper.work.tell(&FactorChange::CodesMade, strongest(&factors), Some(self.organization)).await?;
        keeper.work.end_sessions(Some(self.session), self.directory.now()).await?;
        keeper.work.commit().await?;
        self.directory.spread(self.account).await;
        Ok(Ok(codes))
    }

    /// Keeps a factor that was confirmed, with recovery codes where it is the first (C42); the other sessions end (R24).
    pub(super) async fn enrol(
        &self,
        mut keeper: Keeper<'_>,
        new: New<'_>,
    ) -> Result<Result<Enrolled, FactorProblem>, DirectoryError> {
        let now = self.directory.now();
        let before = keeper.work.factors().await?;
        if before.len() >= MOST {
            return Ok(Err(FactorProblem::TooMany));
        }
        let id = FactorId::new(&mut self.directory.inner.entropy.ids(now));
        let (sealed, key_number) = keeper.seal(id, new.kind.word(), &new.plain)?;
        let name = called(new.name, new.kind);
        let factor = NewFactor {
            id,
            kind: new.kind,
            name: name.clone(),
            sealed,
            key_number,
            credential: new.credential,
            last_step: new.last_step,
            added_at: now,
        };
        match keeper.work.add_factor(&factor).await {
            Ok(()) => {}
            Err(rollbook_store::StoreError::Taken) => {
                return Ok(Err(rollbook_credentials::factor::passkey::PasskeyError::Known.into()));
            }
            Err(other) => return Err(other.into()),
        }
        let codes = if before.is_empty() { Some(keeper.new_codes().await?) } else { None };
        let strongest = strongest(&before).max(Some(new.kind));
        let change = FactorChange::Added { factor: new.kind, name };
        keeper.work.tell(&change, strongest, Some(self.organization)).await?;
        keeper.work.end_sessions(Some(self.session), now).await?;
        keeper.work.commit().await?;
        self.directory.spread(self.account).await;
        Ok(Ok(Enrolled { id, codes }))
    }

    async fn show_app(&self, challenge: ChallengeId, secret: &TotpSecret) -> Result<AppOffer, DirectoryError> {
        let store = self.directory.store();
        let issuer = store.facts(self.organization, crate::ActorId::System).await?.organization.name;
        let member = store.members(self.organization, &[self.member]).await?.pop();
        let account = member.map_or_else(String::new, |member| member.email.as_str().to_owned());
        Ok(AppOffer { challenge, uri: secret.uri(&issuer, &account), typed: secret.typed() })
    }
}

/// A factor that was confirmed.
pub(super) struct New<'a> {
    pub(super) kind: FactorKind,
    pub(super) name: &'a str,
    pub(super) plain: Secret<Vec<u8>>,
    pub(super) credential: Option<[u8; 32]>,
    pub(super) last_step: Option<i64>,
}

impl Keeper<'_> {
    /// Ten new codes; their hashes are kept in the place of all older ones.
    async fn new_codes(&mut self) -> Result<Vec<Secret<String>>, DirectoryError> {
        let account = self.work.account().to_bytes();
        let minted: Vec<_> =
            self.directory.inner.entropy.with(|rng| (0..CODES).map(|_| RecoveryCode::mint(&account, rng)).collect());
        let hashes: Vec<[u8; 32]> = minted.iter().map(|(_, hash)| *hash.as_bytes()).collect();
        self.work.replace_codes(&hashes, self.directory.now()).await?;
        Ok(minted.into_iter().map(|(code, _)| code).collect())
    }
}

impl Directory {
    /// What an account’s organizations ask of it, the strictest (R27).
    pub async fn factor_duty(&self, account: AccountId) -> Result<Duty, DirectoryError> {
        let now = self.now();
        let openings = self.store().openings(account).await?;
        let open = openings.iter().filter(|opening| opening.entrant.status == Status::Active);
        Ok(strictest(open.map(|opening| opening.duty(now))))
    }
}

pub(super) fn strongest(factors: &[FactorRecord]) -> Option<FactorKind> {
    factors.iter().map(|factor| factor.kind).max()
}

/// What a factor is called: as the person wrote it, or by its kind.
fn called(name: &str, kind: FactorKind) -> String {
    let written = clean_name(name).unwrap_or_default();
    let short: String = written.chars().take(LONGEST_NAME).collect();
    match (short.trim(), kind) {
        ("", FactorKind::Totp) => "Authenticator app".to_owned(),
        ("", FactorKind::Passkey) => "Passkey".to_owned(),
        (name, _) => name.to_owned(),
    }
}
