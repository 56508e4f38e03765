//! The program as whoever relies on a sheet runs it: its words and its exit codes. That the sheets of the product
//! are whole for it is shown where they are made.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::process::Command;

/// A sheet of three lines, signed in entry 44 of its organization’s log.
const SHEET: &str = include_str!("sheet.json");

/// Exit code and words about a file with this text; about none, without a text.
fn said(text: Option<&str>) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.json");
    if let Some(text) = text {
        std::fs::write(&path, text).unwrap();
    }
    let told = Command::new(env!("CARGO_BIN_EXE_rollbook-verify")).arg(&path).output().unwrap();
    (told.status.code(), String::from_utf8(told.stdout).unwrap())
}

#[test]
fn a_whole_sheet_is_said_to_be_whole_with_the_head_to_compare() {
    let (code, words) = said(Some(SHEET));
    assert_eq!(code, Some(0), "{words}");
    assert!(words.starts_with("Whole: 3 lines, signed in entry "), "{words}");
    let sheet: serde_json::Value = serde_json::from_str(SHEET).unwrap();
    let head = format!("Head: entry {}, seal {}.", sheet["head"]["seq"], sheet["head"]["seal"].as_str().unwrap());
    assert!(words.contains(&head), "{words}");
}

#[test]
fn a_sheet_with_one_changed_word_is_not_whole() {
    let changed = SHEET.replacen("On call", "Off call", 1);
    assert_ne!(changed, SHEET);
    let (code, words) = said(Some(&changed));
    assert_eq!(code, Some(1), "{words}");
    assert!(words.starts_with("Not whole. "), "{words}");
}

#[test]
fn what_cant_be_read_and_what_isnt_named_have_their_own_code() {
    let (code, words) = said(None);
    assert_eq!(code, Some(2));
    assert!(words.starts_with("The sheet can’t be read: "), "{words}");
    let told = Command::new(env!("CARGO_BIN_EXE_rollbook-verify")).output().unwrap();
    assert_eq!(told.status.code(), Some(2));
    assert!(String::from_utf8(told.stdout).unwrap().starts_with("Usage: "));
}
