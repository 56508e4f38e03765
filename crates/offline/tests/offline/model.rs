//! Histories by chance: a server, two administrators at desktops of their own, an owner who works at the
//! server, and a line that loses, doubles and delays; desktops that crash after any step, and
//! administrators who lose their rights meanwhile. Whatever happens, replicas come to be the organization,
//! every command ends exactly once, and nothing is carried out that the rules of that moment forbid.

use crate::house::{Desktop, Line, Weather, is_the_same, office};
use proptest::{prelude::*, test_runner::TestRunner};
use rollbook_credentials::Secret;
use rollbook_directory::contract::{EditUser, QueuedWhat};
use rollbook_domain::{
    CommandId, Event, MemberId, OrganizationId,
    command::Action,
    event::Field,
    member::{Status, Tier},
};
use rollbook_offline::{End, Entry, Failure, Standing, Step};
use rollbook_testkit::{Bench, Engine, MovingClock, Place};
use std::{
    collections::{HashMap, HashSet},
    fs,
    path::PathBuf,
    sync::Arc,
};
use tempfile::TempDir;

/// How many histories a normal run tries; `ROLLBOOK_HISTORIES` says otherwise.
const HISTORIES: u32 = 120;

/// Something that happens.
#[derive(Clone, Copy, Debug)]
enum Happens {
    /// The owner does something to somebody.
    Theirs(usize, Change),
    /// The owner takes the rights of an administrator, or gives them back.
    Rights(usize, bool),
    /// Somebody gives a command without a connection.
    Give(usize, usize, Change),
    /// A desktop takes some steps in some weather.
    Steps(usize, Weather, u8),
    /// A desktop loses its connection, and shows what waits.
    Away(usize),
    /// A desktop crashes and starts again.
    Crash(usize),
    /// A question that arrived before arrives once more.
    Late(usize, usize),
    /// Somebody decides about their oldest conflict: apply mine, or not.
    Decide(usize, bool),
    /// Somebody takes back what waits.
    Drop(usize, usize),
}

/// What is done to somebody.
#[derive(Clone, Copy, Debug)]
enum Change {
    Suspend,
    Reactivate,
    Phone(u8),
    Name(u8),
    Link,
    Password,
}

impl Change {
    fn what(self) -> QueuedWhat {
        let profile =
            |phone, first_name| QueuedWhat::Profile { first_name, last_name: None, phone, language: None, note: None };
        match self {
            Self::Suspend => QueuedWhat::Act { action: Action::Suspend },
            Self::Reactivate => QueuedWhat::Act { action: Action::Reactivate },
            Self::Phone(n) => profile(Some(format!("+47 {n}")), None),
            Self::Name(n) => profile(None, Some(format!("Name{n}"))),
            Self::Link => QueuedWhat::Act { action: Action::PasswordLink },
            Self::Password => QueuedWhat::TemporaryPassword,
        }
    }
}

fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => Just(Change::Suspend),
        4 => Just(Change::Reactivate),
        4 => (0u8..3).prop_map(Change::Phone),
        2 => (0u8..3).prop_map(Change::Name),
        2 => Just(Change::Link),
    ]
}

/// A temporary password costs a hash each time: it is rare.
fn gives() -> impl Strategy<Value = Change> {
    prop_oneof![24 => changes(), 1 => Just(Change::Password)]
}

fn weathers() -> impl Strategy<Value = Weather> {
    prop_oneof![
        3 => Just(Weather::Fine),
        1 => Just(Weather::Lost),
        2 => Just(Weather::AnswerLost),
        1 => Just(Weather::Twice),
        1 => Just(Weather::Captive),
        1 => Just(Weather::SignedOut),
        1 => Just(Weather::Over),
    ]
}

