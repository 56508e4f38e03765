//! The outbox worker: nothing is lost, nothing is hurried, nothing waits for a stranger.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::common::fake_server::{Answer, FakeServer, polite};
use crate::common::memory_outbox::{MemoryOutbox, World};
use crate::common::{NOW, mail, nobody_listens, patient, plain, trusting};
use async_trait::async_trait;
use rollbook_mail::outbox::{Conversation, Outgoing, Report, Sender, SenderSource, Settled, run, run_once};
use rollbook_mail::smtp::{ErrorCode, Security, SendError};
use rollbook_testservers::smtp::{Options, SmtpServer, Tls};
use tokio::sync::Notify;

#[tokio::test]
async fn without_a_mail_server_nothing_is_claimed() {
    let (outbox, world) = (MemoryOutbox::holding([mail(1)]), World::new());
    assert_eq!(run_once(outbox.as_ref(), None, &world.surroundings).await, Report::default());
    assert_eq!((outbox.claims(), outbox.attempts()), (0, vec![0]), "no try is used up");
}

#[tokio::test]
async fn everything_that_is_due_goes_out_over_four_conversations_at_most() {
    let server = SmtpServer::start(&Options::default()).expect("aiosmtpd starts");
    let (outbox, world) = (MemoryOutbox::holding((1..=20).map(mail)), World::new());
    let report = run_once(outbox.as_ref(), Some(&plain(server.port, patient())), &world.surroundings).await;
    assert_eq!(report, Report { sent: 20, ..Report::default() });
    assert_eq!(outbox.history()[0], [Settled::Sent { at: NOW }]);
    let mut got = server.wait_for(20, Duration::from_secs(5)).expect("readable");
    got.sort_by_key(|message| message.rcpt_tos.clone());
    got.dedup_by_key(|message| message.rcpt_tos.clone());
    assert_eq!(got.len(), 20, "each mail once");
    assert!(got.iter().all(|message| message.session <= 4), "conversations are used again");
}

