//! Asking a server, as a person who signed in there.

use crate::{Address, lines::Lines, problem, stream};
use futures::StreamExt as _;
use reqwest::{
    Method, Response, StatusCode,
    header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue},
    redirect::Policy,
};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Task,
    contract::{GiveFactor, Greeting, PasskeyQuestion, SignInStep, SignInWith, Tag, WireCode, WireError},
};
use rollbook_domain::OrganizationId;
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    fmt,
    sync::{PoisonError, RwLock},
    time::Duration,
};

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);
/// How long the other side may be silent in the middle of an answer; long work tells how far it is.
const SILENCE: Duration = Duration::from_mins(1);

/// A server, and who is signed in there.
pub struct Client {
    http: reqwest::Client,
    address: Address,
    token: RwLock<Option<Secret<String>>>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("address", &self.address).finish_non_exhaustive()
    }
}

/// What a sign-in answers: the token, and what comes next.
#[derive(Deserialize)]
struct Signed {
    token: Secret<String>,
    #[serde(flatten)]
    next: SignInStep,
}

/// One line of an answer that tells how far it is.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    Progress { done: u64, total: u64 },
    Answer(Box<serde_json::value::RawValue>),
    Error(WireError),
}

impl Client {
    /// A server that nobody is signed in at yet; nothing is asked.
    pub fn new(address: Address) -> Result<Self, WireError> {
        // The first caller decides for the whole program; they all say the same.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT)
            .read_timeout(SILENCE)
            .redirect(Policy::none())
            .user_agent(concat!("Rollbook/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| problem::of(&error, address.host()))?;
        Ok(Self { http, address, token: RwLock::default() })
    }

    /// Where it is.
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Goes on with a session that was made before.
    pub fn take_up(&self, token: Secret<String>) {
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = Some(token);
    }

    /// The session's token, to be kept in the keychain.
    pub fn token(&self) -> Option<Secret<String>> {
        self.token.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether Rollbook answers there, and which.
    pub async fn greet(&self) -> Result<Greeting, WireError> {
        let answer = self.send(Method::GET, "", None, "application/json").await?;
        let text = self.text(answer).await?;
        let mut greeting: Greeting = serde_json::from_str(&text).map_err(|_| problem::stranger(self.address.host()))?;
        greeting.place = self.address.to_string();
        Ok(greeting)
    }

    /// Signs in with e-mail and password; what comes next.
    pub async fn sign_in(&self, ask: &SignInWith, device: &str) -> Result<SignInStep, WireError> {
        let body =
            ask.password.reveal(|password| json!({ "email": ask.email, "password": password, "device": device }));
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.step("session", body).await
    }

    /// Gives the code of a second factor, or what a browser says of a passkey.
    pub async fn give_factor(&self, ask: &GiveFactor) -> Result<SignInStep, WireError> {
        let body = ask.code.reveal(|code| json!({ "method": ask.method, "code": code, "challenge": ask.challenge }));
        self.step("session/factor", body).await
    }

    /// What the passkeys are asked of whoever waits at a second factor, or is in and proves themselves again.
    pub async fn ask_passkey(&self) -> Result<PasskeyQuestion, WireError> {
        let answer = self.send(Method::POST, "session/passkey", None, "application/json").await?;
        let text = self.text(answer).await?;
        serde_json::from_str(&text).map_err(|_| problem::stranger(self.address.host()))
    }

    /// Chooses one of several organizations.
    pub async fn choose(&self, organization: OrganizationId) -> Result<SignInStep, WireError> {
        self.step("session/organization", json!({ "organization": organization })).await
    }

    /// Enters a further organization of the person who is signed in, by a session of its own beside this one.
    pub async fn beside(&self, organization: OrganizationId, device: &str) -> Result<(Self, SignInStep), WireError> {
        let client = Self::new(self.address.clone())?;
        if let Some(token) = self.token() {
            client.take_up(token);
        }
        let body = json!({ "organization": organization, "device": device });
        let next = client.step("session/organization", body).await?;
        Ok((client, next))
    }

    /// Chooses a new password where one is asked for (R24).
    pub async fn new_password(&self, password: &Secret<String>) -> Result<SignInStep, WireError> {
        self.step("session/password", password.reveal(|password| json!({ "password": password }))).await
    }

    /// How far the session is that was taken up.
    pub async fn standing(&self) -> Result<SignInStep, WireError> {
        let answer = self.send(Method::GET, "session", None, "application/json").await?;
        let text = self.text(answer).await?;
        serde_json::from_str(&text).map_err(|_| problem::stranger(self.address.host()))
    }

    /// Ends the session there.
    pub async fn sign_out(&self) -> Result<(), WireError> {
        let ended = self.send(Method::DELETE, "session", None, "application/json").await;
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = None;
        ended.map(drop)
    }

    async fn step(&self, path: &str, body: Value) -> Result<SignInStep, WireError> {
        let answer = self.send(Method::POST, path, Some(body), "application/json").await?;
        let text = self.text(answer).await?;
        let signed: Signed = serde_json::from_str(&text).map_err(|_| problem::stranger(self.address.host()))?;
        self.take_up(signed.token);
        Ok(signed.next)
    }

    /// Asks by name, JSON for JSON. Long work tells `task` how far it is; cancelling it ends the
    /// connection, and the server takes back what was done.
    pub async fn ask(&self, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        // A name is one step of the address, whatever is in it.
        if !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') {
            return Err(WireError::new(
                WireCode::NoSuchAsk,
                format!("There is nothing to ask by the name {name}."),
                "",
            ));
        }
        let answer = self.send(Method::POST, name, Some(request), "application/x-ndjson, application/json").await?;
        let in_lines = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/x-ndjson");
        if !in_lines {
            return self.text(answer).await;
        }
        let (mut parts, mut lines) = (answer.bytes_stream(), Lines::default());
        while let Some(part) = tokio::select! {
            part = parts.next() => part,
            () = task.cancelled() => return Err(WireError::new(WireCode::Cancelled, "Cancelled. Nothing was changed.", "")),
        } {
            lines.push(&part.map_err(|error| problem::of(&error, self.address.host()))?);
            while let Some(line) = lines.next() {
                match serde_json::from_str(&line).map_err(|_| problem::stranger(self.address.host()))? {
                    Line::Progress { done, total } => task.tell(done, total),
                    Line::Answer(answer) => return Ok(answer.get().to_owned()),
                    Line::Error(error) => return Err(error),
                }
            }
        }
        Err(WireError::new(
            WireCode::Unreachable,
            format!("The connection to {} was lost before it answered.", self.address.host()),
            "Look whether it was done before you do it again.",
        ))
    }

    /// Hears of changes until it is dropped: `tell` is called with what to read again. A lost
    /// connection is made again; afterwards everything is read again, as something may have been missed.
    pub async fn changes(&self, mut tell: impl FnMut(Vec<Tag>) + Send) {
        let mut wait = stream::FIRST_WAIT;
        let (mut missed, mut out) = (false, false);
        loop {
            match self.send(Method::GET, "changes", None, "text/event-stream").await {
                Ok(answer) => {
                    out = false;
                    if std::mem::take(&mut missed) {
                        tell(stream::every_tag());
                    }
                    wait = stream::FIRST_WAIT;
                    stream::listen(answer, &mut tell).await;
                }
                // The session has ended: whoever reads again now is told so.
                Err(error) if error.code.asks_to_sign_in() && !out => {
                    out = true;
                    tell(stream::every_tag());
                }
                Err(_) => {}
            }
            missed = true;
            tokio::time::sleep(wait).await;
            wait = (wait * 2).min(stream::LONGEST_WAIT);
        }
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        accept: &'static str,
    ) -> Result<Response, WireError> {
        let mut request =
            self.http.request(method, self.address.of(path)).header(ACCEPT, HeaderValue::from_static(accept));
        if let Some(token) = self.token() {
            let mut value = token
                .reveal(|token| HeaderValue::from_str(&format!("Bearer {token}")))
                .map_err(|_| WireError::new(WireCode::SignedOut, "The session can’t be used.", "Sign in again."))?;
            value.set_sensitive(true);
            request = request.header(AUTHORIZATION, value);
        }
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(body.to_string());
        }
        let answer = request.send().await.map_err(|error| problem::of(&error, self.address.host()))?;
        if answer.status().is_success() { Ok(answer) } else { Err(self.refused(answer).await) }
    }

    async fn refused(&self, answer: Response) -> WireError {
        let status = answer.status();
        if let Ok(text) = self.text(answer).await
            && let Ok(error) = serde_json::from_str::<WireError>(&text)
        {
            return error;
        }
        if matches!(status, StatusCode::BAD_GATEWAY | StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT) {
            return WireError::new(
                WireCode::Unreachable,
                format!("{} can’t work at the moment.", self.address.host()),
                "Try again in a moment.",
            );
        }
        problem::stranger(self.address.host())
    }

    async fn text(&self, answer: Response) -> Result<String, WireError> {
        answer.text().await.map_err(|error| problem::of(&error, self.address.host()))
    }
}
