//! The judge of new passwords: R23, rule by rule, and total over everything that can be typed.

use proptest::prelude::*;
use rollbook_credentials::password::{
    MAX_PASSWORD_BYTES, PasswordRules, Pattern, Person, Problem, Rule, Verdict, judge,
};
use rstest::rstest;
use std::time::Instant;

const ALONE: PasswordRules = PasswordRules::of_member(false);
const WITH_SECOND_FACTOR: PasswordRules = PasswordRules::of_member(true);

fn sigrun() -> Person {
    Person {
        names: vec!["Sigrún Jónsdóttir".into()],
        emails: vec!["sigrun.jonsdottir@nordlys.no".into()],
        organization: Some("Nordlys Reiser".into()),
    }
}

fn verdict(password: &str) -> Verdict {
    judge(password, &sigrun(), &ALONE)
}

fn unmet(verdict: &Verdict) -> Vec<Rule> {
    verdict.rules.iter().filter(|result| !result.met).map(|result| result.rule).collect()
}

#[test]
fn r23_a_few_unrelated_words_are_acceptable() {
    let verdict = verdict("lundi-brim-47-ska");
    assert!(verdict.acceptable());
    assert_eq!(unmet(&verdict), []);
    assert_eq!(verdict.first_problem(), None);
    assert_eq!(verdict.strength.word(), "Strong");
    assert!(verdict.guess_time.starts_with("Would take "), "{}", verdict.guess_time);
}

#[test]
fn r23_the_portal_shows_the_rules_in_this_order_and_in_these_words() {
    let lines =
        |rules: PasswordRules| verdict("").rules.iter().map(|result| result.rule.line(&rules)).collect::<Vec<_>>();
    assert_eq!(
        lines(ALONE),
        [
            "15 characters or more",
            "Not in a list of leaked passwords",
            "No part of your name or e-mail",
            "Not easy to guess"
        ]
    );
    assert_eq!(lines(WITH_SECOND_FACTOR)[0], "8 characters or more");
}

#[rstest]
#[case::short("lundi-brim-47", "password_too_short", &[Rule::Length])]
#[case::leaked("danielalexander", "password_leaked", &[Rule::NotLeaked, Rule::NotGuessable])]
#[case::leaked_with_digits("DanielAlexander!2024", "password_leaked", &[Rule::NotLeaked])]
#[case::name("blå-Sigrun-himmel-92", "password_personal", &[Rule::NotPersonal])]
#[case::organization("kaffe hos NORDLYS kl ni", "password_personal", &[Rule::NotPersonal])]
#[case::repeated("abcabcabcabcabcabc", "password_guessable", &[Rule::NotGuessable])]
#[case::nothing("", "password_too_short", &[Rule::Length, Rule::NotLeaked, Rule::NotPersonal, Rule::NotGuessable])]
fn r23_a_password_is_refused_with_its_reason(#[case] password: &str, #[case] code: &str, #[case] expected: &[Rule]) {
    let verdict = verdict(password);
    assert_eq!(unmet(&verdict), expected);
    assert_eq!(verdict.first_problem().map(Problem::code), Some(code));
    assert!(!verdict.acceptable());
}

#[rstest]
#[case("grongrongrongron", Pattern::Repeat)]
#[case("mnopqrstuvwxyzabcdefgh", Pattern::Sequence)]
fn r23_what_is_predictable_is_named(#[case] password: &str, #[case] expected: Pattern) {
    assert_eq!(verdict(password).first_problem(), Some(Problem::Guessable(expected)));
}

#[test]
fn r23_eight_characters_are_enough_only_where_a_second_factor_is_required() {
    let password = "kø7-VæQ2";
    assert!(judge(password, &sigrun(), &WITH_SECOND_FACTOR).acceptable());
    assert_eq!(judge(password, &sigrun(), &ALONE).first_problem(), Some(Problem::TooShort { has: 8, min: 15 }));
    let seven = judge("kø7-VæQ", &sigrun(), &WITH_SECOND_FACTOR);
    assert_eq!(seven.first_problem(), Some(Problem::TooShort { has: 7, min: 8 }));
}

#[test]
fn r23_an_organization_can_ask_for_more_but_not_for_less_nor_for_over_64() {
    assert_eq!(ALONE.at_least(20).min_length(), 20);
    assert_eq!(ALONE.at_least(4).min_length(), 15);
    assert_eq!(ALONE.at_least(500).min_length(), 64);
}

