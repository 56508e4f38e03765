//! Whether there is a connection: what was heard when, and when to ask next. Pure: the time comes in.
//!
//! A line that is silent is asked often enough that its loss is known within five seconds, and its return
//! as well: pauses grow, up to that. Only what answers as Rollbook does, over a line that was verified,
//! counts; a person can have it asked at once.

use std::time::Duration;

/// How long an answer may take before the line counts as lost.
pub const PATIENCE: Duration = Duration::from_millis(2_500);
/// How often a line that works is asked.
pub(crate) const CALM: Duration = Duration::from_secs(2);
/// The first pause after a loss; it doubles.
const FIRST: Duration = Duration::from_millis(500);
/// The longest pause: with the time that an answer takes, a return is known within five seconds.
const LONGEST: Duration = Duration::from_millis(2_400);

/// What is known of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sense {
    online: bool,
    failures: u32,
}

impl Default for Sense {
    /// Nothing is known yet: nothing was heard.
    fn default() -> Self {
        Self { online: false, failures: 0 }
    }
}

impl Sense {
    /// Whether there is a connection.
    pub const fn is_online(self) -> bool {
        self.online
    }
    /// It answered. `true` where it didn’t before.
    pub const fn answered(&mut self) -> bool {
        self.failures = 0;
        !std::mem::replace(&mut self.online, true)
    }
    /// It didn’t answer, or something else did. `true` where it answered before.
    pub const fn failed(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        std::mem::replace(&mut self.online, false)
    }
    /// A person wants to know at once: pauses begin anew.
    pub const fn try_now(&mut self) {
        self.failures = 0;
    }
    /// How long to wait before it is asked again.
    pub fn pause(self) -> Duration {
        if self.online {
            return CALM;
        }
        match self.failures {
            0 => Duration::ZERO,
            n => FIRST.saturating_mul(1 << (n - 1).min(8)).min(LONGEST),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: Duration = Duration::from_secs(5);

    #[test]
    fn b15_a_loss_and_a_return_are_known_within_five_seconds() {
        let mut sense = Sense::default();
        assert!(sense.answered());
        assert!(sense.pause() + PATIENCE <= KNOWN, "lost right after it answered");
        assert!(sense.failed());
        for _ in 0..100 {
            assert!(sense.pause() + PATIENCE <= KNOWN, "back right after it was asked");
            assert!(!sense.failed(), "it is lost once");
        }
    }

    #[test]
    fn b15_pauses_grow_and_begin_anew_when_somebody_wants_to_know() {
        let mut sense = Sense::default();
        let pauses: Vec<Duration> = (0..5)
            .map(|_| {
                sense.failed();
                sense.pause()
            })
            .collect();
        assert!(pauses.windows(2).all(|two| two[0] <= two[1]) && pauses[0] < pauses[2], "{pauses:?}");
        assert_eq!(pauses.last(), Some(&LONGEST));
        sense.try_now();
        assert_eq!(sense.pause(), Duration::ZERO);
    }
}
