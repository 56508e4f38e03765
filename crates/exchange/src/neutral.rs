//! Formulas: a cell that begins with `=` is a program to a spreadsheet.
//!
//! On the way out an apostrophe is put before such a cell; on the way in, from our
//! own tables alone, it is taken away again. A cell that really begins with an
//! apostrophe and a formula sign gets one more, so the two undo each other exactly.
//!
//! A spreadsheet that expects another delimiter cuts a line where we didn't. So the
//! rule holds at the beginning of the cell and after everything that could be taken
//! for a delimiter or a line end.

use std::borrow::Cow;

/// What makes a spreadsheet calculate, full-width forms included.
const TRIGGERS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}'];
const BOUNDARIES: [char; 6] = [',', ';', '|', '\t', '\r', '\n'];

/// The cell with an apostrophe before every piece that would be a formula.
pub(crate) fn neutralise(cell: &str) -> Cow<'_, str> {
    rewrite(cell, |piece| threatens(piece.trim_start_matches('\'')).then(|| format!("'{piece}")))
}

/// The cell as it was before [`neutralise`].
pub(crate) fn restore(cell: &str) -> Cow<'_, str> {
    rewrite(cell, |piece| {
        let bare = piece.strip_prefix('\'')?;
        threatens(bare.trim_start_matches('\'')).then(|| bare.to_owned())
    })
}

fn threatens(piece: &str) -> bool {
    piece.starts_with(TRIGGERS)
}

/// Applies `change` to every piece; a piece keeps the boundary that ends it.
fn rewrite(cell: &str, change: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    if !cell.contains(TRIGGERS) {
        return Cow::Borrowed(cell);
    }
    let mut whole = String::with_capacity(cell.len() + 1);
    for piece in cell.split_inclusive(BOUNDARIES) {
        let inside_line_end = piece == "\n" && whole.ends_with('\r');
        match change(piece) {
            Some(other) if !inside_line_end => whole.push_str(&other),
            _ => whole.push_str(piece),
        }
    }
    Cow::Owned(whole)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{neutralise, restore};

    #[test]
    fn a_formula_becomes_text() {
        for formula in ["=1+1", "+47 22 33 44 55", "-2", "@SUM(A1)", "\t=1", "＝1"] {
            assert!(neutralise(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(neutralise("ann@nordlys.no"), "ann@nordlys.no");
    }

    #[test]
    fn a_formula_behind_another_delimiter_is_met_too() {
        assert_eq!(neutralise("a;=1+1"), "a;'=1+1");
        assert_eq!(neutralise("a\n@x"), "a\n'@x");
        assert_eq!(neutralise("two\r\nlines"), "two\r\nlines", "a line end is no formula");
    }

    proptest! {
        #[test]
        fn restoring_undoes_neutralising(cell in "['=+@,;a\\-\\t\\r\\n]{0,12}|.*") {
            let safe = neutralise(&cell).into_owned();
            prop_assert_eq!(restore(&safe), cell.as_str());
        }

        #[test]
        fn no_piece_of_a_neutralised_cell_is_a_formula(cell in "['=+@,;a\\-\\t]{0,12}") {
            for piece in neutralise(&cell).split([',', ';']) {
                prop_assert!(!piece.starts_with(['=', '+', '-', '@']), "{:?}", piece);
            }
        }
    }
}
