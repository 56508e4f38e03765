//! News of a server as they happen (server-sent events, WHATWG HTML 9.2).

use crate::lines::Lines;
use futures::StreamExt as _;
use reqwest::Response;
use rollbook_directory::contract::{Changed, Tag};
use std::time::Duration;

/// How long it waits before a lost connection is made again the first time; it doubles.
pub(crate) const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait.
pub(crate) const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// No event of Rollbook is this long; what sends more is something else.
const LONGEST_LINE: usize = 64 * 1024;

/// Tells what arrives until the connection ends.
pub(crate) async fn listen(answer: Response, tell: &mut impl FnMut(Vec<Tag>)) {
    let (mut parts, mut lines) = (answer.bytes_stream(), Lines::default());
    while let Some(Ok(part)) = parts.next().await {
        lines.push(&part);
        while let Some(line) = lines.next() {
            // Other fields of an event, and the comments that keep the connection open, say nothing.
            let Some(data) = line.strip_prefix("data:") else { continue };
            match serde_json::from_str::<Changed>(data.trim_start()) {
                Ok(changed) => tell(changed.tags),
                // News of a kind that a newer server tells: it is looked at anew.
                Err(_) => tell(every_tag()),
            }
        }
        if lines.waiting() > LONGEST_LINE {
            return;
        }
    }
}

/// Everything that can be read again.
pub(crate) fn every_tag() -> Vec<Tag> {
    Tag::ALL.to_vec()
}
