//! API keys and permission checks (R9, C25, C30, C32): a key is shown once, and what it is told is never
//! older than the newest committed change, whichever program made it.

use crate::{
    asks::{give, grant, group, hold, permission, permissions, take},
    refused,
};
use futures::future::join_all;
use rollbook_directory::{
    Directory, KeyHolder, Task,
    contract::{AddKey, ChangeHoldings, EditGroup, InviteUser, KeyMade, RevokeKey},
};
use rollbook_domain::{
    Code, KeyId, MemberId,
    command::Action,
    holding::{Holding, Period},
    member::{AccessMode, Kind},
    time::{DAY, HOUR},
};
use rollbook_testkit::{Bench, Engine, contract};
use std::sync::Arc;

contract![
    r9_a_key_is_shown_once_and_kept_as_a_hash,
    r9_a_key_ends_with_its_time_its_revoking_and_its_members_standing,
    c25_a_key_asks_about_what_it_reaches_and_nothing_else,
    c30_a_check_is_never_older_than_an_acknowledged_change,
    c30_what_another_program_changed_is_in_the_next_answer,
    b13_a_check_knows_what_began_and_ended_by_now,
    c28_a_key_of_one_organization_says_nothing_of_another,
    a_key_asked_for_twice_is_made_once_and_shown_once,
    an_erased_machine_leaves_no_key,
];

async fn machine(bench: &Bench, grants: &[&str]) -> MemberId {
    let ask = InviteUser {
        kind: Some(Kind::Api),
        email: String::new(),
        access: AccessMode::Custom,
        grants: permissions(grants),
        ..bench.invitation("Feeder", "")
    };
    bench.desk().invite(&ask).await.unwrap().member.unwrap()
}

fn ask(bench: &Bench, member: MemberId, scope: &[&str]) -> AddKey {
    AddKey { command: bench.command(), member, name: "Feed".to_owned(), scope: permissions(scope), expires: None }
}

async fn made(bench: &Bench, ask: &AddKey) -> (String, KeyId) {
    let KeyMade { key, .. } = bench.desk().add_key(ask).await.unwrap();
    let page = bench.desk().person(ask.member).await.unwrap();
    (key.expect("shown once").reveal(), page.keys[0].id)
}

async fn holder(directory: &Directory, key: &str) -> KeyHolder {
    directory.key(key).await.unwrap().expect("a key that works")
}

async fn may(directory: &Directory, key: &str, member: MemberId, what: &str) -> bool {
    let holder = holder(directory, key).await;
    directory.check(&holder, member, &permission(what)).await.unwrap()
}

async fn r9_a_key_is_shown_once_and_kept_as_a_hash(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let made = bench.desk().add_key(&ask(&bench, feeder, &["contacts.view"])).await.unwrap();
    assert!(!format!("{made:?}").contains("rbk_"), "C33");
    let key = made.key.unwrap().reveal();
    let secret = key.strip_prefix("rbk_").expect("its mark");
    assert!(bench.dump().await.holding(secret).is_empty(), "C43: it is in no table");
    assert!(bench.log().await.iter().all(|entry| !format!("{entry:?}").contains(secret)), "R30");
    let page = bench.desk().person(feeder).await.unwrap();
    let view = &page.keys[0];
    assert_eq!(
        (view.name.as_str(), view.works, view.used, view.by.as_deref()),
        ("Feed", true, None, Some("Sigrun Aasen"))
    );
    assert_eq!((&view.scope, &page.key_refusal), (&permissions(&["contacts.view"]), &None));
    let known = holder(&bench.directory, &key).await;
    assert_eq!((known.member, known.organization, known.key), (feeder, bench.organization, view.id));
    assert_eq!(bench.desk().person(feeder).await.unwrap().keys[0].used, Some(bench.directory.now()));
    for wrong in ["", "rbk_", secret, &format!("{key}A"), &key.replace("rbk_", "rbk-"), &key.to_uppercase()] {
        assert!(bench.directory.key(wrong).await.unwrap().is_none(), "{} signs", wrong.len());
    }
}

