//! A database as a place where somebody signs in: its address without the password, which lies in the
//! keychain, the door to it, and who is signed in.

use crate::kept;
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Desk, Directory, Entropy, Place, Signed, SystemClock,
    contract::{GiveFactor, Greeting, SignInStep, SignInWith, Tag, WireCode, WireError},
};
use rollbook_domain::OrganizationId;
use rollbook_store::{Address, Schema, Store, StoreError};
use std::{
    fmt,
    net::{IpAddr, Ipv4Addr},
    sync::{Arc, PoisonError, RwLock},
};
use tokio::sync::broadcast::error::RecvError;
use url::Url;

/// A database, and who is signed in there.
pub struct Database {
    directory: Directory,
    address: String,
    name: String,
    protection: &'static str,
    token: RwLock<Option<Secret<String>>>,
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Database").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Database {
    /// Opens it. A password comes from the person, and is kept in the keychain once it opened the
    /// database; else from the keychain.
    pub(crate) async fn open(place: &str, secret: Option<Secret<String>>, cost: Cost) -> Result<Self, WireError> {
        let (address, located, typed) = Self::locate(place, secret).await?;
        let store = Store::postgres(&located, Schema::Expect).await?;
        if let Some(typed) = typed {
            kept::keep_password(&address, typed).await?;
        }
        let database = Self::over(store, address, &located, cost);
        if !database.directory.take_portal().await? {
            tracing::warn!("no server has said yet where the links in mails point");
        }
        Ok(database)
    }

    /// The same where it is away at the moment: it is asked for once it is back.
    pub(crate) async fn later(place: &str, cost: Cost) -> Result<Self, WireError> {
        let (address, located, _) = Self::locate(place, None).await?;
        Ok(Self::over(Store::postgres_later(&located)?, address, &located, cost))
    }

    /// The address without a password, the one with it, and the password where somebody typed one.
    async fn locate(
        place: &str,
        secret: Option<Secret<String>>,
    ) -> Result<(String, Address, Option<Secret<String>>), WireError> {
        let (mut url, inside) = parse(place)?;
        let address = url.to_string();
        let typed = secret.or(inside);
        let password = match &typed {
            Some(typed) => Some(typed.clone()),
            None => kept::password(&address).await?,
        };
        if let Some(password) = password {
            password.reveal(|password| url.set_password(Some(password))).map_err(|()| unusable())?;
        }
        let located: Address = url.as_str().parse().map_err(StoreError::Address)?;
        Ok((address, located, typed))
    }