fn happens() -> impl Strategy<Value = Happens> {
    prop_oneof![
        4 => (0usize..4, changes()).prop_map(|(who, change)| Happens::Theirs(who, change)),
        1 => (0usize..2, any::<bool>()).prop_map(|(who, may)| Happens::Rights(who, may)),
        8 => (0usize..2, 0usize..4, gives()).prop_map(|(desk, who, change)| Happens::Give(desk, who, change)),
        8 => (0usize..2, weathers(), 1u8..6).prop_map(|(desk, weather, n)| Happens::Steps(desk, weather, n)),
        2 => (0usize..2).prop_map(Happens::Away),
        2 => (0usize..2).prop_map(Happens::Crash),
        2 => (0usize..2, 0usize..40).prop_map(|(desk, which)| Happens::Late(desk, which)),
        1 => (0usize..2, any::<bool>()).prop_map(|(desk, mine)| Happens::Decide(desk, mine)),
        1 => (0usize..2, 0usize..4).prop_map(|(desk, which)| Happens::Drop(desk, which)),
    ]
}

/// The office as it is before every history, as files.
struct Template {
    folder: TempDir,
    organization: OrganizationId,
    owner: MemberId,
    administrators: [MemberId; 2],
    people: Vec<MemberId>,
    clock: Arc<MovingClock>,
}

impl Template {
    async fn make() -> Self {
        let (bench, ingrid, mut people) = office(Engine::Sqlite).await;
        let access = rollbook_domain::member::AccessMode::All;
        let henrik = bench.administrator("Henrik Dahl", "henrik@nordlys.example", access).await;
        let folder = tempfile::tempdir().unwrap();
        let administrators = [ingrid, henrik];
        for (at, member) in administrators.into_iter().enumerate() {
            let mut desktop = Desktop::new(&bench, 1).await;
            desktop.sync(&Line::new(&bench, member)).await;
            desktop.offline.take().unwrap().close().await;
            fs::copy(desktop.replica(), folder.path().join(format!("replica-{at}"))).unwrap();
        }
        people.push(bench.owner);
        bench.store().close().await;
        fs::copy(bench.place.file(), folder.path().join("server")).unwrap();
        let clock = Arc::clone(&bench.clock);
        Self { folder, organization: bench.organization, owner: bench.owner, administrators, people, clock }
    }

    fn part(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    async fn bench(&self) -> Bench {
        let place = Place::new(Engine::Sqlite);
        fs::copy(self.part("server"), place.file()).unwrap();
        Bench::again(place, Arc::clone(&self.clock), self.organization, self.owner).await
    }

    async fn desktop(&self, bench: &Bench, at: usize) -> Desktop {
        let mut desktop = Desktop::new(bench, 7 + at as u64).await;
        desktop.offline.take().unwrap().close().await;
        fs::copy(self.part(&format!("replica-{at}")), desktop.replica()).unwrap();
        desktop.start().await;
        desktop
    }
}

/// A history under way.
struct History<'a> {
    bench: &'a Bench,
    template: &'a Template,
    lines: [Line<'a>; 2],
    desktops: [Desktop; 2],
    given: HashSet<CommandId>,
}

impl History<'_> {
    async fn happen(&mut self, what: Happens) {
        let people = &self.template.people;
        match what {
            Happens::Theirs(who, change) => self.theirs(people[who], change).await,
            Happens::Rights(who, may) => {
                let tier = if may { Tier::Admin } else { Tier::User };
                self.edit(self.template.administrators[who], |ask| ask.tier = Some(tier)).await;
            }
            Happens::Give(at, who, change) => {
                let desktop = &mut self.desktops[at];
                desktop.it().lost();
                let password = Secret::new("granite-walrus-92-parachute".to_owned());
                match desktop.it().give(people[who], change.what(), Some(&password)).await {
                    Ok(_) | Err(Failure::Rule(_)) => {}
                    Err(failure) => panic!("{failure}"),
                }
            }
            Happens::Steps(at, weather, n) => {
                self.lines[at].set(weather);
                let (desktop, line) = (&mut self.desktops[at], &self.lines[at]);
                desktop.it().heard_of();
                for _ in 0..n {
                    match desktop.it().step(line).await {
                        Ok(_) | Err(Failure::Away(_) | Failure::SignedOut | Failure::Over | Failure::Refused(_)) => {}
                        Err(failure) => panic!("{failure}"),
                    }
                }
            }
            Happens::Away(at) => self.desktops[at].offline(&self.lines[at]).await,
            Happens::Crash(at) => self.desktops[at].crash().await,
            Happens::Late(at, which) => {
                let late = self.lines[at].asked.lock().unwrap().get(which).cloned();
                if let Some((name, request)) = late {
                    drop(self.lines[at].arrive(&name, request).await);
                }
            }
            Happens::Decide(at, mine) => self.decide(at, mine).await,
            Happens::Drop(at, which) => {
                let desktop = &mut self.desktops[at];
                let entry = desktop.it().entries().get(which).map(|entry| entry.command);
                if let Some(command) = entry {
                    match desktop.it().drop_entry(command).await {
                        Ok(()) | Err(Failure::Rule(_)) => {}
                        Err(failure) => panic!("{failure}"),
                    }
                }
            }
        }
        for desktop in &mut self.desktops {
            self.given.extend(desktop.it().entries().iter().map(|entry| entry.command));
        }
    }

