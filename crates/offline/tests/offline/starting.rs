//! Starting without a connection, by the own password (R34).

use crate::house::{Desktop, Keys, Line, Weather, office};
use rollbook_credentials::Secret;
use rollbook_directory::contract::{QueuedWhat, WireCode};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    time::{DAY, HOUR, MINUTE, SECOND},
};
use rollbook_offline::{Failure, Files, Keeper, Offline, Setting, Standing, Start, Step, Upstream};
use rollbook_store::FileKey;
use rollbook_testkit::{Bench, Engine};
use std::{path::Path, sync::Arc};

const AT: &str = "https://accounts.nordlys.example";
const WHO: &str = "ingrid@nordlys.example";
const SUSPEND: QueuedWhat = QueuedWhat::Act { action: Action::Suspend };

fn word(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn own() -> Secret<String> {
    word("granite-walrus-92-parachute")
}

/// A desktop where somebody signed in, and what is left of it once the window is closed.
struct Left {
    bench: Bench,
    ingrid: MemberId,
    people: Vec<MemberId>,
    desktop: Desktop,
}

impl Left {
    async fn behind() -> Self {
        let (bench, ingrid, people) = office(Engine::Sqlite).await;
        let mut desktop = Desktop::new(&bench, 1).await;
        let setting = desktop.setting().of(AT, ingrid);
        desktop.offline = Some(Offline::open(setting).await.unwrap());
        let left = Self { bench, ingrid, people, desktop };
        left.signed_in().await
    }

    /// Somebody signs in with a connection, everything is copied, and the window is closed.
    async fn signed_in(mut self) -> Self {
        let line = Line::new(&self.bench, self.ingrid);
        self.desktop.it().remember(WHO, &own()).await.unwrap();
        self.desktop.sync(&line).await;
        drop(line);
        self.desktop.it().close().await;
        self.desktop.offline = None;
        self
    }

    fn start(&mut self) -> Start {
        Start { setting: self.desktop.setting(), at: AT.to_owned(), account: WHO.to_owned() }
    }

    async fn fails(&mut self, password: &Secret<String>) -> WireCode {
        self.start().enter(password).await.unwrap_err().code
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_the_own_password_opens_what_is_here_and_what_is_done_waits() {
    let mut left = Left::behind().await;
    let view = left.start().look().await;
    assert_eq!((view.account.as_str(), view.refusal), (WHO, None));
    assert_eq!(view.until.unwrap().0 - view.synced.unwrap().0, 7 * DAY, "as the policy says, unless it says otherwise");
    let error = left.start().enter(&word("granite-walrus-92-parachutE")).await.unwrap_err();
    assert_eq!(error.code, WireCode::SignInFailed);
    assert!(error.fields.contains_key("password"));
    let mut started = left.start().enter(&own()).await.unwrap();
    assert_eq!(started.offline.desk().unwrap().details().await.unwrap().you.email, WHO);
    started.offline.give(left.people[0], SUSPEND, None).await.unwrap();
    let keeper = Keeper::without_a_line(started.offline);
    let status = keeper.status().borrow().clone();
    assert_eq!((status.online, status.entries.len()), (Some(false), 1), "it is away from the first moment");
    keeper.close().await;
    drop((keeper, started.lock));
    let mut again = left.start().enter(&own()).await.unwrap();
    let line = Line::new(&left.bench, left.ingrid);
    again.offline.heard_of();
    while again.offline.step(&line).await.unwrap() != Step::Rest {}
    assert!(again.offline.entries()[0].has_ended(), "it is sent once there is a connection");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_attempts_are_slowed_and_a_clock_that_is_set_back_wins_nothing() {
    let mut left = Left::behind().await;
    for _ in 0..3 {
        assert_eq!(left.fails(&word("wrong")).await, WireCode::SignInFailed);
    }
    let slow = left.start().enter(&own()).await.unwrap_err();
    assert_eq!((slow.code, slow.retry_after), (WireCode::Throttled, Some(1)), "the right one waits as well");
    left.bench.clock.advance(-2 * HOUR);
    assert_eq!(left.fails(&own()).await, WireCode::Throttled);
    left.bench.clock.advance(2 * HOUR + SECOND);
    assert_eq!(left.fails(&word("wrong")).await, WireCode::SignInFailed);
    assert_eq!(left.fails(&own()).await, WireCode::Throttled, "the pause has doubled");
    left.bench.clock.advance(2 * SECOND);
    drop(left.start().enter(&own()).await.unwrap());
    assert_eq!(left.fails(&word("wrong")).await, WireCode::SignInFailed, "then all is forgotten");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_the_right_to_read_here_ends_when_the_policy_says_so() {
    let mut left = Left::behind().await;
    left.bench.policy(|policy| policy.offline_days = 2).await;
    let mut started = left.start().enter(&own()).await.unwrap();
    let line = Line::new(&left.bench, left.ingrid);
    started.offline.heard_of();
    while started.offline.step(&line).await.unwrap() != Step::Rest {}
    drop(started);
    let view = left.start().look().await;
    assert_eq!(view.until.unwrap().0 - view.synced.unwrap().0, 2 * DAY, "the policy came with the copy");

    left.bench.clock.advance(2 * DAY - MINUTE);
    let mut started = left.start().enter(&own()).await.unwrap();
    assert!(started.offline.desk().is_some());
    left.bench.clock.advance(2 * MINUTE);
    assert!(started.offline.desk().is_none() && started.offline.is_over(), "it ends in an open window, too");
    drop(started);
    assert_eq!(left.fails(&own()).await, WireCode::Rule(Code::NotAllowed));
    left.bench.clock.advance(-DAY);
    assert_eq!(left.fails(&own()).await, WireCode::Rule(Code::NotAllowed), "setting the clock back wins nothing");
    left.bench.clock.advance(DAY);
    let mut left = {
        let mut left = left;
        let setting = left.desktop.setting().of(AT, left.ingrid);
        left.desktop.offline = Some(Offline::open(setting).await.unwrap());
        left.signed_in().await
    };
    drop(left.start().enter(&own()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_a_session_that_was_ended_shuts_what_is_here_and_one_whose_time_is_over_does_not() {
    for (weather, shut) in [(Weather::Over, false), (Weather::SignedOut, true)] {
        let mut left = Left::behind().await;
        let mut started = left.start().enter(&own()).await.unwrap();
        started.offline.give(left.people[0], SUSPEND, None).await.unwrap();
        let line = Line::new(&left.bench, left.ingrid);
        line.set(weather);
        started.offline.heard_of();
        let failure = loop {
            match started.offline.step(&line).await {
                Ok(_) => {}
                Err(failure) => break failure,
            }
        };
        assert!(matches!(
            (weather, failure),
            (Weather::Over, Failure::Over) | (Weather::SignedOut, Failure::SignedOut)
        ));
        drop(started);
        let refused = left.start().enter(&own()).await.err().map(|error| error.code);
        assert_eq!(refused, shut.then_some(WireCode::Rule(Code::NotAllowed)), "{weather:?}");
        // What waits is kept for when they are back.
        let setting = left.desktop.setting().of(AT, left.ingrid);
        assert_eq!(Offline::open(setting).await.unwrap().entries()[0].standing, Standing::Waiting);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_what_the_other_side_says_at_a_start_shuts_it_and_nobody_elses() {
    let mut left = Left::behind().await;
    let other = Start { account: "henrik@nordlys.example".to_owned(), ..left.start() };
    assert_eq!(other.enter(&own()).await.unwrap_err().code, WireCode::Rule(Code::NotAllowed), "it is hers alone");
    other.shut().await;
    assert_eq!(left.start().look().await.refusal, None);
    left.start().shut().await;
    assert!(left.start().look().await.refusal.is_some());
    assert_eq!(left.fails(&own()).await, WireCode::Rule(Code::NotAllowed));
}

/// A computer whose keychain doesn’t answer.
#[derive(Debug)]
struct Locked(Arc<Keys>);

impl Files for Locked {
    fn make(&self, path: &Path) -> Result<FileKey, Failure> {
        self.0.make(path)
    }
    fn made(&self, path: &Path) -> Result<(), Failure> {
        self.0.made(path)
    }
    fn key(&self, _: &Path) -> Result<FileKey, Failure> {
        Err(Failure::Key(rollbook_keys::KeyError::PassphraseNeeded))
    }
    fn forget(&self, path: &Path) -> Result<(), Failure> {
        self.0.forget(path)
    }
    fn answers(&self) -> Result<(), Failure> {
        Err(Failure::Rule(rollbook_directory::contract::WireError::new(WireCode::KeychainMissing, "It is locked.", "")))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_without_a_keychain_nothing_starts_and_nothing_is_lost() {
    let mut left = Left::behind().await;
    let here = left.start();
    let files = Arc::new(Locked(Arc::clone(&left.desktop.keys)));
    let locked = Start { setting: Setting { files, ..here.setting.clone() }, ..here };
    assert_eq!(locked.enter(&own()).await.unwrap_err().code, WireCode::KeychainMissing);
    assert_eq!(locked.look().await.refusal.map(|error| error.code), Some(WireCode::KeychainMissing));
    // A keychain that came back empty doesn’t open the own address: that is said, and nothing is taken for nobody’s.
    let nobody = Start { account: String::new(), ..left.start() };
    let refusal = nobody.look().await.refusal.unwrap();
    assert!(refusal.message.contains("with which e-mail"), "{refusal:?}");
    drop(left.start().enter(&own()).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_nobody_is_asked_to_wait_by_a_line_that_never_greets() {
    // What a start shows never touches the line: there is none to touch.
    struct Nothing;
    #[async_trait::async_trait]
    impl Upstream for Nothing {
        async fn greet(&self) -> Result<(), rollbook_directory::contract::WireError> {
            std::future::pending().await
        }
        async fn ask(&self, _: &str, _: serde_json::Value) -> Result<String, rollbook_directory::contract::WireError> {
            std::future::pending().await
        }
    }
    let mut left = Left::behind().await;
    let started = left.start().enter(&own()).await.unwrap();
    let keeper = Keeper::without_a_line(started.offline);
    let task = rollbook_directory::Task::unwatched();
    let asked = keeper.ask("organization_get", serde_json::Value::Null, &task);
    tokio::select! {
        () = keeper.run(&Nothing, rollbook_offline::PATIENCE) => unreachable!("it keeps on"),
        answer = asked => assert!(answer.unwrap().contains("Nordlys")),
    }
}
