//! Starting without a connection (R34): whoever signed in here before shows their own password, which is
//! verified by this device alone, slowly, and for as long as the organization lets everything be read here.
//!
//! What it is verified by lies in the queue’s encrypted file, and is hashed with a secret drawn from that
//! file’s key: without this computer’s keychain it is of no use to anybody.

use crate::{Failure, Offline, Setting, file};
use rollbook_credentials::{
    Secret,
    password::{DeviceSecret, PasswordHash, device_secret, hash_for_device, verify_on_device},
};
use rollbook_directory::contract::{OfflineStart, WireCode, WireError};
use rollbook_domain::{
    Code, Timestamp,
    pace::{Pace, Slope, Wait},
    time::SECOND,
};
use rollbook_keys::{FileLock, KeyError};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;

/// Under which name it is kept in the queue.
pub(crate) const WORD: &str = "start.word";

/// What somebody’s password is verified by, and how often it was tried.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Word {
    /// The address that they sign in with.
    account: String,
    /// A PHC string of Argon2id, made with the device’s secret.
    hash: String,
    /// How many attempts count against the next.
    attempts: i64,
    /// When the last of them was.
    last: Timestamp,
    /// The latest moment that was seen, by the clock of this computer: one that is set back wins nothing.
    seen: Timestamp,
}

/// What is here of a place, for whoever signed in there last.
#[derive(Clone, Debug)]
pub struct Start {
    /// Where its files lie. Whose they are is found out: the name isn’t used.
    pub setting: Setting,
    /// The place’s address.
    pub at: String,
    /// The address that was signed in with.
    pub account: String,
}

/// Somebody who started without a connection: what is here, held for this program.
#[derive(Debug)]
pub struct Started {
    /// What is here.
    pub offline: Offline,
    /// Holds its files.
    pub lock: FileLock,
}

impl Start {
    /// Whether it can be started without a connection, and until when.
    pub async fn look(&self) -> OfflineStart {
        let mut view = OfflineStart { account: self.account.clone(), synced: None, until: None, refusal: None };
        let found = match self.found().await {
            Ok(found) => found,
            Err(error) => return OfflineStart { refusal: Some(error), ..view },
        };
        if let Some(replica) = &found.offline.replica {
            view.synced = Some(replica.state.synced);
            view.until = Some(replica.state.until());
        }
        view.refusal = found.offline.may_start().await.err();
        found.offline.close().await;
        view
    }

    /// Starts, where the password is theirs.
    pub async fn enter(&self, password: &Secret<String>) -> Result<Started, WireError> {
        let mut found = self.found().await?;
        match found.offline.judge(password).await {
            Ok(()) => {
                found.offline.lost();
                Ok(found)
            }
            Err(error) => {
                found.offline.close().await;
                Err(error)
            }
        }
    }

    /// The other side said that the session was ended, or that its person may not enter any more: nothing is
    /// read here, and nothing started (R34). What waits is kept.
    pub async fn shut(&self) {
        match self.found().await {
            Ok(mut found) => {
                found.offline.shut().await;
                found.offline.close().await;
            }
            Err(error) => tracing::info!(code = ?error.code, "there was nothing to shut"),
        }
    }

    /// The files of whoever signed in there last.
    async fn found(&self) -> Result<Started, WireError> {
        let setting = &self.setting;
        setting.files.answers().map_err(told)?;
        if self.account.is_empty() {
            return Err(unnamed());
        }
        for path in file::queues_of(&setting.folder, &self.at, setting.organization) {
            let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
            let setting = Setting { name: name.to_owned(), ..setting.clone() };
            let lock = setting.hold().await.map_err(told)?;
            let offline = Offline::open(setting).await.map_err(told)?;
            if offline.word().await.map_err(told)?.is_some_and(|word| word.account == self.account) {
                return Ok(Started { offline, lock });
            }
            offline.close().await;
        }
        Err(never())
    }
}

impl Offline {
    /// The same as [`Offline::open`]; where somebody typed a password just now, it opens what is here from now on. A
    /// password that can't be kept costs the start without a connection, and nothing else.
    pub async fn open_by(setting: Setting, account: &str, password: Option<Secret<String>>) -> Result<Self, Failure> {
        let offline = Self::open(setting).await?;
        if let Some(password) = password
            && let Err(failure) = offline.remember(account, &password).await
        {
            tracing::warn!(%failure, "it can’t be started here without a connection");
        }
        Ok(offline)
    }

    /// From now on this password opens what is here without a connection: whoever signed in just now has it.
    pub async fn remember(&self, account: &str, password: &Secret<String>) -> Result<(), Failure> {
        let (secret, cost, password) = (self.secret()?, self.setting.cost, password.clone());
        let entropy = self.setting.entropy.branch();
        let hashed = spawn_blocking(move || entropy.with(|rng| hash_for_device(&password, &secret, &cost, rng))).await;
        let hash = hashed.map_err(Failure::damaged)?.map_err(Failure::damaged)?.as_phc().to_owned();
        let word = Word { account: account.to_owned(), hash, attempts: 0, last: self.now(), seen: self.now() };
        self.keep_word(Some(&word)).await
    }

