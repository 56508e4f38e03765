//! The judge of new passwords: R23, and nothing beside it. No composition rules, no forced rotation, all of Unicode.

use super::{
    MAX_PASSWORD_BYTES,
    guess::{Guess, Strength, estimate},
    leaked::is_leaked,
    personal::{Parts, Person},
    verdict::{Problem, Rule, RuleResult, Verdict},
};
use crate::text::composed;

/// Fewest characters where the password stands alone.
const ALONE: usize = 15;
/// Fewest characters where a second factor is required of the member.
const WITH_SECOND_FACTOR: usize = 8;
/// Most that an organization can ask for: R23 lets no maximum fall under it, so no minimum may pass it.
const HIGHEST_MINIMUM: usize = 64;

/// What a password must be for one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordRules {
    min_length: usize,
    min_strength: Strength,
}

impl PasswordRules {
    /// 15 characters, or 8 where a second factor is *required* of the member. That one is set up is not enough: it
    /// could be taken off again.
    ///
    /// The line of what is guessable moves along: zxcvbn takes even eight random characters for 10^8 guesses, so the
    /// line of a password that stands alone would refuse them all.
    pub const fn of_member(second_factor_required: bool) -> Self {
        if second_factor_required {
            Self { min_length: WITH_SECOND_FACTOR, min_strength: Strength::FAIR }
        } else {
            Self { min_length: ALONE, min_strength: Strength::GOOD }
        }
    }

    /// The same with the organization's own minimum, where that is higher. Counts up to 64.
    #[must_use]
    pub fn at_least(self, characters: usize) -> Self {
        Self { min_length: self.min_length.max(characters.min(HIGHEST_MINIMUM)), ..self }
    }

    /// Fewest characters.
    pub const fn min_length(&self) -> usize {
        self.min_length
    }
}

/// Judges a password that somebody wants to choose.
///
/// Characters are Unicode code points of the password in NFC, as SP 800-63B-4 counts them: a letter with an accent
/// is one however it was typed, an emoji made of several may be more, and no table of grapheme rules can change who
/// gets in. It takes some milliseconds; of a password over 1024 bytes only the beginning is looked at.
pub fn judge(password: &str, person: &Person, rules: &PasswordRules) -> Verdict {
    let too_long = password.len() > MAX_PASSWORD_BYTES;
    let password = composed(beginning(password));
    let length = password.chars().count();
    let parts = Parts::of(person);
    let Guess { strength, time, weakness } = estimate(&password, &parts.all(), rules.min_strength);
    let leaked = is_leaked(&password);
    let personal = parts.touch(&password);

    let typed = !password.is_empty();
    let results = [
        (Rule::Length, length >= rules.min_length && !too_long),
        (Rule::NotLeaked, typed && !leaked),
        (Rule::NotPersonal, typed && !personal),
        (Rule::NotGuessable, weakness.is_none()),
    ];
    let problem = if too_long {
        Some(Problem::TooLong)
    } else if length < rules.min_length {
        Some(Problem::TooShort { has: length, min: rules.min_length })
    } else if leaked {
        Some(Problem::Leaked)
    } else if personal {
        Some(Problem::Personal)
    } else {
        weakness.map(Problem::Guessable)
    };
    let rules = results.map(|(rule, met)| RuleResult { rule, met }).to_vec();
    Verdict { rules, strength, guess_time: time, problem }
}

fn beginning(text: &str) -> &str {
    &text[..text.floor_char_boundary(MAX_PASSWORD_BYTES)]
}
