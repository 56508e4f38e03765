//! Several servers over one database behave as one: each sees at once what another did, hears of it, and
//! nothing is done twice.

use crate::asks::{edit_role, give, grant, may, may_as_seen, role};
use rollbook_credentials::password::Cost;
use rollbook_directory::{
    ActorId, Committed, Directory, Task,
    contract::{ChangeHoldings, Tag},
};
use rollbook_domain::{
    Timestamp,
    command::Action,
    holding::{Holding, Period},
    member::AccessMode,
};
use rollbook_mail::outbox::run_once;
use rollbook_testkit::{Bench, Engine, MORNING, Place, Post, surroundings};
use rollbook_testservers::postgres::Cluster;
use std::time::Duration;
use tokio::{sync::broadcast::Receiver, task::JoinHandle};

/// A server that hears the others, and what it was told in the beginning.
struct Hearing {
    directory: Directory,
    heard: Receiver<Committed>,
    listening: JoinHandle<()>,
}

impl Hearing {
    async fn of(directory: Directory) -> Self {
        let mut heard = directory.subscribe();
        let ears = directory.clone();
        let listening = tokio::spawn(async move { ears.hear_others().await });
        let first = next(&mut heard).await;
        assert_eq!(first, everything(), "what was missed before it listened is read again");
        Self { directory, heard, listening }
    }

    async fn next(&mut self) -> Committed {
        next(&mut self.heard).await
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn next(heard: &mut Receiver<Committed>) -> Committed {
    tokio::time::timeout(Duration::from_secs(30), heard.recv()).await.expect("it is told").expect("it listens")
}

fn everything() -> Committed {
    Committed { organization: None, tags: Tag::ALL.to_vec() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_at_one_server_is_told_at_the_other_once() {
    let bench = Bench::open(Engine::Postgres).await;
    let (fjord, _) = bench.found("Fjord", "kari@fjord.example").await;
    let mut one = Hearing::of(bench.directory.clone()).await;
    let mut two = Hearing::of(bench.server(Cost::MINIMUM).await).await;

    bench.user("Ann Lee", "ann@nordlys.example").await;
    let own = [one.next().await, one.next().await];
    let told = [two.next().await, two.next().await];
    assert_eq!(told, own, "the same words on both sides, in the same order");
    assert!(told[0].concerns(bench.organization) && !told[0].concerns(fjord));
    assert!(told[0].tags.contains(&Tag::Users) && told[0].tags.contains(&Tag::Mail));

    let desk = two.directory.desk(bench.organization, ActorId::Member(bench.owner));
    assert_eq!(desk.users_counts().await.unwrap().active, 2, "what is told can be read");
    desk.invite(&bench.invitation("Ben Li", "ben@nordlys.example")).await.unwrap();
    let (own, told) = (two.next().await, one.next().await);
    assert_eq!(own, told);
    assert!(one.heard.is_empty() && two.heard.is_empty(), "nothing is told twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_gap_everything_is_read_again() {
    let mut cluster = Cluster::start().unwrap();
    let bench = Bench::at(Place::of_database(&cluster.database().unwrap())).await;
    let mut two = Hearing::of(bench.server(Cost::MINIMUM).await).await;
    cluster.stop().unwrap();
    cluster.start_again().unwrap();
    assert_eq!(two.next().await, everything());
    bench.store().check().await.unwrap();
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    assert_eq!(two.next().await.organization, Some(bench.organization));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c30_what_another_server_took_away_is_gone_at_once() {
    let bench = Bench::open(Engine::Postgres).await;
    let two = bench.server(Cost::MINIMUM).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::Custom).await;
    let keeper = role(&bench, "Keeper", &["contacts.edit"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.desk().change_holdings(&give(&bench, &[Holding::Role(keeper)], &[ann]), &Task::unwatched()).await.unwrap();
    let theirs = two.desk(bench.organization, ActorId::Member(bench.owner));
    assert_eq!(may_as_seen(&theirs, ann).await, ["contacts.edit"]);
    let edit = edit_role(&bench, keeper, &["contacts.view"], &["contacts.edit"]).await;
    bench.desk().edit_roles(&edit).await.unwrap();
    assert_eq!(may_as_seen(&theirs, ann).await, ["contacts.view"]);

    let desk = two.desk(bench.organization, ActorId::Member(bo));
    desk.users_counts().await.unwrap();
    bench.act(Action::Suspend, &[bo]).await;
    assert!(desk.users_counts().await.is_err(), "C32: with the next question");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_reaches_two_servers_is_carried_out_once() {
    let bench = Bench::open(Engine::Postgres).await;
    let two = bench.server(Cost::MINIMUM).await.desk(bench.organization, ActorId::Member(bench.owner));
    let ask = bench.invitation("Ann Lee", "ann@nordlys.example");
    let one = bench.desk();
    let (first, second) = tokio::join!(one.invite(&ask), two.invite(&ask));
    let (first, second) = (first.unwrap(), second.unwrap());
    assert_eq!((first.member, first.done), (second.member, second.done));
    assert_eq!(bench.store().waiting_mails().await.unwrap().mails, 1);
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b13_two_servers_keep_time_for_all_organizations_and_everything_begins_once() {
    let bench = Bench::open(Engine::Postgres).await;
    let two = bench.server(Cost::MINIMUM).await;
    let watches: Vec<JoinHandle<()>> = [bench.directory.clone(), two.clone()]
        .into_iter()
        .flat_map(|directory| {
            let ears = directory.clone();
            [
                tokio::spawn(async move { directory.keep_all_time().await }),
                tokio::spawn(async move { ears.hear_others().await }),
            ]
        })
        .collect();
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let soon = Timestamp(MORNING.0 + 300);
    let ask = ChangeHoldings {
        period: Period { from: Some(soon), until: None },
        ..give(&bench, &[grant("contacts.view")], &[ann])
    };
    let mut changes = two.subscribe();
    bench.desk().change_holdings(&ask, &Task::unwatched()).await.unwrap();
    bench.clock.advance(300);
    let begun = async {
        while may(&bench, ann).await.is_empty() {
            changes.recv().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(30), begun).await.expect("it begins without anybody asking");
    let by_rollbook = bench.log().await.iter().filter(|entry| entry.actor.is_none()).count();
    assert_eq!(by_rollbook, 2, "unscheduled and given, once each");
    for watch in watches {
        watch.abort();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_send_the_mails_of_all_organizations_each_once() {
    let bench = Bench::open(Engine::Postgres).await;
    let two = bench.server(Cost::MINIMUM).await;
    let (fjord, kari) = bench.found("Fjord", "kari@fjord.example").await;
    let other = bench.directory.desk(fjord, ActorId::Member(kari));
    for n in 0..12 {
        bench.invite(&format!("Person {n}"), &format!("p{n}@nordlys.example")).await;
        other.invite(&bench.invitation(&format!("Person {n}"), &format!("p{n}@fjord.example"))).await.unwrap();
    }
    let post = Post::default();
    let (around, _stop) = surroundings(&bench.clock);
    let (here, there) = (bench.directory.whole_outbox(), two.whole_outbox());
    let (one, two) = tokio::join!(run_once(&here, Some(&post), &around), run_once(&there, Some(&post), &around));
    assert_eq!((one.sent + two.sent, one.outbox_errors + two.outbox_errors), (24, 0));
    let mut to: Vec<String> = post.taken().into_iter().map(|mail| mail.to_address).collect();
    to.sort();
    to.dedup();
    assert_eq!(to.len(), 24);
    assert_eq!(bench.store().waiting_mails().await.unwrap().mails, 0);
}
