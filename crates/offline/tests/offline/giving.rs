//! What is done without a connection: shown, kept, sent once, judged by the rules of then.

use crate::house::{Desktop, Line, Weather, is_the_same, key, office};
use rollbook_credentials::Secret;
use rollbook_directory::{
    Task,
    contract::{EditUser, Outcome, QueuedWhat, WireCode},
};
use rollbook_domain::{
    Code, Event, MemberId,
    command::Action,
    member::{Status, Tier},
};
use rollbook_offline::{End, Failure, Standing, Step};
use rollbook_store::{Schema, Store};
use rollbook_testkit::{Bench, Engine, dump, sign_in};

rollbook_testkit::contract![
    r32_it_is_shown_at_once_and_carried_out_once_there_is_a_connection,
    r32_what_waits_leaves_the_replica_as_it_came,
    r32_only_what_is_queueable_can_be_given,
    r33_whatever_is_lost_or_doubled_it_is_carried_out_once,
    r33_the_rules_of_then_judge_it,
    r33_what_was_done_before_the_right_was_lost_is_told_as_done,
    r33_many_are_sent_at_once_and_each_ends_as_it_would_alone,
    r33_what_the_other_side_fails_on_holds_nobody_else_back,
    r33_a_field_that_somebody_else_changed_is_a_conflict,
    r33_ones_own_commands_are_no_conflict,
    r33_a_status_that_somebody_else_changed_is_a_conflict,
    r33_one_conflict_holds_nobody_else_back,
    r33_what_waits_can_be_taken_back_until_it_is_sent,
    r34_a_temporary_password_is_kept_as_its_hash_alone,
    r34_a_hash_that_costs_too_little_or_too_much_is_refused,
];

fn act(action: Action) -> QueuedWhat {
    QueuedWhat::Act { action }
}

fn phone(number: &str) -> QueuedWhat {
    QueuedWhat::Profile {
        first_name: None,
        last_name: None,
        phone: Some(number.to_owned()),
        language: None,
        note: None,
    }
}

async fn theirs(bench: &Bench, member: MemberId, number: &str) {
    let ask: EditUser = serde_json::from_value(serde_json::json!({
        "command": bench.command(), "member": member, "seen": bench.row(member).await.version, "phone": number,
    }))
    .unwrap();
    bench.desk().edit(&ask).await.unwrap();
}

async fn phone_of(bench: &Bench, member: MemberId) -> String {
    bench.desk().user(member).await.unwrap().phone
}

/// A desktop with a whole replica and no connection.
async fn away(bench: &Bench, line: &Line<'_>) -> Desktop {
    let mut desktop = Desktop::new(bench, 1).await;
    desktop.sync(line).await;
    desktop.offline(line).await;
    desktop
}

fn standing(desktop: &mut Desktop) -> Vec<Standing> {
    desktop.it().entries().iter().map(|entry| entry.standing.clone()).collect()
}

fn applied(standing: &Standing) -> bool {
    matches!(standing, Standing::Ended { end: End::Applied, .. })
}

async fn events(bench: &Bench) -> usize {
    bench.log().await.len()
}

async fn r32_it_is_shown_at_once_and_carried_out_once_there_is_a_connection(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    let before = events(&bench).await;
    desktop.it().give(people[0], act(Action::Suspend), None).await.unwrap();
    desktop.it().give(people[1], phone("+47 1"), None).await.unwrap();
    desktop.it().give(people[2], act(Action::PasswordLink), None).await.unwrap();
    let desk = desktop.it().desk().unwrap();
    assert_eq!(desk.user(people[0]).await.unwrap().row.status, Status::Suspended);
    assert_eq!(desk.user(people[1]).await.unwrap().phone, "+47 1");
    assert_eq!(events(&bench).await, before, "nothing happened yet");
    desktop.crash().await;
    desktop.offline(&line).await;
    let desk = desktop.it().desk().unwrap();
    assert_eq!(desk.user(people[0]).await.unwrap().row.status, Status::Suspended, "it is there after a crash");

    desktop.sync(&line).await;
    assert!(standing(&mut desktop).iter().all(applied), "{:?}", standing(&mut desktop));
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
    assert_eq!(phone_of(&bench, people[1]).await, "+47 1");
    bench.token("ola@nordlys.example").await;
    assert!(bench.log().await.iter().skip(before).all(|entry| entry.actor == Some(ingrid)), "she did it");
    is_the_same(&bench, &desktop).await;
}

