//! Reports: the picture, the table and the file show the same numbers.

use crate::refused;
use rollbook_directory::{
    Task,
    contract::{ExportKind, ExportTable, Report, ReportAsk, ReportLine, ReportView, SetSeats},
};
use rollbook_domain::{Code, time::DAY};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    a_report_says_since_when_users_are_away,
    a_report_counts_sign_ins_and_people_day_by_day,
    a_report_tells_seats_that_nobody_needs,
    a_report_tells_how_old_open_invitations_are,
    a_report_is_a_file_with_the_same_lines,
    r14_reports_are_for_administrators_alone,
];

async fn report(bench: &Bench, report: Report, days: u16) -> ReportView {
    bench.desk().report(&ReportAsk { report, days }).await.unwrap()
}

/// The lines that count anything.
fn counting(view: &ReportView) -> Vec<(&str, &[i64])> {
    let counts = |line: &&ReportLine| line.numbers.iter().any(|number| *number != 0);
    view.lines.iter().filter(counts).map(|line| (line.label.as_str(), line.numbers.as_slice())).collect()
}

async fn a_report_says_since_when_users_are_away(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.user("Bo Ek", "bo@nordlys.example").await;
    bench.enter("ann@nordlys.example").await;
    bench.clock.advance(10 * DAY);
    bench.enter("bo@nordlys.example").await;
    // The owner sits at the desk and never signed in.
    let told = report(&bench, Report::Away, 1).await;
    let expected: [(&str, &[i64]); 3] = [("In the last 7 days", &[1]), ("8 to 30 days ago", &[1]), ("Never", &[1])];
    assert_eq!(counting(&told), expected);
    bench.clock.advance(400 * DAY);
    let expected: [(&str, &[i64]); 2] = [("Over a year ago", &[2]), ("Never", &[1])];
    assert_eq!(counting(&report(&bench, Report::Away, 1).await), expected);
}

async fn a_report_counts_sign_ins_and_people_day_by_day(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.user("Bo Ek", "bo@nordlys.example").await;
    for email in ["ann@nordlys.example", "ann@nordlys.example", "bo@nordlys.example"] {
        bench.enter(email).await;
    }
    let first = bench.directory.now().day();
    bench.clock.advance(2 * DAY);
    bench.enter("bo@nordlys.example").await;
    let told = report(&bench, Report::SignIns, 4).await;
    let days: Vec<(i64, &[i64])> =
        told.lines.iter().map(|line| (line.day.unwrap().day() - first, line.numbers.as_slice())).collect();
    let expected: [(i64, &[i64]); 4] = [(-1, &[0, 0]), (0, &[3, 2]), (1, &[0, 0]), (2, &[1, 1])];
    assert_eq!(days, expected, "a line for every day, those without a sign-in too");
    assert_eq!(report(&bench, Report::SignIns, 0).await.lines.len(), 1, "today at least");
    assert_eq!(report(&bench, Report::SignIns, u16::MAX).await.lines.len(), 366, "a year at most");
    let (other, owner) = bench.found("Fjord", "eva@fjord.example").await;
    let theirs = bench.directory.desk(other, rollbook_directory::ActorId::Member(owner));
    let theirs = theirs.report(&ReportAsk { report: Report::SignIns, days: 4 }).await.unwrap();
    assert!(counting(&theirs).is_empty(), "each organization counts its own");
}

async fn a_report_tells_seats_that_nobody_needs(engine: Engine) {
    let bench = Bench::open(engine).await;
    let package = bench.desk().licences().await.unwrap().offers[0].package.clone();
    let ask = SetSeats { command: bench.command(), package, seats: 5, preview: false };
    bench.desk().set_seats(&ask).await.unwrap();
    let told = report(&bench, Report::UnusedLicences, 1).await;
    assert_eq!(told.lines.len(), bench.desk().licences().await.unwrap().packages.len());
    for line in &told.lines {
        let [free, idle, used, seats] = line.numbers[..] else { panic!("{line:?}") };
        assert_eq!(free + idle + used, seats, "{}", line.label);
    }
    assert!(told.lines.iter().any(|line| line.numbers == [5, 0, 0, 5]));
}

async fn a_report_tells_how_old_open_invitations_are(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    bench.clock.advance(20 * DAY);
    bench.invite("Bo Ek", "bo@nordlys.example").await;
    let expected: [(&str, &[i64]); 2] = [("In the last day", &[1, 0]), ("8 to 30 days ago", &[1, 1])];
    assert_eq!(counting(&report(&bench, Report::Invitations, 1).await), expected);
    bench.accept("bo@nordlys.example").await;
    let expected: [(&str, &[i64]); 1] = [("8 to 30 days ago", &[1, 1])];
    assert_eq!(counting(&report(&bench, Report::Invitations, 1).await), expected, "who joined isn’t invited");
}

async fn a_report_is_a_file_with_the_same_lines(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let ask = ExportTable { kind: ExportKind::Invitations, target: None };
    let file = bench.desk().table(&ask, &Task::unwatched()).await.unwrap();
    let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[..2], ["Invited,Open invitations,Link ran out", "In the last day,1,0"]);
    assert_eq!(lines.len() as u64, file.rows + 1);
    for (kind, report_of) in [
        (ExportKind::Away, Report::Away),
        (ExportKind::SignIns, Report::SignIns),
        (ExportKind::UnusedLicences, Report::UnusedLicences),
    ] {
        let file = bench.desk().table(&ExportTable { kind, target: None }, &Task::unwatched()).await.unwrap();
        assert_eq!(file.rows, report(&bench, report_of, 90).await.lines.len() as u64);
    }
}

async fn r14_reports_are_for_administrators_alone(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    for report in [Report::Away, Report::SignIns, Report::UnusedLicences, Report::Invitations] {
        let ask = ReportAsk { report, days: 30 };
        assert_eq!(refused(bench.desk_of(ann).report(&ask).await), Code::NotAllowed);
    }
    let ask = ExportTable { kind: ExportKind::Away, target: None };
    assert_eq!(refused(bench.desk_of(ann).table(&ask, &Task::unwatched()).await), Code::NotAllowed);
}