async fn r9_a_key_ends_with_its_time_its_revoking_and_its_members_standing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let expires = Some(bench.directory.now().plus(HOUR));
    let (first, _) = made(&bench, &AddKey { expires, ..ask(&bench, feeder, &["contacts.view"]) }).await;
    let other = AddKey { name: "Other".to_owned(), ..ask(&bench, feeder, &["contacts.view"]) };
    let (second, id) = made(&bench, &other).await;
    for action in [Action::Suspend, Action::Archive] {
        bench.act(action, &[feeder]).await;
        assert!(bench.directory.key(&second).await.unwrap().is_none(), "C32: {action:?}");
        let back = if action == Action::Suspend { Action::Reactivate } else { Action::Restore };
        bench.act(back, &[feeder]).await;
        holder(&bench.directory, &second).await;
    }
    holder(&bench.directory, &first).await;
    bench.clock.advance(HOUR);
    assert!(bench.directory.key(&first).await.unwrap().is_none(), "its time is over");
    let revoke = RevokeKey { command: bench.command(), member: feeder, key: id };
    bench.desk().revoke_key(&revoke).await.unwrap();
    assert!(bench.directory.key(&second).await.unwrap().is_none(), "at once");
    let keys = bench.desk().person(feeder).await.unwrap().keys;
    assert!(keys.iter().all(|key| !key.works) && keys.len() == 2, "and both stay to be seen");
    let again = RevokeKey { command: bench.command(), ..revoke };
    assert_eq!(refused(bench.desk().revoke_key(&again).await), Code::NotFound);
}

async fn c25_a_key_asks_about_what_it_reaches_and_nothing_else(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    hold(&bench, &give(&bench, &[grant("contacts.view"), grant("contacts.edit")], &[ann])).await;
    let (key, _) = made(&bench, &ask(&bench, feeder, &["contacts.view", "documents.view"])).await;
    assert!(may(&bench.directory, &key, ann, "contacts.view").await);
    assert!(may(&bench.directory, &key, bench.owner, "contacts.view").await, "the owner may everything");
    assert!(may(&bench.directory, &key, feeder, "contacts.view").await, "and the machine itself what it may");
    let nobody = MemberId::from_uuid(uuid::Uuid::nil());
    assert!(!may(&bench.directory, &key, nobody, "contacts.view").await, "C31");
    let holder = holder(&bench.directory, &key).await;
    for beyond in ["contacts.edit", "documents.view", "nothing.view"] {
        let answer = bench.directory.check(&holder, ann, &permission(beyond)).await;
        assert_eq!(refused(answer), Code::NotAllowed, "{beyond}: out of scope, or its member lacks it");
    }
    // A restriction of the machine's narrows its keys at once.
    hold(&bench, &give(&bench, &[Holding::Restriction(permission("contacts.view"))], &[feeder])).await;
    assert_eq!(refused(bench.directory.check(&holder, ann, &permission("contacts.view")).await), Code::NotAllowed);
}

async fn c30_a_check_is_never_older_than_an_acknowledged_change(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let crew = group(&bench, "Crew", &[]).await;
    hold(&bench, &give(&bench, &[Holding::Group(crew)], &[ann])).await;
    let (key, _) = made(&bench, &ask(&bench, feeder, &["contacts.view"])).await;
    let what = [grant("contacts.view")];
    for _ in 0..5 {
        assert!(!may(&bench.directory, &key, ann, "contacts.view").await);
        hold(&bench, &give(&bench, &what, &[ann])).await;
        assert!(may(&bench.directory, &key, ann, "contacts.view").await);
        bench.act(Action::Suspend, &[ann]).await;
        assert!(!may(&bench.directory, &key, ann, "contacts.view").await);
        bench.act(Action::Reactivate, &[ann]).await;
        hold(&bench, &take(&bench, &what, &[ann])).await;
        // By the group that she is in.
        for (gives, has) in [(true, true), (false, false)] {
            let permissions = permissions(&["contacts.view"]);
            let (give, take) = if gives { (permissions, Vec::new()) } else { (Vec::new(), permissions) };
            let edit = EditGroup { give, take, ..crate::asks::edit_group(&bench, crew, &[], &[]).await };
            bench.desk().edit_group(&edit).await.unwrap();
            assert_eq!(may(&bench.directory, &key, ann, "contacts.view").await, has, "R19");
        }
    }
    // While somebody gives and takes, every answer after an acknowledgement is of that moment.
    let asking = join_all((0..4).map(|_| async {
        for _ in 0..10 {
            may(&bench.directory, &key, ann, "contacts.view").await;
        }
    }));
    let changing = async {
        for _ in 0..6 {
            hold(&bench, &give(&bench, &what, &[ann])).await;
            assert!(may(&bench.directory, &key, ann, "contacts.view").await);
            hold(&bench, &take(&bench, &what, &[ann])).await;
            assert!(!may(&bench.directory, &key, ann, "contacts.view").await);
        }
    };
    futures::future::join(asking, changing).await;
}

