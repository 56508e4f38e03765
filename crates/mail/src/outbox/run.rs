//! The worker: one run over what is due, and the loop around it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use futures::future::join_all;
use tokio::sync::Notify;

use super::lane::Run;
use super::{Outbox, Report, Sender, SenderSource, Surroundings};

/// How many conversations a run has at most.
const LANES: u32 = 4;
/// How often the worker looks without being woken: pauses and leases end in silence.
const LOOK_AGAIN: Duration = Duration::from_secs(30);
/// The longest that it leaves a server in trouble alone.
const LEAVE_ALONE: Duration = Duration::from_mins(15);

/// Sends everything that is due, over at most four conversations. Without a sender nothing is claimed.
///
/// The first conversation is opened before more than one mail is claimed: when the server is in trouble, one mail
/// has used up a try and not all of them.
pub async fn run_once(outbox: &dyn Outbox, sender: Option<&dyn Sender>, surroundings: &Surroundings) -> Report {
    let mut report = Report::default();
    let Some(sender) = sender else { return report };
    let run = Run { outbox, sender, surroundings, trouble: AtomicBool::new(false) };
    let Some(first) = run.claim(1, &mut report).await.pop() else {
        return report;
    };
    let line = match sender.open().await {
        Ok(line) => line,
        Err(error) => {
            run.settle(&first, Err(error), &mut report).await;
            return report;
        }
    };
    let others = run.claim(LANES - 1, &mut report).await;
    let first = run.lane(first, Some(line));
    let lanes = join_all(others.into_iter().map(|mail| run.lane(mail, None)));
    let (first, others) = tokio::join!(first, lanes);
    report.add(first);
    for lane in others {
        report.add(lane);
    }
    report
}

/// Runs until it is told to stop: when woken (after a commit that left a mail, or new settings), and every half
/// minute. A server in trouble is left alone for longer and longer, unless the worker is woken.
pub async fn run(
    outbox: Arc<dyn Outbox>,
    source: Arc<dyn SenderSource>,
    mut surroundings: Surroundings,
    wake: Arc<Notify>,
) {
    let mut failures = 0;
    while !surroundings.stopped() {
        let sender = source.sender().await;
        let report = run_once(outbox.as_ref(), sender.as_deref(), &surroundings).await;
        failures = if report.trouble.is_some() { failures + 1 } else { 0 };
        tokio::select! {
            () = wake.notified() => {}
            () = tokio::time::sleep(pause(failures)) => {}
            _ = surroundings.stop.changed() => {}
        }
    }
}

fn pause(failures: u32) -> Duration {
    LOOK_AGAIN.saturating_mul(1_u32.checked_shl(failures).unwrap_or(u32::MAX)).min(LEAVE_ALONE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_in_trouble_is_left_alone_for_longer_and_longer_but_never_for_good() {
        let seconds: Vec<u64> = [0, 1, 2, 5, 40].map(|failures| pause(failures).as_secs()).to_vec();
        assert_eq!(seconds, [30, 60, 120, 900, 900]);
    }
}
