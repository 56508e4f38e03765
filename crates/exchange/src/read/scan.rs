//! Cuts text into records and cells.
//!
//! Written here, not taken from the `csv` crate, because that one reads a quote that
//! never closes to the end of the file without a word, and so would lose every row
//! behind it. This one gives up such a record, says where the quote opened, and goes
//! on at the next line.

use std::borrow::Cow;

use super::MAX_CELL_BYTES;

/// What is wrong with a whole record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The quote that opens on this line, in this cell (from 0), doesn't close.
    NeverCloses { line: u64, cell: usize },
    /// The quote closes, but the cell goes on behind it.
    ClosesInside { line: u64, cell: usize },
    /// This cell (from 0) is larger than is allowed.
    CellTooLong { cell: usize },
}

/// One record; its cells are in the vector that was handed to the scanner.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The line where it begins.
    pub(super) line: u64,
    /// How many cells it has, also beyond those that were kept.
    pub(super) cells: usize,
    pub(super) fault: Option<Fault>,
}

/// Walks over the text in straight time, whatever the quotes are: the search for the
/// end of a quoted cell stops at the first odd run of quotes, and only an odd run can
/// begin such a search, so no two searches go over the same text.
pub(super) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    delimiter: u8,
    keep: usize,
}

enum End {
    Cell,
    Record,
}

struct Cell<'t> {
    value: Cow<'t, str>,
    end: End,
}

impl<'t> Scanner<'t> {
    /// `keep`: how many cells of a record are kept at most.
    pub(super) fn new(text: &'t str, delimiter: u8, keep: usize) -> Self {
        Self { text, at: 0, line: 1, delimiter, keep }
    }

    /// The next record, or `None` at the end. `cells` is emptied and filled.
    pub(super) fn next(&mut self, cells: &mut Vec<Cow<'t, str>>) -> Option<Record> {
        cells.clear();
        if self.at >= self.text.len() {
            return None;
        }
        let mut record = Record { line: self.line, cells: 0, fault: None };
        loop {
            let cell = match self.cell(record.cells) {
                Ok(cell) => cell,
                Err(fault) => {
                    self.skip_line();
                    record.cells += 1;
                    record.fault = Some(fault);
                    return Some(record);
                }
            };
            if cell.value.len() > MAX_CELL_BYTES {
                let cell = record.cells;
                record.fault.get_or_insert(Fault::CellTooLong { cell });
            } else if record.cells < self.keep {
                cells.push(cell.value);
            }
            record.cells += 1;
            if matches!(cell.end, End::Record) {
                return Some(record);
            }
        }
    }

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    fn cell(&mut self, number: usize) -> Result<Cell<'t>, Fault> {
        let blanks = self.bytes()[self.at..].iter().take_while(|b| self.is_blank(**b)).count();
        if self.bytes().get(self.at + blanks) == Some(&b'"') {
            return self.quoted(self.at + blanks, number);
        }
        let from = self.at;
        let rest = &self.bytes()[from..];
        let length = rest.iter().position(|b| *b == self.delimiter || *b == b'\n' || *b == b'\r').unwrap_or(rest.len());
        self.at = from + length;
        let value = Cow::Borrowed(&self.text[from..self.at]);
        let end = self.end();
        Ok(Cell { value, end })
    }

    /// A blank that may stand between a delimiter and a quote.
    fn is_blank(&self, byte: u8) -> bool {
        byte == b' ' || (byte == b'\t' && self.delimiter != b'\t')
    }

    /// A cell whose quote opens at `open`. Moves only when the cell is whole.
    fn quoted(&mut self, open: usize, cell: usize) -> Result<Cell<'t>, Fault> {
        let line = self.line;
        let bytes = self.bytes();
        let mut from = open + 1;
        let mut escaped = false;
        let close = loop {
            let Some(length) = bytes[from..].iter().position(|b| *b == b'"') else {
                return Err(Fault::NeverCloses { line, cell });
            };
            let quote = from + length;
            if bytes.get(quote + 1) != Some(&b'"') {
                break quote;
            }
            escaped = true;
            from = quote + 2;
        };
        let blanks = bytes[close + 1..].iter().take_while(|b| self.is_blank(**b)).count();
        let behind = close + 1 + blanks;
        let whole = bytes.get(behind).is_none_or(|b| *b == self.delimiter || *b == b'\n' || *b == b'\r');
        let inner = &self.text[open + 1..close];
        if !whole {
            let same_line = !inner.contains(['\n', '\r']);
            return Err(if same_line { Fault::ClosesInside { line, cell } } else { Fault::NeverCloses { line, cell } });
        }
        self.line += line_ends(inner.as_bytes());
        self.at = behind;
        let value = if escaped && inner.len() <= 2 * MAX_CELL_BYTES {
            Cow::Owned(inner.replace("\"\"", "\""))
        } else {
            Cow::Borrowed(inner)
        };
        let end = self.end();
        Ok(Cell { value, end })
    }

    /// Steps over what ends a cell: a delimiter, a line end of any kind, or the end.
    fn end(&mut self) -> End {
        match self.bytes().get(self.at) {
            Some(b) if *b == self.delimiter => {
                self.at += 1;
                End::Cell
            }
            Some(b'\r') => {
                let pair = self.bytes().get(self.at + 1) == Some(&b'\n');
                self.at += if pair { 2 } else { 1 };
                self.line += 1;
                End::Record
            }
            Some(_) => {
                self.at += 1;
                self.line += 1;
                End::Record
            }
            None => End::Record,
        }
    }

    /// Goes to the line behind the one where the scanner stands.
    fn skip_line(&mut self) {
        self.at += line_length(&self.bytes()[self.at..]);
        self.end();
    }
}

