//! What a text looks like where fonts don't have all of its signs, and which part of the look stands for which sign.

use std::{fmt::Write as _, ops::Range};

/// A text as it is shown, beside the text itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    /// The text itself: what is searched and copied.
    pub(crate) said: String,
    /// The text as it is drawn, with code points for signs that no font has.
    pub(crate) shown: String,
    /// Where both differ, in their order.
    pub(crate) swaps: Vec<Swap>,
}

/// A code point that is shown for a sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Swap {
    /// Where it is shown.
    pub(crate) shown: Range<usize>,
    /// What it stands for.
    pub(crate) said: Range<usize>,
}

impl Told {
    /// `have` is asked for each sign with its place in the text. Line breaks and other controls are read as spaces: a
    /// line of a table is one paragraph.
    pub(crate) fn new(text: &str, have: impl Fn(usize, char) -> bool) -> Self {
        let said: String = text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
        let (mut shown, mut swaps): (String, Vec<Swap>) = (String::with_capacity(said.len()), Vec::new());
        for (at, sign) in said.char_indices() {
            if have(at, sign) {
                shown.push(sign);
                continue;
            }
            let from = shown.len();
            // Between two code points a line may be broken.
            if swaps.last().is_some_and(|swap| swap.shown.end == from) {
                shown.push(' ');
            }
            // A text takes everything.
            let _ = write!(shown, "U+{:04X}", u32::from(sign));
            swaps.push(Swap { shown: from..shown.len(), said: at..at + sign.len_utf8() });
        }
        Self { said, shown, swaps }
    }

    /// The swap that a place in what is shown belongs to.
    pub(crate) fn swap(&self, at: usize) -> Option<&Swap> {
        let after = self.swaps.partition_point(|swap| swap.shown.end <= at);
        self.swaps.get(after).filter(|swap| swap.shown.contains(&at))
    }

    /// What a part of the look stands for.
    pub(crate) fn said(&self, shown: &Range<usize>) -> Range<usize> {
        self.swap(shown.start).map_or_else(|| self.at(shown.start)..self.at(shown.end), |swap| swap.said.clone())
    }

    /// The place in the text of a place outside every swap.
    fn at(&self, shown: usize) -> usize {
        let before = self.swaps.partition_point(|swap| swap.shown.end <= shown);
        let Some(last) = before.checked_sub(1).and_then(|last| self.swaps.get(last)) else { return shown };
        last.said.end + (shown - last.shown.end)
    }
}

/// Signs that nobody sees, such as joiners and marks of direction.
pub(crate) fn is_silent(sign: char) -> bool {
    matches!(sign, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Told {
        Told::new(text, |_, sign| sign.is_ascii())
    }

    #[test]
    fn a_sign_that_no_font_has_is_shown_by_its_code_point_and_stays_itself_in_the_text() {
        let told = told("Lee 李伟!");
        assert_eq!(told.shown, "Lee U+674E U+4F1F!");
        assert_eq!(told.said, "Lee 李伟!");
        assert_eq!(&told.said[told.said(&(5..6))], "李", "each part of a code point stands for the whole sign");
        assert_eq!(&told.said[told.said(&(11..12))], "伟");
        assert_eq!(&told.said[told.said(&(0..1))], "L");
        let end = told.shown.len();
        assert_eq!(&told.said[told.said(&(end - 1..end))], "!");
    }

    #[test]
    fn line_breaks_are_spaces_and_what_turns_a_text_around_is_seen() {
        assert_eq!(told("a\nb\u{7}").shown, "a b ");
        assert_eq!(told("gpj.\u{202e}exe").shown, "gpj.U+202Eexe");
    }
}
