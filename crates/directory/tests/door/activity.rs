//! Activity: the log in words, filtered, with before and after, verified and exported (B4, R30).

use crate::{
    asks::{give, hold, role_named},
    refused,
};
use rollbook_directory::{
    Task,
    contract::{
        ExportLog, LogEntryAsk, LogEntryView, LogFormat, LogPageAsk, LogPageView, LogQuery, LogResult, LogTopic,
    },
};
use rollbook_domain::{Code, command::Action, holding::Holding, member::AccessMode, session::SessionKind};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract, place, sign_in};
use std::sync::{Arc, Mutex};

contract![
    the_newest_entry_comes_first_in_words_with_whom_it_is_about_and_by_whom,
    a_filter_narrows_by_person_topic_kind_and_time,
    typed_words_find_people_deeds_numbers_and_addresses,
    c33_from_where_somebody_above_comes_is_read_by_no_log_nor_found_by_it,
    an_entry_opens_to_before_and_after_and_its_seal,
    the_log_says_from_where_and_with_what_somebody_came,
    r30_the_chain_is_verified_with_progress_and_its_first_break_named,
    both_ways_to_export_hold_every_entry_that_matches,
    nobody_but_administrators_reads_the_log,
    every_kind_of_event_has_a_name_to_filter_by,
];

const ANN: &str = "ann@nordlys.example";

fn all() -> LogPageAsk {
    LogPageAsk { filter: LogQuery::default(), before: None, take: 500 }
}

fn by(filter: LogQuery) -> LogPageAsk {
    LogPageAsk { filter, ..all() }
}

async fn page(bench: &Bench, filter: LogQuery) -> LogPageView {
    bench.desk().log_page(&by(filter)).await.unwrap()
}

fn titles(page: &LogPageView) -> Vec<&str> {
    page.rows.iter().map(|row| row.title.as_str()).collect()
}

fn newest<'a>(page: &'a LogPageView, title: &str) -> &'a LogEntryView {
    page.rows.iter().find(|row| row.title == title).unwrap_or_else(|| panic!("no {title} in {:?}", titles(page)))
}

async fn the_newest_entry_comes_first_in_words_with_whom_it_is_about_and_by_whom(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::Suspend, &[ann]).await;
    let whole = page(&bench, LogQuery::default()).await;
    let first = &whole.rows[0];
    assert_eq!((first.title.as_str(), first.about.as_str(), first.about_id), ("Suspended", "Ann Lee", Some(ann)));
    assert_eq!(first.actor_id, Some(bench.owner));
    assert!(first.undoable);
    assert!(whole.rows.is_sorted_by(|one, other| one.seq > other.seq));
    assert_eq!((whole.total, whole.matching, whole.more), (first.seq, first.seq, false));
    let next = bench.desk().log_page(&LogPageAsk { before: Some(first.seq), take: 1, ..all() }).await.unwrap();
    assert_eq!(next.rows.iter().map(|row| row.seq).collect::<Vec<_>>(), [first.seq - 1]);
}

async fn a_filter_narrows_by_person_topic_kind_and_time(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (ann, bo) = (bench.user("Ann Lee", ANN).await, bench.user("Bo Dahl", "bo@nordlys.example").await);
    let noon = bench.directory.now();
    bench.clock.advance(rollbook_domain::time::DAY);
    bench.act(Action::Suspend, &[bo]).await;
    let anns = page(&bench, LogQuery { person: Some(ann), ..LogQuery::default() }).await;
    assert!(!anns.rows.is_empty() && anns.rows.iter().all(|row| row.about_id == Some(ann)), "{anns:?}");
    let owner = page(&bench, LogQuery { person: Some(bench.owner), ..LogQuery::default() }).await;
    assert!(owner.rows.iter().any(|row| row.about_id == Some(bo)), "what somebody did is found by them");
    let late = page(&bench, LogQuery { from: Some(noon.plus(1)), ..LogQuery::default() }).await;
    assert_eq!(titles(&late), ["Suspended"]);
    let early = page(&bench, LogQuery { until: Some(noon.plus(1)), ..LogQuery::default() }).await;
    assert_eq!(early.matching + late.matching, early.total);
    let status = page(&bench, LogQuery { kinds: vec!["status_changed".to_owned()], ..LogQuery::default() }).await;
    assert!(status.rows.iter().all(|row| row.kind == "status_changed") && status.matching >= 1);
    let people = page(&bench, LogQuery { topics: vec![LogTopic::People], ..LogQuery::default() }).await;
    let rest = page(
        &bench,
        LogQuery {
            topics: vec![
                LogTopic::SigningIn,
                LogTopic::Organization,
                LogTopic::Groups,
                LogTopic::Roles,
                LogTopic::Rights,
                LogTopic::Mail,
            ],
            ..LogQuery::default()
        },
    )
    .await;
    assert_eq!(people.matching + rest.matching, people.total, "each kind has one topic");
    assert_eq!(page(&bench, LogQuery { result: Some(LogResult::LeftOut), ..LogQuery::default() }).await.matching, 0);
}