    /// Nothing is read or started here any more; what waits is kept.
    pub(crate) async fn shut(&mut self) {
        self.forget_replica().await;
        if let Err(failure) = self.keep_word(None).await {
            tracing::warn!(%failure, "what a password was verified by is still here");
        }
        if let Err(failure) = self.forget_ticket_key().await {
            tracing::warn!(%failure, "by what tickets were made is still here");
        }
    }

    /// What a password is verified by here.
    pub(crate) async fn word(&self) -> Result<Option<Word>, Failure> {
        let kept = self.queue.note(WORD).await?.filter(|text| !text.is_empty());
        kept.map(|text| serde_json::from_str(&text).map_err(Failure::damaged)).transpose()
    }

    async fn keep_word(&self, word: Option<&Word>) -> Result<(), Failure> {
        let text = word.map(serde_json::to_string).transpose().map_err(Failure::damaged)?;
        self.queue.keep_note(WORD, text.unwrap_or_default()).await
    }

    fn secret(&self) -> Result<DeviceSecret, Failure> {
        Ok(self.setting.files.key(&self.setting.queue_path())?.with_material(device_secret))
    }

    /// Whether something can be started here now, and what a password is verified by. The moment is kept first: a
    /// clock that is set back afterwards wins nothing.
    async fn may_start(&self) -> Result<Word, WireError> {
        let mut word = self.word().await.map_err(told)?.ok_or_else(never)?;
        let until = self.until().ok_or_else(never)?;
        if self.now() > word.seen {
            word.seen = self.now();
            self.keep_word(Some(&word)).await.map_err(told)?;
        }
        if word.seen > until { Err(over()) } else { Ok(word) }
    }

    pub(crate) async fn judge(&self, password: &Secret<String>) -> Result<(), WireError> {
        let mut word = self.may_start().await?;
        let pace = Pace { attempts: word.attempts, last: word.last };
        let counted = pace.attempt(&Slope::ACCOUNT, word.seen).map_err(slow)?;
        // Counted before it is made: a program that is ended in the middle has tried.
        (word.attempts, word.last) = (counted.attempts, counted.last);
        self.keep_word(Some(&word)).await.map_err(told)?;
        let stored = PasswordHash::parse(&word.hash).map_err(|error| told(Failure::damaged(error)))?;
        let (secret, password) = (self.secret().map_err(told)?, password.clone());
        let right = spawn_blocking(move || verify_on_device(&password, &secret, &stored)).await;
        if !right.map_err(|error| told(Failure::damaged(error)))? {
            let words = "This isn’t the password that was used here last.";
            let help = "Without a connection, the password of the last sign-in on this computer is asked for.";
            return Err(WireError::new(WireCode::SignInFailed, words, help).at("password"));
        }
        word.attempts = 0;
        self.keep_word(Some(&word)).await.map_err(told)
    }
}

fn slow(Wait(millis): Wait) -> WireError {
    let seconds = u32::try_from((millis + SECOND - 1) / SECOND).unwrap_or(u32::MAX);
    let words = format!("Too many tries. Wait {seconds} seconds.");
    let mut error = WireError::new(WireCode::Throttled, words, "").at("password");
    error.retry_after = Some(seconds);
    error
}

fn unnamed() -> WireError {
    WireError::new(
        WireCode::Rule(Code::NotAllowed),
        "This computer doesn’t know any more with which e-mail you sign in there.",
        "Its keychain lost it. Type it again once there is a connection; what waits is kept.",
    )
}

fn never() -> WireError {
    WireError::new(
        WireCode::Rule(Code::NotAllowed),
        "There is nothing here to work with.",
        "Sign in with your password once there is a connection: a copy is made then, and opens without one.",
    )
}

fn over() -> WireError {
    WireError::new(
        WireCode::Rule(Code::NotAllowed),
        "The time to work without a connection is over.",
        "What waits is kept. Sign in once there is a connection.",
    )
}

/// What went wrong with the files, for a person.
pub(crate) fn told(failure: Failure) -> WireError {
    match failure {
        Failure::Key(KeyError::Keychain(problem)) => WireError::new(
            WireCode::KeychainMissing,
            problem.to_string(),
            "The key to what is here lies there, so nothing opens without a connection. Unlock it, or connect.",
        ),
        Failure::Key(KeyError::InUse) => {
            WireError::new(WireCode::InUse, "Another window has this organization open.", "Work there, or close it.")
        }
        Failure::Rule(error) | Failure::Away(error) | Failure::Refused(error) => error,
        Failure::Store(error) => error.into(),
        failure => {
            tracing::error!(%failure, "nothing can be started without a connection");
            WireError::new(WireCode::Internal, "What is here can’t be read.", "Connect: a copy is made anew then.")
        }
    }
}
