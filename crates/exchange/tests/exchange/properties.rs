//! What holds for every input.

use std::collections::HashSet;

use crate::common::{groups_of, people_of, taken};
use proptest::prelude::*;
use rollbook_exchange::{
    AccessWord, Delimiter, Encoding, Group, Outcome, Person, ReadOptions, ReportRow, StatusWord, TierWord,
    WriteOptions, groups_csv, parse, people, people_csv, recognize, report_csv, sniff,
};

/// Text as it stands in a person: trimmed, nothing invisible, nothing that stands for
/// unreadable bytes. Formulas, quotes, delimiters and apostrophes are likely.
fn text() -> impl Strategy<Value = String> {
    let awkward = "['=+@,;|\"\\- a-cÅø日]{0,8}";
    prop_oneof![awkward.prop_map(String::from), "\\PC{0,12}"]
        .prop_map(|text| text.replace(has_no_place, "").trim().to_owned())
}

fn has_no_place(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFD}')
}

fn filled() -> impl Strategy<Value = String> {
    text().prop_filter("empty", |text| !text.is_empty())
}

fn names() -> impl Strategy<Value = Vec<String>> {
    prop::collection::hash_set(filled(), 0..4).prop_map(|names| names.into_iter().collect())
}

fn person() -> impl Strategy<Value = Person> {
    (
        "[=+'a-z0-9\\-]{1,8}@[a-z]{1,5}\\.example",
        (text(), text()),
        prop::option::of(prop::sample::select(vec![TierWord::Owner, TierWord::Admin, TierWord::User])),
        names(),
        prop::option::of(prop::sample::select(vec![
            StatusWord::Pending,
            StatusWord::Active,
            StatusWord::Suspended,
            StatusWord::Archived,
        ])),
        prop::option::of("\\+?[0-9 ]{0,6}[0-9]"),
        prop::option::of(filled()),
        prop::option::of("20[0-9]{2}-0[1-9]-0[1-9]T00:00:00Z"),
        (prop::option::of(prop::sample::select(vec![AccessWord::All, AccessWord::Custom])), prop::option::of(filled())),
    )
        .prop_map(
            |(email, (first_name, last_name), tier, groups, status, phone, language, last_sign_in, (access, note))| {
                Person {
                    email,
                    first_name,
                    last_name,
                    tier,
                    groups,
                    status,
                    phone: phone.map(|phone| phone.trim().to_owned()),
                    language,
                    last_sign_in,
                    access,
                    note,
                }
            },
        )
}

fn distinct(people: Vec<Person>) -> Vec<Person> {
    let mut seen = HashSet::new();
    people.into_iter().filter(|person| seen.insert(person.email.to_lowercase())).collect()
}

fn options() -> impl Strategy<Value = ReadOptions> {
    (
        prop::option::of(prop::sample::select(vec![
            Encoding::Utf8,
            Encoding::Utf16Le,
            Encoding::Windows1252,
            Encoding::ShiftJis,
        ])),
        prop::option::of(prop::sample::select(Delimiter::ALL.to_vec())),
        prop::option::of(any::<bool>()),
    )
        .prop_map(|(encoding, delimiter, header)| ReadOptions { encoding, delimiter, header })
}

/// Bytes that look like a table now and then.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..200),
        "([a@.\"',;|\t=\0é]|\r|\n|\r\n|email|,|\"){0,60}".prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in bytes(), options in options(), bom in any::<bool>()) {
        sniff(&bytes);
        if let Ok(table) = parse(&bytes, &options) {
            let width = table.columns.len();
            prop_assert!(table.rows.iter().all(|row| row.cells.len() == width));
            let lines: Vec<_> = table.rows.iter().map(|row| row.line).collect();
            prop_assert!(lines.is_sorted(), "rows stay in the order of the file");
            let mapping = recognize(&table);
            prop_assert_eq!(mapping.columns.len(), width);
            let rows = people::rows(&table, &mapping);
            rollbook_exchange::groups::rows::<&str>(&table, &mapping, &[]);
            let people = rows.into_iter().filter_map(|row| row.person.ok());
            people_csv(people, &WriteOptions { bom }).unwrap();
        }
    }

    #[test]
    fn people_that_were_written_are_read_back_the_same(
        people in prop::collection::vec(person(), 0..8).prop_map(distinct),
        bom in any::<bool>(),
    ) {
        let bytes = people_csv(&people, &WriteOptions { bom }).unwrap();
        let (table, _, rows) = people_of(&bytes);
        prop_assert_eq!(&table.problems, &[]);
        prop_assert!(rows.iter().all(|row| row.notes.is_empty()), "{:?}", rows);
        prop_assert_eq!(taken(rows), people);
    }

    #[test]
    fn groups_that_were_written_are_read_back_the_same(
        names in prop::collection::hash_set("[=+'a-z;\" ]{0,6}[a-z]", 1..6),
        description in text(),
    ) {
        let mut above: Option<String> = None;
        let mut groups = Vec::new();
        for name in names {
            let name = name.trim().to_owned();
            if groups.iter().any(|group: &Group| group.name == name) {
                continue;
            }
            groups.push(Group {
                name: name.clone(),
                description: description.clone(),
                parent: above.replace(name),
                permissions: vec!["k8s.io.view".into(), "contacts.edit".into()],
            });
        }
        let bytes = groups_csv(&groups, &WriteOptions::default()).unwrap();
        let back: Vec<_> = groups_of(&bytes, &[]).2.into_iter().map(|row| row.group.unwrap()).collect();
        prop_assert_eq!(back, groups);
    }

    #[test]
    fn no_cell_of_a_report_is_a_formula(email in text(), words in text(), line in 1_u64..9) {
        let row = ReportRow { line, email, outcome: Outcome::Refused, words };
        let bytes = report_csv([row], &WriteOptions::default()).unwrap();
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        for record in reader.records() {
            for cell in &record.unwrap() {
                prop_assert!(!cell.starts_with(['=', '+', '-', '@']), "{:?}", cell);
            }
        }
    }
}