    /// Decides about the oldest conflict.
    async fn decide(&mut self, at: usize, mine: bool) {
        let desktop = &mut self.desktops[at];
        let conflict = |standing: &Standing| matches!(standing, Standing::Conflict { .. });
        let oldest = desktop.it().entries().iter().find(|entry| conflict(&entry.standing)).map(|entry| entry.command);
        match oldest {
            Some(command) if mine => drop(desktop.it().apply_mine(command).await.unwrap()),
            Some(command) => desktop.it().keep_theirs(command).await.unwrap(),
            None => {}
        }
    }

    async fn theirs(&self, member: MemberId, change: Change) {
        let action = match change {
            Change::Suspend => Action::Suspend,
            Change::Reactivate => Action::Reactivate,
            Change::Link | Change::Password => Action::PasswordLink,
            Change::Phone(n) => return self.edit(member, |ask| ask.phone = Some(format!("+47 9{n}"))).await,
            Change::Name(n) => return self.edit(member, |ask| ask.first_name = Some(format!("Other{n}"))).await,
        };
        // Whether it fits is the rules’ business.
        self.bench.act(action, &[member]).await;
    }

    async fn edit(&self, member: MemberId, change: impl FnOnce(&mut EditUser)) {
        let mut ask: EditUser = serde_json::from_value(serde_json::json!({
            "command": self.bench.command(), "member": member, "seen": self.bench.row(member).await.version,
        }))
        .unwrap();
        change(&mut ask);
        drop(self.bench.desk().edit(&ask).await);
    }

    /// The line is good again: everything is heard and decided.
    async fn heal(&mut self) {
        // What the second one sends, the first one hears.
        for at in [0, 1, 0] {
            self.lines[at].set(Weather::Fine);
            loop {
                self.desktops[at].it().heard_of();
                let mut left = 500;
                loop {
                    left -= 1;
                    assert!(left > 0, "it never rests: {:?}", self.desktops[at].it().next());
                    match self.desktops[at].it().step(&self.lines[at]).await {
                        Ok(Step::Rest) | Err(Failure::Refused(_)) => break,
                        Ok(_) => {}
                        Err(failure) => panic!("{failure}"),
                    }
                }
                let entries = self.desktops[at].it().entries();
                if entries.iter().all(Entry::has_ended) {
                    break;
                }
                assert!(
                    entries.iter().any(|entry| matches!(entry.standing, Standing::Conflict { .. })),
                    "what hasn’t ended waits for a decision: {entries:?}"
                );
                self.decide(at, at == 0).await;
            }
        }
        for at in 0..2 {
            self.given.extend(self.desktops[at].it().entries().iter().map(|entry| entry.command));
        }
    }

