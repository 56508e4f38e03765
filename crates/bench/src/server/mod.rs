//! The server as a process, with a PostgreSQL beside it that keeps its promises to the disk: how many
//! people and programs it answers, and how soon.

mod checks;
mod invitations;
mod line;
mod memory;
mod office;
mod offline;
mod readers;
mod sign_ins;

use crate::{error::BenchError, report::Report};
use office::Office;
use std::path::Path;

/// Measures a built server with so many members.
pub(crate) async fn measure(
    program: &Path,
    folder: &Path,
    members: u64,
    report: &mut Report,
) -> Result<(), BenchError> {
    let office = Office::open(program, folder, members).await?;
    report.table(&format!("A server, {members} members"));
    memory::measure(&office, report).await?;
    readers::measure(&office, report).await?;
    checks::measure(&office, report).await?;
    invitations::measure(&office, report).await?;
    sign_ins::measure(&office, report).await?;
    offline::measure(&office, folder, members, report).await?;
    office.close().await;
    Ok(())
}
