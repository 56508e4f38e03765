//! Tables as other products and people in other countries write them.

use crate::common::{fixture, people_of, taken};
use rollbook_exchange::{
    Delimiter, Encoding, Field, Person, ReadOptions, Source, StatusWord, TierWord, parse, people, recognize, sniff,
};
use rstest::rstest;

fn person(first: &str, last: &str, email: &str) -> Person {
    Person { email: email.into(), first_name: first.into(), last_name: last.into(), ..Person::default() }
}

#[rstest]
#[case("google-upload.csv", Source::GoogleWorkspace)]
#[case("google-export.csv", Source::GoogleWorkspace)]
#[case("entra-create.csv", Source::EntraCreate)]
#[case("entra-download.csv", Source::EntraDownload)]
#[case("okta.csv", Source::Okta)]
#[case("german-latin1.csv", Source::Unknown)]
#[case("kubernetes-client/people.csv", Source::Rollbook)]
#[case("kubernetes-client/groups.csv", Source::Rollbook)]
fn a_look_at_the_first_rows_tells_whose_table_it_is(#[case] file: &str, #[case] source: Source) {
    let bytes = fixture(file);
    let sniffed = sniff(&bytes);
    assert_eq!(sniffed.source, source);
    assert!(sniffed.header, "every fixture names its columns");

    let table = parse(&bytes, &ReadOptions::default()).unwrap();
    assert_eq!(recognize(&table).source, source);
    assert_eq!((table.encoding, table.delimiter), (sniffed.encoding, sniffed.delimiter));
}

#[test]
fn google_upload_is_read_without_its_bracket_suffixes() {
    let (_, _, rows) = people_of(&fixture("google-upload.csv"));
    let people = taken(rows);
    assert_eq!(
        people,
        [
            Person { phone: Some("+47 900 00 001".into()), ..person("Ingrid", "Solberg", "ingrid@nordlys.example") },
            Person { status: Some(StatusWord::Suspended), ..person("Bjørn", "Ås", "bjorn@nordlys.example") },
        ]
    );
}

#[test]
fn google_export_says_who_never_signed_in() {
    let (_, _, rows) = people_of(&fixture("google-export.csv"));
    let people = taken(rows);
    assert_eq!(people[0].last_sign_in.as_deref(), Some("2026/11/01 09:30:00"));
    assert_eq!(people[0].status, Some(StatusWord::Active));
    assert_eq!(people[1].last_sign_in, None, "\"Never logged in\" is no time");
    assert_eq!(people[1].status, Some(StatusWord::Suspended));
}

#[test]
fn entra_create_skips_version_and_example_and_turns_block_around() {
    let (table, _, rows) = people_of(&fixture("entra-create.csv"));
    assert_eq!(rows[0].line, 4, "version, heads and example come before");
    let people = taken(rows);
    assert_eq!(
        people,
        [
            Person {
                status: Some(StatusWord::Active),
                phone: Some("+47 900 00 001".into()),
                ..person("Ingrid", "Solberg", "ingrid@nordlys.example")
            },
            Person { status: Some(StatusWord::Suspended), ..person("Bjørn", "Ås", "bjorn@nordlys.example") },
            Person { status: Some(StatusWord::Active), ..person("Mei", "Tanaka", "mei@nordlys.example") },
        ]
    );
    assert!(table.problems.iter().all(|problem| problem.kept), "ragged rows are noted, not lost: {:?}", table.problems);
    assert_eq!(table.problems.len(), 2);
}

#[test]
fn entra_download_prefers_mail_and_leaves_guests_without_mail_out() {
    let (_, _, rows) = people_of(&fixture("entra-download.csv"));
    let first = rows[0].person.as_ref().unwrap();
    assert_eq!(first.email, "ingrid@nordlys.example", "not the name to sign in with");
    let second = rows[1].person.as_ref().unwrap();
    assert_eq!(second.email, "bjorn@nordlys.example", "mail is empty here");
    assert_eq!(second.status, Some(StatusWord::Suspended), "accountEnabled is False");
    assert!(rows[2].person.is_err(), "no mail reaches a guest's internal name");
}

#[test]
fn okta_takes_the_mail_column_and_custom_columns_do_no_harm() {
    let (table, mapping, rows) = people_of(&fixture("okta.csv"));
    assert_eq!(table.columns.last().map(String::as_str), Some("favouriteColour"));
    assert_eq!(mapping.columns.last(), Some(&Field::Ignore));
    let people = taken(rows);
    assert_eq!(
        people,
        [
            Person {
                phone: Some("+47 900 00 001".into()),
                language: Some("nb".into()),
                ..person("Ingrid", "Solberg", "ingrid@nordlys.example")
            },
            person("Bjørn", "", "bjorn@nordlys.example"),
        ]
    );
}