#[tokio::test]
async fn a_greylisted_mail_comes_back_after_its_pause_and_not_before() {
    let tries = Arc::new(AtomicU32::new(0));
    let server = FakeServer::start(move |_, heard| {
        let first = heard.starts_with("RCPT") && tries.fetch_add(1, Ordering::Relaxed) == 0;
        if first { Answer::Say("451 come back later") } else { polite(heard) }
    })
    .await;
    let (outbox, world) = (MemoryOutbox::holding([mail(1)]), World::new());
    let mailer = plain(server.port, patient());

    let report = run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await;
    assert_eq!((report.retried, report.trouble), (1, None));
    assert!(
        matches!(&outbox.history()[0][..], [Settled::Retry { at, error_code: "deferred", .. }] if *at == NOW + 60_000)
    );
    assert_eq!(run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await, Report::default(), "too early");
    world.pass_minutes(1);
    assert_eq!(run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await.sent, 1);
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_given_up_at_once_and_holds_nobody_up() {
    let server =
        FakeServer::start(
            |_, heard| {
                if heard.contains("person2@") { Answer::Say("550 no such user") } else { polite(heard) }
            },
        )
        .await;
    let (outbox, world) = (MemoryOutbox::holding((1..=6).map(mail)), World::new());
    let report = run_once(outbox.as_ref(), Some(&plain(server.port, patient())), &world.surroundings).await;
    assert_eq!((report.sent, report.given_up, report.retried), (5, 1, 0));
    assert!(matches!(&outbox.history()[1][..], [Settled::GaveUp { error_code: "recipient_rejected", .. }]));
}

#[tokio::test]
async fn a_wrong_password_uses_up_one_try_of_one_mail_and_the_rest_waits() {
    let auth = Some(("rollbook".to_owned(), "right".to_owned()));
    let server =
        SmtpServer::start(&Options { tls: Tls::StartTls, auth, ..Options::default() }).expect("aiosmtpd starts");
    let (outbox, world) = (MemoryOutbox::holding((1..=5).map(mail)), World::new());
    let wrong = trusting(&server, Security::StartTls, Some(("rollbook", "wrong")));
    let report = run_once(outbox.as_ref(), Some(&wrong), &world.surroundings).await;
    assert_eq!(report.trouble.map(|error| error.code), Some(ErrorCode::Auth));
    assert_eq!((report.retried, outbox.attempts()), (1, vec![1, 0, 0, 0, 0]));

    world.pass_minutes(1);
    let right = trusting(&server, Security::StartTls, Some(("rollbook", "right")));
    let report = run_once(outbox.as_ref(), Some(&right), &world.surroundings).await;
    assert_eq!((report.sent, report.trouble), (5, None), "none was lost over it");
}

#[tokio::test]
async fn a_server_that_is_away_for_good_costs_eight_tries_over_more_than_a_day() {
    let (_taken, gone) = nobody_listens();
    let (outbox, world) = (MemoryOutbox::holding([mail(1)]), World::new());
    let mailer = plain(gone, patient());
    let mut runs = 0;
    while !matches!(outbox.history()[0].last(), Some(Settled::GaveUp { .. })) {
        run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await;
        runs += 1;
        assert!(runs < 5_000, "it has to end");
        world.pass_minutes(1);
    }
    let history = outbox.history().remove(0);
    let at: Vec<i64> = history
        .iter()
        .map(|settled| match settled {
            Settled::Sent { at } | Settled::Retry { at, .. } | Settled::GaveUp { at, .. } => World::minutes_at(*at),
        })
        .collect();
    assert_eq!(at, [1, 6, 21, 81, 321, 1041, 1761, 1761], "the pauses grow; the eighth try is the last");
}

#[tokio::test]
async fn chance_spreads_the_mails_that_failed_together() {
    let server =
        FakeServer::start(|_, heard| if heard.starts_with("RCPT") { Answer::Say("451 later") } else { polite(heard) })
            .await;
    let (outbox, mut world) = (MemoryOutbox::holding([mail(1), mail(2)]), World::new());
    let drawn = AtomicU32::new(0);
    world.surroundings.chance = Arc::new(move || f64::from(drawn.fetch_add(1, Ordering::Relaxed)));
    run_once(outbox.as_ref(), Some(&plain(server.port, patient())), &world.surroundings).await;
    let mut at: Vec<i64> = outbox
        .history()
        .concat()
        .iter()
        .map(|settled| match settled {
            Settled::Retry { at, .. } => at - NOW,
            other => panic!("{other:?}"),
        })
        .collect();
    at.sort_unstable();
    assert_eq!(at, [60_000, 72_000]);
}

#[tokio::test]
async fn a_process_that_ends_between_sending_and_writing_it_down_sends_the_same_message_again() {
    let server = SmtpServer::start(&Options::default()).expect("aiosmtpd starts");
    let (outbox, world) = (MemoryOutbox::holding([mail(9)]), World::new());
    let mailer = plain(server.port, patient());
    outbox.forgets.store(true, Ordering::Relaxed);
    let report = run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await;
    assert_eq!(report.outbox_errors, 1);
    outbox.forgets.store(false, Ordering::Relaxed);

    let early = run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await;
    assert_eq!(early, Report::default(), "the lease still holds");
    world.pass_minutes(10);
    let late = run_once(outbox.as_ref(), Some(&mailer), &world.surroundings).await;
    assert_eq!(late.sent, 1, "never lost");
    let got = server.wait_for(2, Duration::from_secs(5)).expect("readable");
    assert_eq!(got.len(), 2);
    assert_eq!(got[0].header("Message-ID"), got[1].header("Message-ID"), "and recognizable");
}

#[tokio::test]
async fn a_process_that_ends_in_the_middle_of_a_try_loses_no_mail() {
    let hangs = FakeServer::start(|_, heard| if heard == "BODY" { Answer::Hang } else { polite(heard) }).await;
    let (outbox, world) = (MemoryOutbox::holding([mail(1)]), World::new());
    let slow = plain(hangs.port, patient());
    let cut =
        tokio::time::timeout(Duration::from_millis(300), run_once(outbox.as_ref(), Some(&slow), &world.surroundings));
    assert!(cut.await.is_err(), "ended in the middle");
    assert_eq!(outbox.history(), [vec![]]);

    world.pass_minutes(10);
    let good = FakeServer::start(|_, heard| polite(heard)).await;
    let report = run_once(outbox.as_ref(), Some(&plain(good.port, patient())), &world.surroundings).await;
    assert_eq!((report.sent, outbox.attempts()), (1, vec![2]));
}

#[tokio::test]
async fn a_mail_that_ended_the_process_each_time_is_given_up_without_another_try() {
    let server = FakeServer::start(|_, heard| polite(heard)).await;
    let (outbox, world) = (MemoryOutbox::holding([mail(1)]), World::new());
    for _ in 0..8 {
        rollbook_mail::outbox::Outbox::claim(outbox.as_ref(), world.now.load(Ordering::Relaxed), 1, 1)
            .await
            .expect("claimed");
        world.pass_minutes(1);
    }
    let report = run_once(outbox.as_ref(), Some(&plain(server.port, patient())), &world.surroundings).await;
    assert_eq!(report.given_up, 1);
    assert!(!server.heard().iter().any(|line| line.starts_with("MAIL")), "it was not begun again");
}

/// A sender without a network: some recipients are slow, and it counts who is under way.
#[derive(Clone, Default)]
struct Slow {
    under_way: Arc<AtomicU32>,
    most: Arc<AtomicU32>,
}

#[async_trait]
impl Sender for Slow {
    async fn open(&self) -> Result<Box<dyn Conversation>, SendError> {
        Ok(Box::new(SlowLine(self.clone())))
    }

    fn longest(&self) -> Duration {
        Duration::from_mins(2)
    }
}

struct SlowLine(Slow);

#[async_trait]
impl Conversation for SlowLine {
    async fn send(&mut self, mail: &Outgoing, _: i64) -> Result<(), SendError> {
        let now = self.0.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.0.most.fetch_max(now, Ordering::SeqCst);
        let slow = mail.to_address.starts_with("person1@");
        tokio::time::sleep(if slow { Duration::from_hours(1) } else { Duration::from_secs(1) }).await;
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    }

    async fn close(self: Box<Self>) {}
}

#[tokio::test(start_paused = true)]
async fn one_slow_recipient_holds_up_one_conversation_and_no_longer_than_its_limit() {
    let (outbox, world) = (MemoryOutbox::holding((1..=30).map(mail)), World::new());
    let slow = Slow::default();
    let (begin, ends) = (tokio::time::Instant::now(), outbox.clone());
    let running = run_once(outbox.as_ref(), Some(&slow), &world.surroundings);
    let watching = async {
        tokio::time::sleep(Duration::from_secs(15)).await;
        ends.sent()
    };
    let (report, sent_early) = tokio::join!(running, watching);
    assert_eq!(sent_early, 29, "the others did not wait");
    assert_eq!((report.sent, report.retried), (29, 1));
    assert_eq!(begin.elapsed(), Duration::from_mins(2));
    assert_eq!(slow.most.load(Ordering::SeqCst), 4, "four at once, never more");
}

#[tokio::test(start_paused = true)]
async fn told_to_stop_it_finishes_what_is_under_way_and_claims_no_more() {
    let (outbox, world) = (MemoryOutbox::holding((2..=30).map(mail)), World::new());
    let slow = Slow::default();
    let running = run_once(outbox.as_ref(), Some(&slow), &world.surroundings);
    let stopping = async {
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        world.stop.send(true).expect("the run listens");
    };
    let (report, ()) = tokio::join!(running, stopping);
    assert_eq!(report.sent, 8, "two rounds of four");
    assert_eq!(outbox.attempts().iter().sum::<u32>(), 8, "none is left leased");
}

/// Settings that appear later.
#[derive(Default)]
struct Later(std::sync::Mutex<Option<Arc<dyn Sender>>>);

#[async_trait]
impl SenderSource for Later {
    async fn sender(&self) -> Option<Arc<dyn Sender>> {
        self.0.lock().expect("not poisoned").clone()
    }
}

#[tokio::test(start_paused = true)]
async fn the_worker_sends_when_it_is_woken_when_time_has_passed_and_until_it_is_stopped() {
    let (outbox, world) = (MemoryOutbox::holding([mail(2)]), World::new());
    let (source, wake) = (Arc::new(Later::default()), Arc::new(Notify::new()));
    let worker = tokio::spawn(run(outbox.clone(), source.clone(), world.surroundings.clone(), wake.clone()));

    tokio::time::sleep(Duration::from_mins(5)).await;
    assert_eq!(outbox.claims(), 0, "no mail server is set up yet");
    *source.0.lock().expect("not poisoned") = Some(Arc::new(Slow::default()));
    wake.notify_one();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(outbox.sent(), 1, "woken by the new settings");

    outbox.add(mail(3));
    tokio::time::sleep(Duration::from_secs(35)).await;
    assert_eq!(outbox.sent(), 2, "found without being woken");

    world.stop.send(true).expect("the worker listens");
    tokio::time::timeout(Duration::from_secs(1), worker).await.expect("it ends at once").expect("without a panic");
}
