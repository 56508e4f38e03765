//! From the rows of a table to people.

use std::collections::{HashMap, HashSet};

use super::value::{address, short, split_name, tidy};
use super::words;
use super::{Person, PersonRow};
use crate::heads::{self, Field, Mapping, Source};
use crate::list;
use crate::problem::{Code, Problem};
use crate::read::{Row, Table};

/// Reads every row as the mapping says. The order is that of the file; the example
/// rows of Entra's template are left out. An address that an earlier row has already
/// (in any spelling of case) is a problem of the later row; what only the later row
/// says (groups, names, a phone number) is taken over into the earlier one, so that
/// nothing is lost.
pub fn rows(table: &Table, mapping: &Mapping) -> Vec<PersonRow> {
    let reader = Reader::new(table, mapping);
    let mut seen = HashMap::<String, usize>::new();
    let mut all: Vec<PersonRow> = Vec::with_capacity(table.rows.len());
    for row in table.rows.iter().filter(|row| !is_example(row, mapping.source)) {
        let mut read = reader.person(row);
        if let Ok(found) = &read.person {
            match seen.get(&found.email.to_lowercase()) {
                Some(&at) => read.person = Err(vec![reader.join(&mut all[at], found)]),
                None => {
                    seen.insert(found.email.to_lowercase(), all.len());
                }
            }
        }
        all.push(read);
    }
    all
}

fn is_example(row: &Row, source: Source) -> bool {
    source == Source::EntraCreate
        && row
            .cells
            .iter()
            .find(|cell| !cell.trim().is_empty())
            .is_some_and(|cell| cell.trim_start().to_lowercase().starts_with("example:"))
}

/// The columns of a table by what they hold.
struct Reader<'t> {
    source: Source,
    /// Field, position and head of every column that is read, addresses first.
    columns: Vec<(Field, usize, &'t str)>,
}

impl<'t> Reader<'t> {
    fn new(table: &'t Table, mapping: &Mapping) -> Self {
        let mut columns: Vec<_> = mapping
            .columns
            .iter()
            .zip(&table.columns)
            .enumerate()
            .filter(|(_, (field, _))| **field != Field::Ignore)
            .map(|(at, (field, head))| (*field, at, head.as_str()))
            .collect();
        columns.sort_by_key(|(field, at, head)| {
            let sign_in = *field == Field::Email && heads::is_sign_in_name(head);
            (sign_in, *at)
        });
        Self { source: mapping.source, columns }
    }

