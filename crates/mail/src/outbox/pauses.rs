//! How long a mail waits for its next try.

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const PAUSES: [i64; 7] = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR, 12 * HOUR, 12 * HOUR];

/// After so many tries a mail is given up.
pub const MAX_ATTEMPTS: u32 = 8;

/// The pause after that many tries, in milliseconds; nothing when it is given up.
pub fn pause_after(attempt: u32) -> Option<i64> {
    PAUSES.get(attempt.saturating_sub(1) as usize).copied()
}

/// The pause, lengthened by up to a fifth: mails that failed together don't come back together.
/// `chance` lies between 0 and 1.
pub(super) fn with_jitter(pause_ms: i64, chance: f64) -> i64 {
    let fifth = pause_ms / 5;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_precision_loss,
        reason = "at most some hours in milliseconds"
    )]
    let extra = (fifth as f64 * chance.clamp(0.0, 1.0)) as i64;
    pause_ms + extra
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_grow_and_end_with_the_eighth_try() {
        let minutes: Vec<Option<i64>> = (1..=9).map(|attempt| pause_after(attempt).map(|ms| ms / MINUTE)).collect();
        let expected = [Some(1), Some(5), Some(15), Some(60), Some(240), Some(720), Some(720), None, None];
        assert_eq!(minutes, expected);
        assert_eq!(pause_after(MAX_ATTEMPTS), None);
        assert!(pause_after(MAX_ATTEMPTS - 1).is_some());
    }

    #[test]
    fn chance_lengthens_a_pause_by_a_fifth_at_most() {
        assert_eq!(with_jitter(MINUTE, 0.0), MINUTE);
        assert_eq!(with_jitter(MINUTE, 0.5), MINUTE + 6_000);
        assert_eq!(with_jitter(MINUTE, 7.0), MINUTE + 12_000);
        assert_eq!(with_jitter(MINUTE, f64::NAN), MINUTE);
    }
}
