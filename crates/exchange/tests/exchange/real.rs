//! Tables of real organizations: excerpts here, and the whole of them where
//! `ROLLBOOK_REAL_DATA` names the folder that holds them.

use std::path::PathBuf;

use crate::common::{data, groups_of, people_of, refused, refused_groups};
use rollbook_exchange::{Code, Source, TableKind, TierWord, WriteOptions, groups_csv, people_csv};
use rstest::rstest;

const FOLDERS: [&str; 5] = ["etcd-io", "kubernetes", "kubernetes-client", "kubernetes-csi", "kubernetes-sigs"];

/// What is not clean in the excerpts: addresses that occur twice, apart from case.
#[rstest]
#[case("etcd-io", &[])]
#[case("kubernetes", &[(4, Code::EmailDoubled), (6, Code::EmailDoubled)])]
#[case("kubernetes-client", &[])]
#[case("kubernetes-csi", &[(5, Code::EmailDoubled)])]
#[case("kubernetes-sigs", &[(4, Code::EmailDoubled)])]
fn real_people_are_read_and_the_doubled_named(#[case] folder: &str, #[case] not_clean: &[(u64, Code)]) {
    let (table, mapping, rows) = people_of(&crate::common::fixture(&format!("{folder}/people.csv")));
    assert_eq!(table.problems, []);
    assert_eq!((mapping.source, mapping.kind), (Source::Rollbook, TableKind::People));
    assert_eq!(refused(&rows), not_clean);
    assert!(rows.iter().all(|row| row.notes.is_empty()));
}

#[test]
fn the_later_of_two_rows_with_one_address_names_the_first() {
    let (_, _, rows) = people_of(&crate::common::fixture("kubernetes-csi/people.csv"));
    let problems = rows[3].person.as_ref().unwrap_err();
    assert!(problems[0].words.starts_with("Line 4 has "), "{}", problems[0].words);
}

#[rstest]
#[case("etcd-io", &[])]
#[case("kubernetes", &["sig-k8s-infra"])]
#[case("kubernetes-client", &[])]
#[case("kubernetes-csi", &[])]
#[case("kubernetes-sigs", &[])]
fn real_groups_are_read_with_their_parents(#[case] folder: &str, #[case] existing: &[&str]) {
    let (table, mapping, rows) = groups_of(&crate::common::fixture(&format!("{folder}/groups.csv")), existing);
    assert_eq!(table.problems, []);
    assert_eq!((mapping.source, mapping.kind), (Source::Rollbook, TableKind::Groups));
    assert_eq!(refused_groups(&rows), []);
}

#[test]
fn the_client_organization_has_51_people_ten_of_them_administrators() {
    let (_, _, rows) = people_of(&crate::common::fixture("kubernetes-client/people.csv"));
    let people = crate::common::taken(rows);
    let admins = people.iter().filter(|p| p.tier == Some(TierWord::Admin));
    assert_eq!((people.len(), admins.count()), (51, 10));
    let (_, _, groups) = groups_of(&crate::common::fixture("kubernetes-client/groups.csv"), &[]);
    assert_eq!(groups.len(), 14);
}

/// Rows of people, doubled addresses, rows of groups.
const WHOLE: [(usize, usize, usize); 5] = [(58, 0, 15), (1285, 9, 284), (51, 0, 14), (95, 1, 45), (1153, 9, 405)];

#[test]
fn whole_organizations_come_in_and_go_out_again() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/kubernetes");
    for (folder, expected) in FOLDERS.into_iter().zip(WHOLE) {
        let read = |name: &str| std::fs::read(root.join(folder).join(name)).unwrap();

        let (table, _, rows) = people_of(&read("people.csv"));
        assert_eq!(table.problems, [], "{folder}");
        let doubled = refused(&rows);
        assert!(doubled.iter().all(|(_, code)| *code == Code::EmailDoubled), "{folder}: {doubled:?}");
        let people: Vec<_> = rows.iter().filter_map(|row| row.person.clone().ok()).collect();
        let again = people_csv(&people, &WriteOptions::default()).unwrap();
        assert_eq!(crate::common::taken(people_of(&again).2), people, "{folder}");

        let (table, _, groups) = groups_of(&read("groups.csv"), &[]);
        assert_eq!(table.problems, [], "{folder}");
        assert_eq!(refused_groups(&groups), [], "{folder}");
        let taken: Vec<_> = groups.iter().filter_map(|row| row.group.clone().ok()).collect();
        let again = groups_csv(&taken, &WriteOptions::default()).unwrap();
        let back: Vec<_> = groups_of(&again, &[]).2.into_iter().filter_map(|row| row.group.ok()).collect();
        assert_eq!(back, taken, "{folder}");

        assert_eq!((rows.len(), doubled.len(), groups.len()), expected, "{folder}");
    }
}

#[test]
fn every_folder_has_an_excerpt() {
    for folder in FOLDERS {
        assert!(data().join(folder).join("people.csv").is_file(), "{folder}");
        assert!(data().join(folder).join("groups.csv").is_file(), "{folder}");
    }
}

/// Real lists name some people twice, in two spellings; the later row is the one with the groups.
#[test]
fn what_only_the_doubled_row_says_is_not_lost() {
    let table = rollbook_exchange::parse(
        b"email,first_name,last_name,role,groups\nAda@x.example,Ada,,User,one\nada@x.example,ada,,User,one;two\n",
        &rollbook_exchange::ReadOptions::default(),
    )
    .unwrap();
    let rows = rollbook_exchange::people::rows(&table, &rollbook_exchange::recognize(&table));
    let first = rows[0].person.as_ref().unwrap();
    assert_eq!(
        (first.first_name.as_str(), first.groups.as_slice()),
        ("Ada", ["one".to_owned(), "two".to_owned()].as_slice())
    );
    let said = &rows[1].person.as_ref().unwrap_err()[0];
    assert!(said.words.contains("was added there"), "{}", said.words);
}
