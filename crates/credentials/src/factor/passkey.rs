//! Passkeys (`WebAuthn` level 3), by `webauthn-rs`: a key pair on the person's device, bound to the portal's host name,
//! so that no other site can ask for it.
//!
//! The library draws its challenges from the operating system itself; everything else comes in as arguments. What has
//! to be remembered between the two steps of an enrolment or a proof is a value: the caller seals and stores it, uses
//! it once, and lets it expire. It never goes to the browser, where it could be replayed.

use crate::Secret;
use serde::{Serialize, de::DeserializeOwned};
use url::{Host, Url};
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, CredentialID, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

/// The longest answer of a browser that is read, in bytes. Real ones are a few kilobytes.
pub const MAX_ANSWER: usize = 64 * 1024;

/// Why passkeys can't be used at an address, or one isn't taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// Browsers offer passkeys at names only, over HTTPS, or at `localhost`.
    #[error("Passkeys need an address with a host name, over HTTPS.")]
    Address,
    /// What the browser sent can't be read.
    #[error("The browser’s answer can’t be read. Try again.")]
    Unreadable,
    /// The answer is to another question, from another site, or not signed by a known passkey.
    #[error("The passkey was not accepted. Try again, or use another one.")]
    NotAccepted,
    /// This device holds a passkey of the person already.
    #[error("This passkey is enrolled already.")]
    Known,
    /// The count of its uses went back: there may be a copy of it.
    #[error("This passkey may have been copied. Use another second factor, and remove it.")]
    Copied,
    /// What was stored can't be read.
    #[error("A stored passkey can’t be read.")]
    Stored,
}

/// The portal as devices know it.
#[derive(Clone, Debug)]
pub struct Passkeys {
    site: Webauthn,
}

/// A question to the browser: what `navigator.credentials` takes, as JSON with its bytes in base64url.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question(pub String);

/// An enrolled passkey, as it is sealed and stored.
#[derive(Clone, Debug)]
pub struct StoredPasskey(Passkey);

/// What is remembered between the two steps of an enrolment.
#[derive(Clone, Debug)]
pub struct PendingEnrolment(PasskeyRegistration);

/// What is remembered between the two steps of a proof.
#[derive(Clone, Debug)]
pub struct PendingProof(PasskeyAuthentication);

/// A proof that held.
#[derive(Clone, Debug)]
pub struct Proved(AuthenticationResult);

/// Who enrols, as their device shows it.
#[derive(Clone, Copy, Debug)]
pub struct Holder<'a> {
    /// The account's id: devices keep it, and it says nothing about the person.
    pub account: Uuid,
    /// What the person signs in as.
    pub user_name: &'a str,
    /// The person's name.
    pub name: &'a str,
}

impl Passkeys {
    /// Passkeys of the portal at `base`, such as `https://people.example`; devices show `name` beside them.
    ///
    /// They are bound to the host name for good: another host needs other passkeys.
    pub fn at(base: &str, name: &str) -> Result<Self, PasskeyError> {
        let origin = Url::parse(base).map_err(|_| PasskeyError::Address)?;
        let host = match origin.host() {
            Some(Host::Domain(host)) => host.to_owned(),
            _ => return Err(PasskeyError::Address),
        };
        let here = host == "localhost" || host.ends_with(".localhost");
        if origin.scheme() != "https" && !(here && origin.scheme() == "http") {
            return Err(PasskeyError::Address);
        }
        let site = WebauthnBuilder::new(&host, &origin).map_err(|_| PasskeyError::Address)?;
        let site = site.rp_name(name).build().map_err(|_| PasskeyError::Address)?;
        Ok(Self { site })
    }

    /// Begins an enrolment. Devices that hold one of `known` refuse by themselves.
    pub fn begin_enrolment(
        &self,
        holder: Holder<'_>,
        known: &[StoredPasskey],
    ) -> Result<(Question, PendingEnrolment), PasskeyError> {
        let exclude: Vec<CredentialID> = known.iter().map(|passkey| passkey.0.cred_id().clone()).collect();
        let (question, pending) = self
            .site
            .start_passkey_registration(holder.account, holder.user_name, holder.name, Some(exclude))
            .map_err(|_| PasskeyError::NotAccepted)?;
        Ok((asked(&question)?, PendingEnrolment(pending)))
    }

