//! One action for many: everything that matches but for some, all or none, what is possible.

use crate::{refused, tables::people};
use futures::future::join_all;
use rollbook_directory::{
    Desk, DirectoryError, Task,
    contract::{ActOnUsers, Mode, Target, UserFilter},
};
use rollbook_domain::{
    Code, MemberId,
    command::Action,
    member::{Status, Tab},
};
use rollbook_testkit::{Bench, Engine, contract};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

contract![
    an_action_over_all_that_match_leaves_out_the_excepted_and_names_the_refused,
    all_or_none_does_nothing_when_one_is_refused,
    a_cancelled_action_leaves_everything_as_it_was,
    many_actions_at_once_wait_for_each_other_and_all_end,
    a_member_named_twice_is_counted_once,
];

fn matching(bench: &Bench, action: Action, filter: UserFilter, except: Vec<MemberId>, mode: Mode) -> ActOnUsers {
    ActOnUsers { command: bench.command(), action, target: Target::Matching { filter, except }, mode, preview: false }
}

async fn an_action_over_all_that_match_leaves_out_the_excepted_and_names_the_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    assert_eq!(bench.import(&people(0..1_200)).await.created, 1_200);
    let rows = bench.rows(Tab::Active).await;
    assert_eq!(rows.len(), 1_201);
    let ids: Vec<MemberId> = rows.iter().filter(|row| !row.is_you).map(|row| row.id).collect();
    let suspended: Vec<MemberId> = ids.iter().step_by(4).copied().collect();
    assert_eq!(bench.act(Action::Suspend, &suspended).await.done, 300);
    let except = vec![ids[1], ids[601], ids[1_199]];

    let heard = Arc::new(AtomicU64::new(0));
    let last = Arc::clone(&heard);
    let task = Task::new(move |done, _| last.store(done, Ordering::Relaxed));
    let ask = matching(&bench, Action::Suspend, Desk::whole_tab(Tab::Active), except.clone(), Mode::WhatIsPossible);
    let outcome = bench.desk().act(&ask, &task).await.unwrap();
    assert_eq!((outcome.done, outcome.refused), (897, 301), "300 are suspended already, one is the owner");
    assert_eq!(outcome.refusals.len(), 200, "the first 200 are named");
    assert_eq!(heard.load(Ordering::Relaxed), 1_198, "the progress ends with everybody looked at");
    let owner =
        outcome.refusals.iter().find(|refused| refused.member == Some(bench.owner)).expect("the owner comes first");
    assert_eq!((owner.name.as_str(), owner.refusal.code), ("Sigrun Aasen", Code::OwnerFixed), "R15");
    for refused in outcome.refusals.iter().filter(|refused| refused.member != Some(bench.owner)) {
        assert_eq!(refused.refusal.code, Code::WrongStatus);
        assert!(refused.name.starts_with("Person Number "), "{refused:?}");
    }
    let counts = bench.desk().users_counts().await.unwrap();
    assert_eq!((counts.active, counts.suspended), (1_201, 1_197));
    for member in except {
        assert_eq!(bench.row(member).await.status, Status::Active, "excepted");
    }
    let filter = UserFilter { suspended: Some(true), text: "number 11".to_owned(), ..Desk::whole_tab(Tab::Active) };
    let expected = bench.desk().users_count(&filter).await.unwrap().matching;
    let back = matching(&bench, Action::Reactivate, filter.clone(), Vec::new(), Mode::AllOrNone);
    assert_eq!(bench.desk().act(&back, &Task::unwatched()).await.unwrap().done, expected);
    assert!(expected > 50, "{expected}");
    assert_eq!(
        bench.desk().users_count(&filter).await.unwrap().matching,
        0,
        "the filter itself changed under the command"
    );
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn all_or_none_does_nothing_when_one_is_refused(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.import(&people(0..700)).await;
    let last = bench.rows(Tab::Active).await.iter().filter(|row| !row.is_you).map(|row| row.id).max().unwrap();
    bench.act(Action::Suspend, &[last]).await;
    let dump = bench.dump().await;
    for preview in [true, false] {
        let ask = matching(&bench, Action::Suspend, Desk::whole_tab(Tab::Active), vec![bench.owner], Mode::AllOrNone);
        let answer = bench.desk().act(&ActOnUsers { preview, ..ask }, &Task::unwatched()).await;
        assert_eq!(refused(answer), Code::WrongStatus, "the one in the second part stops the first part too");
        // The next unit of work waits for the one that was let go.
        bench.store().work(bench.organization).await.unwrap().roll_back().await.unwrap();
        assert_eq!(bench.dump().await, dump);
    }
    let ask = matching(&bench, Action::Suspend, Desk::whole_tab(Tab::Active), vec![bench.owner, last], Mode::AllOrNone);
    assert_eq!(bench.desk().act(&ask, &Task::unwatched()).await.unwrap().done, 699);
}

async fn a_cancelled_action_leaves_everything_as_it_was(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.import(&people(0..1_200)).await;
    let dump = bench.dump().await;
    let task = cancelled_after_first_part();
    let ask = matching(&bench, Action::Suspend, Desk::whole_tab(Tab::Active), Vec::new(), Mode::WhatIsPossible);
    let answer = bench.desk().act(&ask, &task).await;
    assert!(matches!(answer, Err(DirectoryError::Cancelled)), "{answer:?}");
    assert_eq!(bench.dump().await, dump);
}

/// A task that is cancelled as soon as it says that something is done.
pub(crate) fn cancelled_after_first_part() -> Task {
    let slot: Arc<std::sync::OnceLock<Task>> = Arc::default();
    let inner = Arc::clone(&slot);
    let task = Task::new(move |done, total| {
        assert!(done < total, "it is in the middle: {done} of {total}");
        inner.get().expect("the task itself").cancel();
    });
    assert!(slot.set(task.clone()).is_ok());
    task
}

async fn many_actions_at_once_wait_for_each_other_and_all_end(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.import(&people(0..60)).await;
    // More writers than the pool has connections: none may wait for a second one.
    let asks: Vec<ActOnUsers> = (0..24)
        .map(|n| {
            let action = if n % 2 == 0 { Action::Suspend } else { Action::Reactivate };
            matching(&bench, action, Desk::whole_tab(Tab::Active), vec![bench.owner], Mode::WhatIsPossible)
        })
        .collect();
    let desk = bench.desk();
    let task = Task::unwatched();
    // Who waits for a connection until that wait's limit is over gets an error.
    for answer in join_all(asks.iter().map(|ask| desk.act(ask, &task))).await {
        let outcome = answer.expect("every one is answered");
        assert_eq!(outcome.done + outcome.refused, 60);
    }
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
}

async fn a_member_named_twice_is_counted_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let outcome = bench.act(Action::Suspend, &[ann, ann, ann]).await;
    assert_eq!((outcome.done, outcome.refused), (1, 0));
}