async fn typed_words_find_people_deeds_numbers_and_addresses(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::Suspend, &[ann]).await;
    bench.act(Action::Reactivate, &[ann]).await;
    let found = |text: &str| page(&bench, LogQuery { text: text.to_owned(), ..LogQuery::default() });
    assert!(found("ann lee").await.rows.iter().all(|row| row.about_id == Some(ann)));
    assert!(found("status").await.rows.iter().all(|row| row.kind == "status_changed"));
    assert_eq!(found("2").await.rows.iter().filter(|row| row.seq == 2).count(), 1);
    assert_eq!(found("nothing of this kind").await.rows, []);
    assert_eq!(found("100%_").await.rows, [], "what is typed is no pattern");
    bench.enter(ANN).await;
    let from_there = found(&place().address.to_string()).await;
    assert_eq!(titles(&from_there), ["Signed in"]);
}

async fn c33_from_where_somebody_above_comes_is_read_by_no_log_nor_found_by_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mads = bench.administrator("Mads Moe", "mads@nordlys.example", AccessMode::All).await;
    let ida = bench.administrator("Ida Lund", "ida@nordlys.example", AccessMode::All).await;
    let role = role_named(&bench, "Super Admin").await.id;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[ida])).await;
    bench.user("Ann Lee", ANN).await;
    bench.enter(ANN).await;
    bench.enter("sigrun@nordlys.example").await;
    let address = place().address.to_string();
    let signed_in = LogQuery { kinds: vec!["signed_in".to_owned()], ..LogQuery::default() };
    let seen = |rows: &[LogEntryView], who: &str| {
        let row = rows.iter().find(|row| row.actor.as_deref() == Some(who)).expect("they signed in");
        (row.origin.contains(&address), row.seq)
    };
    for (reader, above) in [(bench.owner, false), (ida, true), (mads, true)] {
        let desk = bench.desk_of(reader);
        let page = desk.log_page(&by(signed_in.clone())).await.unwrap();
        assert_eq!(page.origin_refusal.is_some(), reader == mads, "what is always refused is offered to nobody");
        assert!(seen(&page.rows, "Ann Lee").0, "of whom one may act on, it is read");
        let (told, seq) = seen(&page.rows, "Sigrun Aasen");
        assert_eq!(told, !above);
        let detail = desk.log_entry(&LogEntryAsk { seq }).await.unwrap();
        assert_eq!((detail.address.is_empty(), detail.json.contains(&address)), (above, !above));
        for format in [LogFormat::Csv, LogFormat::JsonLines] {
            let ask = ExportLog { filter: signed_in.clone(), format };
            let file = desk.log_export(&ask, &Task::unwatched()).await.unwrap();
            let owners =
                file.text.lines().filter(|line| line.contains("Sigrun") || line.contains(&bench.owner.to_string()));
            assert!(owners.clone().count() > 0 && owners.clone().all(|line| line.contains(&address) != above));
        }
        let typed = LogQuery { text: address.clone(), ..signed_in.clone() };
        let found = desk.log_page(&by(typed)).await.unwrap();
        assert_eq!(found.rows.iter().any(|row| row.actor.as_deref() == Some("Sigrun Aasen")), !above);
        let narrowed = LogQuery { origin: address.clone(), ..signed_in.clone() };
        let found = desk.log_page(&by(narrowed)).await;
        if reader == mads {
            assert_eq!(refused(found), Code::NotAllowed);
        } else {
            assert_eq!(found.unwrap().rows.iter().any(|row| row.actor.as_deref() == Some("Sigrun Aasen")), !above);
        }
    }
}

async fn an_entry_opens_to_before_and_after_and_its_seal(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    bench.act(Action::Suspend, &[ann]).await;
    let whole = page(&bench, LogQuery::default()).await;
    let entry = newest(&whole, "Suspended");
    let detail = bench.desk().log_entry(&LogEntryAsk { seq: entry.seq }).await.unwrap();
    assert_eq!(detail.entry, *entry);
    let changes: Vec<_> =
        detail.changes.iter().map(|one| (one.label.as_str(), one.before.as_str(), one.after.as_str())).collect();
    assert_eq!(changes, [("Status", "Active", "Suspended")]);
    assert_eq!((detail.people, detail.entries), (1, 1));
    let before = whole.rows.iter().find(|row| row.seq == entry.seq - 1).unwrap();
    assert_eq!(detail.before, before.seal, "it seals the one before it");
    let json: serde_json::Value = serde_json::from_str(&detail.json).unwrap();
    assert_eq!((&json["seal"], &json["event"]["kind"]), (&entry.seal.clone().into(), &"status_changed".into()));
    assert_eq!(refused(bench.desk().log_entry(&LogEntryAsk { seq: entry.seq + 1 }).await), Code::NotFound);
}