async fn r32_what_waits_leaves_the_replica_as_it_came(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    is_the_same(&bench, &desktop).await;
    for (member, what) in [
        (people[0], act(Action::Suspend)),
        (people[0], act(Action::Reactivate)),
        (people[0], phone("+47 2")),
        (people[1], act(Action::Suspend)),
    ] {
        desktop.it().give(member, what, None).await.unwrap();
    }
    let all: Vec<_> = desktop.it().entries().iter().map(|entry| entry.command).collect();
    for command in all {
        desktop.it().drop_entry(command).await.unwrap();
    }
    assert_eq!(desktop.it().next(), Step::Rest);
    is_the_same(&bench, &desktop).await;
}

async fn r32_only_what_is_queueable_can_be_given(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    for action in Action::ALL.into_iter().filter(|action| !rollbook_directory::is_queueable(*action)) {
        let refused = desktop.it().give(people[0], act(action), None).await;
        assert!(matches!(refused, Err(Failure::Rule(_))), "{action:?}");
    }
    // What the rules refuse here already doesn’t wait either.
    let refused = desktop.it().give(bench.owner, act(Action::Suspend), None).await;
    assert!(matches!(&refused, Err(Failure::Rule(error)) if matches!(error.code, WireCode::Rule(_))), "{refused:?}");
    assert_eq!(desktop.it().entries().len(), 0);
    let before = events(&bench).await;
    desktop.sync(&line).await;
    assert_eq!(events(&bench).await, before);
    is_the_same(&bench, &desktop).await;
}

async fn r33_whatever_is_lost_or_doubled_it_is_carried_out_once(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    desktop.it().give(people[0], act(Action::PasswordLink), None).await.unwrap();
    desktop.it().give(people[1], act(Action::PasswordLink), None).await.unwrap();
    let sent = |log: &[rollbook_store::LogEntry]| {
        log.iter().filter(|entry| matches!(entry.event, Some(Event::PasswordLinkSent { .. }))).count()
    };
    for weather in [Weather::Lost, Weather::AnswerLost, Weather::AnswerLost, Weather::Captive] {
        line.set(weather);
        desktop.it().heard_of();
        while desktop.it().is_online() {
            drop(desktop.it().step(&line).await);
        }
        desktop.crash().await;
    }
    assert_eq!(sent(&bench.log().await), 2, "both arrived, their answer didn’t");
    line.set(Weather::Twice);
    desktop.sync(&line).await;
    line.set(Weather::Fine);
    // What was on its way arrives late.
    let late: Vec<_> = line.asked.lock().unwrap().clone();
    for (name, request) in late.into_iter().filter(|(name, _)| name == "queued_give") {
        line.arrive(&name, request).await.unwrap();
    }
    desktop.sync(&line).await;
    assert!(standing(&mut desktop).iter().all(applied));
    assert_eq!(sent(&bench.log().await), 2);
    is_the_same(&bench, &desktop).await;
}

