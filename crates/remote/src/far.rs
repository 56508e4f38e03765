//! A place beyond this computer, whichever kind it is: reaching it, signing in there step by step, asking
//! at its desk, hearing of changes.

use crate::{Address, Client, database::Database, kept};
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Task, answer,
    contract::{
        ConnectTo, ConnectionKind, GiveFactor, Greeting, PasskeyQuestion, SignInStep, SignInWith, Tag, WireCode,
        WireError,
    },
};
use rollbook_domain::OrganizationId;
use rollbook_keys::{Kind, Known, Place};
use serde_json::Value;
use std::sync::Arc;

/// A place beyond this computer, and who is signed in there.
#[derive(Clone, Debug)]
pub enum Far {
    /// A server.
    Server(Arc<Client>),
    /// A database.
    Database(Arc<Database>),
}

impl Far {
    /// Reaches a place and says what answers there. `cost` is what a password's hash may cost on this
    /// computer, where passwords of a database are verified.
    pub async fn connect(to: &ConnectTo, cost: Cost) -> Result<(Self, Greeting), WireError> {
        match to.kind {
            ConnectionKind::Server => {
                let client = Client::new(Address::parse(&to.place)?)?;
                let greeting = client.greet().await?;
                Ok((Self::Server(Arc::new(client)), greeting))
            }
            ConnectionKind::Database => {
                let database = Database::open(&to.place, to.secret.clone(), cost).await?;
                let greeting = database.greeting();
                Ok((Self::Database(Arc::new(database)), greeting))
            }
            ConnectionKind::File => Err(WireError::new(
                WireCode::NotAnOrganization,
                "A file is opened, not connected to.",
                "Choose the file on this computer.",
            )),
        }
    }

    /// The place of an organization that was open before; nobody is signed in yet.
    pub async fn again(place: &Place, cost: Cost) -> Result<Self, WireError> {
        match place.kind {
            Kind::Server => Ok(Self::Server(Arc::new(Client::new(Address::parse(&place.at)?)?))),
            Kind::Database => Ok(Self::Database(Arc::new(Database::open(&place.at, None, cost).await?))),
            Kind::File => Err(signed_out()),
        }
    }

    /// The same where it can’t be reached at the moment: nothing is asked there, and nobody is asked for anything.
    pub async fn later(place: &Place, cost: Cost) -> Result<Self, WireError> {
        let far = match place.kind {
            Kind::Database => Self::Database(Arc::new(Database::later(&place.at, cost).await?)),
            Kind::Server | Kind::File => Self::again(place, cost).await?,
        };
        if let Some(token) = kept::session(place).await? {
            far.take_up(token);
        }
        Ok(far)
    }

    /// Takes up the session that the keychain has for a place; [`WireCode::SessionOver`] where there is none, or its
    /// time is over, [`WireCode::SignedOut`] where it was ended.
    pub async fn take_up_kept(&self, place: &Place) -> Result<(), WireError> {
        let token = kept::session(place).await?.ok_or_else(signed_out)?;
        self.take_up(token);
        match self.standing().await? {
            SignInStep::In => Ok(()),
            _ => Err(signed_out()),
        }
    }

    /// Takes up the session that the keychain has of an organization; where there is none any more, the one that the
    /// same account's sign-in at another organization of the same place gives for it.
    pub async fn taken_up(self, place: &Place, all: &[Known], cost: Cost) -> Result<Self, WireError> {
        let ended = match self.take_up_kept(place).await {
            Err(error) if error.code.asks_to_sign_in() => error,
            taken => return taken.map(|()| self),
        };
        let account = all.iter().find(|known| known.place == *place).map(|known| &known.account);
        let near = all.iter().find(|near| {
            let same = near.place.kind == place.kind && near.place.at == place.at && near.place != *place;
            same && !near.account.is_empty() && account == Some(&near.account)
        });
        let (Some(near), Ok(organization)) = (near, place.organization.parse()) else { return Err(ended) };
        if self.take_up_kept(&near.place).await.is_err() {
            return Err(ended);
        }
        match self.beside(organization, &Self::device(), cost).await {
            Ok((beside, SignInStep::In)) => {
                self.close().await;
                beside.keep(place).await?;
                Ok(beside)
            }
            _ => Err(ended),
        }
    }

    /// This computer as the list of sessions names it.
    pub fn device() -> String {
        let system = match std::env::consts::OS {
            "macos" => "macOS",
            "windows" => "Windows",
            _ => "Linux",
        };
        format!("Rollbook on {system}")
    }

    /// Of which kind it is.
    pub const fn kind(&self) -> ConnectionKind {
        match self {
            Self::Server(_) => ConnectionKind::Server,
            Self::Database(_) => ConnectionKind::Database,
        }
    }

