//! How long things take: samples, and what they come to.

use std::time::{Duration, Instant};

/// How long each of many runs of the same thing took.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples(Vec<Duration>);

impl Samples {
    /// Runs something once and keeps how long it took.
    pub(crate) async fn time<T, E>(&mut self, work: impl Future<Output = Result<T, E>>) -> Result<T, E> {
        let begun = Instant::now();
        let made = work.await?;
        self.0.push(begun.elapsed());
        Ok(made)
    }
    /// Keeps what was measured elsewhere.
    pub(crate) fn push(&mut self, took: Duration) {
        self.0.push(took);
    }
    /// How many there are.
    pub(crate) const fn len(&self) -> usize {
        self.0.len()
    }
    /// All of them together.
    pub(crate) fn total(&self) -> Duration {
        self.0.iter().sum()
    }
    /// The time within which so many of a hundred runs ended, in milliseconds; `NaN` without runs.
    pub(crate) fn percentile(&self, of_hundred: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        // The nearest rank: the smallest sample that at least so many don't exceed.
        let rank = (sorted.len() * of_hundred).div_ceil(100).max(1) - 1;
        sorted.get(rank).map_or(f64::NAN, |took| took.as_secs_f64() * 1_000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let samples = Samples((1..=200).rev().map(Duration::from_millis).collect());
        let shown = |samples: &Samples, p| format!("{:.0}", samples.percentile(p));
        assert_eq!([50, 99, 100].map(|p| shown(&samples, p)), ["100", "198", "200"]);
        assert!(Samples::default().percentile(50).is_nan());
        let one = Samples(vec![Duration::from_millis(7)]);
        assert_eq!(shown(&one, 99), "7");
    }
}
