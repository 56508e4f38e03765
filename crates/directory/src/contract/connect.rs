//! Connecting to a database or a server, and signing in there.

use super::{ConnectionKind, Shown};
use rollbook_credentials::Secret;
use rollbook_domain::{ChallengeId, OrganizationId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A place to connect to.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConnectTo {
    /// Database or server.
    pub kind: ConnectionKind,
    /// The address; a database's without its password.
    pub place: String,
    /// A database's password; `None` takes the one that the keychain has.
    #[ts(type = "string | null")]
    #[schemars(with = "Option<String>")]
    pub secret: Option<Secret<String>>,
}

/// What answered at a place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Greeting {
    /// The address as it is kept.
    pub place: String,
    /// What is there, for people: the server's name, or the database's.
    pub name: String,
    /// Rollbook's version there.
    pub version: String,
    /// The connection's protection in words, such as *TLS 1.3, verified*.
    pub protection: String,
}

/// E-mail and password.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInWith {
    /// The address.
    pub email: String,
    /// The password.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: Secret<String>,
}

/// The code of a second factor.
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GiveFactor {
    /// Which kind of code it is.
    pub method: FactorMethod,
    /// The code as typed, or a browser's answer to a [`PasskeyQuestion`] as JSON.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub code: Secret<String>,
    /// What a passkey was asked under; nothing for a code.
    #[serde(default)]
    #[ts(skip)]
    pub challenge: Option<ChallengeId>,
}

/// What a person's passkeys are asked, which only a browser can, at the portal's own address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyQuestion {
    /// What it is answered under, once.
    pub challenge: ChallengeId,
    /// The question as JSON, as `PublicKeyCredential.parseRequestOptionsFromJSON` takes it inside of `publicKey`.
    pub question: String,
    /// The portal's page that asks it.
    pub page: String,
}

/// A passkey that the person showed in their browser, to go beside what it is asked for (R29).
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyShown {
    /// What it was asked under.
    #[ts(type = "string")]
    pub challenge: ChallengeId,
    /// The browser's answer; it is good once.
    #[ts(type = "string")]
    pub code: Shown,
}

impl From<PasskeyShown> for GiveFactor {
    fn from(PasskeyShown { challenge, code }: PasskeyShown) -> Self {
        Self { method: FactorMethod::Passkey, code: code.into(), challenge: Some(challenge) }
    }
}

/// A new password, where one is to be chosen first (R24).
#[derive(Clone, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewPassword {
    /// The password.
    #[ts(type = "string")]
    #[schemars(with = "String")]
    pub password: Secret<String>,
}

/// A second factor that can be typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorMethod {
    /// Six digits of an authenticator app (RFC 6238).
    Totp,
    /// One of the ten recovery codes.
    RecoveryCode,
    /// A passkey; it needs a browser.
    Passkey,
}

/// An organization to choose.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationChoice {
    /// Its id.
    pub id: OrganizationId,
    /// Its name.
    pub name: String,
}

/// How far a sign-in is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(tag = "step", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum SignInStep {
    /// A second factor is asked for.
    Factor {
        /// Which ones the person has.
        methods: Vec<FactorMethod>,
        /// There is one more, which can't be judged over this connection: a database doesn't have the keys of apps.
        elsewhere: bool,
    },
    /// The person belongs to several organizations.
    Choose {
        /// Which.
        organizations: Vec<OrganizationChoice>,
    },
    /// A new password is to be chosen first (R24).
    Password,
    /// A second factor is to be set up first, in the browser (R27).
    Enrol {
        /// Where.
        address: String,
    },
    /// Signed in.
    In,
}
