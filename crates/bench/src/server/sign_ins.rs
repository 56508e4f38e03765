//! Sign-ins a second, beside what the bare hash function gives on the same processors.

use super::{
    line::Line,
    office::{COST, Office, sign_in_on},
};
use crate::{book::PASSWORD, error::BenchError, report::Report};
use futures::future::try_join_all;
use rand::{SeedableRng as _, rngs::StdRng};
use rollbook_credentials::{
    Secret,
    password::{Cost, hash, verify},
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// How long each side works.
const LONG: Duration = Duration::from_secs(15);
/// How many people sign in at once, each again and again, into organizations of their own.
const PEOPLE: usize = 16;
/// At least so many times the bare function.
const LEAST: f64 = 0.9;

pub(crate) async fn measure(office: &Office, report: &mut Report) -> Result<(), BenchError> {
    let mut emails = Vec::new();
    for n in 0..PEOPLE {
        emails.push(office.book.another(n).await?);
    }
    // The first sign-in of each brings the hash to the server's cost.
    for email in &emails {
        super::office::sign_in(&office.host, email).await?;
    }
    let cost = Cost::new(COST.0, COST.1, COST.2).map_err(BenchError::of)?;
    let bare = tokio::task::spawn_blocking(move || barely(&cost)).await.map_err(BenchError::of)??;
    let ours = through(office, &emails).await?;
    report.rates("sign-ins a second", ours, bare, LEAST);
    Ok(())
}

async fn through(office: &Office, emails: &[String]) -> Result<f64, BenchError> {
    let begun = Instant::now();
    let people = emails.iter().map(|email| async {
        let mut line = Line::open(&office.host).await?;
        let mut done = 0_u32;
        while begun.elapsed() < LONG {
            sign_in_on(&mut line, email).await?;
            done += 1;
        }
        Ok::<_, BenchError>(done)
    });
    let done: u32 = try_join_all(people).await?.into_iter().sum();
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}

/// The hash function on every processor.
fn barely(cost: &Cost) -> Result<f64, BenchError> {
    let password = Secret::new(PASSWORD.to_owned());
    let stored = hash(&password, cost, &mut StdRng::seed_from_u64(1)).map_err(BenchError::of)?;
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let begun = Instant::now();
    let done: u32 = thread::scope(|scope| {
        let work = || {
            let mut done = 0;
            while begun.elapsed() < LONG {
                done += u32::from(verify(&password, &stored));
            }
            done
        };
        let threads: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or_default()).sum()
    });
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}