    /// What has to hold once everything is heard.
    async fn holds(&mut self) {
        let log = self.bench.log().await;
        assert_eq!(self.bench.store().verify_log(self.bench.organization, |_| {}).await.unwrap(), None);
        let mut by_command: HashMap<CommandId, Vec<&Event>> = HashMap::new();
        let mut tiers: HashMap<MemberId, (Tier, Status)> = HashMap::new();
        for entry in &log {
            let event = entry.event.as_ref().unwrap();
            if self.given.contains(&entry.command) {
                by_command.entry(entry.command).or_default().push(event);
                let actor = entry.actor.and_then(|actor| tiers.get(&actor).copied());
                let may = actor.is_some_and(|(tier, status)| tier.administers() && status == Status::Active);
                assert!(may, "entry {} was carried out for somebody who might not", entry.seq);
            }
            match event {
                Event::MemberAdded { member, .. } => drop(tiers.insert(member.id, (member.tier, member.status))),
                Event::MemberChanged { member, changes } => {
                    for change in changes.iter().filter(|change| change.field == Field::Tier) {
                        let tier = serde_json::from_value(serde_json::Value::String(change.after.clone())).unwrap();
                        tiers.entry(*member).and_modify(|held| held.0 = tier);
                    }
                }
                Event::StatusChanged { member, after, .. } => {
                    tiers.entry(*member).and_modify(|held| held.1 = *after);
                }
                _ => {}
            }
        }
        for events in by_command.values() {
            assert_eq!(events.len(), 1, "each is carried out once: {events:?}");
        }
        for (at, administrator) in self.template.administrators.into_iter().enumerate() {
            let mut seen = HashSet::new();
            for entry in self.desktops[at].it().entries() {
                assert!(seen.insert(entry.command));
                let Standing::Ended { end, .. } = &entry.standing else { panic!("{entry:?}") };
                let trace = by_command.contains_key(&entry.command);
                let is_change = !matches!(entry.what, QueuedWhat::Profile { .. });
                match end {
                    // A field that holds the same already needs no event.
                    End::Applied => assert!(trace || !is_change, "{entry:?}"),
                    _ => assert!(!trace, "no trace is left of what didn’t happen: {entry:?}"),
                }
            }
            let (tier, status) = tiers[&administrator];
            if tier.administers() && status == Status::Active {
                is_the_same(self.bench, &self.desktops[at]).await;
            } else {
                assert!(!self.desktops[at].replica().exists(), "who may not read has nothing to read");
            }
        }
    }
}

async fn run(template: &Template, history: &[Happens]) {
    let bench = template.bench().await;
    let [one, other] = template.administrators;
    let mut under_way = History {
        bench: &bench,
        template,
        lines: [Line::new(&bench, one), Line::new(&bench, other)],
        desktops: [template.desktop(&bench, 0).await, template.desktop(&bench, 1).await],
        given: HashSet::new(),
    };
    for what in history {
        under_way.happen(*what).await;
    }
    under_way.heal().await;
    under_way.holds().await;
    for desktop in &mut under_way.desktops {
        desktop.offline.take().unwrap().close().await;
    }
    bench.store().close().await;
}

#[test]
fn r33_whatever_happens_every_command_ends_once_and_replicas_come_to_be_the_organization() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let template = runtime.block_on(Template::make());
    let asked = std::env::var("ROLLBOOK_HISTORIES").ok().and_then(|text| text.parse().ok());
    let config = ProptestConfig {
        cases: asked.unwrap_or(HISTORIES),
        failure_persistence: None,
        max_shrink_iters: 300,
        ..ProptestConfig::default()
    };
    let histories = prop::collection::vec(happens(), 1..30);
    let mut runner = TestRunner::new(config);
    let ran = runner.run(&histories, |history| {
        runtime.block_on(run(&template, &history));
        Ok(())
    });
    if let Err(problem) = ran {
        panic!("{problem}");
    }
}
