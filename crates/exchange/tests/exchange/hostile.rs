//! Files that are broken, by accident or on purpose.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::common::{people_of, refused, table, taken};
use rollbook_exchange::{Code, Delimiter, Encoding, ReadError, ReadOptions, Table, parse, sniff};
use rstest::rstest;

const HEAD: &str = "email,first_name,last_name,role,groups\n";

fn found(table: &Table) -> Vec<(u64, Code, bool)> {
    table.problems.iter().map(|at| (at.line, at.problem.code, at.kept)).collect()
}

fn error(bytes: &[u8]) -> ReadError {
    parse(bytes, &ReadOptions::default()).expect_err("the file is no table")
}

#[rstest]
#[case(b"")]
#[case(b"\xEF\xBB\xBF")]
#[case(b" \r\n\r\n  ")]
fn an_empty_file_is_called_empty(#[case] bytes: &[u8]) {
    assert_eq!(error(bytes), ReadError::Empty);
}

#[test]
fn only_heads_make_a_table_without_rows() {
    let (table, mapping, rows) = people_of(HEAD.as_bytes());
    assert!(mapping.is_usable());
    assert_eq!((table.rows.len(), rows.len(), table.problems.len()), (0, 0, 0));
}

#[test]
fn a_broken_quote_is_reported_where_it_opens_and_swallows_nothing() {
    let text = format!("{HEAD}a@x.example,\"Ann,,User,\nb@x.example,Bo,,User,\nc@x.example,\"Cy\" x,,User,\n");
    let table = table(text.as_bytes());
    assert_eq!(found(&table), [(2, Code::BrokenQuote, false), (4, Code::BrokenQuote, false)]);
    assert_eq!(table.problems[0].problem.column.as_deref(), Some("first_name"));
    assert_eq!(table.rows.len(), 1, "the row between is whole");
    assert_eq!(table.rows[0].line, 3);
}

#[test]
fn an_open_quote_that_meets_a_stray_one_does_not_pass_as_a_long_cell() {
    let text = format!("{HEAD}a@x.example,\"Ann,,User,\nb@x.example,Bo,6\",User\nc@x.example,Cy,,User,\n");
    let table = table(text.as_bytes());
    assert_eq!(found(&table), [(2, Code::BrokenQuote, false)]);
    assert_eq!(table.rows.len(), 1);
}

#[test]
fn a_broken_quote_among_the_heads_costs_the_file() {
    assert_eq!(error(b"email,\"name\nx@x.example,Ann\n"), ReadError::BrokenHead { line: 1 });
}

#[test]
fn a_file_made_of_open_quotes_is_read_in_straight_time() {
    let mut text = String::from(HEAD);
    for _ in 0..200_000 {
        text.push_str("\"\"\"\n");
        text.push_str("\"a\"\"\n");
    }
    let begin = Instant::now();
    let table = table(text.as_bytes());
    assert!(!table.problems.is_empty());
    assert!(begin.elapsed() < Duration::from_secs(20), "{:?}", begin.elapsed());
}

#[rstest]
#[case(',')]
#[case(';')]
#[case('\t')]
fn a_million_columns_are_refused_at_once(#[case] delimiter: char) {
    let mut head = String::from("email");
    for at in 0..1_000_000 {
        head.push(delimiter);
        write!(head, "c{at}").unwrap();
    }
    let begin = Instant::now();
    assert_eq!(error(head.as_bytes()), ReadError::TooManyColumns);
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
}

#[test]
fn a_million_cells_in_one_row_cost_that_row() {
    let text = format!("{HEAD}{}\nb@x.example,Bo,,User,\n", "x,".repeat(1_000_000));
    let table = table(text.as_bytes());
    assert_eq!(found(&table), [(2, Code::LongRow, false)]);
    assert_eq!(table.rows.len(), 1);
}

#[rstest]
#[case::plain("")]
#[case::quoted("\"")]
fn a_cell_of_ten_megabytes_costs_its_row(#[case] quote: &str) {
    let huge = "x".repeat(10 * 1024 * 1024);
    let text = format!("{HEAD}a@x.example,{quote}{huge}{quote},,User,\nb@x.example,Bo,,User,\n");
    let table = table(text.as_bytes());
    assert_eq!(found(&table), [(2, Code::CellTooLong, false)]);
    assert_eq!(table.rows[0].cells[0], "b@x.example");
}

#[test]
fn a_nul_byte_costs_its_row_because_it_would_glue_an_address_together() {
    let text = format!("{HEAD}ad\0min@x.example,Ann,,User,\nb@x.example,Bo,,User,\n");
    let table = table(text.as_bytes());
    assert_eq!(found(&table), [(2, Code::NulByte, false)]);
    assert_eq!(table.rows.len(), 1);
}

#[test]
fn rows_that_are_too_long_go_and_rows_that_are_too_short_stay() {
    let text = format!("{HEAD}a@x.example,Lee, Ann,User,,more\nb@x.example,Bo\nc@x.example,Cy,,User,,,,\n");
    let table = table(text.as_bytes());
    assert_eq!(found(&table), [(2, Code::LongRow, false), (3, Code::ShortRow, true)]);
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
    assert_eq!(table.rows.len(), 2, "empty cells at the end say nothing");
}

