//! VAT numbers: format and check digits of the countries whose rules are public (the EU’s member states and Northern
//! Ireland, Great Britain, Norway, Switzerland and a few more). Whether a number is in use only its register knows.

use vat_id_validator::{check_vat_by_country, remove_extra_chars};

/// The longest number, with blanks and points.
const MAX: usize = 32;

/// Why a VAT number can’t be right.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum VatProblem {
    /// It holds something else than letters and digits, or too many of them.
    #[error("This isn’t a VAT number. Write it as on your invoices, with the letters of the country.")]
    Unreadable,
    /// No country was chosen, so nothing says how it is to be read.
    #[error("Choose the country first: it decides how a VAT number is written.")]
    NoCountry,
    /// It begins with other letters than its country’s.
    #[error("VAT numbers of this country begin with {letters}. Check the number, or the country.")]
    OtherCountry {
        /// The letters that it should begin with.
        letters: &'static str,
    },
    /// Its length or shape isn’t the country’s.
    #[error("VAT numbers of this country are written in another way. Check it for a missing or an extra digit.")]
    Shape,
    /// The check digits don’t fit, so one digit is wrong.
    #[error("The check digits of this VAT number don’t fit. Check it digit by digit.")]
    Digits,
}

/// The letters in front of a country’s VAT numbers, where its rules are known.
fn letters(country: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 32] = [
        ("AD", "AD"),
        ("AT", "AT"),
        ("BE", "BE"),
        ("BG", "BG"),
        ("CH", "CHE"),
        ("CY", "CY"),
        ("CZ", "CZ"),
        ("DE", "DE"),
        ("DK", "DK"),
        ("EE", "EE"),
        ("ES", "ES"),
        ("FI", "FI"),
        ("FR", "FR"),
        ("GB", "GB"),
        ("GR", "EL"),
        ("HR", "HR"),
        ("HU", "HU"),
        ("IE", "IE"),
        ("IT", "IT"),
        ("LT", "LT"),
        ("LU", "LU"),
        ("LV", "LV"),
        ("MT", "MT"),
        ("NL", "NL"),
        ("NO", "NO"),
        ("PL", "PL"),
        ("PT", "PT"),
        ("RO", "RO"),
        ("RS", "RS"),
        ("SE", "SE"),
        ("SI", "SI"),
        ("SK", "SK"),
    ];
    KNOWN.iter().find(|(code, _)| *code == country).map(|(_, letters)| *letters)
}

/// The number as it is kept: capitals, without blanks and points. Empty stays empty. Of a country whose rule isn’t
/// known it is kept as it is written.
pub fn check(raw: &str, country: &str) -> Result<String, VatProblem> {
    if raw.trim().is_empty() {
        return Ok(String::new());
    }
    if raw.len() > MAX {
        return Err(VatProblem::Unreadable);
    }
    let number = remove_extra_chars(raw);
    // Ireland’s and France’s older numbers hold more than letters and digits.
    if number.len() < 4 || !number.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '*')) {
        return Err(VatProblem::Unreadable);
    }
    if country.is_empty() {
        return Err(VatProblem::NoCountry);
    }
    // Northern Ireland’s numbers are Great Britain’s with other letters.
    let northern = (country == "GB").then(|| number.strip_prefix("XI")).flatten().map(|rest| format!("GB{rest}"));
    let judged = northern.as_deref().unwrap_or(&number);
    let Some(letters) = letters(country) else { return Ok(number) };
    if !judged.starts_with(letters) {
        return Err(VatProblem::OtherCountry { letters });
    }
    let verdict = check_vat_by_country(judged, country);
    match (verdict.is_valid_format, verdict.is_valid) {
        (true, true) => Ok(number),
        (true, false) => Err(VatProblem::Digits),
        (false, _) => Err(VatProblem::Shape),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that registers and tax offices publish as their own examples, or that stand in companies’ imprints.
    const GOOD: [(&str, &str); 26] = [
        ("AT", "ATU13585627"),
        ("BE", "BE0411905847"),
        ("BG", "BG175074752"),
        ("CH", "CHE-107.787.577 MWST"),
        ("CY", "CY10259033P"),
        ("CZ", "CZ46505334"),
        ("DE", "DE136695976"),
        ("DK", "DK13585628"),
        ("EE", "EE100931558"),
        ("ES", "ESB58378431"),
        ("FI", "FI20774740"),
        ("FR", "FR40303265045"),
        ("GB", "GB980780684"),
        ("GB", "XI980780684"),
        ("GR", "EL094259216"),
        ("HR", "HR33392005961"),
        ("HU", "HU12892312"),
        ("IE", "IE6433435F"),
        ("IT", "IT00743110157"),
        ("LU", "LU15027442"),
        ("MT", "MT11679112"),
        ("NL", "NL004495445B01"),
        ("NO", "NO 923 609 016 MVA"),
        ("PL", "PL8567346215"),
        ("PT", "PT501964843"),
        ("SE", "SE123456789701"),
    ];

    #[test]
    fn numbers_with_the_right_check_digits_are_taken_however_they_are_spaced() {
        for (country, number) in GOOD {
            let kept = check(number, country);
            assert!(kept.is_ok(), "{number}: {kept:?}");
            let spaced: String = number.chars().flat_map(|c| [c.to_ascii_lowercase(), ' ']).collect();
            if spaced.len() <= MAX {
                assert_eq!(check(&spaced, country), kept, "{number}");
            }
        }
    }

    #[test]
    fn one_digit_changed_is_noticed() {
        for (country, number) in GOOD {
            let digit = number.find(|c: char| c.is_ascii_digit()).unwrap() + 2;
            let changed: String = number
                .chars()
                .enumerate()
                .map(|(at, c)| if at == digit && c.is_ascii_digit() { char::from((c as u8 - 47) % 10 + 48) } else { c })
                .collect();
            if changed != number {
                assert!(check(&changed, country).is_err(), "{changed}");
            }
        }
    }

    #[test]
    fn a_number_of_another_country_says_which_letters_are_missing() {
        assert_eq!(check("SE123456789701", "NO"), Err(VatProblem::OtherCountry { letters: "NO" }));
        assert_eq!(check("GR094259216", "GR"), Err(VatProblem::OtherCountry { letters: "EL" }));
        assert_eq!(check("DE136695976", ""), Err(VatProblem::NoCountry));
    }

    #[test]
    fn what_is_no_number_is_none_and_other_countries_are_taken_as_written() {
        assert_eq!(check("  ", "NO"), Ok(String::new()));
        assert_eq!(check("NO<script>", "NO"), Err(VatProblem::Unreadable));
        assert_eq!(check(&"9".repeat(64), "NO"), Err(VatProblem::Unreadable));
        assert_eq!(check("NO12", "NO"), Err(VatProblem::Shape));
        assert_eq!(check("51 824 753 556", "AU"), Ok("51824753556".to_owned()));
    }
}
