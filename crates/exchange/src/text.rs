//! Characters that nobody sees but that change what others read or match.

use std::borrow::Cow;

/// Whether `c` has no place in a name or an address: control characters,
/// overrides and isolates of the writing direction, byte order marks and
/// zero-width blanks.
///
/// The direction *marks* and the joiners stay: Arabic, Persian and the Indic
/// scripts are written with them.
pub(crate) fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// The trimmed text without invisible characters, and whether any was taken out.
/// Line ends and tabs become blanks, silently: spreadsheets put them into cells.
pub(crate) fn clean(text: &str) -> (Cow<'_, str>, bool) {
    let text = text.trim();
    if !text.chars().any(is_invisible) {
        return (Cow::Borrowed(text), false);
    }
    let mut removed = false;
    let mut kept = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\t' | '\n' | '\r' => kept.push(' '),
            c if is_invisible(c) => removed = true,
            c => kept.push(c),
        }
    }
    let trimmed = kept.trim();
    if trimmed.len() != kept.len() {
        kept = trimmed.to_owned();
    }
    (Cow::Owned(kept), removed)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn direction_overrides_go_and_direction_marks_stay() {
        assert_eq!(clean("Ann\u{202E}eeL"), ("AnneeL".into(), true));
        assert_eq!(clean("\u{200F}سارة"), ("\u{200F}سارة".into(), false), "Arabic names are written with marks");
    }

    #[test]
    fn line_ends_in_a_cell_become_one_blank_without_a_complaint() {
        assert_eq!(clean(" Ann\r\nLee\t"), ("Ann Lee".into(), false));
    }
}
