//! From the language that a person reads to the languages that a template exists in.

/// The language that every template exists in.
pub(super) const LAST_RESORT: &str = "en";

/// The form in which languages are compared: lower case, `-` between the parts.
pub(super) fn folded(tag: &str) -> String {
    tag.trim().replace('_', "-").to_ascii_lowercase()
}

/// What to look for, best first: `de-AT` looks for `de-at`, then `de`, then `en`.
pub(super) fn chain(tag: &str) -> Vec<String> {
    let whole = folded(tag);
    let mut chain = vec![whole.clone()];
    if let Some((base, _)) = whole.split_once('-') {
        chain.push(base.to_owned());
    }
    if !chain.iter().any(|known| known == LAST_RESORT) {
        chain.push(LAST_RESORT.to_owned());
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_regional_language_falls_back_to_its_base_and_then_to_english() {
        assert_eq!(chain("de_AT"), ["de-at", "de", "en"]);
        assert_eq!(chain("fr"), ["fr", "en"]);
        assert_eq!(chain("en-GB"), ["en-gb", "en"], "English is looked for once");
        assert_eq!(chain(""), ["", "en"]);
    }
}
