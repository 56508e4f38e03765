//! Undo: by a command, under all rules; what somebody changed since stays and is named.

use crate::{
    editing::edit_of,
    refused,
    tables::{people, real},
};
use rollbook_directory::{
    Task,
    contract::{EditUser, GroupChoice, UserRow},
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::{Status, Tab, Tier},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    an_invitation_is_taken_back_with_its_link,
    an_edit_is_taken_back_and_brought_again,
    an_archived_member_comes_back_as_they_were,
    a_bulk_action_is_taken_back_for_everybody,
    of_a_bulk_action_the_rest_is_taken_back_when_one_has_gone_on,
    an_import_is_taken_back_whole,
    what_was_undone_is_not_undone_twice,
    another_organizations_command_is_not_undone,
];

async fn an_invitation_is_taken_back_with_its_link(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ask = bench.invitation("Ann Lee", "ann@nordlys.example");
    let invited = bench.desk().invite(&ask).await.unwrap();
    assert!(invited.undoable);
    let token = bench.token("ann@nordlys.example").await;
    bench.desk().undo(ask.command).await.unwrap();
    assert!(bench.rows(Tab::Pending).await.is_empty());
    assert!(bench.take_up(&token).await.unwrap().is_err(), "the link is dead");
    assert_eq!(bench.dump().await.table("account").len(), 1, "nothing stays of somebody who never came");
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    bench.accept("ann@nordlys.example").await;
}

async fn an_edit_is_taken_back_and_brought_again(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let group = bench.desk().groups().await.unwrap()[0].id;
    let before = bench.desk().user(ann).await.unwrap();
    let ask = EditUser {
        first_name: Some("Anna".to_owned()),
        email: Some("anna@nordlys.example".to_owned()),
        tier: Some(Tier::Admin),
        groups: Some(vec![group]),
        phone: Some("112".to_owned()),
        ..edit_of(&bench, ann).await
    };
    bench.desk().edit(&ask).await.unwrap();
    let edited = bench.desk().user(ann).await.unwrap();
    let undone = bench.desk().undo(ask.command).await.unwrap();
    let after = bench.desk().user(ann).await.unwrap();
    let settled = |mut view: rollbook_directory::contract::UserView| {
        view.row.version = 0;
        view
    };
    assert_eq!(settled(after), settled(before));
    assert!(undone.undoable);
    bench.desk().undo(undone.command).await.unwrap();
    assert_eq!(settled(bench.desk().user(ann).await.unwrap()), settled(edited), "an undo can be undone");
}

async fn an_archived_member_comes_back_as_they_were(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.act(Action::Suspend, &[ann]).await;
    let ask = bench.ask(Action::Archive, &[ann]);
    bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    bench.desk().undo(ask.command).await.unwrap();
    assert_eq!(bench.row(ann).await.status, Status::Suspended, "R4");
}

async fn a_bulk_action_is_taken_back_for_everybody(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.import(&people(0..1_200)).await;
    let before = bench.rows(Tab::Active).await;
    let ids: Vec<MemberId> = before.iter().filter(|row| !row.is_you).map(|row| row.id).collect();
    let ask = bench.ask(Action::Suspend, &ids);
    assert_eq!(bench.desk().act(&ask, &Task::unwatched()).await.unwrap().done, 1_200);
    let undone = bench.desk().undo(ask.command).await.unwrap();
    assert_eq!((undone.done, undone.refused), (1_200, 0));
    assert_eq!(versionless(bench.rows(Tab::Active).await), versionless(before));
    bench.desk().undo(undone.command).await.unwrap();
    assert_eq!(bench.desk().users_counts().await.unwrap().suspended, 1_200, "an undo can be undone");
}

fn versionless(rows: Vec<UserRow>) -> Vec<UserRow> {
    rows.into_iter().map(|row| UserRow { version: 0, ..row }).collect()
}

async fn of_a_bulk_action_the_rest_is_taken_back_when_one_has_gone_on(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mut ids = Vec::new();
    for name in ["ann", "bo", "cy", "di"] {
        ids.push(bench.user(name, &format!("{name}@nordlys.example")).await);
    }
    for gone_on in 1..=2 {
        let ask = bench.ask(Action::Suspend, &ids);
        bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
        bench.act(Action::Archive, &ids[..gone_on]).await;
        let undone = bench.desk().undo(ask.command).await.unwrap();
        assert_eq!((undone.done, undone.refused), (4 - gone_on as u64, gone_on as u64), "the rest comes back");
        assert_eq!(
            undone.refusals[0].member,
            ids[..gone_on].iter().copied().find(|id| Some(*id) == undone.refusals[0].member)
        );
        assert!(!undone.refusals[0].name.is_empty());
        bench.act(Action::Restore, &ids[..gone_on]).await;
        bench.act(Action::Reactivate, &ids[..gone_on]).await;
    }
}

async fn an_import_is_taken_back_whole(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    let (rows, groups) = (bench.rows(Tab::Active).await, bench.desk().groups().await.unwrap());
    let ask = bench.run(false, false);
    let (view, _) = bench.desk().import(&real("kubernetes-client"), &ask, &Task::unwatched()).await.unwrap();
    assert!(view.created > 10 && view.groups_created > 5, "{view:?}");
    let undone = bench.desk().undo(ask.command).await.unwrap();
    assert_eq!(undone.refused, 0, "{:?}", undone.refusals);
    assert_eq!(versionless(bench.rows(Tab::Active).await), versionless(rows));
    assert_eq!(names(bench.desk().groups().await.unwrap()), names(groups));
    let again = bench.desk().undo(undone.command).await.unwrap();
    assert_eq!(again.refused, 0, "{:?}", again.refusals);
    assert_eq!(bench.desk().users_counts().await.unwrap().active, 2 + view.created, "an undo can be undone");
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

fn names(groups: Vec<GroupChoice>) -> Vec<(String, u64)> {
    groups.into_iter().map(|group| (group.name, group.members)).collect()
}

async fn what_was_undone_is_not_undone_twice(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = bench.ask(Action::Suspend, &[ann]);
    bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    bench.desk().undo(ask.command).await.unwrap();
    let before = bench.dump().await;
    assert_eq!(refused(bench.desk().undo(ask.command).await), Code::NothingToUndo);
    assert_eq!(refused(bench.desk().undo(bench.command()).await), Code::NothingToUndo, "a command that never was");
    assert_eq!(bench.dump().await, before);
}

async fn another_organizations_command_is_not_undone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(knut));
    let ask = bench.invitation("Liv Berg", "liv@fjord.example");
    theirs.invite(&ask).await.unwrap();
    let before = bench.dump().await;
    assert_eq!(refused(bench.desk().undo(ask.command).await), Code::NothingToUndo, "C28");
    assert_eq!(bench.dump().await, before);
}
