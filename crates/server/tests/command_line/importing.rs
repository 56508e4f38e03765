//! Tables in and out.

use crate::common::{Office, PASSPHRASE, Said, tables};
use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

const PEOPLE: u64 = 51;
const GROUPS: u64 = 14;

#[tokio::test]
async fn an_import_takes_everything_and_the_same_import_again_changes_nothing() {
    let office = Office::open().await;
    let first = office.import(&tables(), &[]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let counts = |said: &Said| {
        ["People created", "Groups created", "Rows unchanged", "Rows refused"].map(|what| said.count(what))
    };
    assert_eq!(counts(&first), [PEOPLE, GROUPS, 0, 0]);
    assert_eq!(first.err, "", "no line of progress where nobody watches");
    let second = office.import(&tables(), &["--strict"]);
    assert_eq!((second.code, counts(&second)), (Some(0), [0, 0, PEOPLE + GROUPS, 0]));
    assert_eq!(second.count("People changed") + second.count("Groups changed"), 0);
}

#[tokio::test]
async fn a_preview_says_the_same_and_changes_nothing() {
    let office = Office::open().await;
    let before = office.dump().await;
    let said = office.import(&tables(), &["--preview"]);
    assert_eq!((said.code, said.count("People created"), said.count("Groups created")), (Some(0), PEOPLE, GROUPS));
    assert!(said.out.ends_with("A preview: nothing was changed.\n"));
    assert_eq!(office.dump().await, before);
}

#[tokio::test]
async fn export_gives_back_what_import_takes() {
    let office = Office::open().await;
    office.import(&tables(), &[]);
    let out = ["people", "groups"].map(|kind| {
        let path = office.path(&format!("{kind}.csv"));
        let said = Said::of(office.command("export").arg(kind).arg("-o").arg(&path));
        assert_eq!((said.code, said.out.as_str()), (Some(0), ""), "{said:?}");
        path
    });
    let people = std::fs::read_to_string(&out[0]).unwrap();
    for line in std::fs::read_to_string(&tables()[0]).unwrap().lines().skip(1) {
        let email = line.split(',').next().unwrap();
        assert!(people.contains(email), "{email} is missing");
    }
    let printed = Said::of(office.command("export").arg("people"));
    assert_eq!(printed.out, people, "the same on the standard output");

    let other = Office::open().await;
    let said = other.import(&out, &["--strict"]);
    assert_eq!((said.code, said.count("People created"), said.count("Rows refused")), (Some(0), PEOPLE, 0), "{said:?}");
    let groups = Said::of(other.command("export").arg("groups")).out;
    assert_eq!(groups, std::fs::read_to_string(&out[1]).unwrap(), "another organization gets the same groups");
    let again = office.import(&out, &[]);
    assert_eq!((again.count("People changed"), again.count("Groups changed")), (0, 0), "{again:?}");
}

#[tokio::test]
async fn refused_rows_are_named_with_line_and_reason_and_strict_ends_with_2() {
    let office = Office::open().await;
    let table = office.table(
        "new.csv",
        "email,first_name,role\nada@example.org,Ada,User\nnot-an-address,Bo,User\ncy@example.org,Cy\x1b[2J,King\n",
    );
    let report = office.path("report.csv");
    let asked = ["--report", report.to_str().unwrap()];
    let said = office.import(std::slice::from_ref(&table), &asked);
    assert_eq!((said.code, said.count("People created"), said.count("Rows refused")), (Some(0), 2, 1), "{said:?}");
    assert!(
        said.out.contains("Refused\n  new.csv, line 3: not-an-address: \"not-an-address\" isn’t an e-mail address."),
        "{said:?}"
    );
    assert!(said.out.contains("Noted\n  new.csv, line 4: cy@example.org: "), "{said:?}");
    assert!(!said.out.contains('\x1b'), "nothing from a table commands the terminal");
    let rows = std::fs::read_to_string(&report).unwrap();
    assert_eq!(rows.lines().count(), 4, "{rows}");
    assert!(rows.contains("Refused") && rows.contains("Created"), "{rows}");
    assert_eq!(office.import(&[table], &["--strict"]).code, Some(2));
}

#[tokio::test]
async fn json_says_the_same_to_a_machine() {
    let office = Office::open().await;
    let said = office.import(&tables(), &["--json"]);
    let answer: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(answer["organization"], "Kubernetes Client");
    assert_eq!(answer["tables"], serde_json::json!(["people.csv", "groups.csv"]));
    assert_eq!((&answer["import"]["created"], &answer["import"]["preview"]), (&PEOPLE.into(), &false.into()));
}

#[tokio::test]
async fn r2_invitations_point_to_the_portal_that_was_named_and_need_one() {
    let office = Office::open().await;
    let before = office.dump().await;
    office.import(&tables(), &["--invite"]).fails_with(64, "--portal");
    office
        .import(&tables(), &["--invite", "--portal", "somewhere"])
        .fails_with(64, "somewhere is no address for links");
    assert_eq!(office.dump().await, before);
    let said = office.import(&tables(), &["--invite", "--portal", "https://accounts.example.org/"]);
    assert_eq!((said.code, said.count("People created")), (Some(0), PEOPLE));
    let mails = office.dump().await;
    assert_eq!(mails.table("mail").len() as u64, PEOPLE);
    assert!(mails.table("mail").iter().all(|mail| mail.contains("https://accounts.example.org/join/")));
}

#[tokio::test]
async fn what_cannot_be_read_or_written_is_said_before_anything_is_changed() {
    let office = Office::open().await;
    let before = office.dump().await;
    office.import(&[office.path("missing.csv")], &[]).fails_with(3, "missing.csv can’t be read");
    let picture = office.table("picture.csv", "\0\u{1}\u{2}\0\0\0");
    office.import(&[picture], &[]).fails_with(3, "picture.csv");
    let nowhere = office.path("no/such/report.csv");
    office.import(&tables(), &["--report", nowhere.to_str().unwrap()]).fails_with(3, "report.csv can’t be written");
    assert_eq!(office.dump().await, before);
}

#[cfg(unix)]
#[tokio::test]
async fn ctrl_c_takes_everything_back() {
    let office = Office::open().await;
    let mut csv = String::from("email,first_name\n");
    csv.extend((0..40_000).map(|n| format!("person{n}@example.org,Person {n}\n")));
    let table = office.table("many.csv", &csv);
    let before = office.dump().await;
    let mut import = office.command("import");
    import.arg(table).stderr(Stdio::piped()).stdout(Stdio::piped());
    let mut running = import.spawn().unwrap();
    let told = BufReader::new(running.stderr.take().unwrap()).lines();
    // The import is well under way when its rows have outgrown the memory that the database keeps for them.
    let log = office.path("client.rollbook-wal");
    while std::fs::metadata(&log).map_or(0, |about| about.len()) < 4 << 20 {
        assert_eq!(running.try_wait().unwrap(), None, "it ended before it could be interrupted");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let signalled = Command::new("kill").arg("-INT").arg(running.id().to_string()).status().unwrap();
    assert!(signalled.success());
    let last = told.map_while(Result::ok).last().unwrap();
    assert_eq!(running.wait().unwrap().code(), Some(130));
    assert_eq!(last, "Cancelled. Nothing was changed.");
    assert_eq!(office.dump().await, before);
    assert!(!last.contains(PASSPHRASE));
}
