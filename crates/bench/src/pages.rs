//! A process that only opens a file, pages and searches: what it holds is what reading costs.

use crate::{book::Book, error::BenchError, process, questions};
use std::{path::Path, process::Command};

/// How often each question is asked.
const ROUNDS: usize = 3;

/// Reads a file as the screen does and prints the memory that it took.
pub(crate) async fn run(file: &Path) -> Result<(), BenchError> {
    let book = Book::open(file).await?;
    for _ in 0..ROUNDS {
        for kind in questions::all(&book).await? {
            for ask in kind.asks {
                book.desk.users_page(&ask.ours).await?;
            }
        }
    }
    let (resident, highest) = process::own_memory().unwrap_or_default();
    println!("{resident} {highest}");
    Ok(())
}

/// The same in a process of its own: its resident memory in bytes, at the end and at most. Zero
/// where the system doesn't tell.
pub(crate) fn in_child(file: &Path) -> Result<(u64, u64), BenchError> {
    let output = Command::new(std::env::current_exe()?).arg("pages").arg(file).output()?;
    let said = String::from_utf8_lossy(&output.stdout);
    let mut numbers = said.split_whitespace().filter_map(|word| word.parse::<u64>().ok());
    match (output.status.success(), numbers.next(), numbers.next()) {
        (true, Some(resident), Some(highest)) => Ok((resident, highest)),
        _ => Err(BenchError::Unfit(format!("the reading process failed: {}", String::from_utf8_lossy(&output.stderr)))),
    }
}