async fn r33_the_rules_of_then_judge_it(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    desktop.it().give(people[0], phone("+47 3"), None).await.unwrap();
    desktop.it().give(people[1], act(Action::Suspend), None).await.unwrap();
    // Meanwhile one of them rises above her, and is no longer hers to touch.
    let rise: EditUser = serde_json::from_value(serde_json::json!({
        "command": bench.command(), "member": people[0], "seen": bench.row(people[0]).await.version, "tier": Tier::Admin,
        "roles": bench.desk().roles().await.unwrap().roles.iter().filter(|role| role.name == "Super Admin").map(|role| role.id).collect::<Vec<_>>(),
    }))
    .unwrap();
    bench.desk().edit(&rise).await.unwrap();
    let before = events(&bench).await;
    desktop.sync(&line).await;
    let ended = standing(&mut desktop);
    assert!(
        matches!(&ended[0], Standing::Ended { end: End::Refused { words }, .. } if words.code == WireCode::Rule(Code::RankTooLow)),
        "{ended:?}"
    );
    assert!(applied(&ended[1]));
    assert_eq!(events(&bench).await, before + 1, "what was refused left no trace");
    assert_eq!(phone_of(&bench, people[0]).await, "");
    // Sent again by the same id, it is answered the same.
    let (name, request) = line.asked.lock().unwrap().iter().find(|(name, _)| name == "queued_give").cloned().unwrap();
    line.arrive(&name, request).await.unwrap();
    assert_eq!(events(&bench).await, before + 1);
    is_the_same(&bench, &desktop).await;
}

async fn r33_what_was_done_before_the_right_was_lost_is_told_as_done(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    desktop.it().give(people[0], act(Action::Suspend), None).await.unwrap();
    desktop.it().give(people[0], act(Action::Reactivate), None).await.unwrap();
    line.set(Weather::AnswerLost);
    desktop.it().heard_of();
    while desktop.it().is_online() {
        drop(desktop.it().step(&line).await);
    }
    let lower: EditUser = serde_json::from_value(serde_json::json!({
        "command": bench.command(), "member": ingrid, "seen": bench.row(ingrid).await.version, "tier": Tier::User,
    }))
    .unwrap();
    bench.desk().edit(&lower).await.unwrap();
    line.set(Weather::Fine);
    desktop.it().heard_of();
    while desktop.it().is_online() {
        drop(desktop.it().step(&line).await);
    }
    let ended = standing(&mut desktop);
    assert!(applied(&ended[0]), "it was done while she might: {ended:?}");
    assert!(matches!(ended[1], Standing::Ended { end: End::Refused { .. }, .. }), "{ended:?}");
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
}

async fn r33_many_are_sent_at_once_and_each_ends_as_it_would_alone(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    desktop.it().give(people[0], phone("+47 mine"), None).await.unwrap();
    desktop.it().give(people[1], act(Action::PasswordLink), None).await.unwrap();
    desktop.it().give(people[2], act(Action::Suspend), None).await.unwrap();
    desktop.it().give(people[2], phone("+47 after"), None).await.unwrap();
    theirs(&bench, people[0], "+47 theirs").await;
    bench.act(Action::Suspend, &people[1..2]).await;
    let before = events(&bench).await;
    desktop.sync(&line).await;
    let ended = standing(&mut desktop);
    assert!(matches!(&ended[0], Standing::Conflict { words } if words.message.contains("+47 theirs")), "{ended:?}");
    assert!(matches!(&ended[1], Standing::Ended { end: End::Refused { .. }, .. }), "{ended:?}");
    assert!(applied(&ended[2]) && applied(&ended[3]), "{ended:?}");
    assert_eq!(events(&bench).await, before + 2, "one event of each that was carried out, none of the others");
    let asked = line.asked.lock().unwrap().clone();
    let many = asked.iter().filter(|(name, _)| name == "queued_give");
    let many: Vec<usize> = many.map(|(_, request)| request["commands"].as_array().unwrap().len()).collect();
    assert_eq!(many, [3, 1], "at once, but one after the other about one person");
    is_the_same(&bench, &desktop).await;
}

