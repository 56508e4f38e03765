//! News of an organization as they happen, as server-sent events (WHATWG HTML 9.2): what to read again,
//! and nothing of what changed.

use super::{
    answers::Refused,
    peer::{Bearer, Peer},
};
use axum::{
    extract::State,
    response::sse::{Event, KeepAlive, Sse},
};
use futures::{Stream, stream};
use rollbook_directory::{
    Committed, Directory,
    contract::{Changed, Tag},
};
use rollbook_domain::OrganizationId;
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How often something is said, so that nothing in between ends the connection, and how soon a session's
/// end is noticed while nothing changes.
const BREATH: Duration = Duration::from_secs(15);

/// Somebody who listens.
struct Listener {
    directory: Directory,
    token: String,
    organization: OrganizationId,
    committed: Receiver<Committed>,
}

pub(super) async fn changes(
    State(directory): State<Directory>,
    Peer(place): Peer,
    Bearer(token): Bearer,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    // Listening begins before the session is judged: nothing is missed in between.
    let committed = directory.subscribe();
    let organization = directory.desk_of(&token, &place).await?.organization();
    let listener = Listener { directory, token, organization, committed };
    let news = stream::unfold(listener, |mut listener| async {
        let tags = listener.next().await?;
        // Tags are words; they can always be written.
        let event = Event::default().json_data(Changed { tags }).unwrap_or_default();
        Some((Ok(event), listener))
    });
    Ok(Sse::new(news).keep_alive(KeepAlive::new().interval(BREATH)))
}

impl Listener {
    /// What to read again next; `None` once the session has ended (C32).
    async fn next(&mut self) -> Option<Vec<Tag>> {
        loop {
            let tags = tokio::select! {
                change = self.committed.recv() => match change {
                    Ok(change) if change.concerns(self.organization) => Some(change.tags),
                    Ok(_) => None,
                    Err(RecvError::Lagged(_)) => Some(Tag::ALL.to_vec()),
                    Err(RecvError::Closed) => return None,
                },
                () = tokio::time::sleep(BREATH) => None,
            };
            // Judged without being used: listening keeps no session alive.
            if !self.directory.still_in(&self.token).await {
                return None;
            }
            if let Some(tags) = tags {
                return Some(tags);
            }
        }
    }
}
