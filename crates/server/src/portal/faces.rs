//! How organizations and people are drawn: initials, dyes, and the list of languages.

use super::words::Language;
use minijinja::{context, value::Value};
use rollbook_domain::text::initials;

/// An organization in the head of a page.
pub(super) fn organization(name: &str) -> Value {
    context! { name, initials => initials(name), dye => dye(name) }
}

/// Which of the eight quiet dyes a name gets: FNV-1a, so that it never changes.
pub(super) fn dye(name: &str) -> u32 {
    let hash = name.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) % 8 + 1
}

/// The languages to choose from.
pub(super) fn languages(chosen: &Language) -> Value {
    let choice = |language: &Language| {
        context! { tag => language.tag.as_str(), name => language.name.as_str(), chosen => language.tag == chosen.tag }
    };
    Language::all().iter().map(choice).collect()
}
