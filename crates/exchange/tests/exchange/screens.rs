//! The shape in which the screens get the values.

use rollbook_exchange::{
    Code, Delimiter, Encoding, Mapping, Outcome, PersonRow, ReadError, ReadOptions, ReportRow, Sniffed, Source, Table,
    sniff,
};
use ts_rs::{Config, TS};

#[test]
fn lines_are_plain_numbers_to_the_screens() {
    let config = Config::default();
    for declaration in [
        PersonRow::decl(&config),
        ReportRow::decl(&config),
        rollbook_exchange::GroupRow::decl(&config),
        rollbook_exchange::RowProblem::decl(&config),
        rollbook_exchange::Row::decl(&config),
        ReadError::decl(&config),
    ] {
        assert!(declaration.contains("line: number"), "{declaration}");
    }
}

#[test]
fn words_are_small_letters_in_json_and_in_the_screens_types() {
    let config = Config::default();
    assert_eq!(serde_json::to_value(Source::EntraCreate).unwrap(), "entra_create");
    assert!(Source::decl(&config).contains("\"entra_create\""));
    assert_eq!(serde_json::to_value(Code::EmailDoubled).unwrap(), "email_doubled");
    assert!(Code::decl(&config).contains("\"email_doubled\""));
    assert_eq!(serde_json::to_value(Outcome::Unchanged).unwrap(), "unchanged");
    assert_eq!(serde_json::to_value(Encoding::Utf16Le).unwrap(), "utf16_le");
    assert_eq!(serde_json::to_value(Delimiter::Semicolon).unwrap(), "semicolon");
}

#[test]
fn a_table_its_mapping_and_its_rows_survive_the_way_to_the_screens_and_back() {
    let bytes = crate::common::fixture("entra-create.csv");
    let (table, mapping, rows) = crate::common::people_of(&bytes);
    let json = serde_json::to_string(&(&table, &mapping, &rows, sniff(&bytes))).unwrap();
    let back: (Table, Mapping, Vec<PersonRow>, Sniffed) = serde_json::from_str(&json).unwrap();
    assert_eq!(back, (table, mapping, rows, sniff(&bytes)));
}

#[test]
fn options_that_say_nothing_leave_everything_to_be_found_out() {
    let options: ReadOptions = serde_json::from_str("{}").unwrap();
    assert_eq!(options, ReadOptions::default());
}
