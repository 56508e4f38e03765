//! What the server holds in memory while nobody asks anything.

use super::office::Office;
use crate::{
    error::BenchError,
    process::family_memory,
    report::{Report, mib},
};
use std::time::Duration;

/// How long it is left alone before it is weighed.
const PEACE: Duration = Duration::from_secs(5);
/// What it may hold.
const MOST: u64 = 40 * 1024 * 1024;

pub(crate) async fn measure(office: &Office, report: &mut Report) -> Result<(), BenchError> {
    tokio::time::sleep(PEACE).await;
    let memory = family_memory(office.pid).ok_or_else(|| BenchError::of("the server’s memory isn’t told"))?;
    report.quantity("memory of the idle server", &mib(memory), memory <= MOST, &format!("≤ {}", mib(MOST)));
    Ok(())
}