async fn r33_what_the_other_side_fails_on_holds_nobody_else_back(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    for member in &people {
        desktop.it().give(*member, act(Action::Suspend), None).await.unwrap();
    }
    line.set(Weather::Fails(people[1]));
    desktop.sync(&line).await;
    let ended = standing(&mut desktop);
    assert!(applied(&ended[0]) && applied(&ended[2]), "{ended:?}");
    assert_eq!(ended[1], Standing::Waiting, "it is tried again");
    line.set(Weather::Fine);
    desktop.sync(&line).await;
    assert!(standing(&mut desktop).iter().all(applied));
    is_the_same(&bench, &desktop).await;
}

async fn r33_a_field_that_somebody_else_changed_is_a_conflict(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    let mine = desktop.it().give(people[0], phone("+47 mine"), None).await.unwrap();
    let other = desktop.it().give(people[1], phone("+47 mine"), None).await.unwrap();
    theirs(&bench, people[0], "+47 theirs").await;
    theirs(&bench, people[1], "+47 theirs").await;
    desktop.sync(&line).await;
    for stands in standing(&mut desktop) {
        assert!(matches!(&stands, Standing::Conflict { words } if words.message.contains("+47 theirs")), "{stands:?}");
    }
    assert_eq!(phone_of(&bench, people[0]).await, "+47 theirs", "nothing was written over it");
    desktop.it().keep_theirs(mine).await.unwrap();
    let over = desktop.it().apply_mine(other).await.unwrap();
    assert_ne!(over, other, "it is a command of its own");
    desktop.sync(&line).await;
    assert_eq!(
        (phone_of(&bench, people[0]).await.as_str(), phone_of(&bench, people[1]).await.as_str()),
        ("+47 theirs", "+47 mine")
    );
    let ended = standing(&mut desktop);
    assert!(matches!(ended[0], Standing::Ended { end: End::KeptTheirs, .. }) && applied(&ended[1]), "{ended:?}");
    is_the_same(&bench, &desktop).await;
}

async fn r33_ones_own_commands_are_no_conflict(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    for what in [phone("+47 4"), act(Action::Suspend), phone("+47 5"), act(Action::Reactivate)] {
        desktop.it().give(people[0], what, None).await.unwrap();
    }
    desktop.sync(&line).await;
    assert!(standing(&mut desktop).iter().all(applied), "{:?}", standing(&mut desktop));
    assert_eq!(
        (phone_of(&bench, people[0]).await.as_str(), bench.row(people[0]).await.status),
        ("+47 5", Status::Active)
    );
    is_the_same(&bench, &desktop).await;
}

async fn r33_a_status_that_somebody_else_changed_is_a_conflict(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    let suspend = desktop.it().give(people[0], act(Action::Suspend), None).await.unwrap();
    bench.act(Action::Suspend, &people[..1]).await;
    bench.act(Action::Reactivate, &people[..1]).await;
    desktop.sync(&line).await;
    assert!(matches!(standing(&mut desktop)[0], Standing::Conflict { .. }), "{:?}", standing(&mut desktop));
    assert_eq!(bench.row(people[0]).await.status, Status::Active);
    desktop.it().apply_mine(suspend).await.unwrap();
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Suspended);
    is_the_same(&bench, &desktop).await;
}

async fn r33_one_conflict_holds_nobody_else_back(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    let stuck = desktop.it().give(people[0], phone("+47 6"), None).await.unwrap();
    desktop.it().give(people[1], phone("+47 6"), None).await.unwrap();
    desktop.it().give(people[0], act(Action::Suspend), None).await.unwrap();
    theirs(&bench, people[0], "+47 theirs").await;
    desktop.sync(&line).await;
    let stands = standing(&mut desktop);
    assert!(matches!(stands[0], Standing::Conflict { .. }) && applied(&stands[1]), "{stands:?}");
    assert_eq!(stands[2], Standing::Waiting, "what came after it about the same person stays after it");
    desktop.it().keep_theirs(stuck).await.unwrap();
    desktop.sync(&line).await;
    assert!(applied(&standing(&mut desktop)[2]));
    is_the_same(&bench, &desktop).await;
}