async fn c30_what_another_program_changed_is_in_the_next_answer(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (key, _) = made(&bench, &ask(&bench, feeder, &["contacts.view"])).await;
    let clock: Arc<dyn rollbook_directory::Clock> = Arc::<rollbook_testkit::MovingClock>::clone(&bench.clock);
    let (store, entropy) = (bench.place.store().await, rollbook_directory::Entropy::seeded(43));
    let other =
        Directory::new(store, clock, entropy, rollbook_credentials::password::Cost::MINIMUM, "http://127.0.0.1:1");
    assert!(!may(&other, &key, ann, "contacts.view").await);
    hold(&bench, &give(&bench, &[grant("contacts.view")], &[ann])).await;
    assert!(may(&other, &key, ann, "contacts.view").await, "nothing told it, and it knows");
    bench.act(Action::Suspend, &[feeder]).await;
    assert!(other.key(&key).await.unwrap().is_none());
}

async fn b13_a_check_knows_what_began_and_ended_by_now(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let (key, _) = made(&bench, &ask(&bench, feeder, &["contacts.view"])).await;
    let day = |n: i64| Some(bench.directory.now().plus(n * DAY));
    let period = Period { from: day(1), until: day(2) };
    let later = ChangeHoldings { period, ..give(&bench, &[grant("contacts.view")], &[ann]) };
    assert_eq!(bench.desk().change_holdings(&later, &Task::unwatched()).await.unwrap().refused, 0);
    for expected in [false, true, false] {
        assert_eq!(may(&bench.directory, &key, ann, "contacts.view").await, expected);
        bench.clock.advance(DAY);
    }
}

async fn c28_a_key_of_one_organization_says_nothing_of_another(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let (key, id) = made(&bench, &ask(&bench, feeder, &["contacts.view"])).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    assert!(!may(&bench.directory, &key, knut, "contacts.view").await, "the owner there is nobody here");
    let there = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(knut));
    let add = AddKey { command: bench.command(), ..ask(&bench, feeder, &["contacts.view"]) };
    assert_eq!(refused(there.add_key(&add).await), Code::NotFound);
    let revoke = RevokeKey { command: bench.command(), member: feeder, key: id };
    assert_eq!(refused(there.revoke_key(&revoke).await), Code::NotFound);
    holder(&bench.directory, &key).await;
}

async fn a_key_asked_for_twice_is_made_once_and_shown_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let ask = ask(&bench, feeder, &["contacts.view"]);
    let first = bench.desk().add_key(&ask).await.unwrap();
    let dump = bench.dump().await;
    let again = bench.desk().add_key(&ask).await.unwrap();
    assert_eq!((again.outcome, again.key.is_none()), (first.outcome, true));
    assert_eq!(bench.dump().await, dump);
    // Undone, it works no more.
    bench.desk().undo(ask.command).await.unwrap();
    assert!(bench.directory.key(&first.key.unwrap().reveal()).await.unwrap().is_none());
}

async fn an_erased_machine_leaves_no_key(engine: Engine) {
    let bench = Bench::open(engine).await;
    let feeder = machine(&bench, &["contacts.view"]).await;
    let (key, _) = made(&bench, &ask(&bench, feeder, &["contacts.view"])).await;
    bench.act(Action::Archive, &[feeder]).await;
    bench.act(Action::Erase, &[feeder]).await;
    assert!(bench.directory.key(&key).await.unwrap().is_none());
    assert!(bench.dump().await.table("api_key").is_empty());
}