#[test]
fn r23_characters_are_counted_and_not_bytes_nor_combining_marks() {
    let needs = |password: &str| match verdict(password).first_problem() {
        Some(Problem::TooShort { has, .. }) => has,
        _ => 15,
    };
    assert_eq!(needs("ålåjæøå"), 7);
    assert_eq!(needs("a\u{30a}la\u{30a}jæøa\u{30a}"), 7);
    assert_eq!(needs("雪が降る日"), 5);
}

#[rstest]
#[case::cyrillic("тёплый хлеб и молоко")]
#[case::japanese("雪の朝に猫が三匹窓辺で眠る静かな家")]
#[case::arabic("قهوة الصباح مع النافذة")]
#[case::spaces_and_emoji("🦊 hopper over 3 grønne tuer")]
fn r23_all_of_unicode_is_welcome_and_no_kind_of_character_is_asked_for(#[case] password: &str) {
    let verdict = verdict(password);
    assert!(verdict.acceptable(), "{:?}", verdict.first_problem());
}

#[test]
fn r23_at_least_64_characters_fit_and_over_1024_bytes_has_its_own_reason() {
    let long: String = "æ lundi brim ska tuer fox hval eple sjø 47 ".repeat(2).chars().take(64).collect();
    assert!(verdict(&long).meets(Rule::Length));
    let filler: String = ('а'..='я').cycle().step_by(7).take(600).collect();
    let endless = verdict(&filler);
    assert!(filler.len() > MAX_PASSWORD_BYTES);
    assert_eq!(endless.first_problem(), Some(Problem::TooLong));
    assert!(!endless.meets(Rule::Length) && !endless.acceptable());
}

#[test]
fn c33_words_and_codes_never_hold_the_password() {
    for password in ["hemmelig", "danielalexander", "blå-Sigrun-himmel-92", "abcabcabcabcabcabc"] {
        let verdict = verdict(password);
        let words = verdict.first_problem().map(|problem| problem.to_string()).expect("a problem");
        let sent = serde_json::to_string(&verdict).expect("JSON");
        assert!(!words.contains(password) && !sent.contains(password) && !format!("{verdict:?}").contains(password));
    }
}

#[test]
fn the_judge_answers_while_somebody_types_whatever_they_type() {
    let words = "lundi brim ska 47 ".repeat(60);
    for hostile in ["a".repeat(1024), "ab".repeat(512), "1a!".repeat(341), "@4a".repeat(341), words] {
        let begin = Instant::now();
        let _ = verdict(&hostile);
        assert!(begin.elapsed().as_secs() < 3, "{:?} for {}…", begin.elapsed(), &hostile[..6]);
    }
}

proptest! {
    #[test]
    fn r23_the_judge_is_total_and_agrees_with_itself(
        password: String,
        names in prop::collection::vec(any::<String>(), 0..3),
        emails in prop::collection::vec(any::<String>(), 0..3),
        organization: Option<String>,
        second_factor: bool,
    ) {
        let rules = PasswordRules::of_member(second_factor);
        let verdict = judge(&password, &Person { names, emails, organization }, &rules);
        prop_assert_eq!(verdict.acceptable(), verdict.first_problem().is_none());
        prop_assert_eq!(verdict.rules.len(), 4);
        prop_assert!(verdict.strength.score() <= 4);
        prop_assert!(verdict.guess_time.starts_with("Would "));
    }

    #[test]
    fn r23_whoever_puts_their_name_into_it_is_refused(name in "[a-zæøåéö]{4,12}", before in "[ -~]{0,20}", after in "[ -~]{0,20}") {
        let person = Person { names: vec![name.clone()], ..Person::default() };
        let verdict = judge(&format!("{before}{}{after}", name.to_uppercase()), &person, &ALONE);
        prop_assert!(!verdict.meets(Rule::NotPersonal));
    }

    #[test]
    fn r23_a_longer_minimum_never_accepts_more(password in "\\PC{0,30}") {
        let person = Person::default();
        if judge(&password, &person, &ALONE).acceptable() {
            prop_assert!(judge(&password, &person, &WITH_SECOND_FACTOR).acceptable());
        }
    }
}
