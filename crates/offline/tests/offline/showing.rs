//! What screens ask and are shown, whichever way the line goes meanwhile.

use crate::house::{Desktop, Line, Weather, office, until};
use rollbook_directory::{
    Task,
    contract::{EditUser, Outcome, QueuedStanding, QueuedWhat, SettleHow, SettleQueued, WireCode, WireError},
};
use rollbook_domain::{CommandId, MemberId, command::Action, member::Status as MemberStatus};
use rollbook_offline::{Keeper, PATIENCE};
use rollbook_testkit::{Bench, Engine};
use serde_json::{Value, json};
use std::pin::Pin;

fn suspend(command: CommandId, member: MemberId) -> Value {
    json!({
        "command": command, "action": "suspend", "target": { "by": "ids", "ids": [member] },
        "mode": "what_is_possible", "preview": false,
    })
}

/// Runs a keeper for as long as a story takes.
async fn kept(keeper: &Keeper, line: &Line<'_>, story: Pin<Box<impl Future<Output = ()>>>) {
    tokio::select! {
        () = keeper.run(line, PATIENCE) => unreachable!("it keeps on"),
        () = story => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_a_command_whose_answer_was_lost_waits_by_its_own_id_and_is_carried_out_once() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let (_desktop, keeper, mut status) = Desktop::kept(&bench).await;
    let story = async {
        until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
        let before = bench.log().await.len();
        let over = async |request: Value| {
            line.arrive("users_act", request).await.unwrap();
            line.set(Weather::Lost);
            Err(WireError::new(WireCode::Unreachable, "The connection was lost.", ""))
        };
        let ask = suspend(bench.command(), people[0]);
        let answer = keeper.ask_over("users_act", ask, &Task::unwatched(), over).await.unwrap();
        let outcome: Outcome = serde_json::from_str(&answer).unwrap();
        assert!(outcome.waits && outcome.done == 1, "{outcome:?}");
        line.set(Weather::Fine);
        until(&mut status, |now| now.entries.iter().all(rollbook_offline::Entry::has_ended)).await;
        let view = keeper.view().await;
        assert!(matches!(view.entries[0].standing, QueuedStanding::Applied { .. }), "{view:?}");
        assert_eq!(bench.row(people[0]).await.status, MemberStatus::Suspended);
        assert_eq!(bench.log().await.len(), before + 1, "it happened once");
    };
    kept(&keeper, &line, Box::pin(story)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_a_question_that_the_line_swallows_is_answered_here_once_the_loss_is_known() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let (_desktop, keeper, mut status) = Desktop::kept(&bench).await;
    let story = async {
        until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
        let silent = async |_: Value| {
            line.set(Weather::Lost);
            std::future::pending().await
        };
        let answer = keeper.ask_over("user_get", json!(people[0]), &Task::unwatched(), silent).await.unwrap();
        let told: Value = serde_json::from_str(&answer).unwrap();
        let may = told["row"]["may"].as_array().unwrap();
        let refusal = |action: &str| &may.iter().find(|one| one["action"] == action).unwrap()["refusal"];
        assert_eq!(refusal("suspend"), &Value::Null);
        assert_eq!(refusal("archive")["message"], "This needs a connection.");
        // What can’t wait is asked of the line alone, and its failure is its own.
        let away = async |_: Value| Err(WireError::new(WireCode::Unreachable, "The connection was lost.", ""));
        line.set(Weather::Fine);
        keeper.try_now();
        until(&mut status, |now| now.online == Some(true)).await;
        let role = json!({ "command": bench.command(), "name": "Night" });
        let failed = keeper.ask_over("role_create", role, &Task::unwatched(), away).await;
        assert_eq!(failed.unwrap_err().code, WireCode::Unreachable);
    };
    kept(&keeper, &line, Box::pin(story)).await;
}

/// Somebody else changes a number of theirs.
async fn edit_there(bench: &Bench, member: MemberId, phone: &str) {
    let seen = bench.row(member).await.version;
    let ask = json!({ "command": bench.command(), "member": member, "seen": seen, "phone": phone });
    let ask: EditUser = serde_json::from_value(ask).unwrap();
    bench.desk().edit(&ask).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r33_a_conflict_is_shown_with_who_when_and_both_values_and_mine_goes_over_theirs() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let (_desktop, keeper, mut status) = Desktop::kept(&bench).await;
    let story = async {
        until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
        line.set(Weather::Lost);
        let lost = until(&mut status, |now| now.online == Some(false)).await;
        assert!(lost.lost_at.is_some() && keeper.view().await.synced.is_some());
        let edit = QueuedWhat::Profile {
            first_name: None,
            last_name: None,
            phone: Some("+47 55 01 02 03".to_owned()),
            language: None,
            note: None,
        };
        let command = keeper.with(async |offline| offline.give(people[0], edit, None).await).await.unwrap();
        edit_there(&bench, people[0], "+47 55 99 88 77").await;
        line.set(Weather::Fine);
        let theirs = loop {
            let view = keeper.view().await;
            if let QueuedStanding::Conflict { theirs: Some(theirs), .. } = &view.entries[0].standing {
                break theirs.clone();
            }
            status.changed().await.unwrap();
        };
        assert!(theirs.by.is_some(), "{theirs:?}");
        let both = &theirs.values[..];
        assert_eq!(both.len(), 1);
        assert_eq!(
            (&*both[0].label, &*both[0].theirs, &*both[0].mine),
            ("Phone", "+47 55 99 88 77", "+47 55 01 02 03")
        );
        keeper.settle(&SettleQueued { command, how: SettleHow::ApplyMine }).await.unwrap();
        until(&mut status, |now| now.entries.iter().all(rollbook_offline::Entry::has_ended)).await;
        assert_eq!(bench.desk().user(people[0]).await.unwrap().phone, "+47 55 01 02 03");
        let again = keeper.settle(&SettleQueued { command, how: SettleHow::KeepTheirs }).await;
        assert!(again.is_err(), "it has ended");
    };
    kept(&keeper, &line, Box::pin(story)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r34_whoever_signs_out_leaves_nothing_to_read_and_what_waits_stays() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let (desktop, keeper, mut status) = Desktop::kept(&bench).await;
    let story = async {
        until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
        line.set(Weather::Lost);
        until(&mut status, |now| now.online == Some(false)).await;
        let what = QueuedWhat::Act { action: Action::PasswordLink };
        keeper.with(async |offline| offline.give(people[0], what, None).await).await.unwrap();
    };
    kept(&keeper, &line, Box::pin(story)).await;
    assert!(desktop.replica().exists());
    keeper.leave().await;
    assert!(!desktop.replica().exists(), "nothing is read here any more");
    let now = keeper.view().await;
    assert_eq!((now.ready, now.entries.len()), (false, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_what_cant_wait_says_so_wherever_it_is_offered() {
    let (bench, _, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, bench.owner);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    let (here, there) = (desktop.it().desk().unwrap(), bench.desk());
    let free = |refusal: Option<rollbook_domain::Refusal>| refusal.is_none();
    let says = |refusal: Option<rollbook_domain::Refusal>| {
        refusal.is_some_and(|refusal| refusal.message == "This needs a connection.")
    };
    // The owner may all of it where there is a connection.
    assert!(free(there.policy().await.unwrap().refusal) && says(here.policy().await.unwrap().refusal));
    assert!(free(there.licences().await.unwrap().owner_refusal) && says(here.licences().await.unwrap().owner_refusal));
    assert!(free(there.wordings().await.unwrap().refusal) && says(here.wordings().await.unwrap().refusal));
    for role in here.roles().await.unwrap().roles {
        assert!(
            role.edit_refusal.is_some() && role.delete_refusal.is_some() && says(role.give_refusal),
            "{}",
            role.name
        );
    }
    for group in here.groups_view().await.unwrap().groups {
        assert!(says(group.edit_refusal) && group.delete_refusal.is_some(), "{}", group.name);
    }
    let page = here.person(people[0]).await.unwrap();
    assert!(says(page.standing_refusal) && says(page.licence_refusal));
    let mut marks = page.glass.products.iter().flat_map(|product| &product.modules).flat_map(|module| &module.marks);
    assert!(marks.all(|mark| mark.refusal.is_some()), "no permission is given or taken here");
    // What can wait is free.
    assert!(page.user.row.edit_refusal.is_none() && page.user.row.password_refusal.is_none());
}
