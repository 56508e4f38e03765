//! How much work one password hash is: never less than R23 names, and more where the machine can bear it.

use argon2::Params;
use std::time::Duration;
use thiserror::Error;

const MAX_MEMORY_KIB: u32 = 256 * 1024;
const MAX_PASSES: u32 = 10;
const MAX_LANES: u32 = 4;

/// The cost of an Argon2id hash: memory in KiB, passes over it, lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// A cost that is below R23's floor, or that would let a few sign-ins fill the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "The cost of password hashes is out of range. Use 19456 to {MAX_MEMORY_KIB} KiB, 2 to {MAX_PASSES} passes, 1 to {MAX_LANES} lanes."
)]
pub struct CostError;

impl CostError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        "password_cost_out_of_range"
    }
}

impl Cost {
    /// The floor of R23: 19 MiB, two passes, one lane.
    pub const MINIMUM: Self = Self { memory_kib: 19_456, passes: 2, lanes: 1 };

    /// A cost as it was kept in the settings. Refused below [`Cost::MINIMUM`], and above 256 MiB, 10 passes or 4 lanes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        let allowed = (Self::MINIMUM.memory_kib..=MAX_MEMORY_KIB).contains(&memory_kib)
            && (Self::MINIMUM.passes..=MAX_PASSES).contains(&passes)
            && (Self::MINIMUM.lanes..=MAX_LANES).contains(&lanes);
        if allowed { Ok(Self { memory_kib, passes, lanes }) } else { Err(CostError) }
    }

    /// The highest cost that `measure` finds within `target`, starting at the minimum.
    ///
    /// Memory doubles first, because memory is what an attacker's hardware lacks; passes then fill what is left.
    /// `measure` times one hash of the given cost; it is asked at most 12 times. A machine that can't do even the
    /// minimum in time gets the minimum: this only ever goes up.
    #[must_use]
    pub fn calibrate(target: Duration, mut measure: impl FnMut(&Self) -> Duration) -> Self {
        let mut cost = Self::MINIMUM;
        let mut fits = |candidate: Self| (measure(&candidate) <= target).then_some(candidate);
        while cost.memory_kib < MAX_MEMORY_KIB {
            let memory_kib = cost.memory_kib.saturating_mul(2).min(MAX_MEMORY_KIB);
            let Some(higher) = fits(Self { memory_kib, ..cost }) else {
                break;
            };
            cost = higher;
        }
        while cost.passes < MAX_PASSES {
            let Some(higher) = fits(Self { passes: cost.passes + 1, ..cost }) else {
                break;
            };
            cost = higher;
        }
        cost
    }

    /// Memory in KiB.
    pub const fn memory_kib(&self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    pub const fn passes(&self) -> u32 {
        self.passes
    }

    /// Lanes (degree of parallelism).
    pub const fn lanes(&self) -> u32 {
        self.lanes
    }

    /// The same for the hashing library, with 32 bytes of output.
    pub(super) fn params(&self) -> argon2::Result<Params> {
        Params::new(self.memory_kib, self.passes, self.lanes, Some(Params::DEFAULT_OUTPUT_LEN))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A machine that needs `nanos` for one KiB in one pass.
    fn machine(nanos: u64) -> impl Fn(&Cost) -> Duration {
        move |cost| Duration::from_nanos(nanos * u64::from(cost.memory_kib()) * u64::from(cost.passes()))
    }

    #[test]
    fn r23_the_minimum_is_what_the_rule_names() {
        let floor = Cost::MINIMUM;
        assert_eq!((floor.memory_kib(), floor.passes(), floor.lanes()), (19_456, 2, 1));
    }

    #[test]
    fn r23_a_cost_below_the_minimum_can_not_be_made() {
        assert_eq!(Cost::new(19_455, 2, 1), Err(CostError));
        assert_eq!(Cost::new(65_536, 1, 1), Err(CostError));
        assert_eq!(Cost::new(19_456, 2, 0), Err(CostError));
        assert_eq!(Cost::new(262_145, 2, 1), Err(CostError));
        assert_eq!(Cost::new(19_456, 2, 1), Ok(Cost::MINIMUM));
    }

    #[test]
    fn r23_a_slow_machine_keeps_the_minimum() {
        assert_eq!(Cost::calibrate(Duration::from_millis(250), machine(1_000_000)), Cost::MINIMUM);
    }

    #[test]
    fn r23_a_fast_machine_gets_more_memory_first_and_then_more_passes() {
        let cost = Cost::calibrate(Duration::from_millis(250), machine(600));
        assert_eq!(cost, Cost::new(155_648, 2, 1).expect("in range"));
        let cost = Cost::calibrate(Duration::from_millis(400), machine(600));
        assert_eq!(cost, Cost::new(262_144, 2, 1).expect("in range"));
        let cost = Cost::calibrate(Duration::from_millis(800), machine(600));
        assert_eq!(cost, Cost::new(262_144, 5, 1).expect("in range"));
    }

    #[test]
    fn calibration_ends_on_a_machine_without_limits() {
        let mut asked = 0;
        let cost = Cost::calibrate(Duration::MAX, |_| {
            asked += 1;
            Duration::ZERO
        });
        assert_eq!(cost, Cost::new(262_144, 10, 1).expect("in range"));
        assert!(asked <= 12, "{asked}");
    }

    proptest! {
        #[test]
        fn r23_calibration_only_goes_up_and_stays_in_range(nanos in 0u64..5_000, target in 0u64..5_000) {
            let cost = Cost::calibrate(Duration::from_millis(target), machine(nanos));
            prop_assert_eq!(Cost::new(cost.memory_kib(), cost.passes(), cost.lanes()), Ok(cost));
        }
    }
}
