//! What runs beside an organization: it notices what the line does, and screens hear of it.

use crate::house::{Desktop, Line, Weather, is_the_same, office, until};
use rollbook_directory::{
    Desk, Task,
    contract::{Outcome, QueuedWhat, UsersCount, WireCode},
};
use rollbook_domain::{
    Code,
    command::Action,
    member::{Status as MemberStatus, Tab},
    time::HOUR,
};
use rollbook_offline::{End, PATIENCE, Standing};
use rollbook_testkit::Engine;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b15_a_line_that_is_lost_and_found_again_is_noticed_and_what_was_done_meanwhile_is_sent() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let (desktop, keeper, mut status) = Desktop::kept(&bench).await;
    assert_eq!(status.borrow().online, None, "nothing is known yet");
    let story = async {
        until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
        for weather in [Weather::Lost, Weather::Captive] {
            line.set(weather);
            let away = until(&mut status, |now| now.online == Some(false)).await;
            assert!(away.desk.is_some(), "everything is still read");
            line.set(Weather::Fine);
            keeper.try_now();
            until(&mut status, |now| now.online == Some(true)).await;
        }
        line.set(Weather::Lost);
        until(&mut status, |now| now.online == Some(false)).await;
        let suspend = QueuedWhat::Act { action: Action::Suspend };
        let given = keeper.with(async |offline| offline.give(people[0], suspend, None).await).await;
        given.unwrap();
        let waits = until(&mut status, |now| !now.entries.is_empty()).await;
        assert_eq!(waits.entries[0].standing, Standing::Waiting);
        let desk = waits.desk.unwrap();
        assert_eq!(desk.user(people[0]).await.unwrap().row.status, MemberStatus::Suspended, "it is shown");
        line.set(Weather::Fine);
        until(&mut status, |now| now.entries.iter().all(rollbook_offline::Entry::has_ended)).await;
        assert_eq!(bench.row(people[0]).await.status, MemberStatus::Suspended);
        // Until the replica has heard of it as well.
        let seq = bench.store().seq(bench.organization).await.unwrap();
        loop {
            let now = status.borrow_and_update().clone();
            if let Some(desk) = now.desk
                && desk.directory().store().seq(bench.organization).await.unwrap() == seq
            {
                return;
            }
            status.changed().await.unwrap();
        }
    };
    tokio::select! {
        () = keeper.run(&line, PATIENCE) => unreachable!("it keeps on"),
        () = story => {}
    }
    is_the_same(&bench, &desktop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn b15_a_machine_that_slept_notices_that_its_line_is_gone_and_finds_it_again() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let (desktop, keeper, mut status) = Desktop::kept(&bench).await;
    let story = async {
        for who in &people[..2] {
            until(&mut status, |now| now.online == Some(true) && now.desk.is_some()).await;
            // It wakes in the morning: the clock has jumped, and nothing answers yet.
            line.set(Weather::Lost);
            bench.clock.advance(9 * HOUR);
            let away = until(&mut status, |now| now.online == Some(false)).await;
            assert!(away.desk.is_some(), "everything is still read");
            let suspend = QueuedWhat::Act { action: Action::Suspend };
            keeper.with(async |offline| offline.give(*who, suspend, None).await).await.unwrap();
            line.set(Weather::Fine);
            until(&mut status, |now| {
                !now.entries.is_empty() && now.entries.iter().all(rollbook_offline::Entry::has_ended)
            })
            .await;
            assert_eq!(bench.row(*who).await.status, MemberStatus::Suspended);
        }
    };
    tokio::select! {
        () = keeper.run(&line, PATIENCE) => unreachable!("it keeps on"),
        () = story => {}
    }
    drop(desktop);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r32_screens_are_answered_without_a_connection_and_what_cant_wait_says_so() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = Desktop::new(&bench, 1).await;
    desktop.sync(&line).await;
    desktop.offline(&line).await;
    let keeper = desktop.keeper();
    let ask = async |name: &str, request: Value| keeper.ask(name, request, &Task::unwatched()).await;
    let before = bench.log().await.len();

    let count = ask("users_count", json!(Desk::whole_tab(Tab::Active))).await.unwrap();
    let count: UsersCount = serde_json::from_str(&count).unwrap();
    assert_eq!(count.matching, 5);

    let suspend = json!({
        "command": bench.command(), "action": "suspend", "target": { "by": "ids", "ids": [people[0], people[1], bench.owner] },
        "mode": "what_is_possible", "preview": false,
    });
    let outcome: Outcome = serde_json::from_str(&ask("users_act", suspend).await.unwrap()).unwrap();
    assert_eq!((outcome.done, outcome.refused), (2, 1), "each is judged alone: {:?}", outcome.refusals);

    let note = json!({ "command": bench.command(), "member": people[2], "seen": 1, "note": "Called from the train." });
    for _ in 0..2 {
        ask("user_edit", note.clone()).await.unwrap();
    }
    let password =
        json!({ "command": bench.command(), "member": people[2], "password": "granite-walrus-92-parachute" });
    ask("user_password_set", password).await.unwrap();
    let waiting = keeper.status().borrow().entries.clone();
    assert_eq!(waiting.len(), 4, "the same again waits once");

    let roles = json!({ "command": bench.command(), "member": people[2], "seen": 1, "note": "x", "roles": [] });
    let archive = json!({
        "command": bench.command(), "action": "archive", "target": { "by": "ids", "ids": [people[2]] },
        "mode": "what_is_possible", "preview": false,
    });
    let role = json!({
        "command": bench.command(), "name": "Night", "description": "", "portal": false, "permissions": [], "preview": false,
    });
    for (name, request) in [
        ("user_edit", roles),
        ("users_act", archive),
        ("role_create", role),
        ("replica_part", json!({ "part": "begin" })),
    ] {
        assert_eq!(ask(name, request).await.unwrap_err().code, WireCode::Rule(Code::NotAllowed), "{name}");
    }
    assert_eq!(keeper.status().borrow().entries.len(), 4);
    assert_eq!(bench.log().await.len(), before, "nothing happened there");

    let mut status = keeper.status();
    tokio::select! {
        () = keeper.run(&line, PATIENCE) => unreachable!("it keeps on"),
        all = until(&mut status, |now| now.entries.iter().all(rollbook_offline::Entry::has_ended)) => {
            let applied = all.entries.iter().filter(|entry| matches!(entry.standing, Standing::Ended { end: End::Applied, .. }));
            assert_eq!(applied.count(), 4, "{:?}", all.entries);
        }
    }
    assert_eq!(bench.desk().user(people[2]).await.unwrap().note, "Called from the train.");
}
