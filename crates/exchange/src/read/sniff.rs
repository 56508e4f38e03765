//! What a file seems to be, from its first rows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::scan::Scanner;
use super::{Delimiter, Encoding, MAX_COLUMNS, head};
use crate::heads::{self, Source};

/// What a file seems to be; a person may know better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct Sniffed {
    /// How the characters are written.
    pub encoding: Encoding,
    /// What separates the cells.
    pub delimiter: Delimiter,
    /// Whether the first row names the columns.
    pub header: bool,
    /// Which product made the file.
    pub source: Source,
}

const SAMPLE_BYTES: usize = 128 * 1024;
const SAMPLE_RECORDS: usize = 50;

/// Looks at the first rows; never fails, whatever the bytes are.
pub fn sniff(bytes: &[u8]) -> Sniffed {
    let encoding = Encoding::detect(bytes);
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let (encoding, text) = Encoding::decode(sample, Some(encoding));
    let delimiter = delimiter(&text);
    let first = first_record(&text, delimiter);
    let header = head::is_head(&first);
    let source = if header { heads::of_columns(&first).source } else { Source::Unknown };
    Sniffed { encoding, delimiter, header, source }
}

/// What most likely separates the cells: first that the heads become known ones,
/// then that the records have the same number of cells, then that they have many.
pub(super) fn delimiter(text: &str) -> Delimiter {
    let mut best = (Delimiter::Comma, (0, 0, 0));
    let sample = sample(text);
    for candidate in Delimiter::ALL {
        let first = first_record(sample, candidate);
        let known = heads::known(&first);
        let (agreement, width) = agreement(sample, candidate);
        let score = (known, agreement, width);
        if score > best.1 {
            best = (candidate, score);
        }
    }
    best.0
}

fn sample(text: &str) -> &str {
    &text[..text.floor_char_boundary(SAMPLE_BYTES)]
}

fn first_record(text: &str, delimiter: Delimiter) -> Vec<String> {
    let mut scanner = Scanner::new(text, delimiter.as_byte(), MAX_COLUMNS);
    let mut cells = Vec::new();
    while scanner.next(&mut cells).is_some() {
        if !head::is_blank(&cells) && !head::is_preamble(&cells) {
            return head::columns(&cells);
        }
    }
    Vec::new()
}

/// How many records of a hundred have the most common number of cells, and that
/// number; nothing when it is one.
fn agreement(text: &str, delimiter: Delimiter) -> (usize, usize) {
    let mut scanner = Scanner::new(text, delimiter.as_byte(), MAX_COLUMNS);
    let mut cells = Vec::new();
    let mut counts = std::collections::BTreeMap::<usize, usize>::new();
    let mut records = 0;
    while records < SAMPLE_RECORDS
        && let Some(record) = scanner.next(&mut cells)
    {
        if !head::is_blank(&cells) && !head::is_preamble(&cells) {
            records += 1;
            *counts.entry(record.cells).or_default() += 1;
        }
    }
    let common = counts.into_iter().max_by_key(|(width, times)| (*times, *width));
    match common {
        Some((width, times)) if width > 1 => (times * 100 / records, width),
        _ => (0, 0),
    }
}
