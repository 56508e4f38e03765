//! The very bytes that go out.

use crate::common::{people_of, taken};
use rollbook_exchange::{
    AccessWord, Group, Outcome, Person, ReportRow, StatusWord, TierWord, WriteOptions, groups_csv, people_csv,
    report_csv,
};

fn ingrid() -> Person {
    Person {
        email: "ingrid@nordlys.example".into(),
        first_name: "=HYPERLINK(\"x\")".into(),
        last_name: "Solberg".into(),
        tier: Some(TierWord::Admin),
        groups: vec!["sales".into(), "-staff".into()],
        status: Some(StatusWord::Active),
        phone: Some("+47 900 00 001".into()),
        language: Some("nb".into()),
        last_sign_in: Some("2026-11-01T09:30:00Z".into()),
        access: Some(AccessWord::Custom),
        note: Some("Back in March; ask Bjørn".into()),
    }
}

#[test]
fn people_go_out_as_a_table_that_no_spreadsheet_calculates() {
    let bytes = people_csv([ingrid()], &WriteOptions::default()).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "email,first_name,last_name,role,groups,status,phone,language,last_active,access,note\r\n\
         ingrid@nordlys.example,\"'=HYPERLINK(\"\"x\"\")\",Solberg,Admin,sales;'-staff,Active,\
         '+47 900 00 001,nb,2026-11-01T09:30:00Z,Custom,Back in March; ask Bjørn\r\n"
    );
}

#[test]
fn a_phone_number_with_a_plus_survives_the_way_out_and_in() {
    let bytes = people_csv([ingrid()], &WriteOptions::default()).unwrap();
    assert_eq!(taken(people_of(&bytes).2), [ingrid()]);
}

#[test]
fn our_table_survives_a_spreadsheet_that_saves_with_semicolons() {
    let bytes = people_csv([Person { first_name: "Ingrid".into(), ..ingrid() }], &WriteOptions::default()).unwrap();
    let saved: String = String::from_utf8(bytes)
        .unwrap()
        .lines()
        .map(|line| {
            let cells: Vec<_> = line
                .split(',')
                .map(|cell| if cell.contains(';') { format!("\"{cell}\"") } else { cell.to_owned() })
                .collect();
            cells.join(";") + "\r\n"
        })
        .collect();
    let people = taken(people_of(saved.as_bytes()).2);
    assert_eq!(people, [Person { first_name: "Ingrid".into(), ..ingrid() }]);
}

#[test]
fn the_byte_order_mark_comes_when_it_is_asked_for() {
    let nobody: [Person; 0] = [];
    let marked = people_csv(nobody.iter(), &WriteOptions { bom: true }).unwrap();
    assert!(marked.starts_with(b"\xEF\xBB\xBFemail,"));
    let plain = people_csv(nobody.iter(), &WriteOptions { bom: false }).unwrap();
    assert!(plain.starts_with(b"email,"));
}

#[test]
fn groups_go_out_under_the_heads_of_the_import() {
    let group = Group {
        name: "sales".into(),
        description: "Sells, mostly".into(),
        parent: Some("staff".into()),
        permissions: vec!["contacts.view".into(), "contacts.edit".into()],
    };
    let bytes = groups_csv([group], &WriteOptions::default()).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "group,description,parent,permissions\r\nsales,\"Sells, mostly\",staff,contacts.view;contacts.edit\r\n"
    );
}

#[test]
fn a_report_says_line_by_line_what_became_of_it() {
    let rows = [
        ReportRow { line: 2, email: "ingrid@nordlys.example".into(), outcome: Outcome::Created, words: String::new() },
        ReportRow {
            line: 3,
            email: "=cmd".into(),
            outcome: Outcome::Refused,
            words: "\"=cmd\" isn’t an e-mail address. Correct it".into(),
        },
    ];
    let bytes = report_csv(&rows, &WriteOptions::default()).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "line,email,outcome,words\r\n\
         2,ingrid@nordlys.example,Created,\r\n\
         3,'=cmd,Refused,\"\"\"=cmd\"\" isn’t an e-mail address. Correct it\"\r\n"
    );
}