#[test]
fn mixed_line_ends_and_blank_rows_do_not_shift_the_lines() {
    let text = "email,name\r\na@x.example,Ann\n\rb@x.example,Bo\r\n,\r\nc@x.example,Cy";
    let table = table(text.as_bytes());
    let lines: Vec<_> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 4, 6]);
}

#[rstest]
#[case::utf8_marked(b"\xEF\xBB\xBF".to_vec(), Encoding::Utf8)]
#[case::utf16_le_marked(b"\xFF\xFE".to_vec(), Encoding::Utf16Le)]
#[case::utf16_be_marked(b"\xFE\xFF".to_vec(), Encoding::Utf16Be)]
#[case::utf8(Vec::new(), Encoding::Utf8)]
#[case::utf16_le(Vec::new(), Encoding::Utf16Le)]
#[case::utf16_be(Vec::new(), Encoding::Utf16Be)]
fn unicode_is_known_with_and_without_its_mark(#[case] mark: Vec<u8>, #[case] encoding: Encoding) {
    let text = "email,first_name\r\nbjorn@x.example,Bjørn 日本\r\n";
    let mut bytes = mark;
    match encoding {
        Encoding::Utf16Le => bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes)),
        Encoding::Utf16Be => bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes)),
        _ => bytes.extend_from_slice(text.as_bytes()),
    }
    assert_eq!(sniff(&bytes).encoding, encoding);
    let (table, _, rows) = people_of(&bytes);
    assert_eq!(table.encoding, encoding);
    assert_eq!(table.columns[0], "email", "the mark is no part of the first head");
    assert_eq!(taken(rows)[0].first_name, "Bjørn 日本");
}

#[test]
fn a_chosen_encoding_that_does_not_fit_is_noted_row_by_row() {
    let options = ReadOptions { encoding: Some(Encoding::Utf8), ..ReadOptions::default() };
    let table = parse(b"email,name\na@x.example,J\xF6rg\nb@x.example,Bo\n", &options).unwrap();
    assert_eq!(found(&table), [(2, Code::UnreadableText, true)]);
}

#[test]
fn what_a_person_chose_outranks_what_was_guessed() {
    let options =
        ReadOptions { delimiter: Some(Delimiter::Pipe), header: Some(false), encoding: Some(Encoding::Macintosh) };
    let table = parse(b"J\x9Arg|a@x.example\n", &options).unwrap();
    assert_eq!(table.rows[0].cells, ["Jörg", "a@x.example"]);
    assert!(!table.header);
}

#[rstest]
#[case(b"PK\x03\x04\x14\x00")]
#[case(b"\xD0\xCF\x11\xE0\xA1\xB1")]
#[case(b"%PDF-1.7\n")]
#[case(b"\x1F\x8B\x08")]
fn a_workbook_is_named_as_such(#[case] bytes: &[u8]) {
    let error = error(bytes);
    assert_eq!(error.code(), "not_text");
    assert!(error.to_string().ends_with("Save it as CSV and choose that file"));
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
    let bytes = vec![b'a'; rollbook_exchange::read::MAX_FILE_BYTES + 1];
    assert_eq!(error(&bytes), ReadError::TooLarge);
}

#[test]
fn overrides_of_the_writing_direction_leave_names_and_never_enter_addresses() {
    let text = format!("{HEAD}a@x.example,Ann\u{202E}gro.elpmaxe,,User,\n\u{202D}b@x.example,Bo,,User,\n");
    let (_, _, rows) = people_of(text.as_bytes());
    assert_eq!(rows[0].person.as_ref().unwrap().first_name, "Anngro.elpmaxe");
    assert_eq!(rows[0].notes[0].code, Code::InvisibleRemoved);
    assert_eq!(refused(&rows), [(3, Code::EmailInvisible)]);
}

#[test]
fn formulas_in_a_strangers_file_are_plain_text() {
    let (_, _, rows) = people_of(b"E-mail,Name\na@x.example,=HYPERLINK(1)\n");
    assert_eq!(taken(rows)[0].first_name, "=HYPERLINK(1)");
}

#[test]
fn errors_have_the_same_code_in_words_and_in_json() {
    for error in [
        ReadError::Empty,
        ReadError::TooLarge,
        ReadError::NotText { kind: "a PDF".into() },
        ReadError::TooManyColumns,
        ReadError::TooManyRows,
        ReadError::TooManyCells,
        ReadError::BrokenHead { line: 3 },
    ] {
        let json = serde_json::to_value(&error).unwrap();
        assert_eq!(json["code"], error.code());
    }
}

#[test]
fn a_hundred_thousand_people_are_read_quickly() {
    let mut text = String::from(HEAD);
    for at in 0..100_000 {
        writeln!(text, "person{at}@x.example,Ann,\"Lee, {at}\",User,sales;staff").unwrap();
    }
    let begin = Instant::now();
    let (_, _, rows) = people_of(text.as_bytes());
    let took = begin.elapsed();
    assert_eq!(rows.len(), 100_000);
    let limit = if cfg!(debug_assertions) { 20 } else { 5 };
    eprintln!("100,000 people in {took:?}");
    assert!(took < Duration::from_secs(limit), "{took:?}");
}
