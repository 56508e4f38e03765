//! How soon somebody would guess a password, by zxcvbn: words, names, dates, keyboards, repeats and sequences.

use serde::Serialize;
use std::borrow::Cow;
use zxcvbn::{Score, feedback::Warning, zxcvbn};

/// Guesses a second against a stolen hash: zxcvbn's figure for slow hashes on several machines. The real rate against
/// R23's Argon2id is lower; the words shown promise less than holds.
const GUESSES_PER_SECOND: f64 = 1e4;

/// How strong a password is, from 0 (guessed at once) to 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Strength(u8);

impl Strength {
    /// 10^6 guesses: out of reach of a sign-in form that slows down (R25).
    pub(super) const FAIR: Self = Self(2);
    /// 10^8 guesses, zxcvbn's own line for a password that stands alone.
    pub(super) const GOOD: Self = Self(3);

    /// 0 to 4; the meter fills that many of its four bars.
    pub const fn score(self) -> u8 {
        self.0
    }

    /// The word beside the meter.
    pub const fn word(self) -> &'static str {
        match self.0 {
            0 | 1 => "Weak",
            2 => "Fair",
            3 => "Good",
            _ => "Strong",
        }
    }
}

/// What makes a password guessable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    /// `aaaaaa`, `abcabcabc`.
    Repeat,
    /// `abcdef`, `987654`.
    Sequence,
    /// `qwertyuiop`.
    Keyboard,
    /// `17.05.1994`, a year.
    Date,
    /// A common password or word, with little added.
    CommonWord,
    /// None of these: simply not enough of anything.
    TooLittle,
}

pub(super) struct Guess {
    pub(super) strength: Strength,
    pub(super) time: String,
    /// Set when the password is easier to guess than `enough`.
    pub(super) weakness: Option<Pattern>,
}

/// Estimates a password; `known` are words that an attacker would try first. Looks at the first 100 characters.
pub(super) fn estimate(password: &str, known: &[&str], enough: Strength) -> Guess {
    let entropy = zxcvbn(password, known);
    let strength = Strength(match entropy.score() {
        Score::Zero => 0,
        Score::One => 1,
        Score::Two => 2,
        Score::Three => 3,
        _ => 4,
    });
    let warning = entropy.feedback().and_then(zxcvbn::feedback::Feedback::warning);
    let seconds = 10f64.powf(entropy.guesses_log10()) / GUESSES_PER_SECOND;
    Guess { strength, time: guess_time(seconds), weakness: (strength < enough).then(|| pattern(warning)) }
}

fn pattern(warning: Option<Warning>) -> Pattern {
    match warning {
        Some(Warning::RepeatsLikeAaaAreEasyToGuess | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess) => {
            Pattern::Repeat
        }
        Some(Warning::SequencesLikeAbcAreEasyToGuess) => Pattern::Sequence,
        Some(Warning::StraightRowsOfKeysAreEasyToGuess | Warning::ShortKeyboardPatternsAreEasyToGuess) => {
            Pattern::Keyboard
        }
        Some(Warning::DatesAreOftenEasyToGuess | Warning::RecentYearsAreEasyToGuess) => Pattern::Date,
        Some(_) => Pattern::CommonWord,
        None => Pattern::TooLittle,
    }
}

/// "Would take about 40 years to guess", with one digit that means something.
fn guess_time(seconds: f64) -> String {
    const UNITS: [(f64, &str); 6] = [
        (1.0, "second"),
        (60.0, "minute"),
        (3_600.0, "hour"),
        (86_400.0, "day"),
        (2_592_000.0, "month"),
        (31_536_000.0, "year"),
    ];
    const YEAR: f64 = 31_536_000.0;
    if seconds < 1.0 {
        return "Would be guessed at once".into();
    }
    let span: Cow<'static, str> = if seconds >= YEAR * 1e9 {
        "billions of years".into()
    } else if seconds >= YEAR * 1e6 {
        "millions of years".into()
    } else if seconds >= YEAR * 1e3 {
        "thousands of years".into()
    } else {
        let (length, unit) = UNITS.into_iter().rfind(|(length, _)| seconds >= *length).unwrap_or(UNITS[0]);
        let count = one_digit(seconds / length);
        let plural = if count < 1.5 { "" } else { "s" };
        format!("about {count:.0} {unit}{plural}").into()
    };
    format!("Would take {span} to guess")
}

/// 43.2 becomes 40, 7.4 becomes 7. Takes 1 and more.
fn one_digit(value: f64) -> f64 {
    let scale = 10f64.powf(value.log10().floor());
    (value / scale).round() * scale
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(0.0, "Would be guessed at once")]
    #[case(0.99, "Would be guessed at once")]
    #[case(1.0, "Would take about 1 second to guess")]
    #[case(43.0, "Would take about 40 seconds to guess")]
    #[case(90.0, "Would take about 2 minutes to guess")]
    #[case(3_600.0 * 7.4, "Would take about 7 hours to guess")]
    #[case(86_400.0 * 29.0, "Would take about 30 days to guess")]
    #[case(31_536_000.0 * 1.2, "Would take about 1 year to guess")]
    #[case(31_536_000.0 * 43.0, "Would take about 40 years to guess")]
    #[case(31_536_000.0 * 990.0, "Would take about 1000 years to guess")]
    #[case(31_536_000.0 * 5e4, "Would take thousands of years to guess")]
    #[case(31_536_000.0 * 5e7, "Would take millions of years to guess")]
    #[case(f64::INFINITY, "Would take billions of years to guess")]
    fn the_time_to_guess_is_said_in_one_round_figure(#[case] seconds: f64, #[case] expected: &str) {
        assert_eq!(guess_time(seconds), expected);
    }

    #[rstest]
    #[case::repeat("aaaaaaaaaaaaaaaaaa", Pattern::Repeat)]
    #[case::sequence("abcdefghijklmnop", Pattern::Sequence)]
    #[case::keyboard("sdfghjkl;", Pattern::Keyboard)]
    #[case::repeated_word("passwordpassword", Pattern::Repeat)]
    #[case::date("17.05.1994", Pattern::Date)]
    #[case::little_of_anything("hrafn", Pattern::TooLittle)]
    #[case::one_word("Sunshine7", Pattern::CommonWord)]
    fn r23_what_is_easy_to_guess_is_named(#[case] password: &str, #[case] expected: Pattern) {
        assert_eq!(estimate(password, &[], Strength::GOOD).weakness, Some(expected));
    }

    #[test]
    fn the_meter_says_what_it_means() {
        assert_eq!([0, 1, 2, 3, 4].map(|score| Strength(score).word()), ["Weak", "Weak", "Fair", "Good", "Strong"]);
        let good = estimate("lundi-brim-47-ska", &[], Strength::GOOD);
        assert_eq!((good.strength.score(), good.weakness), (4, None));
    }

    #[test]
    fn r23_words_that_an_attacker_knows_make_a_password_weaker() {
        let unknown = estimate("hrafnkelsdalur", &[], Strength::GOOD);
        let known = estimate("hrafnkelsdalur", &["hrafnkelsdalur"], Strength::GOOD);
        assert!(known.strength < unknown.strength);
    }
}