    /// Where one of its organizations is.
    pub fn place(&self, organization: OrganizationId) -> Place {
        let (kind, at) = match self {
            Self::Server(client) => (Kind::Server, client.address().to_string()),
            Self::Database(database) => (Kind::Database, database.address().to_owned()),
        };
        Place { kind, at, organization: organization.to_string() }
    }

    /// Keeps the session for the next start, in the keychain; without one it lasts as long as the program.
    pub async fn keep(&self, place: &Place) -> Result<(), WireError> {
        let token = match self {
            Self::Server(client) => client.token(),
            Self::Database(database) => database.token(),
        };
        kept::keep_session(place, token).await
    }

    fn take_up(&self, token: Secret<String>) {
        match self {
            Self::Server(client) => client.take_up(token),
            Self::Database(database) => database.take_up(token),
        }
    }

    /// E-mail and password.
    pub async fn sign_in(&self, ask: &SignInWith, device: &str) -> Result<SignInStep, WireError> {
        match self {
            Self::Server(client) => client.sign_in(ask, device).await,
            Self::Database(database) => database.sign_in(ask, device).await,
        }
    }

    /// The code of a second factor.
    pub async fn give_factor(&self, ask: &GiveFactor) -> Result<SignInStep, WireError> {
        match self {
            Self::Server(client) => client.give_factor(ask).await,
            Self::Database(database) => database.give_factor(ask).await,
        }
    }

    /// What the person's passkeys are asked: by a server, whose portal they belong to.
    pub async fn ask_passkey(&self) -> Result<PasskeyQuestion, WireError> {
        match self {
            Self::Server(client) => client.ask_passkey().await,
            Self::Database(_) => Err(WireError::new(
                WireCode::WrongFactor,
                "A passkey works at a server alone.",
                "Connect to the server’s address, or use a recovery code.",
            )),
        }
    }

    /// One of several organizations.
    pub async fn choose(&self, organization: OrganizationId) -> Result<SignInStep, WireError> {
        match self {
            Self::Server(client) => client.choose(organization).await,
            Self::Database(database) => database.choose(organization).await,
        }
    }

    /// Enters a further organization of the person who is signed in, without signing in again: one sign-in
    /// opens every organization of a place. What comes next there, where it asks for more than the first did.
    pub async fn beside(
        &self,
        organization: OrganizationId,
        device: &str,
        cost: Cost,
    ) -> Result<(Self, SignInStep), WireError> {
        match self {
            Self::Server(client) => {
                let (client, next) = client.beside(organization, device).await?;
                Ok((Self::Server(Arc::new(client)), next))
            }
            Self::Database(database) => {
                let (database, next) = database.beside(organization, device, cost).await?;
                Ok((Self::Database(Arc::new(database)), next))
            }
        }
    }

    /// A new password, where one is to be chosen first (R24).
    pub async fn new_password(&self, password: &Secret<String>) -> Result<SignInStep, WireError> {
        match self {
            Self::Server(client) => client.new_password(password).await,
            Self::Database(database) => database.new_password(password).await,
        }
    }

    /// How far the sign-in is.
    pub async fn standing(&self) -> Result<SignInStep, WireError> {
        match self {
            Self::Server(client) => client.standing().await,
            Self::Database(database) => database.standing().await,
        }
    }

    /// Ends the session of a place there, and forgets it here. Where the other side is away, it ends there
    /// by its time.
    pub async fn sign_out(&self, place: &Place) -> Result<(), WireError> {
        kept::keep_session(place, None).await?;
        let ended = match self {
            Self::Server(client) => client.sign_out().await,
            Self::Database(database) => database.sign_out().await,
        };
        if let Err(error) = ended {
            tracing::warn!(code = ?error.code, "the session couldn’t be ended there");
        }
        Ok(())
    }

    /// Whether Rollbook answers there, over a line that was verified.
    pub async fn greet(&self) -> Result<(), WireError> {
        match self {
            Self::Server(client) => client.greet().await.map(drop),
            Self::Database(database) => database.greet().await,
        }
    }

    /// Asks at the desk, by name, JSON for JSON.
    pub async fn ask(&self, name: &str, request: Value, task: &Task) -> Result<String, WireError> {
        match self {
            Self::Server(client) => client.ask(name, request, task).await,
            Self::Database(database) => answer(&database.desk().await?, name, request, task).await,
        }
    }

    /// Tells of changes until it is dropped.
    pub async fn changes(&self, tell: impl FnMut(Vec<Tag>) + Send) {
        match self {
            Self::Server(client) => client.changes(tell).await,
            Self::Database(database) => database.changes(tell).await,
        }
    }

    /// Ends its connections.
    pub async fn close(&self) {
        if let Self::Database(database) = self {
            database.close().await;
        }
    }
}

fn signed_out() -> WireError {
    WireError::new(WireCode::SessionOver, "Your session has ended.", "Sign in again.")
}
