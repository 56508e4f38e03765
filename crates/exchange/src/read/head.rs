//! What stands at the top of a file: lines for programs, and the heads.

/// Whether a record at the top is meant for a program: the version line of Entra's
/// templates, or the line that tells a spreadsheet its delimiter.
pub(super) fn is_preamble<S: AsRef<str>>(cells: &[S]) -> bool {
    let Some((first, rest)) = cells.split_first() else {
        return false;
    };
    let first = first.as_ref().trim();
    let begins = |word: &str| first.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    (begins("version:") || begins("sep=")) && is_blank(rest)
}

/// Whether nothing stands in any of the cells.
pub(super) fn is_blank<S: AsRef<str>>(cells: &[S]) -> bool {
    cells.iter().all(|cell| cell.as_ref().trim().is_empty())
}

/// Whether the first row names the columns. Only a row with an address in it is
/// surely about a person.
pub(super) fn is_head<S: AsRef<str>>(cells: &[S]) -> bool {
    !is_blank(cells) && !cells.iter().any(|cell| cell.as_ref().contains('@'))
}

/// The heads, trimmed; those at the end that are empty and only there because a
/// spreadsheet was wider are left out, others get a number.
pub(super) fn columns<S: AsRef<str>>(cells: &[S]) -> Vec<String> {
    let used = cells.iter().rposition(|cell| !cell.as_ref().trim().is_empty()).map_or(0, |last| last + 1);
    cells[..used]
        .iter()
        .enumerate()
        .map(|(at, cell)| match crate::text::clean(cell.as_ref()).0 {
            head if head.is_empty() => numbered(at),
            head => head.into_owned(),
        })
        .collect()
}

/// The name of a column that has none.
pub(super) fn numbered(at: usize) -> String {
    format!("Column {}", at + 1)
}
