//! How fast a log is verified (R30): every entry of a long one, as `rollbook-server verify` and the window do it,
//! beside reading the same rows barely.

use crate::{
    bare::Statement,
    book::Book,
    clock::Samples,
    error::BenchError,
    report::{Aim, Pair, Report},
};
use rand::{RngExt as _, SeedableRng as _, rngs::StdRng};
use rollbook_domain::{Event, time::SECOND};
use rollbook_store::Stamp;
use std::path::Path;

/// How many entries a second are verified at least.
const EACH_SECOND: f64 = 300_000.0;
/// How many entries one transaction adds.
const PART: i64 = 20_000;
/// How often the whole log is verified.
const RUNS: usize = 3;

/// Measures the chain of a log of so many entries.
pub(crate) async fn measure(folder: &Path, entries: u64, report: &mut Report) -> Result<(), BenchError> {
    let book = Book::create(&folder.join("chain.rollbook")).await?;
    let entries = lengthen(&book, i64::try_from(entries).map_err(BenchError::of)?).await?;
    let mut pair = Pair { ours: Samples::default(), bare: Some(Samples::default()) };
    for _ in 0..RUNS {
        let (mut told, organization) = (0, book.organization);
        let broken = pair.ours.time(book.store.verify_log(organization, |seq| told = seq)).await?;
        if broken.is_some() || told != entries {
            return Err(BenchError::of("the log that was written isn’t whole"));
        }
        if let Some(bare) = &mut pair.bare {
            bare.time(read(&book, entries)).await?;
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "a million is far from the end of a double")]
    let (count, rate) = (entries as f64, entries as f64 * 1_000.0 / pair.ours.percentile(50));
    report.table(&format!("A log of {entries} entries"));
    report.line("verify every entry", &pair, Aim::Within(count * 1_000.0 / EACH_SECOND), 1.0);
    report.say(&format!("\n{rate:.0} entries a second."));
    book.close().await;
    Ok(())
}

/// Adds sign-ins of the owner until the log has so many entries; how many it has.
async fn lengthen(book: &Book, entries: i64) -> Result<i64, BenchError> {
    let mut rng = StdRng::seed_from_u64(30);
    let member = book.store.owner(book.organization).await?;
    let mut there = book.store.seq(book.organization).await?;
    while there < entries {
        let at = book.desk.directory().now().plus(there * SECOND);
        let events = vec![Event::SignedIn { member, at }; usize::try_from(PART.min(entries - there)).unwrap_or(1)];
        let mut work = book.store.work(book.organization).await?;
        let stamp = Stamp { at, command: book.command(), actor: Some(member) };
        work.apply(stamp, &events, &mut || rng.random()).await?;
        work.commit().await?;
        there = book.store.seq(book.organization).await?;
    }
    Ok(there)
}

/// The rows that verifying reads, a page after the other, and nothing made of them.
async fn read(book: &Book, entries: i64) -> Result<(), BenchError> {
    const PAGE: i64 = 2_000;
    for from in (1..=entries).step_by(usize::try_from(PAGE).map_err(BenchError::of)?) {
        let statement = Statement::new(
            "SELECT seq, at, command, actor, kind, member, body, origin, salt, body_seal, seal FROM event \
             WHERE organization = $1 AND seq >= $2 ORDER BY seq LIMIT 2000",
            vec![book.organization.to_bytes().into(), from.into()],
        );
        statement.rows(book.store.pool()).await?;
    }
    Ok(())
}