async fn the_log_says_from_where_and_with_what_somebody_came(engine: Engine) {
    let bench = Bench::open(engine).await;
    let mads = bench.administrator("Mads Moe", "mads@nordlys.example", AccessMode::All).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let ask = rollbook_directory::SignIn { kind: SessionKind::Desktop, ..sign_in("mads@nordlys.example", PASSWORD) };
    let token = bench.enter_by(&ask).await;
    let seated = bench.directory.session(&token, SessionKind::Desktop, &place()).await.unwrap().expect("in");
    let suspend = bench.ask(Action::Suspend, &[ann]);
    seated.desk().expect("nothing to do first").act(&suspend, &Task::unwatched()).await.unwrap();
    let whole = page(&bench, LogQuery::default()).await;
    let entry = newest(&whole, "Suspended");
    assert_eq!((entry.actor_id, entry.origin.as_str()), (Some(mads), format!("Desktop, {}", place().address).as_str()));
    let detail = bench.desk().log_entry(&LogEntryAsk { seq: entry.seq }).await.unwrap();
    assert_eq!((detail.address, detail.device), (place().address.to_string(), place().device));
    bench.act(Action::Archive, &[ann]).await;
    let here = page(&bench, LogQuery::default()).await;
    assert_eq!(newest(&here, "Archived").origin, "", "at a desk of no place there is none");
    bench.act(Action::Archive, &[mads]).await;
    bench.act(Action::Erase, &[mads]).await;
    let signed_in = page(&bench, LogQuery { kinds: vec!["signed_in".to_owned()], ..LogQuery::default() }).await;
    assert!(signed_in.rows.iter().all(|row| row.erased && row.origin.is_empty()), "erased with the person");
    assert_eq!(bench.desk().log_verify(&(), &Task::unwatched()).await.unwrap().broken, None);
}

async fn r30_the_chain_is_verified_with_progress_and_its_first_break_named(engine: Engine) {
    let bench = Bench::open(engine).await;
    for n in 0..5 {
        bench.user("Ann Lee", &format!("ann{n}@nordlys.example")).await;
    }
    let heard = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&heard);
    let task = Task::new(move |done, total| told.lock().unwrap().push((done, total)));
    let whole = bench.desk().log_verify(&(), &task).await.unwrap();
    let total = page(&bench, LogQuery::default()).await.total;
    assert_eq!((whole.entries, whole.broken, whole.at), (total, None, bench.directory.now()));
    assert_eq!(heard.lock().unwrap().last(), Some(&(total.unsigned_abs(), total.unsigned_abs())));
    bench.tamper("UPDATE event SET origin = 'x' WHERE seq = 3").await;
    assert_eq!(bench.desk().log_verify(&(), &task).await.unwrap().broken, Some(3));
}

async fn both_ways_to_export_hold_every_entry_that_matches(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("=Ann Lee", ANN).await;
    bench.act(Action::Suspend, &[ann]).await;
    let export = |format, filter| {
        let bench = &bench;
        async move { bench.desk().log_export(&ExportLog { filter, format }, &Task::unwatched()).await.unwrap() }
    };
    let total = page(&bench, LogQuery::default()).await.total.unsigned_abs();
    let lines = export(LogFormat::JsonLines, LogQuery::default()).await;
    assert_eq!((lines.rows, lines.text.lines().count() as u64), (total, total));
    for line in lines.text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(value["seal"].as_str().map(str::len), Some(64));
    }
    let table = export(LogFormat::Csv, LogQuery { person: Some(ann), ..LogQuery::default() }).await;
    assert!(table.text.contains("Suspended") && table.rows < total);
    assert!(!table.text.contains(",=Ann"), "a name is no formula");
}

async fn nobody_but_administrators_reads_the_log(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    let desk = bench.desk_of(ann);
    assert_eq!(refused(desk.log_page(&all()).await), Code::NotAllowed);
    assert_eq!(refused(desk.log_entry(&LogEntryAsk { seq: 1 }).await), Code::NotAllowed);
    assert_eq!(refused(desk.log_kinds().await), Code::NotAllowed);
    assert_eq!(refused(desk.log_verify(&(), &Task::unwatched()).await), Code::NotAllowed);
    let ask = ExportLog { filter: LogQuery::default(), format: LogFormat::Csv };
    assert_eq!(refused(desk.log_export(&ask, &Task::unwatched()).await), Code::NotAllowed);
    let (fjord, _) = bench.join_second("Fjord", ANN).await;
    let owner = bench.store().owner(fjord).await.unwrap();
    let theirs = bench.directory.desk(fjord, rollbook_directory::ActorId::Member(owner));
    let whole = theirs.log_page(&all()).await.unwrap();
    assert!(whole.rows.iter().all(|row| row.about_id != Some(ann)), "C28: each organization has a log of its own");
}

async fn every_kind_of_event_has_a_name_to_filter_by(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", ANN).await;
    for action in [Action::Suspend, Action::Reactivate, Action::PasswordLink, Action::Archive, Action::Restore] {
        bench.act(action, &[ann]).await;
    }
    let known: Vec<String> = bench.desk().log_kinds().await.unwrap().into_iter().map(|kind| kind.kind).collect();
    let found = page(&bench, LogQuery::default()).await;
    for row in &found.rows {
        assert!(known.contains(&row.kind), "{}", row.kind);
        assert!(!row.title.is_empty(), "{}", row.kind);
    }
}
