//! Names of portals and teams: one each, that nobody takes for another one’s.

use super::{invite, roles};
use crate::{Code, Refusal, text::fold};

/// A tidy name that none of `others` has, nor looks like; `word` is what is named.
pub(super) fn own<'a>(
    word: &str,
    name: &str,
    others: impl Iterator<Item = &'a str> + Clone,
) -> Result<String, Refusal> {
    let name = invite::name(name, "name")?;
    if fold(&name).is_empty() {
        return Err(Refusal::new(Code::Invalid, format!("The {word} has no name. Add one."), "").at("name"));
    }
    if is_taken(&name, others.clone()) {
        let words = format!("There is a {word} of this name.");
        return Err(Refusal::new(Code::NameTaken, words, "Choose another name.").at("name"));
    }
    roles::unlike(&name, others)?;
    Ok(name)
}

/// Whether one of `others` is this name, however it is spelled.
pub(super) fn is_taken<'a>(name: &str, mut others: impl Iterator<Item = &'a str>) -> bool {
    let key = fold(name);
    others.any(|other| fold(other) == key)
}