    fn all<'r>(&'r self, row: &'r Row, field: Field) -> impl Iterator<Item = (&'t str, &'r str)> {
        self.columns
            .iter()
            .filter(move |(of, _, _)| *of == field)
            .filter_map(|(_, at, head)| Some((*head, row.cells.get(*at)?.as_str())))
    }

    /// The first cell of a field that isn't empty.
    fn one<'r>(&'r self, row: &'r Row, field: Field) -> Option<(&'t str, &'r str)> {
        self.all(row, field).find(|(_, cell)| !cell.trim().is_empty())
    }

    fn person(&self, row: &Row) -> PersonRow {
        let mut notes = Vec::new();
        let candidates: Vec<_> = self.all(row, Field::Email).collect();
        let person = match address(&candidates) {
            Ok(email) => Ok(self.described(row, email, &mut notes)),
            Err(problem) => Err(vec![problem]),
        };
        PersonRow { line: row.line, person, notes }
    }

    fn described(&self, row: &Row, email: String, notes: &mut Vec<Problem>) -> Person {
        let (first_name, last_name) = self.names(row, notes);
        let last_sign_in =
            self.text(row, Field::LastSignIn, notes).filter(|said| !said.to_lowercase().starts_with("never"));
        Person {
            email,
            first_name,
            last_name,
            tier: self.tier(row, notes),
            groups: self.groups(row, notes),
            status: self.status(row, notes),
            phone: self.text(row, Field::Phone, notes),
            language: self.text(row, Field::Language, notes),
            last_sign_in,
            access: self.access(row, notes),
            note: self.text(row, Field::Note, notes),
        }
    }

    fn text(&self, row: &Row, field: Field, notes: &mut Vec<Problem>) -> Option<String> {
        let (head, cell) = self.one(row, field)?;
        Some(tidy(cell, head, notes).into_owned()).filter(|text| !text.is_empty())
    }

    fn names(&self, row: &Row, notes: &mut Vec<Problem>) -> (String, String) {
        let first = self.text(row, Field::FirstName, notes);
        let last = self.text(row, Field::LastName, notes);
        if first.is_none() && last.is_none() {
            let full = self.text(row, Field::FullName, notes);
            return full.as_deref().map(split_name).unwrap_or_default();
        }
        (first.unwrap_or_default(), last.unwrap_or_default())
    }

    fn groups(&self, row: &Row, notes: &mut Vec<Problem>) -> Vec<String> {
        let mut groups = Vec::new();
        let mut seen = HashSet::new();
        for (head, cell) in self.all(row, Field::Groups) {
            let items = if self.source == Source::Rollbook { list::split(cell) } else { list::split_foreign(cell) };
            for item in items {
                let name = tidy(&item, head, notes);
                if !name.is_empty() && seen.insert(name.to_string()) {
                    groups.push(name.into_owned());
                }
            }
        }
        groups
    }

    fn tier(&self, row: &Row, notes: &mut Vec<Problem>) -> Option<super::TierWord> {
        let (head, cell) = self.one(row, Field::Tier)?;
        let tier = words::tier(cell);
        if tier.is_none() {
            let words = format!("\"{}\" isn’t Owner, Admin or User and is left out", short(cell));
            notes.push(Problem::new(Code::TierUnknown, words, Some(head)));
        }
        tier
    }

    fn status(&self, row: &Row, notes: &mut Vec<Problem>) -> Option<super::StatusWord> {
        let (head, cell) = self.one(row, Field::Status)?;
        let status = words::status(cell, head);
        if status.is_none() {
            let words = format!("\"{}\" isn’t a status and is left out", short(cell));
            notes.push(Problem::new(Code::StatusUnknown, words, Some(head)));
        }
        status
    }

    fn access(&self, row: &Row, notes: &mut Vec<Problem>) -> Option<super::AccessWord> {
        let (head, cell) = self.one(row, Field::Access)?;
        let access = words::access(cell);
        if access.is_none() {
            let words = format!("\"{}\" isn’t All or Custom and is left out", short(cell));
            notes.push(Problem::new(Code::AccessUnknown, words, Some(head)));
        }
        access
    }

    /// Takes over into the first row what only a later one of the same address says; the
    /// problem that the later row gets.
    fn join(&self, first: &mut PersonRow, later: &Person) -> Problem {
        let head = self.columns.iter().find(|(field, _, _)| *field == Field::Email).map(|(_, _, head)| *head);
        let mut taken = false;
        if let Ok(person) = &mut first.person {
            taken = take_over(person, later);
        }
        let words = format!(
            "Line {} has {} already.{} Keep one of the two rows",
            first.line,
            later.email,
            if taken { " What only this row says was added there." } else { "" }
        );
        Problem::new(Code::EmailDoubled, words, head)
    }
}

/// Fills what is empty, and adds groups; says whether anything was new.
fn take_over(person: &mut Person, later: &Person) -> bool {
    let before = person.clone();
    for group in &later.groups {
        if !person.groups.contains(group) {
            person.groups.push(group.clone());
        }
    }
    if person.first_name.is_empty() && person.last_name.is_empty() {
        person.first_name.clone_from(&later.first_name);
        person.last_name.clone_from(&later.last_name);
    }
    person.tier = person.tier.or(later.tier);
    person.status = person.status.or(later.status);
    person.access = person.access.or(later.access);
    for (mine, theirs) in [
        (&mut person.phone, &later.phone),
        (&mut person.language, &later.language),
        (&mut person.last_sign_in, &later.last_sign_in),
        (&mut person.note, &later.note),
    ] {
        if mine.is_none() {
            mine.clone_from(theirs);
        }
    }
    *person != before
}
