//! How attempts are slowed (R25, C15, C41): each failure makes the next attempt wait longer, up to a
//! limit, and never for good. Who counts, and where, is the caller's; this is the arithmetic.

use crate::{
    Timestamp,
    time::{DAY, HOUR, MINUTE, SECOND},
};

/// How attempts of one sort are slowed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slope {
    /// How many attempts are free of any wait.
    pub free: u32,
    /// The first wait in milliseconds; each further one is twice as long.
    pub first: i64,
    /// The longest wait in milliseconds.
    pub longest: i64,
    /// After how many milliseconds without an attempt all is forgotten.
    pub forget: i64,
}

impl Slope {
    /// Passwords tried for one account, and second factors of one: a hundred guesses a day at most.
    pub const ACCOUNT: Self = Self { free: 3, first: SECOND, longest: 15 * MINUTE, forget: DAY };
    /// Passwords, and API keys that don’t work, tried from one address; an office may stand behind it.
    pub const ADDRESS: Self = Self { free: 30, first: SECOND, longest: 5 * MINUTE, forget: HOUR };
    /// Recovery mails asked for one address of a person: nobody’s mailbox is filled.
    pub const RECOVERY: Self = Self { free: 3, first: MINUTE, longest: HOUR, forget: DAY };
    /// Recovery mails asked from one address.
    pub const RECOVERY_ADDRESS: Self = Self { free: 10, first: 10 * SECOND, longest: 15 * MINUTE, forget: HOUR };

    /// Asking one organization for an invitation, whoever asks: its administrators get ten such mails a day, then one an
    /// hour at most.
    pub const ASKING: Self = Self { free: 10, first: 5 * MINUTE, longest: HOUR, forget: DAY };

    /// How long an attempt waits after so many before it.
    pub fn wait(&self, attempts: i64) -> i64 {
        let more = attempts.saturating_sub(i64::from(self.free));
        if more < 0 {
            return 0;
        }
        // Doubled fifty times, any wait has long passed its limit.
        self.first.saturating_mul(1_i64 << more.min(50)).min(self.longest)
    }
}

/// Whether a failure is an entry of the log: the 1st, 3rd, 10th, 30th, 100th… of a row. As a row grows slowly (a hundred
/// failures a day at most), nobody fills a log by trying (R25).
pub fn is_noted(failures: i64) -> bool {
    let power = failures.max(1).ilog10();
    let unit = 10_i64.pow(power);
    failures == unit || failures == unit.saturating_mul(3)
}

/// The attempts so far that count against the next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pace {
    /// How many.
    pub attempts: i64,
    /// When the last of them was.
    pub last: Timestamp,
}

/// How many milliseconds an attempt has to wait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Wait(pub i64);

impl Pace {
    /// One more attempt at `now`: what counts from then on, or how long it has to wait. An attempt
    /// that has to wait doesn’t count, so insisting makes nothing worse.
    ///
    /// The time of the last attempt may be ahead where the clock was set back, or another server’s is
    /// ahead: a little counts as this moment, more as forgotten, so nobody waits for a clock.
    pub fn attempt(self, slope: &Slope, now: Timestamp) -> Result<Self, Wait> {
        let since = now.0.saturating_sub(self.last.0);
        if self.attempts <= 0 || since >= slope.forget || since < -slope.longest {
            return Ok(Self { attempts: 1, last: now });
        }
        let left = slope.wait(self.attempts) - since.max(0);
        if left > 0 { Err(Wait(left)) } else { Ok(Self { attempts: self.attempts.saturating_add(1), last: now }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MORNING: Timestamp = Timestamp(1_795_248_000_000);
    const SLOPE: Slope = Slope { free: 3, first: SECOND, longest: 15 * MINUTE, forget: DAY };

    fn after(attempts: i64) -> Pace {
        Pace { attempts, last: MORNING }
    }

    #[test]
    fn r25_each_failure_after_the_third_doubles_the_wait_up_to_its_limit() {
        let waits: Vec<i64> = (0..16).map(|n| SLOPE.wait(n) / SECOND).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(SLOPE.wait(i64::MAX), 15 * MINUTE, "no number of failures overflows");
    }

    #[test]
    fn r25_of_a_row_of_failures_few_are_noted() {
        let noted: Vec<i64> = (-3..=1_000).filter(|n| is_noted(*n)).collect();
        assert_eq!(noted, [1, 3, 10, 30, 100, 300, 1_000]);
        assert!(!is_noted(i64::MAX) && !is_noted(i64::MIN), "no number overflows");
        let day = (0..200).scan(Pace::default(), |pace, n| {
            *pace = pace.attempt(&SLOPE, MORNING.plus(n * 15 * MINUTE)).ok()?;
            (n < 96).then_some(pace.attempts)
        });
        assert!(day.filter(|n| is_noted(*n)).count() <= 5, "whoever tries all day makes a handful of entries");
    }

    #[test]
    fn c15_after_any_number_of_failures_the_wait_ends_by_itself() {
        let many = after(1_000_000);
        assert_eq!(many.attempt(&SLOPE, MORNING.plus(SECOND)), Err(Wait(15 * MINUTE - SECOND)));
        assert!(many.attempt(&SLOPE, MORNING.plus(15 * MINUTE)).is_ok());
    }

    #[test]
    fn r25_an_attempt_that_has_to_wait_makes_nothing_worse() {
        let pace = after(5);
        for second in 0..4 {
            assert!(pace.attempt(&SLOPE, MORNING.plus(second * SECOND)).is_err());
        }
        let next = pace.attempt(&SLOPE, MORNING.plus(4 * SECOND)).expect("its wait is over");
        assert_eq!(next, Pace { attempts: 6, last: MORNING.plus(4 * SECOND) });
    }

    #[test]
    fn r25_a_day_without_an_attempt_forgets_all() {
        let fresh = Pace { attempts: 1, last: MORNING.plus(DAY) };
        assert_eq!(after(40).attempt(&SLOPE, MORNING.plus(DAY)), Ok(fresh));
    }

    #[test]
    fn c15_a_clock_that_jumps_keeps_nobody_out() {
        let pace = after(40);
        assert!(pace.attempt(&SLOPE, MORNING.plus(-DAY)).is_ok(), "set back by a day");
        assert_eq!(pace.attempt(&SLOPE, MORNING.plus(-MINUTE)), Err(Wait(15 * MINUTE)), "another server’s clock");
        assert!(pace.attempt(&SLOPE, Timestamp(i64::MAX)).is_ok());
        assert!(pace.attempt(&SLOPE, Timestamp(i64::MIN)).is_ok());
    }
}