    fn over(store: Store, address: String, located: &Address, cost: Cost) -> Self {
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), cost, "");
        let protection = if located.is_exposed() {
            "not encrypted"
        } else if matches!(located.host(), "127.0.0.1" | "localhost" | "::1") {
            "on this computer"
        } else {
            "TLS, verified"
        };
        Self { directory, address, name: located.database().to_owned(), protection, token: RwLock::default() }
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn token(&self) -> Option<Secret<String>> {
        self.token.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn take_up(&self, token: Secret<String>) {
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = Some(token);
    }

    /// Whether it answers, with a schema that this version knows.
    pub(crate) async fn greet(&self) -> Result<(), WireError> {
        self.directory.store().check().await?;
        // One that was away at the start says only now where links point.
        if self.directory.portal().is_empty() {
            self.directory.take_portal().await?;
        }
        Ok(())
    }

    /// What is there.
    pub(crate) fn greeting(&self) -> Greeting {
        Greeting {
            place: self.address.clone(),
            name: self.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            protection: self.protection.to_owned(),
        }
    }

    pub(crate) async fn sign_in(&self, ask: &SignInWith, device: &str) -> Result<SignInStep, WireError> {
        let signed = self.directory.receive(ask, &here(device)).await?;
        Ok(self.went_on(signed))
    }

    pub(crate) async fn give_factor(&self, ask: &GiveFactor) -> Result<SignInStep, WireError> {
        let signed = self.directory.receive_factor(&self.presented()?, ask, &here("")).await?;
        Ok(self.went_on(signed))
    }

    pub(crate) async fn new_password(&self, password: &Secret<String>) -> Result<SignInStep, WireError> {
        let signed = self.directory.receive_password(&self.presented()?, password, &here("")).await?;
        Ok(self.went_on(signed))
    }

    pub(crate) async fn choose(&self, organization: OrganizationId) -> Result<SignInStep, WireError> {
        let signed = self.directory.receive_choice(&self.presented()?, organization, &here("")).await?;
        Ok(self.went_on(signed))
    }

    /// Enters a further organization of the person who is signed in, by a session and connections of its own.
    pub(crate) async fn beside(
        &self,
        organization: OrganizationId,
        device: &str,
        cost: Cost,
    ) -> Result<(Self, SignInStep), WireError> {
        let database = Self::open(&self.address, None, cost).await?;
        let entered = match self.presented() {
            Ok(token) => database.directory.receive_choice(&token, organization, &here(device)).await,
            Err(error) => Err(error),
        };
        match entered {
            Ok(signed) => {
                let next = database.went_on(signed);
                Ok((database, next))
            }
            Err(error) => {
                database.close().await;
                Err(error)
            }
        }
    }

    pub(crate) async fn standing(&self) -> Result<SignInStep, WireError> {
        self.directory.standing_of(&self.presented()?, &here("")).await
    }

    pub(crate) async fn sign_out(&self) -> Result<(), WireError> {
        let token = self.presented()?;
        *self.token.write().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(self.directory.sign_out(&token).await?)
    }

    /// The desk of whoever is signed in.
    pub(crate) async fn desk(&self) -> Result<Desk, WireError> {
        self.directory.desk_of(&self.presented()?, &here("")).await
    }

    /// Tells of every change of the organization that somebody is signed in to, also of those that others make.
    /// Whose session has ended is told once to read again, so as to meet that, and then hears of nothing (C32).
    pub(crate) async fn changes(&self, mut tell: impl FnMut(Vec<Tag>) + Send) {
        let mut committed = self.directory.subscribe();
        let told = async {
            let mut heard = true;
            loop {
                let change = match committed.recv().await {
                    Ok(change) => Some(change),
                    Err(RecvError::Lagged(_)) => None,
                    Err(RecvError::Closed) => return,
                };
                let of = self.hears().await;
                match (of, change) {
                    (Some(organization), Some(change)) if change.concerns(organization) => tell(change.tags),
                    (Some(_), None) => tell(Tag::ALL.to_vec()),
                    (None, _) if heard && self.token().is_some() => tell(Tag::ALL.to_vec()),
                    (Some(_), Some(_)) | (None, _) => {}
                }
                heard = of.is_some();
            }
        };
        tokio::join!(told, self.directory.hear_others());
    }

    /// Of which organization somebody hears, while they are signed in.
    async fn hears(&self) -> Option<OrganizationId> {
        self.directory.listens_to(&self.presented().ok()?).await
    }

    pub(crate) async fn close(&self) {
        self.directory.store().close().await;
    }

    fn went_on(&self, signed: Signed) -> SignInStep {
        self.take_up(signed.token);
        signed.next
    }

    fn presented(&self) -> Result<String, WireError> {
        let token =
            self.token().ok_or_else(|| WireError::new(WireCode::SignedOut, "Nobody is signed in.", "Sign in."))?;
        Ok(token.reveal(Clone::clone))
    }
}

