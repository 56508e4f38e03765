//! The log as a file: JSON Lines with seals and events, or a table of words.

use super::hex_of;
use crate::{
    Desk, DirectoryError, Task,
    contract::{ExportLog, LogEntryView, LogFormat, TableFile},
    tables::file,
};
use rollbook_domain::{Code, Refusal};
use rollbook_exchange::table_csv;
use rollbook_store::SealedEntry;
use serde_json::json;

/// So many entries at most are written to one file.
const MOST: usize = 100_000;
/// So many are read at once.
const STEP: u32 = 1_000;

impl Desk {
    /// The entries that match, newest first, as a file.
    pub async fn log_export(&self, ask: &ExportLog, task: &Task) -> Result<TableFile, DirectoryError> {
        self.administrates().await?;
        let facts = self.facts().await?;
        let filter = self.log_filter(&facts, &ask.filter).await?;
        let store = self.directory().store();
        let matching = store.log_count(self.organization(), &filter).await?.unsigned_abs();
        let (mut lines, mut rows, mut count, mut before) = (String::new(), Vec::new(), 0, None);
        loop {
            if task.is_cancelled() {
                return Err(DirectoryError::Cancelled);
            }
            let mut page = store.log_page(self.organization(), &filter, before, STEP).await?;
            self.veil(&facts, &mut page).await?;
            let Some(last) = page.last() else { break };
            before = Some(last.entry.seq);
            count += page.len();
            if count > MOST {
                let words = "More than 100,000 entries match, too many for one file.";
                return Err(
                    Refusal::new(Code::Invalid, words, "Narrow it by time, then export part after part.").into()
                );
            }
            match ask.format {
                LogFormat::JsonLines => page.iter().for_each(|row| {
                    lines.push_str(&json_of(row));
                    lines.push('\n');
                }),
                LogFormat::Csv => rows.extend(self.log_rows(&facts, &page).await?.into_iter().map(cells)),
            }
            task.tell(count as u64, matching.max(count as u64));
        }
        let bytes = match ask.format {
            LogFormat::JsonLines => lines.into_bytes(),
            LogFormat::Csv => {
                let head = ["number", "time", "who", "what", "more", "about", "from", "seal"].map(str::to_owned);
                table_csv(&head, rows).map_err(|error| DirectoryError::Table(error.to_string()))?
            }
        };
        file(bytes, count as u64)
    }
}

fn cells(row: LogEntryView) -> Vec<String> {
    let at = jiff::Timestamp::from_millisecond(row.at.0).map(|at| at.to_string()).unwrap_or_default();
    let who = row.actor.unwrap_or_else(|| "Rollbook".to_owned());
    vec![row.seq.to_string(), at, who, row.title, row.detail, row.about, row.origin, row.seal]
}

/// An entry as the log has it.
pub(super) fn json_of(row: &SealedEntry) -> String {
    let entry = &row.entry;
    json!({
        "seq": entry.seq,
        "at": entry.at,
        "command": entry.command,
        "actor": entry.actor,
        "kind": row.kind,
        "member": row.member,
        "event": entry.event,
        "origin": row.origin,
        "seal": hex_of(&row.seal),
    })
    .to_string()
}
