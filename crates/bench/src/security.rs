//! What the security page costs: its lists and the curve of a year, in a file of a hundred thousand.

use crate::{clock::Samples, crowd::Crowd, error::BenchError, report::Pair};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rollbook_directory::contract::SecurityAsk;
use rollbook_domain::{Event, MemberId, factor::FactorKind, time::DAY};
use rollbook_store::Stamp;

/// How many days the curve has.
const DAYS: u16 = 366;
/// How many people set up a second factor on each of them.
const EACH: usize = 50;
/// How often it is asked.
const RUNS: usize = 40;

/// The page at one look, and the curve alone. Something changed on every day of the year; how long the log is makes
/// no difference, as the days are kept.
pub(crate) async fn measure(crowd: &Crowd) -> Result<(Pair, Pair), BenchError> {
    year(crowd).await?;
    let (mut page, mut curve) = (Samples::default(), Samples::default());
    let from = crowd.book.desk.directory().now().day() - i64::from(DAYS) + 1;
    for _ in 0..RUNS {
        let told = page.time(crowd.book.desk.security(&SecurityAsk { days: DAYS })).await?;
        if told.people == 0 || told.lists.iter().all(|list| list.total == 0) {
            return Err(BenchError::of("the page says nothing"));
        }
        let days = curve.time(crowd.book.store.coverage(crowd.book.organization, from)).await?;
        if days.len() < usize::from(DAYS) - 1 {
            return Err(BenchError::of("the curve has too few days"));
        }
    }
    Ok((Pair { ours: page, bare: None }, Pair { ours: curve, bare: None }))
}

/// People who set up a second factor, day by day.
async fn year(crowd: &Crowd) -> Result<(), BenchError> {
    let mut rng = StdRng::seed_from_u64(31);
    let now = crowd.book.desk.directory().now();
    let mut people = crowd.members.iter().copied();
    // Days to come: no day that is over changes. What is read is the same.
    for day in 0..i64::from(DAYS) {
        let some: Vec<MemberId> = people.by_ref().take(EACH).collect();
        let event = |member| {
            let factor = FactorKind::Totp;
            Event::FactorAdded { member, factor, name: "Phone".to_owned(), now: Some(factor) }
        };
        let events: Vec<Event> = some.into_iter().map(event).collect();
        let stamp = Stamp { at: now.plus(day * DAY), command: crowd.book.command(), actor: None };
        let mut work = crowd.book.store.work(crowd.book.organization).await?;
        work.apply(stamp, &events, &mut || rng.random()).await?;
        work.commit().await?;
    }
    Ok(())
}
