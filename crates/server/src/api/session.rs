//! Signing in and out as a program does it, step by step. The token travels in the body of the one answer
//! that makes it.

use super::{
    answers::{Refused, read},
    peer::{Bearer, Peer},
};
use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::StatusCode,
};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Directory, Place, Signed,
    contract::{GiveFactor, Greeting, NewPassword, PasskeyQuestion, SignInStep, SignInWith, WireCode, WireError},
};
use rollbook_domain::OrganizationId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// E-mail and password, and what the list of sessions calls this program.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignInAsk {
    email: String,
    #[schemars(with = "String")]
    password: Secret<String>,
    #[serde(default)]
    device: String,
}

/// Which organization.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    organization: OrganizationId,
    /// What the list of sessions calls this program, where it enters a further organization.
    #[serde(default)]
    device: String,
}

/// A step that went well: the token to go on with, and what comes next.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "SignedStep")]
pub(super) struct Step {
    token: String,
    #[serde(flatten)]
    next: SignInStep,
}

impl From<Signed> for Step {
    /// The one place where a token is written out.
    fn from(signed: Signed) -> Self {
        Self { token: signed.token.reveal(Clone::clone), next: signed.next }
    }
}

pub(super) type Body = Result<Bytes, BytesRejection>;

pub(super) fn understood<T: DeserializeOwned>(body: Body) -> Result<T, Refused> {
    serde_json::from_value(read(body)?).map_err(|error| {
        WireError::new(WireCode::Malformed, format!("The request can’t be understood: {error}."), "").into()
    })
}

/// What is here.
pub(super) async fn greeting(State(directory): State<Directory>) -> Json<Greeting> {
    Json(Greeting {
        place: directory.portal(),
        name: directory.platform(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        protection: if directory.portal().starts_with("https:") { "TLS, verified" } else { "on this computer" }
            .to_owned(),
    })
}

pub(super) async fn sign_in(
    State(directory): State<Directory>,
    Peer(place): Peer,
    body: Body,
) -> Result<Json<Step>, Refused> {
    let SignInAsk { email, password, device } = understood(body)?;
    let place = if device.is_empty() { place } else { Place { device, ..place } };
    let signed = directory.receive(&SignInWith { email, password }, &place).await?;
    Ok(Json(signed.into()))
}

pub(super) async fn choose(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(token): Bearer,
    body: Body,
) -> Result<Json<Step>, Refused> {
    let Choice { organization, device } = understood(body)?;
    let place = if device.is_empty() { place } else { Place { device, ..place } };
    Ok(Json(directory.receive_choice(&token, organization, &place).await?.into()))
}

/// Begins a question, so it is no reading.
pub(super) async fn ask_passkey(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(token): Bearer,
) -> Result<Json<PasskeyQuestion>, Refused> {
    Ok(Json(directory.receive_passkey_ask(&token, &place).await?))
}

pub(super) async fn give_factor(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(token): Bearer,
    body: Body,
) -> Result<Json<Step>, Refused> {
    let ask: GiveFactor = understood(body)?;
    Ok(Json(directory.receive_factor(&token, &ask, &place).await?.into()))
}

pub(super) async fn new_password(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(token): Bearer,
    body: Body,
) -> Result<Json<Step>, Refused> {
    let NewPassword { password } = understood(body)?;
    Ok(Json(directory.receive_password(&token, &password, &place).await?.into()))
}

pub(super) async fn standing(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(token): Bearer,
) -> Result<Json<SignInStep>, Refused> {
    Ok(Json(directory.standing_of(&token, &place).await?))
}

pub(super) async fn sign_out(State(directory): State<Directory>, Bearer(token): Bearer) -> Result<StatusCode, Refused> {
    directory.sign_out(&token).await.map_err(WireError::from)?;
    Ok(StatusCode::NO_CONTENT)
}
