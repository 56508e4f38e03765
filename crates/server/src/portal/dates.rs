//! Times as the pages name them: in UTC, said so; a script then turns them to the reader's own clock.

use super::words::Language;
use jiff::{Zoned, tz::TimeZone};
use minijinja::Value;
use rollbook_domain::Timestamp;

/// A day, as HTML: "21 November".
pub(super) fn day(at: Timestamp, language: &Language) -> String {
    let Some(at) = zoned(at) else { return String::new() };
    html(&at, "day", &day_words(&at, language))
}

/// A moment, as HTML: "28 November, 14:30 UTC".
pub(super) fn moment(at: Timestamp, language: &Language) -> String {
    moment_as(at, "moment", language)
}

fn moment_as(at: Timestamp, form: &str, language: &Language) -> String {
    let Some(at) = zoned(at) else { return String::new() };
    let time = format!("{:02}:{:02}", at.hour(), at.minute());
    html(&at, form, &language.say("moment", &[("day", &day_words(&at, language)), ("time", &time)]))
}

/// A day with its year, as HTML: "21 November 2026".
pub(super) fn date(at: Timestamp, language: &Language) -> String {
    let Some(at) = zoned(at) else { return String::new() };
    let words = language.say("date", &[("day", &day_words(&at, language)), ("year", &at.year().to_string())]);
    html(&at, "date", &words)
}

/// A sentence with a time in it, as HTML: everything but the time is escaped.
pub(super) fn with_time(language: &Language, key: &str, values: &[(&str, &str)], (name, time): (&str, &str)) -> Value {
    /// Stands for the time while the rest is escaped; no sentence and no name holds it.
    const PLACE: &str = "\u{fffc}";
    let plain: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, value.replace(PLACE, ""))).collect();
    let values: Vec<(&str, &str)> =
        plain.iter().map(|(name, value)| (*name, value.as_str())).chain([(name, PLACE)]).collect();
    let escaped = minijinja::HtmlEscape(&language.say(key, &values)).to_string();
    Value::from_safe_string(escaped.replace(PLACE, time))
}

/// A moment in a list, as HTML; a script shortens its month.
pub(super) fn when(at: Timestamp, language: &Language) -> String {
    moment_as(at, "when", language)
}

fn zoned(at: Timestamp) -> Option<Zoned> {
    Some(jiff::Timestamp::from_millisecond(at.0).ok()?.to_zoned(TimeZone::UTC))
}

fn day_words(at: &Zoned, language: &Language) -> String {
    let key = if at.day() == 1 { "first_day" } else { "day" };
    language.say(key, &[("day", &at.day().to_string()), ("month", language.month(at.month()))])
}

fn html(at: &Zoned, form: &str, words: &str) -> String {
    format!(r#"<time datetime="{}" data-form="{form}">{}</time>"#, at.timestamp(), minijinja::HtmlEscape(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_names_a_day_and_a_moment_its_own_way() {
        let (first, later) = (Timestamp(1_793_500_200_000), Timestamp(1_795_876_200_000));
        let said = |tag: &str| {
            let language = Language::of(tag).unwrap();
            let words = |html: String| html.split(['>', '<']).nth(2).unwrap().to_owned();
            (words(day(first, language)), words(moment(later, language)))
        };
        let pair = |day: &str, moment: &str| (day.to_owned(), moment.to_owned());
        assert_eq!(said("en"), pair("1 November", "28 November, 14:30 UTC"));
        assert_eq!(said("de"), pair("1. November", "28. November, 14:30 Uhr UTC"));
        assert_eq!(said("es"), pair("1 de noviembre", "28 de noviembre, 14:30 UTC"));
        assert_eq!(said("fr"), pair("1er novembre", "28 novembre à 14:30 UTC"));
        assert_eq!(said("ja"), pair("11月1日", "11月28日 14:30 UTC"));
        assert_eq!(said("ar"), pair("1 نوفمبر", "28 نوفمبر، 14:30 UTC"));
        let year = |tag: &str| date(later, Language::of(tag).unwrap()).split(['>', '<']).nth(2).unwrap().to_owned();
        assert_eq!(
            ["en", "de", "es", "fr", "ja"].map(year),
            ["28 November 2026", "28. November 2026", "28 de noviembre de 2026", "28 novembre 2026", "2026年11月28日"]
        );
    }

    #[test]
    fn a_machine_can_read_it_too() {
        let html = day(Timestamp(1_795_876_200_000), Language::english());
        assert_eq!(html, r#"<time datetime="2026-11-28T14:30:00Z" data-form="day">28 November</time>"#);
    }
}
