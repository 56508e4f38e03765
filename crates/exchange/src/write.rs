//! Tables out: UTF-8, RFC 4180, formulas neutralised. What is written here is read
//! back by [`crate::parse`] as the same people and groups.

use schemars::JsonSchema;
use std::borrow::Borrow;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::groups::Group;
use crate::heads::{GROUPS, PEOPLE};
use crate::list;
use crate::neutral::neutralise;
use crate::people::{AccessWord, Person, StatusWord, TierWord};
use crate::report::{Outcome, ReportRow};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(default)]
pub struct WriteOptions {
    /// Whether a byte order mark comes first. Excel reads letters beyond ASCII right
    /// only with it.
    pub bom: bool,
}

/// The table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The writer refused a row.
    #[error("The table can’t be written")]
    Csv(#[from] csv::Error),
    /// The memory behind the writer refused the bytes.
    #[error("The table can’t be written")]
    Bytes(#[from] std::io::Error),
}

/// People as `email,first_name,last_name,role,groups,status,phone,language,last_active,access,note`.
pub fn people_csv<P: Borrow<Person>>(
    people: impl IntoIterator<Item = P>,
    options: &WriteOptions,
) -> Result<Vec<u8>, WriteError> {
    let mut sheet = Sheet::new(&PEOPLE, options.bom)?;
    for person in people {
        let person = person.borrow();
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        sheet.row(&[
            &person.email,
            &person.first_name,
            &person.last_name,
            person.tier.map_or("", TierWord::as_str),
            &list::join(&person.groups),
            person.status.map_or("", StatusWord::as_str),
            &optional(&person.phone),
            &optional(&person.language),
            &optional(&person.last_sign_in),
            person.access.map_or("", AccessWord::as_str),
            &optional(&person.note),
        ])?;
    }
    sheet.finish()
}

/// Groups as `group,description,parent,permissions`.
pub fn groups_csv<G: Borrow<Group>>(
    groups: impl IntoIterator<Item = G>,
    options: &WriteOptions,
) -> Result<Vec<u8>, WriteError> {
    let mut sheet = Sheet::new(&GROUPS, options.bom)?;
    for group in groups {
        let group = group.borrow();
        sheet.row(&[
            &group.name,
            &group.description,
            group.parent.as_deref().unwrap_or_default(),
            &list::join(&group.permissions),
        ])?;
    }
    sheet.finish()
}

/// Any table of a screen, with a head of its own; cells are neutralized like all others.
pub fn table_csv(head: &[String], rows: impl IntoIterator<Item = Vec<String>>) -> Result<Vec<u8>, WriteError> {
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    let mut sheet = Sheet::new(&head, WriteOptions::default().bom)?;
    for row in rows {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        sheet.row(&row)?;
    }
    sheet.finish()
}

/// What became of an import, as `line,email,outcome,words`.
pub fn report_csv<R: Borrow<ReportRow>>(
    rows: impl IntoIterator<Item = R>,
    options: &WriteOptions,
) -> Result<Vec<u8>, WriteError> {
    let mut sheet = Sheet::new(&["line", "email", "outcome", "words"], options.bom)?;
    for row in rows {
        let row = row.borrow();
        let outcome: Outcome = row.outcome;
        sheet.row(&[&row.line.to_string(), &row.email, outcome.as_str(), &row.words])?;
    }
    sheet.finish()
}

struct Sheet(csv::Writer<Vec<u8>>);

impl Sheet {
    fn new(heads: &[&str], bom: bool) -> Result<Self, WriteError> {
        let mut bytes = Vec::new();
        if bom {
            bytes.extend_from_slice("\u{FEFF}".as_bytes());
        }
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(bytes);
        let mut sheet = Self(writer);
        sheet.row(heads)?;
        Ok(sheet)
    }

    fn row(&mut self, cells: &[&str]) -> Result<(), WriteError> {
        for cell in cells {
            self.0.write_field(neutralise(cell).as_bytes())?;
        }
        self.0.write_record(None::<&[u8]>)?;
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, WriteError> {
        self.0.into_inner().map_err(|error| WriteError::Bytes(error.into_error()))
    }
}
