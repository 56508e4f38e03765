//! The same command twice is carried out once.

use futures::future::join_all;
use rollbook_directory::{
    ActorId, Tables, Task,
    contract::{EditUser, InviteUser},
};
use rollbook_domain::{command::Action, member::Status};
use rollbook_testkit::{Bench, Engine, contract};

use crate::editing::edit_of;

contract![
    an_invitation_asked_for_twice_is_sent_once,
    an_edit_asked_for_twice_is_done_once,
    an_action_asked_for_twice_is_done_once_and_answers_the_same,
    an_import_asked_for_twice_is_done_once,
    c28_the_same_command_id_in_two_organizations_is_two_commands,
    the_same_command_by_four_at_once_is_carried_out_once,
];

async fn an_invitation_asked_for_twice_is_sent_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ask = bench.invitation("Ann Lee", "ann@nordlys.example");
    let first = bench.desk().invite(&ask).await.unwrap();
    let dump = bench.dump().await;
    bench.clock.advance(5_000);
    assert_eq!(bench.desk().invite(&ask).await.unwrap(), first);
    assert_eq!(bench.dump().await, dump);
}

async fn an_edit_asked_for_twice_is_done_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = EditUser { phone: Some("112".to_owned()), ..edit_of(&bench, ann).await };
    let first = bench.desk().edit(&ask).await.unwrap();
    let dump = bench.dump().await;
    assert_eq!(bench.desk().edit(&ask).await.unwrap(), first, "not even a conflict with itself");
    assert_eq!(bench.dump().await, dump);
}

async fn an_action_asked_for_twice_is_done_once_and_answers_the_same(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let ask = bench.ask(Action::Suspend, &[ann, bench.owner]);
    let first = bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((first.done, first.refused), (1, 1));
    bench.act(Action::Reactivate, &[ann]).await;
    let dump = bench.dump().await;
    assert_eq!(bench.desk().act(&ask, &Task::unwatched()).await.unwrap(), first);
    assert_eq!(bench.dump().await, dump);
    assert_eq!(bench.row(ann).await.status, Status::Active, "what came later isn't taken back");
}

async fn an_import_asked_for_twice_is_done_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let csv = b"email,first_name\nann@nordlys.example,Ann\nbo@nordlys.example,Bo\n".to_vec();
    let tables = Tables::load(vec![("people.csv".to_owned(), csv)]).unwrap();
    let ask = bench.run(true, false);
    let (first, _) = bench.desk().import(&tables, &ask, &Task::unwatched()).await.unwrap();
    assert_eq!(first.created, 2);
    let dump = bench.dump().await;
    bench.desk().import(&tables, &ask, &Task::unwatched()).await.unwrap();
    assert_eq!(bench.dump().await, dump);
}

async fn c28_the_same_command_id_in_two_organizations_is_two_commands(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let there = bench.directory.desk(fjord, ActorId::Member(knut));
    let here = bench.invitation("Ann Lee", "ann@nordlys.example");
    let other = InviteUser { command: here.command, ..bench.invitation("Bo Lee", "bo@fjord.example") };
    let ours = bench.desk().invite(&here).await.unwrap();
    let theirs = there.invite(&other).await.unwrap();
    assert_ne!(ours.member, theirs.member, "neither is answered with the other’s");
    assert_eq!(
        (bench.desk().invite(&here).await.unwrap(), there.invite(&other).await.unwrap()),
        (ours.clone(), theirs.clone())
    );
    // Each undoes its own.
    there.undo(here.command).await.unwrap();
    assert!(there.user(theirs.member.unwrap()).await.is_err(), "taken back there");
    assert_eq!(bench.row(ours.member.unwrap()).await.status, Status::Pending, "and not here");
}

async fn the_same_command_by_four_at_once_is_carried_out_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ask = bench.invitation("Ann Lee", "ann@nordlys.example");
    let before = bench.log().await.len();
    let desk = bench.desk();
    let answers = join_all((0..4).map(|_| desk.invite(&ask))).await;
    let members: Vec<_> = answers.into_iter().map(|answer| answer.unwrap().member.unwrap()).collect();
    assert!(members.iter().all(|member| *member == members[0]), "{members:?}");
    assert_eq!(bench.log().await.len(), before + 2, "one member, one link");
}