#[rstest]
#[case("google-upload.csv", "correct-horse-staple")]
#[case("entra-create.csv", "kept-away-1")]
fn passwords_in_a_file_are_never_read(#[case] file: &str, #[case] password: &str) {
    let (table, _, rows) = people_of(&fixture(file));
    let everything = serde_json::to_string(&rows).unwrap();
    assert!(table.rows.iter().any(|row| row.cells.iter().any(|cell| cell == password)));
    assert!(!everything.contains(password));
}

#[test]
fn a_german_table_in_latin_1_with_semicolons_is_understood() {
    let (table, mapping, rows) = people_of(&fixture("german-latin1.csv"));
    assert_eq!(table.encoding, Encoding::Windows1252);
    assert_eq!(table.delimiter, Delimiter::Semicolon);
    assert_eq!(
        mapping.columns,
        [Field::FirstName, Field::LastName, Field::Email, Field::Tier, Field::Groups, Field::Phone, Field::Language]
    );
    let people = taken(rows);
    assert_eq!(people[0].last_name, "Müller");
    assert_eq!(people[0].tier, Some(TierWord::Admin));
    assert_eq!(people[1].first_name, "Søren");
    assert_eq!(people[1].last_name, "Ångström");
    assert_eq!(people[1].tier, Some(TierWord::User));
}

#[test]
fn a_french_nom_beside_a_prenom_is_the_last_name() {
    let (table, _, rows) = people_of(&fixture("french-windows1252.csv"));
    assert_eq!(table.encoding, Encoding::Windows1252);
    let people = taken(rows);
    assert_eq!(people[0].first_name, "Zoé");
    assert_eq!(people[0].last_name, "Lefèvre – d’Œuvre");
}

#[test]
fn a_spanish_nombre_beside_apellidos_is_the_first_name() {
    let (table, _, rows) = people_of(&fixture("spanish-utf16.csv"));
    assert_eq!((table.encoding, table.delimiter), (Encoding::Utf16Le, Delimiter::Tab));
    let people = taken(rows);
    assert_eq!(people[0].first_name, "José");
    assert_eq!(people[0].last_name, "Núñez");
    assert_eq!(people[0].status, Some(StatusWord::Active));
}

#[test]
fn a_lone_name_column_holds_both_names() {
    let (_, _, rows) = people_of(b"Name,E-mail\n\"Solberg, Ingrid\",ingrid@nordlys.example\n");
    assert_eq!(taken(rows), [person("Ingrid", "Solberg", "ingrid@nordlys.example")]);
}

#[test]
fn without_heads_the_column_of_addresses_is_found() {
    let (table, mapping, rows) = people_of(b"Ingrid,ingrid@nordlys.example\nMei,mei@nordlys.example\n");
    assert!(!table.header);
    assert_eq!(table.columns, ["Column 1", "Column 2"]);
    assert_eq!(mapping.columns, [Field::Ignore, Field::Email]);
    assert_eq!(taken(rows).len(), 2, "the first row is a person too");
}

#[test]
fn a_person_may_correct_the_mapping() {
    let table = crate::common::table(b"who,reach\nIngrid Solberg,ingrid@nordlys.example\n");
    let mut mapping = recognize(&table);
    assert_eq!(mapping.columns, [Field::Ignore, Field::Email]);
    mapping.columns[0] = Field::FullName;
    let rows = people::rows(&table, &mapping);
    assert_eq!(taken(rows), [person("Ingrid", "Solberg", "ingrid@nordlys.example")]);
}

#[test]
fn a_table_without_addresses_has_no_usable_mapping() {
    let mapping = recognize(&crate::common::table(b"colour,size\nblue,9\n"));
    assert!(!mapping.is_usable());
}

#[test]
fn an_unknown_role_is_noted_and_left_out() {
    let (_, _, rows) = people_of(b"email,role\ningrid@nordlys.example,Editor\n");
    assert_eq!(rows[0].person.as_ref().unwrap().tier, None);
    assert_eq!(rows[0].notes[0].code, rollbook_exchange::Code::TierUnknown);
    assert_eq!(rows[0].notes[0].column.as_deref(), Some("role"));
}

#[test]
fn the_line_that_tells_spreadsheets_the_delimiter_is_no_head() {
    let (table, _, rows) = people_of(b"sep=;\r\nemail;first_name\r\ningrid@nordlys.example;Ingrid\r\n");
    assert_eq!(table.columns, ["email", "first_name"]);
    assert_eq!(rows[0].line, 3);
}
