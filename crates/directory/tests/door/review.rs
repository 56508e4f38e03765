//! Access reviews: signed by who may, kept beside the log, and verified by two verifiers that know the format
//! alone (B14).

use crate::{
    asks::{give, hold, role_named},
    refused,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rollbook_directory::contract::{ReviewDecision, ReviewSheetAsk, SignReview, UndoCommand};
use rollbook_domain::{
    Code, Event, MemberId,
    command::Action,
    holding::Holding,
    member::{AccessMode, Tier},
    review::Verdict,
    time::DAY,
};
use rollbook_testkit::{Bench, Engine, contract};
use rollbook_verify::{Broken, verify};
use serde_json::Value;
use std::{path::Path, process::Command as Program};

contract![
    b14_a_review_is_signed_and_its_sheet_is_whole_for_both_verifiers,
    b14_whatever_is_changed_in_a_sheet_is_found_by_both_verifiers,
    b14_an_erased_person_leaves_a_sheet_that_is_whole_without_their_name,
    b14_the_sheet_on_paper_says_the_same_and_carries_what_proves_it,
    b14_a_review_that_leaves_somebody_out_is_not_signed,
    b14_who_is_removed_loses_the_administration_as_it_is_signed_and_not_before,
    b14_a_review_that_takes_a_right_which_must_stay_signs_nothing,
];

/// What is changed in a sheet, and what the two verifiers say of it.
type Change = (&'static str, Broken, &'static str, fn(&mut Value));

const TORLEIF: &str = "torleif@nordlys.example";

fn line(member: MemberId, verdict: Verdict, reason: &str) -> ReviewDecision {
    ReviewDecision { member, verdict, reason: reason.to_owned() }
}

/// Two administrators beside the owner, one of them removed; the number of the review's entry.
async fn signed(bench: &Bench) -> (i64, MemberId, MemberId) {
    let theo = bench.administrator("Θεοδώρα Παππά", "theo@nordlys.example", AccessMode::Custom).await;
    let gone = bench.administrator("Torleif Hauge", TORLEIF, AccessMode::Custom).await;
    let lines = vec![
        line(bench.owner, Verdict::Keep, ""),
        line(theo, Verdict::Keep, "On call"),
        line(gone, Verdict::Remove, "Left the team"),
    ];
    let outcome =
        bench.desk().sign_review(&SignReview { command: bench.command(), lines, preview: false }).await.unwrap();
    assert!(!outcome.undoable, "what was signed stays signed");
    let last = bench.log().await.pop().unwrap();
    assert!(matches!(last.event, Some(Event::ReviewSignedOff { .. })));
    (last.seq, theo, gone)
}

async fn sheet(bench: &Bench, seq: i64) -> String {
    bench.desk().review_sheet(&ReviewSheetAsk { seq }).await.unwrap().text
}

/// What the second implementation says.
fn second(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.json");
    std::fs::write(&path, text).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../verify/second/verify.py");
    let told = Program::new("python3").arg(script).arg(&path).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

async fn b14_a_review_is_signed_and_its_sheet_is_whole_for_both_verifiers(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (seq, theo, gone) = signed(&bench).await;
    let text = sheet(&bench, seq).await;
    let whole = verify(&text).unwrap();
    assert_eq!((whole.lines, whole.erased, whole.seq), (3, 0, seq));
    assert_eq!(second(&text), format!("whole {} {}", whole.head.0, whole.head.1));
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(told["signed"]["by"]["name"], "Sigrun Aasen");
    assert_eq!(told["lines"][1]["name"], "Θεοδώρα Παππά");
    assert_eq!(told["lines"][2]["reason"], "Left the team");
    // The head is the log's own, and later sheets prove the same review with a longer path.
    assert_eq!(whole.head.0, bench.store().seq(bench.organization).await.unwrap());
    bench.clock.advance(DAY);
    bench.act(Action::Suspend, &[theo]).await;
    bench.act(Action::Archive, &[gone]).await;
    let later = sheet(&bench, seq).await;
    let longer = verify(&later).unwrap();
    assert!(longer.head.0 > whole.head.0);
    assert_eq!(second(&later), format!("whole {} {}", longer.head.0, longer.head.1));
    let view = bench.desk().review().await.unwrap();
    let last = view.last.unwrap();
    assert_eq!((last.seq, last.by.as_deref(), last.by_you), (seq, Some("Sigrun Aasen"), true));
    assert_eq!(view.rows.len(), 2, "the owner, and Theodora, who is suspended");
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None);
    let nothing = bench.desk().review_sheet(&ReviewSheetAsk { seq: 1 }).await;
    assert_eq!(refused(nothing), Code::NotFound, "another entry is no review");
}

/// What a reader of documents says that isn't ours.
fn reader(program: &str, arguments: &[&str], pdf: &Path, after: &[&str]) -> String {
    let told = Program::new(program).args(arguments).arg(pdf).args(after).output().unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    String::from_utf8(told.stdout).unwrap()
}

async fn b14_the_sheet_on_paper_says_the_same_and_carries_what_proves_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (seq, _, gone) = signed(&bench).await;
    let paper = bench.desk().review_paper(&ReviewSheetAsk { seq }).await.unwrap();
    assert_eq!(paper.rows, 3);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.pdf");
    std::fs::write(&path, STANDARD.decode(&paper.base64).unwrap()).unwrap();
    let text = reader("pdftotext", &["-layout"], &path, &["-"]);
    for words in ["Sigrun Aasen", "Θεοδώρα Παππά", "On call", "Left the team", "3: 2 kept, 1 removed"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    let line = text.lines().find(|line| line.contains("Torleif Hauge")).unwrap();
    assert!(line.contains("Removed") && line.contains("User"), "{line}");
    reader("pdfdetach", &["-saveall", "-o", folder.path().to_str().unwrap()], &path, &[]);
    let attached = std::fs::read_to_string(folder.path().join(format!("access-review-{seq}.json"))).unwrap();
    assert_eq!(attached, sheet(&bench, seq).await);
    let (at, seal) = verify(&attached).unwrap().head;
    assert!(text.contains(&format!("Entry {at}")) && text.contains(&seal[..8]) && text.contains(&seal[56..]));

    bench.act(Action::Archive, &[gone]).await;
    bench.act(Action::Erase, &[gone]).await;
    let paper = bench.desk().review_paper(&ReviewSheetAsk { seq }).await.unwrap();
    std::fs::write(&path, STANDARD.decode(&paper.base64).unwrap()).unwrap();
    let text = reader("pdftotext", &["-layout"], &path, &["-"]);
    assert!(text.contains("Erased since") && !text.contains("Torleif"), "{text}");
    let nothing = bench.desk().review_paper(&ReviewSheetAsk { seq: 1 }).await;
    assert_eq!(refused(nothing), Code::NotFound);
}

async fn b14_whatever_is_changed_in_a_sheet_is_found_by_both_verifiers(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (seq, theo, _) = signed(&bench).await;
    bench.act(Action::Suspend, &[theo]).await;
    bench.act(Action::Reactivate, &[theo]).await;
    let whole: Value = serde_json::from_str(&sheet(&bench, seq).await).unwrap();
    let changes: [Change; 9] = [
        ("a verdict", Broken::Line(3), "line 3", |s| s["lines"][2]["verdict"] = "keep".into()),
        ("a reason", Broken::Line(2), "line 2", |s| s["lines"][1]["reason"] = "Off call".into()),
        ("a name", Broken::Line(3), "line 3", |s| s["lines"][2]["name"] = "Torleif Haug".into()),
        ("a name taken for an erased one’s", Broken::Line(3), "line 3", |s| s["lines"][2]["salt"] = Value::Null),
        ("a line that is cut", Broken::Lines, "lines", |s| drop(s["lines"].as_array_mut().unwrap().pop())),
        ("who signed", Broken::Signature, "signature", |s| s["signed"]["by"]["name"] = "Ida".into()),
        ("a path that is cut", Broken::Head, "head", |s| drop(s["path"].as_array_mut().unwrap().pop())),
        ("the head", Broken::Head, "head", |s| s["head"]["seal"] = "00".repeat(32).into()),
        ("the text of the entry", Broken::Head, "head", |s| {
            let text = s["entry"]["text"].as_str().unwrap().replace("On call", "Off call");
            s["entry"]["text"] = text.into();
            s["lines"][1]["reason"] = "Off call".into();
        }),
    ];
    for (what, broken, told, change) in changes {
        let mut sheet = whole.clone();
        change(&mut sheet);
        let text = sheet.to_string();
        assert_eq!(verify(&text), Err(broken), "{what}");
        assert_eq!(second(&text), told, "{what}");
    }
    let mut gap = whole;
    gap["path"].as_array_mut().unwrap().remove(0);
    assert_eq!(verify(&gap.to_string()), Err(Broken::Path(seq + 1)));
    assert_eq!(second(&gap.to_string()), format!("path {}", seq + 1));
    assert!(matches!(verify("{}"), Err(Broken::NotASheet(_))));
    assert!(matches!(verify("no sheet at all"), Err(Broken::NotASheet(_))));
}

async fn b14_an_erased_person_leaves_a_sheet_that_is_whole_without_their_name(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (seq, _, gone) = signed(&bench).await;
    bench.act(Action::Archive, &[gone]).await;
    bench.act(Action::Erase, &[gone]).await;
    let text = sheet(&bench, seq).await;
    assert!(!text.contains("Torleif") && !text.contains(TORLEIF), "{text}");
    let whole = verify(&text).unwrap();
    assert_eq!((whole.lines, whole.erased), (3, 1));
    assert_eq!(second(&text), format!("whole {} {}", whole.head.0, whole.head.1));
}

async fn b14_a_review_that_leaves_somebody_out_is_not_signed(engine: Engine) {
    let bench = Bench::open(engine).await;
    let theo = bench.administrator("Theodora Pappa", "theo@nordlys.example", AccessMode::All).await;
    let own = vec![line(bench.owner, Verdict::Keep, "")];
    let ask = SignReview { command: bench.command(), lines: own.clone(), preview: false };
    assert_eq!(refused(bench.desk().sign_review(&ask).await), Code::Conflict);
    let both = [own, vec![line(theo, Verdict::Keep, "")]].concat();
    let ask = SignReview { command: bench.command(), lines: both, preview: false };
    assert_eq!(refused(bench.desk_of(theo).sign_review(&ask).await), Code::RankTooLow);
    let view = bench.desk_of(theo).review().await.unwrap();
    assert_eq!(view.refusal.map(|refusal| refusal.code), Some(Code::RankTooLow), "the screen says so before");
    let once = bench.desk().sign_review(&ask).await.unwrap();
    let again = bench.desk().sign_review(&ask).await.unwrap();
    assert_eq!(once, again, "one command is carried out once");
    let reviews =
        bench.log().await.into_iter().filter(|entry| matches!(entry.event, Some(Event::ReviewSignedOff { .. })));
    assert_eq!(reviews.count(), 1);
}

async fn b14_who_is_removed_loses_the_administration_as_it_is_signed_and_not_before(engine: Engine) {
    let bench = Bench::open(engine).await;
    let gone = bench.administrator("Torleif Hauge", TORLEIF, AccessMode::Custom).await;
    let role = role_named(&bench, "Super Admin").await.id;
    hold(&bench, &give(&bench, &[Holding::Role(role)], &[gone])).await;
    let lines = vec![line(bench.owner, Verdict::Keep, ""), line(gone, Verdict::Remove, "Left the team")];
    let before = bench.log().await.len();
    let ask = |preview| SignReview { command: bench.command(), lines: lines.clone(), preview };

    let told = bench.desk().sign_review(&ask(true)).await.unwrap();
    let impact = told.impact.expect("a preview says what it would do");
    assert!(impact.people.iter().any(|one| one.member == gone && !one.lost.is_empty()), "{impact:?}");
    let row = bench.row(gone).await;
    assert_eq!((row.tier, row.roles.len(), bench.log().await.len()), (Tier::Admin, 1, before), "nothing is taken yet");

    let signed = bench.desk().sign_review(&ask(false)).await.unwrap();
    let row = bench.row(gone).await;
    assert_eq!((row.tier, row.roles.len()), (Tier::User, 0), "neither the tier nor Super Admin is left");
    let last = bench.log().await.pop().unwrap();
    assert!(matches!(last.event, Some(Event::ReviewSignedOff { .. })), "what it took stands before what it says");
    assert!(verify(&sheet(&bench, last.seq).await).is_ok());
    // What was signed stays signed.
    assert!(!signed.undoable);
    let undo = UndoCommand { command: signed.command, preview: None, id: None };
    assert_eq!(refused(bench.desk().undo_asked(&undo).await), Code::NothingToUndo);
}

async fn b14_a_review_that_takes_a_right_which_must_stay_signs_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let gone = bench.administrator("Torleif Hauge", TORLEIF, AccessMode::Custom).await;
    let before = bench.log().await.len();
    // R15: nobody lowers the owner; and nothing else of the review holds either.
    let lines = vec![line(gone, Verdict::Remove, "Left the team"), line(bench.owner, Verdict::Remove, "Me too")];
    let ask = SignReview { command: bench.command(), lines, preview: false };
    assert!(bench.desk().sign_review(&ask).await.is_err());
    assert_eq!((bench.row(gone).await.tier, bench.log().await.len()), (Tier::Admin, before));
}
