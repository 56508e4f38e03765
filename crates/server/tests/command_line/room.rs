//! A room beside the command line: the same organization, opened by the test itself.

use crate::common::{Office, factor_key};
use rollbook_credentials::{Secret, factor::FactorKeys, password::Cost};
use rollbook_directory::{
    ActorId, Clock as _, Desk, Directory, Entered, Entropy, SignIn, SystemClock, Task,
    contract::{ActOnUsers, InviteUser, Mode, Target},
};
use rollbook_domain::{
    CommandId, Event, MemberId, OrganizationId,
    command::Action,
    member::{AccessMode, Tier},
    session::SessionKind,
};
use rollbook_testkit::{App, MORNING, MovingClock, PASSWORD, place, sign_in, token};
use std::sync::Arc;

/// The organization at work.
pub(crate) struct Room {
    directory: Directory,
    organization: OrganizationId,
    owner: MemberId,
}

impl Office {
    /// Opens the organization beside the command line, with the first key of second factors.
    pub(crate) async fn room(&self) -> Room {
        let store = self.store().await;
        let directory = Directory::new(store, Arc::new(SystemClock), Entropy::from_system(), Cost::MINIMUM, "");
        directory.set_portal("https://accounts.example.org");
        directory.set_factor_keys(FactorKeys::parse(&Secret::new(factor_key(1))).expect("a key"));
        let organization = directory.store().organizations().await.expect("the organizations").pop().expect("one").id;
        let owner = directory.owner(organization).await.expect("its owner").id;
        Room { directory, organization, owner }
    }
}

impl Room {
    pub(crate) async fn close(self) {
        self.directory.store().close().await;
    }

    fn desk(&self) -> Desk {
        self.directory.desk(self.organization, ActorId::Member(self.owner))
    }

    fn command(&self) -> CommandId {
        CommandId::new(&mut Entropy::from_system().ids(self.directory.now()))
    }

    /// Somebody is invited and accepts with [`PASSWORD`].
    pub(crate) async fn joins(&self, first_name: &str, email: &str, tier: Tier) -> MemberId {
        let ask = InviteUser {
            command: self.command(),
            first_name: first_name.to_owned(),
            last_name: "Lee".to_owned(),
            email: email.to_owned(),
            tier,
            access: AccessMode::All,
            kind: None,
            groups: Vec::new(),
            roles: Vec::new(),
            grants: Vec::new(),
            licences: Vec::new(),
            portals: Vec::new(),
            contact: String::new(),
            customer: String::new(),
            language: "en".to_owned(),
            send: true,
            preview: None,
        };
        let member = self.desk().invite(&ask).await.expect("invited").member.expect("a member");
        let (mails, _) = self.directory.store().mail_page(self.organization, &[], email, 0, 10).await.expect("mails");
        let link = mails.into_iter().find_map(|mail| mail.link).expect("a link");
        self.chooses(link.rsplit('/').next().expect("a token"), PASSWORD).await;
        member
    }

    pub(crate) async fn suspend(&self, member: MemberId) {
        let target = Target::Ids { ids: vec![member] };
        let ask = ActOnUsers {
            command: self.command(),
            action: Action::Suspend,
            target,
            mode: Mode::AllOrNone,
            preview: false,
        };
        self.desk().act(&ask, &Task::unwatched()).await.expect("suspended");
    }

    /// Whoever has a link chooses a password there.
    pub(crate) async fn chooses(&self, token: &str, password: &str) {
        let password = Secret::new(password.to_owned());
        self.directory.accept(token, Some(&password)).await.expect("no failure").expect("the link works");
    }

    /// How a sign-in comes out: `None` where it is refused, else whether a second factor is asked for.
    pub(crate) async fn asks_for_factor(&self, email: &str, password: &str) -> Option<bool> {
        match self.directory.sign_in(&sign_in(email, password)).await.expect("no failure") {
            Ok(Entered::Factor(_)) => Some(true),
            Ok(_) => Some(false),
            Err(_) => None,
        }
    }

    /// Somebody signs in with [`PASSWORD`] and enrols an app.
    pub(crate) async fn enrols_app(&self, email: &str) {
        let ask: SignIn = sign_in(email, PASSWORD);
        let Ok(Entered::In(session)) = self.directory.sign_in(&ask).await.expect("no failure") else {
            panic!("not in")
        };
        let seated = self.directory.session(&token(&session), SessionKind::Portal, &place()).await;
        let seated = seated.expect("no failure").expect("a session");
        let offer = seated.offer_app().await.expect("no failure").expect("an offer");
        let now = MovingClock::default();
        now.advance(SystemClock.now().0 - MORNING.0);
        let code = App::told(&offer.typed).shows(&now);
        seated.confirm_app(offer.challenge, &code, "Phone", None).await.expect("no failure").expect("enrolled");
    }

    /// The newest event.
    pub(crate) async fn newest_event(&self) -> Event {
        let log = self.directory.store().log(self.organization, 0, 1_000_000).await.expect("the log");
        log.last().and_then(|entry| entry.event.clone()).expect("an event")
    }

    /// The server says where it is.
    pub(crate) async fn tells_portal(&self) {
        self.directory.tell_portal().await.expect("told");
    }
}
