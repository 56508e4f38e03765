//! How slowly a request's body may come: whoever sends little for long is hung up on, so that nobody
//! holds connections by typing slowly. Large files may take their time, as long as they move.

use axum::{
    body::{Body, BodyDataStream, Bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures::{StreamExt as _, stream};
use std::{io, time::Duration};
use tokio::time::{Instant, timeout_at};

/// What every body may take.
const GRACE: Duration = Duration::from_secs(15);
/// How many bytes earn another second.
const A_SECOND: u64 = 16 * 1024;

/// Watches the body while it is read.
pub(super) async fn hurry(request: Request, next: Next) -> Response {
    let (head, body) = request.into_parts();
    let watched = Watched { body: body.into_data_stream(), begun: Instant::now(), received: 0 };
    let parts = stream::unfold(Some(watched), |watched| async {
        let mut watched = watched?;
        let part = watched.next().await?;
        // After a failure there is nothing more to read.
        let rest = part.is_ok().then_some(watched);
        Some((part, rest))
    });
    next.run(Request::from_parts(head, Body::from_stream(parts))).await
}

struct Watched {
    body: BodyDataStream,
    begun: Instant,
    received: u64,
}

impl Watched {
    async fn next(&mut self) -> Option<Result<Bytes, axum::Error>> {
        let until = self.begun + allowed(self.received);
        match timeout_at(until, self.body.next()).await {
            Ok(part) => {
                let part = part?;
                self.received += part.as_ref().map_or(0, |bytes| bytes.len() as u64);
                Some(part)
            }
            Err(_) => Some(Err(axum::Error::new(io::Error::from(io::ErrorKind::TimedOut)))),
        }
    }
}

/// How long so many bytes may have taken.
const fn allowed(received: u64) -> Duration {
    GRACE.saturating_add(Duration::from_secs(received / A_SECOND))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_may_take_its_time() {
        assert_eq!(allowed(0), GRACE);
        assert_eq!(allowed(A_SECOND - 1), GRACE);
        assert_eq!(allowed(64 * A_SECOND), GRACE + Duration::from_secs(64));
    }
}