/// The address of a database as a person types it, without a password, and the password that was in it.
fn parse(text: &str) -> Result<(Url, Option<Secret<String>>), WireError> {
    let mut url = Url::parse(text.trim()).map_err(|_| unusable())?;
    if !matches!(url.scheme(), "postgres" | "postgresql") || url.host().is_none() {
        return Err(unusable());
    }
    let inside = url.password().map(|escaped| {
        let plain = url::form_urlencoded::parse(format!("p={}", escaped.replace('+', "%2B")).as_bytes())
            .next()
            .map(|(_, value)| value.into_owned());
        Secret::new(plain.unwrap_or_default())
    });
    url.set_password(None).map_err(|()| unusable())?;
    Ok((url, inside))
}

fn unusable() -> WireError {
    WireError::new(
        WireCode::NameNotFound,
        "This isn’t the address of a PostgreSQL database.",
        "Type it as postgres://rollbook@db.example.org/rollbook.",
    )
    .at("place")
}

/// The peer of a session in a database is this computer.
fn here(device: &str) -> Place {
    Place { address: IpAddr::V4(Ipv4Addr::LOCALHOST), device: device.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rollbook_directory::{ActorId, contract::CreateRole};
    use rollbook_domain::MemberId;
    use rollbook_testkit::{Bench, Engine, PASSWORD};
    use std::{future::ready, pin::pin};
    use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

    /// What is told next, while the database is listened to.
    async fn next(news: impl Future<Output = ()>, told: &mut UnboundedReceiver<Vec<Tag>>) -> Vec<Tag> {
        tokio::select! {
            biased;
            () = news => panic!("nobody listens any more"),
            tags = told.recv() => tags.expect("somebody tells"),
        }
    }

    async fn make_role(bench: &Bench, (organization, owner): (OrganizationId, MemberId), name: &str) {
        let ask = CreateRole {
            command: bench.command(),
            name: name.to_owned(),
            description: String::new(),
            portal: false,
            permissions: Vec::new(),
            preview: false,
        };
        bench.directory.desk(organization, ActorId::Member(owner)).create_role(&ask).await.expect("the role is made");
    }

    #[tokio::test]
    async fn c28_c32_news_are_of_the_organization_that_somebody_is_signed_in_to() {
        let bench = Bench::open(Engine::Sqlite).await;
        let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
        let database = Database {
            directory: bench.directory.clone(),
            address: String::new(),
            name: String::new(),
            protection: "",
            token: RwLock::default(),
        };
        let ask = SignInWith { email: "sigrun@nordlys.example".to_owned(), password: Secret::new(PASSWORD.to_owned()) };
        assert_eq!(database.sign_in(&ask, "").await.expect("she is in"), SignInStep::In);
        let (tell, mut told) = unbounded_channel();
        let mut news = pin!(database.changes(move |tags| drop(tell.send(tags))));
        // It listens from its first poll on.
        tokio::select! {
            biased;
            () = &mut news => panic!("nobody listens"),
            () = ready(()) => {}
        }
        make_role(&bench, (fjord, knut), "Night watch").await;
        bench.policy(|policy| policy.invitation_hours -= 1).await;
        let tags = next(&mut news, &mut told).await;
        assert!(tags.contains(&Tag::Organization) && !tags.contains(&Tag::Roles), "Fjord’s role is nobody’s: {tags:?}");
        make_role(&bench, (bench.organization, bench.owner), "Night watch").await;
        assert!(next(&mut news, &mut told).await.contains(&Tag::Roles));

        database.sign_out().await.expect("she leaves");
        make_role(&bench, (bench.organization, bench.owner), "Day watch").await;
        // It comes while nobody is in.
        tokio::select! {
            biased;
            () = &mut news => panic!("nobody listens any more"),
            () = ready(()) => {}
        }
        database.sign_in(&ask, "").await.expect("she is back");
        bench.policy(|policy| policy.invitation_hours -= 1).await;
        loop {
            let tags = next(&mut news, &mut told).await;
            assert!(!tags.contains(&Tag::Roles), "who has left hears of nothing: {tags:?}");
            if tags.contains(&Tag::Organization) {
                return;
            }
        }
    }
}
