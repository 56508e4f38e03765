//! Time as the product keeps it: milliseconds since 1970-01-01 UTC, handed in as an argument.

use serde::{Deserialize, Serialize};

/// A moment, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Debug,
    Default,
    Serialize,
    Deserialize,
    ts_rs::TS,
    schemars::JsonSchema,
)]
#[serde(transparent)]
#[ts(type = "number")]
pub struct Timestamp(pub i64);

/// One second in milliseconds.
pub const SECOND: i64 = 1_000;
/// One minute in milliseconds.
pub const MINUTE: i64 = 60 * SECOND;
/// One hour in milliseconds.
pub const HOUR: i64 = 60 * MINUTE;
/// One day in milliseconds.
pub const DAY: i64 = 24 * HOUR;

impl Timestamp {
    /// This moment moved by `millis`; stops at the ends of the range.
    #[must_use]
    pub const fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
    /// The last whole day before this moment, in words: `5 December 2026`. Where people are, it is midnight
    /// when something ends; half a day earlier it is that day nearly everywhere.
    pub fn last_day(self) -> String {
        let noon = jiff::Timestamp::from_millisecond(self.plus(-DAY / 2).0);
        noon.map_or_else(|_| String::new(), |noon| noon.strftime("%-d %B %Y").to_string())
    }
    /// The day since 1970 (UTC) that this moment falls in.
    pub const fn day(self) -> i64 {
        self.0.div_euclid(DAY)
    }
}

/// The roll: on which of the last fourteen days somebody signed in.
///
/// Bit 0 is the day of the last sign-in, bit 1 the day before it, and so on; `shifted_to` moves the
/// window so that bit 0 means the asked-for day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Roll {
    /// Day since 1970 of the newest sign-in.
    pub day: i64,
    /// One bit a day, newest lowest; only the low fourteen are used.
    pub bits: u16,
}

/// How many days the roll shows.
pub const ROLL_DAYS: u32 = 14;
const ROLL_MASK: u16 = (1 << ROLL_DAYS) - 1;

impl Roll {
    /// The roll after one more sign-in at `at`.
    #[must_use]
    pub fn signed_in(self, at: Timestamp) -> Self {
        let day = at.day();
        if self.bits == 0 || day > self.day {
            Self { day, bits: (self.shifted_to(day) | 1) & ROLL_MASK }
        } else {
            let back = u32::try_from(self.day - day).unwrap_or(u32::MAX);
            let bit = 1_u16.checked_shl(back).unwrap_or(0);
            Self { day: self.day, bits: (self.bits | bit) & ROLL_MASK }
        }
    }
    /// The bits as seen on `today`: bit 0 is today.
    pub fn shifted_to(self, today: i64) -> u16 {
        let ahead = today - self.day;
        if self.bits == 0 || ahead < 0 {
            return self.bits & ROLL_MASK;
        }
        u32::try_from(ahead).ok().and_then(|n| self.bits.checked_shl(n)).unwrap_or(0) & ROLL_MASK
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_the_one_that_ends_by_the_moment_from_alaska_to_new_zealand() {
        for hours_from_utc in [-9, 0, 1, 5, 12] {
            // Midnight after the 5th of December 2026.
            let ends = Timestamp(1_796_515_200_000).plus(-hours_from_utc * HOUR);
            assert_eq!(ends.last_day(), "5 December 2026", "{hours_from_utc}");
        }
        assert_eq!(Timestamp(i64::MAX).last_day(), "", "no day at all");
    }

    #[test]
    fn the_roll_shows_todays_sign_in_and_forgets_after_fourteen_days() {
        let day = |n: i64| Timestamp(n * DAY + 5);
        let roll = Roll::default().signed_in(day(100)).signed_in(day(102));
        assert_eq!(roll.shifted_to(102), 0b101, "two sign-ins, two days apart");
        assert_eq!(roll.shifted_to(103), 0b1010, "a day later both ticks moved on");
        assert_eq!(roll.shifted_to(116), 0, "older than fourteen days is gone");
        assert_eq!(roll.shifted_to(9_000), 0, "any later day is fine");
        assert_eq!(roll.signed_in(day(101)).shifted_to(102), 0b111, "a late report fills its own day");
    }
}