    /// Ends an enrolment by the browser's answer.
    pub fn finish_enrolment(
        &self,
        answer: &str,
        pending: &PendingEnrolment,
        known: &[StoredPasskey],
    ) -> Result<StoredPasskey, PasskeyError> {
        let answer: RegisterPublicKeyCredential = read_answer(answer)?;
        let passkey = self.site.finish_passkey_registration(&answer, &pending.0).map_err(|error| refused(&error))?;
        if known.iter().any(|other| other.0.cred_id() == passkey.cred_id()) {
            return Err(PasskeyError::Known);
        }
        Ok(StoredPasskey(passkey))
    }

    /// Begins a proof with any of these passkeys.
    pub fn begin_proof(&self, known: &[StoredPasskey]) -> Result<(Question, PendingProof), PasskeyError> {
        let passkeys: Vec<Passkey> = known.iter().map(|passkey| passkey.0.clone()).collect();
        let (question, pending) =
            self.site.start_passkey_authentication(&passkeys).map_err(|_| PasskeyError::NotAccepted)?;
        Ok((asked(&question)?, PendingProof(pending)))
    }

    /// Ends a proof by the browser's answer.
    pub fn finish_proof(&self, answer: &str, pending: &PendingProof) -> Result<Proved, PasskeyError> {
        let answer: PublicKeyCredential = read_answer(answer)?;
        let result = self.site.finish_passkey_authentication(&answer, &pending.0).map_err(|error| refused(&error))?;
        // The library asks for it; nothing less may ever pass as a factor.
        if result.user_verified() { Ok(Proved(result)) } else { Err(PasskeyError::NotAccepted) }
    }
}

impl StoredPasskey {
    /// The bytes to seal.
    pub fn to_bytes(&self) -> Result<Secret<Vec<u8>>, PasskeyError> {
        written(&self.0)
    }
    /// One as it was sealed.
    pub fn from_bytes(bytes: &Secret<Vec<u8>>) -> Result<Self, PasskeyError> {
        read_back(bytes).map(Self)
    }
    /// How the device names it: unique among all passkeys, and no secret.
    pub fn credential_id(&self) -> &[u8] {
        self.0.cred_id().as_ref()
    }
    /// Whether this is the passkey that a proof was made with.
    pub fn made(&self, proved: &Proved) -> bool {
        self.0.cred_id() == proved.0.cred_id()
    }
    /// Takes over what a proof says of the device (its count of uses); says whether it has to be stored again.
    pub fn learn(&mut self, proved: &Proved) -> bool {
        self.0.update_credential(&proved.0).unwrap_or(false)
    }
}

impl PendingEnrolment {
    /// The bytes to seal.
    pub fn to_bytes(&self) -> Result<Secret<Vec<u8>>, PasskeyError> {
        written(&self.0)
    }
    /// One as it was sealed.
    pub fn from_bytes(bytes: &Secret<Vec<u8>>) -> Result<Self, PasskeyError> {
        read_back(bytes).map(Self)
    }
}

impl PendingProof {
    /// The bytes to seal.
    pub fn to_bytes(&self) -> Result<Secret<Vec<u8>>, PasskeyError> {
        written(&self.0)
    }
    /// One as it was sealed.
    pub fn from_bytes(bytes: &Secret<Vec<u8>>) -> Result<Self, PasskeyError> {
        read_back(bytes).map(Self)
    }
}

fn asked(question: &impl Serialize) -> Result<Question, PasskeyError> {
    serde_json::to_string(question).map(Question).map_err(|_| PasskeyError::Stored)
}

fn written(value: &impl Serialize) -> Result<Secret<Vec<u8>>, PasskeyError> {
    serde_json::to_vec(value).map(Secret::new).map_err(|_| PasskeyError::Stored)
}

fn read_back<T: DeserializeOwned>(bytes: &Secret<Vec<u8>>) -> Result<T, PasskeyError> {
    bytes.reveal(|bytes| serde_json::from_slice(bytes)).map_err(|_| PasskeyError::Stored)
}

fn read_answer<T: DeserializeOwned>(answer: &str) -> Result<T, PasskeyError> {
    if answer.len() > MAX_ANSWER {
        return Err(PasskeyError::Unreadable);
    }
    serde_json::from_str(answer).map_err(|_| PasskeyError::Unreadable)
}

/// What the library found wrong, as far as it matters to the person.
fn refused(error: &WebauthnError) -> PasskeyError {
    match error {
        WebauthnError::CredentialPossibleCompromise => PasskeyError::Copied,
        WebauthnError::CredentialAlreadyExists | WebauthnError::CredentialExcludedFromRequest => PasskeyError::Known,
        _ => PasskeyError::NotAccepted,
    }
}