async fn r33_what_waits_can_be_taken_back_until_it_is_sent(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    let dropped = desktop.it().give(people[0], act(Action::Suspend), None).await.unwrap();
    let sent = desktop.it().give(people[1], act(Action::Suspend), None).await.unwrap();
    desktop.it().drop_entry(dropped).await.unwrap();
    let desk = desktop.it().desk().unwrap();
    assert_eq!(desk.user(people[0]).await.unwrap().row.status, Status::Active, "it is as it was");
    assert_eq!(desk.user(people[1]).await.unwrap().row.status, Status::Suspended, "the other one still waits");
    line.set(Weather::AnswerLost);
    desktop.it().heard_of();
    while desktop.it().is_online() {
        drop(desktop.it().step(&line).await);
    }
    let refused = desktop.it().drop_entry(sent).await;
    assert!(matches!(refused, Err(Failure::Rule(_))), "it may have been carried out: {refused:?}");
    line.set(Weather::Fine);
    desktop.sync(&line).await;
    assert_eq!(bench.row(people[0]).await.status, Status::Active);
    assert_eq!(bench.row(people[1]).await.status, Status::Suspended);
    is_the_same(&bench, &desktop).await;
}

async fn r34_a_temporary_password_is_kept_as_its_hash_alone(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let line = Line::new(&bench, ingrid);
    let mut desktop = away(&bench, &line).await;
    let weak = Secret::new("nordlys".to_owned());
    let refused = desktop.it().give(people[0], QueuedWhat::TemporaryPassword, Some(&weak)).await;
    assert!(matches!(refused, Err(Failure::Rule(_))), "R23 holds here too");
    let word = "granite-walrus-92-parachute";
    let password = Secret::new(word.to_owned());
    desktop.it().give(people[0], QueuedWhat::TemporaryPassword, Some(&password)).await.unwrap();
    for file in [desktop.replica(), desktop.queue()] {
        let store = Store::file(&file, &key(), Schema::Expect).await.unwrap();
        assert_eq!(dump(&store).await.holding(word), Vec::<String>::new(), "{}", file.display());
        store.close().await;
    }
    desktop.sync(&line).await;
    assert!(applied(&standing(&mut desktop)[0]), "{:?}", standing(&mut desktop));
    let store = Store::file(&desktop.queue(), &key(), Schema::Expect).await.unwrap();
    assert_eq!(dump(&store).await.holding("$argon2"), Vec::<String>::new(), "its hash went with its end");
    let entered = bench.directory.sign_in(&sign_in("nadia@nordlys.example", word)).await.unwrap();
    assert!(entered.is_ok(), "she signs in with it: {entered:?}");
    desktop.sync(&line).await;
    is_the_same(&bench, &desktop).await;
}

async fn r34_a_hash_that_costs_too_little_or_too_much_is_refused(engine: Engine) {
    let (bench, ingrid, people) = office(engine).await;
    let before = bench.log().await.len();
    for cost in ["m=8,t=1,p=1", "m=1048576,t=2,p=1", "m=19456,t=64,p=1"] {
        let hash = format!("$argon2id$v=19${cost}$c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g");
        let ask = serde_json::json!({
            "command": bench.command(), "member": people[0], "seen": 0, "seal": "0".repeat(64), "mine": [], "over": true,
            "what": { "what": "temporary_password" }, "hash": hash,
        });
        let ask = serde_json::json!({ "commands": [ask] });
        let told =
            rollbook_directory::answer(&bench.desk_of(ingrid), "queued_give", ask, &Task::unwatched()).await.unwrap();
        let told: Vec<Outcome> = serde_json::from_str(&told).unwrap();
        assert_eq!((told[0].refused, told[0].refusals[0].refusal.code), (1, Code::Invalid), "{cost}");
    }
    assert_eq!(bench.log().await.len(), before);
}
