//! When two companies’ names are one to a reader: case, accents, legal forms, punctuation and letters of other scripts
//! that look alike make no difference.

use crate::text::{fold, look};
use std::{collections::HashSet, ops::Range, sync::LazyLock};

/// Legal forms as they stand after (or before) a name, without points and blanks.
const FORMS: &str = "as asa ans da ba sa ab kb hb aps ks is ps oy oyj ky ehf hf gmbh ggmbh mbh ug ag kg kgaa ohg gbr ev \
    eg se co cokg gmbhcokg ugcokg agcokg haftungsbeschrankt gesmbh sarl sas sasu eurl snc scs sca sci sc scop srl srls \
    spa sapa snc sl slu sau sll bv nv vof cv bvba sprl srlbv vzw asbl ltd limited plc llp lp llc inc incorporated corp \
    corporation company pllc pc pty ptyltd pteltd pte ltda eireli sarlu spzoo spzooo spk spj spolsro sro zrt kft bt rt nyrt \
    doo dd dno ooo oao zao pao ao ip ооо оао зао пао ао тов пп ет оод еоод ад еад uab mb tuo sia osauhing ou tuu \
    epe ae ike oe αε επε ικε οε kk gk 株式会社 有限会社 合同会社 有限公司 股份有限公司 주식회사 유한회사 sdnbhd bhd pt tbk jsc cjsc ojsc pjsc llcfz fze fzco wll sal";

/// The most words of one form, as in *Sp. z o.o.*
const LONGEST: usize = 5;

static LOOKS: LazyLock<HashSet<String>> = LazyLock::new(|| FORMS.split_whitespace().map(look).collect());

fn words(name: &str) -> Vec<String> {
    fold(name).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_form(words: &[String]) -> bool {
    LOOKS.contains(&look(&words.concat()))
}

/// Which of a name’s words are left without its legal forms; at least one always is.
pub(super) fn without_form(words: &[String]) -> Range<usize> {
    let (mut from, mut to) = (0, words.len());
    'more: loop {
        for count in (1..=LONGEST).rev() {
            if to > from + count && is_form(&words[to - count..to]) {
                to -= count;
                continue 'more;
            }
            if to > from + count && is_form(&words[from..from + count]) {
                from += count;
                continue 'more;
            }
        }
        return from..to;
    }
}

/// Two names with one key can be taken for each other; it is unique among the organizations of a database.
pub fn conflict_key(name: &str) -> String {
    let words = words(name);
    let kept = without_form(&words);
    let key = look(&words[kept].concat());
    // A name of signs alone is compared as it is.
    if key.is_empty() { look(name) } else { key }
}

/// Names close to a taken one that would be other names; the place of the company helps. Whether they are free is for
/// the caller to ask.
pub fn alternatives(name: &str, place: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split_whitespace().collect();
    let folded: Vec<String> = parts.iter().map(|part| words(part).concat()).collect();
    let kept = without_form(&folded);
    let (before, base, form) = (&parts[..kept.start], &parts[kept.clone()], &parts[kept.end..]);
    if base.is_empty() {
        return Vec::new();
    }
    let more = [place.trim(), "Service", "Group", "Partners", "Trading", "International"];
    let taken = conflict_key(name);
    more.into_iter()
        .filter(|word| !word.is_empty() && !name.contains(word))
        .map(|word| [before, base, &[word], form].concat().join(" "))
        .filter(|other| conflict_key(other) != taken)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_read_alike_have_one_key() {
        for (one, other) in [
            ("Fjordkraft AS", "fjordkraft"),
            ("Fjordkraft AS", "FJORDKRAFT A/S"),
            ("Fjordkraft AS", "Fjordkraft A.S."),
            ("Fjordkraft AS", "Fjordkr\u{430}ft AS"),
            ("Fjordkraft AS", "Fjordkraft \u{410}\u{405}"),
            ("Fjordkraft AS", "Fjørdkråft AS"),
            ("Müller & Söhne GmbH & Co. KG", "Muller Sohne"),
            ("Dupont S.A.R.L.", "DUPONT"),
            ("Kowalski Sp. z o.o.", "Kowalski"),
            ("ООО «Ромашка»", "Ромашка"),
            ("株式会社日立 株式会社", "株式会社日立"),
            ("Acme, Inc.", "ACME LLC"),
            ("Ａｃｍｅ", "Acme Ltd"),
            ("Nordlys Pty Ltd", "Nord lys"),
        ] {
            assert_eq!(conflict_key(one), conflict_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn other_names_have_other_keys() {
        for (one, other) in [
            ("Fjordkraft", "Fjordkraft Service"),
            ("Copenhagen Zoo", "Copenhagen"),
            ("AS", "AB"),
            ("Nordlys 2", "Nordlys 3"),
            ("+++", "---"),
        ] {
            assert_ne!(conflict_key(one), conflict_key(other), "{one} / {other}");
        }
    }

    #[test]
    fn alternatives_keep_the_form_and_name_the_place() {
        let names = alternatives("Fjordkraft AS", "Bergen");
        assert_eq!(names[..3], ["Fjordkraft Bergen AS", "Fjordkraft Service AS", "Fjordkraft Group AS"]);
        assert!(alternatives("", "Bergen").is_empty());
    }

    proptest! {
        #[test]
        fn case_and_form_never_make_another_name(name in "[a-zA-Zæøåäöüéèñ]{3,12}( [a-zA-Zæøåäöü]{3,12}){0,2}", form in prop::sample::select(vec!["AS", "GmbH", "Ltd.", "S.A.R.L.", "B.V.", "Sp. z o.o."])) {
            prop_assert_eq!(conflict_key(&format!("{name} {form}")), conflict_key(&name.to_lowercase()));
        }
        #[test]
        fn every_name_has_a_key_unless_it_is_empty(name in "\\PC{0,60}") {
            let clean = crate::text::clean_name(&name).unwrap_or_default();
            prop_assert!(clean.is_empty() || fold(&clean).is_empty() || !conflict_key(&clean).is_empty(), "{}", clean);
        }
        #[test]
        fn an_alternative_is_never_the_name_again(name in "\\PC{1,40}") {
            for other in alternatives(&name, "Bergen") {
                prop_assert_ne!(conflict_key(&other), conflict_key(&name));
            }
        }
    }
}
