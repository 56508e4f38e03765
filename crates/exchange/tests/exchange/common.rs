//! What several test files need: fixtures, and the whole way from bytes to people.

use std::path::{Path, PathBuf};

use rollbook_exchange::{
    Code, GroupRow, Mapping, Person, PersonRow, ReadOptions, Table, groups, parse, people, recognize,
};

pub(crate) fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

pub(crate) fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(data().join(name)).expect("the fixture is in the repository")
}

pub(crate) fn table(bytes: &[u8]) -> Table {
    parse(bytes, &ReadOptions::default()).expect("the table can be read")
}

pub(crate) fn people_of(bytes: &[u8]) -> (Table, Mapping, Vec<PersonRow>) {
    let table = table(bytes);
    let mapping = recognize(&table);
    let rows = people::rows(&table, &mapping);
    (table, mapping, rows)
}

pub(crate) fn groups_of(bytes: &[u8], existing: &[&str]) -> (Table, Mapping, Vec<GroupRow>) {
    let table = table(bytes);
    let mapping = recognize(&table);
    let rows = groups::rows(&table, &mapping, existing);
    (table, mapping, rows)
}

/// The people of rows that could all be taken.
pub(crate) fn taken(rows: Vec<PersonRow>) -> Vec<Person> {
    rows.into_iter().map(|row| row.person.expect("the row can be taken")).collect()
}

/// Line and code of every person row that can't be taken.
pub(crate) fn refused(rows: &[PersonRow]) -> Vec<(u64, Code)> {
    rows.iter()
        .filter_map(|row| Some((row.line, row.person.as_ref().err()?)))
        .flat_map(|(line, problems)| problems.iter().map(move |problem| (line, problem.code)))
        .collect()
}

/// Line and code of every group row that can't be taken.
pub(crate) fn refused_groups(rows: &[GroupRow]) -> Vec<(u64, Code)> {
    rows.iter()
        .filter_map(|row| Some((row.line, row.group.as_ref().err()?)))
        .flat_map(|(line, problems)| problems.iter().map(move |problem| (line, problem.code)))
        .collect()
}
