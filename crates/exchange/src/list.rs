//! Several values in one cell, as our own tables write them: separated by
//! semicolons, and an item that holds a semicolon or a quote stands in quotes.

/// One cell from many values.
pub(crate) fn join<S: AsRef<str>>(items: &[S]) -> String {
    let mut cell = String::new();
    for (at, item) in items.iter().enumerate() {
        let item = item.as_ref();
        if at > 0 {
            cell.push(';');
        }
        if item.contains([';', '"']) {
            cell.push('"');
            cell.push_str(&item.replace('"', "\"\""));
            cell.push('"');
        } else {
            cell.push_str(item);
        }
    }
    cell
}

/// The values of one of our own cells, trimmed, empty ones left out.
pub(crate) fn split(cell: &str) -> Vec<String> {
    if !cell.contains('"') {
        return pieces(cell, &[';']);
    }
    let mut items = Vec::new();
    let mut item = String::new();
    let mut quoted = false;
    let mut chars = cell.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                item.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if item.trim().is_empty() => quoted = true,
            ';' if !quoted => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    items.push(item);
    items.retain_mut(|item| {
        *item = item.trim().to_owned();
        !item.is_empty()
    });
    items
}

/// The values of a cell that somebody else wrote: separated by semicolons, else
/// by bars, else by commas; lines always separate.
pub(crate) fn split_foreign(cell: &str) -> Vec<String> {
    let separator = [';', '|', ','].into_iter().find(|c| cell.contains(*c)).unwrap_or('\n');
    pieces(cell, &[separator, '\n', '\r'])
}

fn pieces(cell: &str, separators: &[char]) -> Vec<String> {
    cell.split(separators).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::{join, split, split_foreign};

    #[test]
    fn a_name_with_a_semicolon_stays_one_name() {
        let names = ["Sales; north", "6\" pipes", "plain"];
        assert_eq!(join(&names), "\"Sales; north\";\"6\"\" pipes\";plain");
        assert_eq!(split(&join(&names)), names);
    }

    #[test]
    fn empty_items_and_blanks_around_items_vanish() {
        assert_eq!(split(" a ;; b;"), ["a", "b"]);
    }

    #[test]
    fn foreign_lists_are_split_at_what_they_use() {
        assert_eq!(split_foreign("a, b"), ["a", "b"]);
        assert_eq!(split_foreign("a, Inc; b"), ["a, Inc", "b"]);
        assert_eq!(split_foreign("a | b"), ["a", "b"]);
    }
}