/// How many bytes stand before the next line end.
fn line_length(bytes: &[u8]) -> usize {
    bytes.iter().position(|b| *b == b'\n' || *b == b'\r').unwrap_or(bytes.len())
}

/// How many lines end in these bytes; `\r\n` is one end.
fn line_ends(bytes: &[u8]) -> u64 {
    let ends = bytes
        .iter()
        .zip(bytes.iter().skip(1).chain(std::iter::once(&0)))
        .filter(|(b, next)| **b == b'\n' || (**b == b'\r' && **next != b'\n'))
        .count();
    ends as u64
}

#[cfg(test)]
mod tests {
    use super::{Fault, Scanner};

    fn scan(text: &str) -> Vec<(u64, Vec<String>, Option<Fault>)> {
        let mut scanner = Scanner::new(text, b',', 10);
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while let Some(record) = scanner.next(&mut cells) {
            let owned = cells.iter().map(ToString::to_string).collect();
            all.push((record.line, owned, record.fault));
        }
        all
    }

    fn row(line: u64, cells: &[&str]) -> (u64, Vec<String>, Option<Fault>) {
        (line, cells.iter().map(ToString::to_string).collect(), None)
    }

    #[test]
    fn line_ends_of_every_kind_end_a_record_and_are_counted_once() {
        assert_eq!(
            scan("a,b\r\nc,d\ne,f\rg,h"),
            [row(1, &["a", "b"]), row(2, &["c", "d"]), row(3, &["e", "f"]), row(4, &["g", "h"])]
        );
    }

    #[test]
    fn a_quoted_cell_may_hold_delimiters_quotes_and_lines() {
        assert_eq!(
            scan("\"Lee, \"\"A\"\"\",\"x\r\ny\"\nlast,"),
            [row(1, &["Lee, \"A\"", "x\r\ny"]), row(3, &["last", ""])]
        );
    }

    #[test]
    fn blanks_around_a_quoted_cell_do_not_break_it() {
        assert_eq!(scan("a, \"Lee, Ann\" ,c"), [row(1, &["a", "Lee, Ann", "c"])]);
    }

    #[test]
    fn a_quote_inside_a_plain_cell_is_a_plain_character() {
        assert_eq!(scan("6\" pipe,b"), [row(1, &["6\" pipe", "b"])]);
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_alone() {
        let read = scan("a,b\nc,\"d\ne,f\n");
        assert_eq!(read[1].2, Some(Fault::NeverCloses { line: 2, cell: 1 }));
        assert_eq!(read[2], row(3, &["e", "f"]));
    }

    #[test]
    fn an_open_quote_is_not_closed_by_the_next_quoted_cell() {
        let read = scan("a,\"b\nc,\"d\"\ne,f");
        assert_eq!(read[0].2, Some(Fault::NeverCloses { line: 1, cell: 1 }));
        assert_eq!(read[1], row(2, &["c", "d"]));
        assert_eq!(read[2], row(3, &["e", "f"]));
    }

    #[test]
    fn a_cell_that_goes_on_behind_its_quote_is_named() {
        let read = scan("\"say \"hi\" now\",b\nc,d");
        assert_eq!(read[0].2, Some(Fault::ClosesInside { line: 1, cell: 0 }));
        assert_eq!(read[1], row(2, &["c", "d"]));
    }
}
