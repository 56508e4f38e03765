//! Asking an organization, whether there is a connection or not: over the line while there is one, here
//! otherwise, and here as well where the line is lost in the middle of it.

use crate::{Keeper, PATIENCE, Status, ask::keeps_its_id};
use rollbook_directory::{
    Task,
    contract::{WireCode, WireError},
    is_command,
};
use serde_json::Value;
use tokio::time::{Duration, timeout};

/// How long a question that wasn't answered waits to hear whether the line is lost: until it was asked again.
const UNTIL_KNOWN: Duration = PATIENCE.saturating_mul(2);

impl Keeper {
    /// Asks by name. `over` asks over the line. A command that was on its way when the line was lost waits by the
    /// id that it has: it is carried out once, wherever it got to.
    pub async fn ask_over<F>(
        &self,
        name: &str,
        request: Value,
        task: &Task,
        over: impl FnOnce(Value) -> F + Send,
    ) -> Result<String, WireError>
    where
        F: Future<Output = Result<String, WireError>> + Send,
    {
        let mut status = self.status();
        if is_away(&status.borrow()) {
            return self.ask(name, request, task).await;
        }
        if is_command(name) && !keeps_its_id(name, &request) {
            let answer = over(request).await;
            if matches!(&answer, Err(error) if says_away(error)) {
                self.try_now();
            }
            return answer;
        }
        let again = request.clone();
        let answer = tokio::select! {
            answer = over(request) => answer,
            // What is borrowed is given back at once: it would keep the writer waiting.
            () = async { drop(status.wait_for(is_away).await) } => return self.ask(name, again, task).await,
        };
        match answer {
            Err(error) if says_away(&error) => {
                self.try_now();
                let known = timeout(UNTIL_KNOWN, async { status.wait_for(is_away).await.is_ok() }).await;
                if known != Ok(true) {
                    return Err(error);
                }
                self.ask(name, again, task).await
            }
            answer => answer,
        }
    }
}

/// Whether there is no connection, as far as is known.
const fn is_away(status: &Status) -> bool {
    matches!(status.online, Some(false))
}

/// Whether an error says that nothing of ours was reached.
pub const fn says_away(error: &WireError) -> bool {
    matches!(
        error.code,
        WireCode::Unreachable
            | WireCode::NameNotFound
            | WireCode::Untrusted
            | WireCode::NotRollbook
            | WireCode::NoConnection
    )
}
