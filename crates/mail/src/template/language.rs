//! From the language that a person reads to the languages that a template exists in.

/// The language that every template exists in.
pub(super) const LAST_RESORT: &str = "en";

/// The form in which languages are compared: lower case, `-` between the parts.
pub(super) fn folded(tag: &str) -> String {
    tag.trim().replace('_', "-").to_ascii_lowercase()
}

/// The languages that are written from right to left, by their base.
const RIGHT_TO_LEFT: [&str; 11] = ["ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"];

/// Whether a language is written from right to left.
pub(super) fn right_to_left(tag: &str) -> bool {
    let folded = folded(tag);
    RIGHT_TO_LEFT.contains(&folded.split('-').next().unwrap_or_default())
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
    fn arabic_is_written_from_right_to_left_in_every_country() {
        assert!(right_to_left("ar") && right_to_left("AR_eg") && right_to_left("he-IL"));
        assert!(!right_to_left("en") && !right_to_left("arn") && !right_to_left(""));
    }

    #[test]
    fn a_regional_language_falls_back_to_its_base_and_then_to_english() {
        assert_eq!(chain("de_AT"), ["de-at", "de", "en"]);
        assert_eq!(chain("fr"), ["fr", "en"]);
        assert_eq!(chain("en-GB"), ["en-gb", "en"], "English is looked for once");
        assert_eq!(chain(""), ["", "en"]);
    }
}
