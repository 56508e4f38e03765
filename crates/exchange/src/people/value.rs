//! Single values of a person's row: the address and the two names.

use std::borrow::Cow;

use crate::problem::{Code, Problem};
use crate::text::{clean, is_invisible};

/// The longest address that mail knows is 254 characters; a little room, so that
/// the domain gives the reason.
const ADDRESS_BYTES: usize = 1024;

/// The address among the cells that may hold it, the best cell first. It is only
/// made sure that it can be one.
pub(super) fn address(candidates: &[(&str, &str)]) -> Result<String, Problem> {
    let said: Vec<_> = candidates.iter().filter(|(_, cell)| !cell.trim().is_empty() && !is_guest_name(cell)).collect();
    let best = said.iter().find(|(_, cell)| cell.contains('@')).or_else(|| said.first());
    let Some((head, cell)) = best else {
        let column = candidates.first().map(|(head, _)| *head);
        return Err(Problem::new(Code::EmailMissing, "The row has no e-mail address. Add one", column));
    };
    let cell = cell.trim();
    if cell.chars().any(is_invisible) {
        return Err(Problem::new(
            Code::EmailInvisible,
            "The address holds characters that can’t be seen. Type it again",
            Some(head),
        ));
    }
    let parts = cell.rsplit_once('@');
    let whole = parts.is_some_and(|(name, domain)| !name.is_empty() && !domain.is_empty());
    if !whole || cell.contains(char::is_whitespace) || cell.len() > ADDRESS_BYTES {
        let words = format!("\"{}\" isn’t an e-mail address. Correct it", short(cell));
        return Err(Problem::new(Code::EmailNotAnAddress, words, Some(head)));
    }
    Ok(cell.to_owned())
}

/// Entra's internal name of somebody else's person; no mail ever reaches it.
fn is_guest_name(cell: &str) -> bool {
    cell.contains("#EXT#")
}

/// A full name as first and last: at the comma, else before the last word.
pub(super) fn split_name(full: &str) -> (String, String) {
    let full = full.trim();
    if let Some((last, first)) = full.split_once(',') {
        return (first.trim().to_owned(), last.trim().to_owned());
    }
    match full.rsplit_once(char::is_whitespace) {
        Some((first, last)) => (first.trim().to_owned(), last.to_owned()),
        None => (full.to_owned(), String::new()),
    }
}

/// The cell without invisible characters; taking some out is noted.
pub(super) fn tidy<'c>(cell: &'c str, head: &str, notes: &mut Vec<Problem>) -> Cow<'c, str> {
    let (text, removed) = clean(cell);
    if removed {
        notes.push(Problem::new(Code::InvisibleRemoved, "Characters that can’t be seen were taken out", Some(head)));
    }
    text
}

/// Enough of a strange value to find it by.
pub(super) fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    let (text, _) = clean(text);
    if text.chars().count() <= LENGTH {
        return text.into_owned();
    }
    text.chars().take(LENGTH).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{address, split_name};
    use crate::Code;

    #[rstest]
    #[case("Ann Lee", "Ann", "Lee")]
    #[case("Anna Maria de la Cruz", "Anna Maria de la", "Cruz")]
    #[case("Lee, Ann", "Ann", "Lee")]
    #[case("de la Cruz, Anna Maria", "Anna Maria", "de la Cruz")]
    #[case("Prince", "Prince", "")]
    #[case("  ", "", "")]
    fn a_full_name_is_split_before_its_last_word_or_at_its_comma(
        #[case] full: &str,
        #[case] first: &str,
        #[case] last: &str,
    ) {
        assert_eq!(split_name(full), (first.to_owned(), last.to_owned()));
    }

    #[test]
    fn the_mail_column_comes_before_the_sign_in_name() {
        let cells = [("mail", "ann@nordlys.no"), ("userPrincipalName", "al@nordlys.example")];
        assert_eq!(address(&cells).as_deref(), Ok("ann@nordlys.no"));
        let cells = [("email", ""), ("login", "ann@nordlys.no")];
        assert_eq!(address(&cells).as_deref(), Ok("ann@nordlys.no"));
    }

    #[rstest]
    #[case("", Code::EmailMissing)]
    #[case("ann_gmail.com#EXT#@nordlys.example", Code::EmailMissing)]
    #[case("nordlys", Code::EmailNotAnAddress)]
    #[case("@nordlys.no", Code::EmailNotAnAddress)]
    #[case("ann lee@nordlys.no", Code::EmailNotAnAddress)]
    #[case("ann\u{202E}@nordlys.no", Code::EmailInvisible)]
    #[case("ann\u{7}@nordlys.no", Code::EmailInvisible)]
    fn what_cannot_be_an_address_is_refused(#[case] cell: &str, #[case] code: Code) {
        assert_eq!(address(&[("email", cell)]).map_err(|p| p.code), Err(code));
    }
}
