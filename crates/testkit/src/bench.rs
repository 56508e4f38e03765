//! A directory with an organization in it, over the real code.

use crate::{Dump, MovingClock, Place, dump};
use rollbook_credentials::{Secret, password::Cost};
use rollbook_directory::{
    Accepted, ActorId, Clock as _, Desk, Directory, DirectoryError, Entropy, Founder, LinkProblem, NewOrganization,
    Tables, Task,
    contract::{
        ActOnUsers, ImportView, InviteUser, MailsPage, Mode, Outcome, PolicyFields, RunImport, SetPolicy, Sort,
        SortKey, Target, UserRow, UsersPage,
    },
};
use rollbook_domain::{
    CommandId, MemberId, OrganizationId,
    command::Action,
    member::{AccessMode, Tab, Tier},
    organization::Plan,
};
use rollbook_store::{Engine, LogEntry, Schema, Store};
use std::sync::Arc;

/// The password of everybody here: good by every rule.
pub const PASSWORD: &str = "wet-lantern-quartz-41-orbit";

/// Where links point.
const PORTAL: &str = "http://127.0.0.1:49152";

/// A directory with an organization in it, a clock that the test moves and chance that repeats.
#[derive(Debug)]
pub struct Bench {
    /// Where the database lies.
    pub place: Place,
    /// The directory.
    pub directory: Directory,
    /// Its clock.
    pub clock: Arc<MovingClock>,
    /// The organization, named Nordlys.
    pub organization: OrganizationId,
    /// Its owner, Sigrun Aasen.
    pub owner: MemberId,
    chance: Entropy,
}

impl Bench {
    /// A fresh database with the organization Nordlys.
    pub async fn open(engine: Engine) -> Self {
        Self::at(Place::new(engine)).await
    }

    /// The same at a place.
    pub async fn at(place: Place) -> Self {
        let clock = Arc::new(MovingClock::default());
        let time: Arc<dyn rollbook_directory::Clock> = Arc::<MovingClock>::clone(&clock);
        let directory = Directory::new(place.store().await, time, Entropy::seeded(41), Cost::MINIMUM, PORTAL);
        let new = founded("Nordlys", "sigrun@nordlys.example", Plan::Business);
        let (organization, owner) = directory.create(&new).await.expect("the organization is founded");
        Self { place, directory, clock, organization, owner, chance: Entropy::seeded(42) }
    }

    /// The same organization over what lies at its place now.
    pub async fn again(place: Place, clock: Arc<MovingClock>, organization: OrganizationId, owner: MemberId) -> Self {
        let time: Arc<dyn rollbook_directory::Clock> = Arc::<MovingClock>::clone(&clock);
        let store = place.open(Schema::Expect).await.expect("the store opens again");
        let directory = Directory::new(store, time, Entropy::seeded(44), Cost::MINIMUM, PORTAL);
        Self { place, directory, clock, organization, owner, chance: Entropy::seeded(45) }
    }

    /// Another server over the same database, with the same clock.
    pub async fn server(&self, cost: Cost) -> Directory {
        let time: Arc<dyn rollbook_directory::Clock> = Arc::<MovingClock>::clone(&self.clock);
        let store = self.place.open(Schema::Expect).await.expect("the store opens again");
        Directory::new(store, time, Entropy::seeded(43), cost, PORTAL)
    }

    /// The same bench at the desk of another organization in the same database.
    pub async fn found(&self, name: &str, email: &str) -> (OrganizationId, MemberId) {
        self.directory.create(&founded(name, email, Plan::Business)).await.expect("the organization is founded")
    }

    /// The store behind the directory.
    pub fn store(&self) -> &Store {
        self.directory.store()
    }

    /// The owner at work.
    pub fn desk(&self) -> Desk {
        self.desk_of(self.owner)
    }

    /// A member at work.
    pub fn desk_of(&self, member: MemberId) -> Desk {
        self.directory.desk(self.organization, ActorId::Member(member))
    }

    /// The id of a new command.
    pub fn command(&self) -> CommandId {
        CommandId::new(&mut self.chance.ids(self.clock.now()))
    }

    /// An invitation as the drawer asks for it.
    pub fn invitation(&self, name: &str, email: &str) -> InviteUser {
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        InviteUser {
            command: self.command(),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            email: email.to_owned(),
            tier: Tier::User,
            access: AccessMode::Custom,
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
        }
    }

    /// The owner invites somebody as a user.
    pub async fn invite(&self, name: &str, email: &str) -> MemberId {
        let outcome = self.desk().invite(&self.invitation(name, email)).await.expect("the invitation is sent");
        outcome.member.expect("the invited member")
    }

    /// The token of the newest mail that waits for an address.
    pub async fn token(&self, email: &str) -> String {
        self.token_in(&self.desk(), email).await
    }

    /// The same, as another desk sees it.
    pub async fn token_in(&self, desk: &Desk, email: &str) -> String {
        let question = MailsPage { state: None, text: email.to_owned(), offset: 0, take: 500 };
        let page = desk.mails_page(&question).await.expect("the outbox");
        for row in page.rows.iter().filter(|row| row.to_address == email) {
            // Past the desk, which shows links to few: the test stands where the mail would arrive.
            let mail = self.store().mail(desk.organization(), row.id).await.expect("the mail");
            if let Some(link) = mail.and_then(|mail| mail.link) {
                return link.rsplit('/').next().expect("a token").to_owned();
            }
        }
        panic!("no mail with a link waits for {email}")
    }

