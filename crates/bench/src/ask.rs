//! Asking: every question many times, through the door and barely, in turns.

use crate::{
    bare::Statement,
    book::Book,
    clock::Samples,
    error::BenchError,
    questions::{Ask, Kind},
    report::Pair,
};
use sqlx::{Row as _, any::AnyRow};
use std::time::{Duration, Instant};

/// How often a kind of question is asked, unless that takes too long.
const RUNS: usize = 400;
/// What is too long for one kind.
const PATIENCE: Duration = Duration::from_secs(12);
/// But so often at least.
const RUNS_MIN: usize = 60;

/// Asks every question of a kind in turns.
pub(crate) async fn measure(book: &Book, kind: &Kind) -> Result<Pair, BenchError> {
    let mut quickest = Vec::with_capacity(kind.asks.len());
    for ask in &kind.asks {
        quickest.push(prove(book, ask, &kind.name).await?);
    }
    let (mut ours, mut bare) = (Samples::default(), Samples::default());
    let begun = Instant::now();
    for run in 0..RUNS {
        if run >= RUNS_MIN && begun.elapsed() > PATIENCE {
            break;
        }
        let at = run % kind.asks.len();
        // Whoever comes second finds pages in memory: they take turns.
        let ours_first = (run / kind.asks.len()).is_multiple_of(2);
        if ours_first {
            ours.time(book.desk.users_page(&kind.asks[at].ours)).await?;
        }
        bare.time(quickest[at].listed(&book.bare)).await?;
        if !ours_first {
            ours.time(book.desk.users_page(&kind.asks[at].ours)).await?;
        }
    }
    Ok(Pair { ours, bare: Some(bare) })
}

/// Asks for the counts on the tabs.
pub(crate) async fn counts(book: &Book) -> Result<Pair, BenchError> {
    let organization = book.organization.to_bytes();
    let bare =
        Statement::new("SELECT status, tier, n FROM member_count WHERE organization = $1", vec![organization.into()]);
    let (mut ours, mut barely) = (Samples::default(), Samples::default());
    for _ in 0..RUNS {
        ours.time(book.desk.users_counts()).await?;
        barely.time(bare.rows(book.store.pool())).await?;
    }
    Ok(Pair { ours, bare: Some(barely) })
}

/// Holds both answers against each other, and finds the quickest statement.
async fn prove<'a>(book: &Book, ask: &'a Ask, name: &str) -> Result<&'a Statement, BenchError> {
    let ours: Vec<[u8; 16]> = book.desk.users_page(&ask.ours).await?.rows.iter().map(|row| row.id.to_bytes()).collect();
    let mut best: Option<(Duration, &Statement)> = None;
    for statement in &ask.bare {
        let rows = statement.listed(&book.bare).await?;
        let bare = rows.iter().map(id).collect::<Result<Vec<_>, _>>()?;
        if bare.iter().ne(ours.iter()) {
            return Err(BenchError::Unfit(format!("{name}: the answers to {:?} differ", ask.ours)));
        }
        let begun = Instant::now();
        statement.listed(&book.bare).await?;
        let took = begun.elapsed();
        if best.is_none_or(|(before, _)| took < before) {
            best = Some((took, statement));
        }
    }
    best.map(|(_, statement)| statement).ok_or_else(|| BenchError::of("a question without a statement"))
}

fn id(row: &AnyRow) -> Result<[u8; 16], BenchError> {
    let id: Vec<u8> = row.try_get("id")?;
    id.try_into().map_err(|_| BenchError::of("an id isn't sixteen bytes"))
}
