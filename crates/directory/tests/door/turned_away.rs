//! Sign-ins that were refused, in the log (R25, R30): few of many, and nothing that tells who exists.

use rollbook_credentials::password::Cost;
use rollbook_directory::{
    FactorProblem, Proof, SignIn, SignInProblem, Task,
    contract::{ExportLog, LogEntryView, LogFormat, LogPageAsk, LogQuery, LogResult},
};
use rollbook_domain::{
    Event, MemberId,
    command::Action,
    event::RefusedBy,
    time::{DAY, MINUTE},
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place_at, sign_in};

contract![
    r25_r30_few_of_many_failures_are_entries_with_their_count_and_address,
    r25_of_whom_nobody_knows_no_log_says_anything,
    r25_several_servers_note_a_failure_once,
    r30_who_is_shut_out_is_noted_where_they_tried,
    c41_a_wrong_second_factor_is_noted_with_the_password_that_was_right,
    r30_a_refusal_changes_nobody_and_is_filtered_and_exported,
];

const ANN: &str = "ann@nordlys.example";

fn wrong(email: &str) -> SignIn {
    SignIn { place: place_at("203.0.113.9"), ..sign_in(email, "not-the-password") }
}

async fn fail(bench: &Bench, ask: &SignIn) {
    assert!(matches!(bench.try_in(ask).await, Err(SignInProblem::Wrong)));
}

/// The refusals in the log: of whom, by what, and how many in a row.
async fn noted(bench: &Bench) -> Vec<(MemberId, RefusedBy, i64)> {
    bench.directory.behind_done().await;
    let log = bench.log().await;
    let refusal = |event: Option<Event>| match event {
        Some(Event::SignInRefused { member, by, failures }) => Some((member, by, failures)),
        _ => None,
    };
    log.into_iter().filter_map(|entry| refusal(entry.event)).collect()
}

async fn refusals(bench: &Bench) -> Vec<LogEntryView> {
    let filter = LogQuery { result: Some(LogResult::Refused), ..LogQuery::default() };
    bench.desk().log_page(&LogPageAsk { filter, before: None, take: 500 }).await.unwrap().rows
}

async fn r25_r30_few_of_many_failures_are_entries_with_their_count_and_address(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    for _ in 0..12 {
        fail(&bench, &wrong(ANN)).await;
        bench.clock.advance(15 * MINUTE);
        bench.directory.behind_done().await;
    }
    let password = |failures| (ann, RefusedBy::Password, failures);
    assert_eq!(noted(&bench).await, [1, 3, 10].map(password));
    let newest = &refusals(&bench).await[0];
    assert_eq!((newest.title.as_str(), newest.about.as_str()), ("Sign-in refused", "Ann Lee"));
    assert_eq!(newest.detail, "wrong password, 10 times in a row");
    assert_eq!((newest.origin.as_str(), newest.actor.as_deref()), ("Portal, 203.0.113.9", None));
    bench.enter_by(&sign_in(ANN, PASSWORD)).await;
    fail(&bench, &wrong(ANN)).await;
    assert_eq!(noted(&bench).await.last(), Some(&password(1)), "a success ends the row");
    assert_eq!(bench.directory.store().verify_log(bench.organization, |_| ()).await.unwrap(), None);
}

async fn r25_of_whom_nobody_knows_no_log_says_anything(engine: Engine) {
    let bench = Bench::open(engine).await;
    let before = bench.log().await.len();
    for email in ["nobody@nordlys.example", "my-secret-in-the-wrong-field", ""] {
        fail(&bench, &wrong(email)).await;
    }
    assert_eq!(noted(&bench).await, []);
    assert_eq!(bench.log().await.len(), before);
    assert_eq!(bench.dump().await.holding("203.0.113.9"), Vec::<String>::new());
}

async fn r25_several_servers_note_a_failure_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let other = bench.server(Cost::MINIMUM).await;
    for server in [&bench.directory, &other, &bench.directory] {
        assert!(matches!(server.sign_in(&wrong(ANN)).await.unwrap(), Err(SignInProblem::Wrong)));
    }
    other.behind_done().await;
    let mut all = noted(&bench).await;
    all.sort_by_key(|(.., failures)| *failures);
    assert_eq!(all, [1, 3].map(|failures| (ann, RefusedBy::Password, failures)));
}

async fn r30_who_is_shut_out_is_noted_where_they_tried(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::Suspend, &[ann]).await;
    fail(&bench, &sign_in(ANN, PASSWORD)).await;
    assert_eq!(noted(&bench).await, [(ann, RefusedBy::Password, 1)], "the right password opens nothing");
    bench.act(Action::Archive, &[ann]).await;
    bench.clock.advance(DAY);
    fail(&bench, &sign_in(ANN, PASSWORD)).await;
    assert_eq!(noted(&bench).await.len(), 1, "who left is noted nowhere");
}

async fn c41_a_wrong_second_factor_is_noted_with_the_password_that_was_right(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.with_factors();
    bench.enters_and_enrols(ANN).await;
    let half = bench.half_in(ANN).await;
    assert_eq!(bench.prove(&half, Proof::App("12345")).await.unwrap_err(), FactorProblem::NotACode, "no try at all");
    assert_eq!(
        bench.prove(&half, Proof::Recovery("AAAA-AAAA-AAAA-AAAA")).await.unwrap_err(),
        FactorProblem::NoSuchCode
    );
    assert_eq!(noted(&bench).await, [(ann, RefusedBy::Factor, 1)]);
    assert_eq!(refusals(&bench).await[0].detail, "wrong second factor, right password");
}

async fn r30_a_refusal_changes_nobody_and_is_filtered_and_exported(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let row = bench.row(ann).await;
    fail(&bench, &wrong(ANN)).await;
    assert_eq!(noted(&bench).await.len(), 1);
    assert_eq!(bench.row(ann).await, row, "neither a version nor when they were here last");
    let kinds = vec!["sign_in_refused".to_owned()];
    let by_kind = LogPageAsk { filter: LogQuery { kinds, ..LogQuery::default() }, before: None, take: 9 };
    let found = bench.desk().log_page(&by_kind).await.unwrap();
    assert_eq!((found.matching, found.rows[0].result, found.rows[0].undoable), (1, Some(LogResult::Refused), false));
    let ask = ExportLog { filter: by_kind.filter, format: LogFormat::JsonLines };
    let text = bench.desk().log_export(&ask, &Task::unwatched()).await.unwrap().text;
    assert!(text.contains("\"sign_in_refused\"") && text.contains("203.0.113.9"), "{text}");
    bench.act(Action::Archive, &[ann]).await;
    bench.act(Action::Erase, &[ann]).await;
    assert_eq!(bench.dump().await.holding("203.0.113.9"), Vec::<String>::new(), "the address goes with the person");
    assert_eq!(refusals(&bench).await.len(), 1, "that it was refused stays");
}