    /// The person opens the newest mail and accepts, with [`PASSWORD`].
    pub async fn accept(&self, email: &str) -> Accepted {
        let token = self.token(email).await;
        self.take_up(&token).await.expect("no failure").expect("the link works")
    }

    /// Somebody presents a token with [`PASSWORD`].
    pub async fn take_up(&self, token: &str) -> Result<Result<Accepted, LinkProblem>, DirectoryError> {
        self.directory.accept(token, Some(&Secret::new(PASSWORD.to_owned()))).await
    }

    /// An active user, invited and accepted.
    pub async fn user(&self, name: &str, email: &str) -> MemberId {
        let member = self.invite(name, email).await;
        self.accept(email).await;
        member
    }

    /// Founds a second organization, in which somebody who has an account joins as a user; both ids.
    pub async fn join_second(&self, name: &str, email: &str) -> (OrganizationId, MemberId) {
        let (organization, owner) = self.found(name, &format!("owner@{}.example", name.to_lowercase())).await;
        let desk = self.directory.desk(organization, ActorId::Member(owner));
        let asked = desk.invite(&self.invitation("Somebody Known", email)).await.expect("the invitation is sent");
        let token = self.token_in(&desk, email).await;
        self.take_up(&token).await.expect("no failure").expect("the link works");
        (organization, asked.member.expect("the invited member"))
    }

    /// An active administrator.
    pub async fn administrator(&self, name: &str, email: &str, access: AccessMode) -> MemberId {
        let ask = InviteUser { tier: Tier::Admin, access, ..self.invitation(name, email) };
        let member = self.desk().invite(&ask).await.expect("the invitation is sent").member.expect("the member");
        self.accept(email).await;
        member
    }

    /// The question of an import.
    pub fn run(&self, invite: bool, preview: bool) -> RunImport {
        RunImport { import: 1, command: self.command(), invite, preview }
    }

    /// Imports one CSV text; people become active at once.
    pub async fn import(&self, csv: &str) -> ImportView {
        let tables = Tables::load(vec![("table.csv".to_owned(), csv.as_bytes().to_vec())]).expect("a table");
        self.desk().import(&tables, &self.run(false, false), &Task::unwatched()).await.expect("the import runs").0
    }

    /// One action for named members, as far as it is possible.
    pub fn ask(&self, action: Action, members: &[MemberId]) -> ActOnUsers {
        let target = Target::Ids { ids: members.to_vec() };
        ActOnUsers { command: self.command(), action, target, mode: Mode::WhatIsPossible, preview: false }
    }

    /// The owner does something to one or many.
    pub async fn act(&self, action: Action, members: &[MemberId]) -> Outcome {
        self.desk().act(&self.ask(action, members), &Task::unwatched()).await.expect("the action is carried out")
    }

    /// All rows of a tab by name, as the owner sees them.
    pub async fn rows(&self, tab: Tab) -> Vec<UserRow> {
        self.rows_of(&self.desk(), tab).await
    }

    /// All rows of a tab by name, as a desk sees them.
    pub async fn rows_of(&self, desk: &Desk, tab: Tab) -> Vec<UserRow> {
        let mut all = Vec::new();
        loop {
            let question = UsersPage {
                filter: Desk::whole_tab(tab),
                sort: Sort { key: SortKey::Name, descending: false },
                offset: all.len() as u64,
                take: 500,
                anchor: None,
            };
            let page = desk.users_page(&question).await.expect("a page");
            if page.rows.is_empty() {
                return all;
            }
            all.extend(page.rows);
        }
    }

    /// One member's row, as the owner sees it.
    pub async fn row(&self, member: MemberId) -> UserRow {
        self.desk().user(member).await.expect("the member").row
    }

    /// The owner changes the policy.
    pub async fn policy(&self, change: impl FnOnce(&mut PolicyFields)) {
        let seen = self.desk().policy().await.expect("the policy").policy;
        let mut policy = seen.clone();
        change(&mut policy);
        let ask = SetPolicy { command: self.command(), seen, policy };
        self.desk().set_policy(&ask).await.expect("the policy is set");
    }

    /// Changes rows past the door, as whoever holds the database can.
    pub async fn tamper(&self, statement: &'static str) {
        tamper(self.store(), statement).await;
    }

    /// The whole log.
    pub async fn log(&self) -> Vec<LogEntry> {
        self.store().log(self.organization, 0, 1_000_000).await.expect("the log")
    }

    /// Every row of every table.
    pub async fn dump(&self) -> Dump {
        dump(self.store()).await
    }
}

/// Changes rows of a store past everything, as whoever holds it can.
pub async fn tamper(store: &Store, statement: &'static str) {
    let changed = sqlx::query(statement).execute(store.pool()).await.expect("the statement runs");
    assert!(changed.rows_affected() > 0, "the case changes something: {statement}");
}

fn founded(name: &str, email: &str, plan: Plan) -> NewOrganization {
    NewOrganization {
        name: name.to_owned(),
        language: "en".to_owned(),
        plan,
        founder: Founder {
            first_name: "Sigrun".to_owned(),
            last_name: "Aasen".to_owned(),
            email: email.to_owned(),
            password: Secret::new(PASSWORD.to_owned()),
        },
    }
}
