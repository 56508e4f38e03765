//! The directory's outbox with the mail room's worker.

use rollbook_directory::contract::{MailSecurity, MailServer, MailState, MailsPage, MailsPageView, RetryMails, Tag};
use rollbook_mail::{
    outbox::run_once,
    smtp::{ErrorCode, Kind, Scope, SendError},
};
use rollbook_testkit::{Bench, Engine, Post, contract, surroundings};

contract![
    every_waiting_mail_is_sent_once,
    a_refused_mail_is_tried_again_and_given_up_by_the_workers_rules,
    without_a_sender_mails_wait,
    the_mail_server_is_kept_without_its_password,
];

async fn mails(bench: &Bench) -> MailsPageView {
    bench.desk().mails_page(&MailsPage { state: None, text: String::new(), offset: 0, take: 100 }).await.unwrap()
}

async fn every_waiting_mail_is_sent_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    for n in 0..9 {
        bench.invite(&format!("Person {n}"), &format!("p{n}@nordlys.example")).await;
    }
    let mut heard = bench.directory.subscribe();
    let post = Post::default();
    let outbox = bench.directory.outbox(bench.organization);
    let (around, _stop) = surroundings(&bench.clock);
    let (one, two) = tokio::join!(run_once(&outbox, Some(&post), &around), run_once(&outbox, Some(&post), &around));
    assert_eq!((one.sent + two.sent, one.outbox_errors + two.outbox_errors), (9, 0));
    let mut to: Vec<String> = post.taken().into_iter().map(|mail| mail.to_address).collect();
    to.sort();
    assert_eq!(to, (0..9).map(|n| format!("p{n}@nordlys.example")).collect::<Vec<_>>());
    let view = mails(&bench).await;
    assert_eq!((view.sent, view.waiting, view.failed), (9, 0, 0));
    assert!(view.rows.iter().all(|row| row.state == MailState::Sent && !row.has_link && row.sent_at.is_some()));
    assert_eq!(heard.try_recv().unwrap().tags, [Tag::Mail], "open windows hear of it");
    assert_eq!(run_once(&outbox, Some(&post), &around).await.sent, 0);
}

fn refusal(kind: Kind) -> SendError {
    SendError { kind, scope: Scope::Mail, code: ErrorCode::RecipientRejected, words: "No such mailbox.".to_owned() }
}

async fn a_refused_mail_is_tried_again_and_given_up_by_the_workers_rules(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let post = Post::default();
    let outbox = bench.directory.outbox(bench.organization);
    let (around, _stop) = surroundings(&bench.clock);
    post.refuse(Some(refusal(Kind::Transient)));
    assert_eq!(run_once(&outbox, Some(&post), &around).await.retried, 1);
    let row = mails(&bench).await.rows.remove(0);
    assert_eq!((row.state, row.attempts, row.problem.as_str()), (MailState::Retrying, 1, "No such mailbox."));
    assert!(row.has_link && row.next_at.unwrap() > bench.directory.now());
    assert_eq!(run_once(&outbox, Some(&post), &around).await.retried, 0, "not before its time");
    bench.clock.advance(row.next_at.unwrap().0 - bench.directory.now().0);
    post.refuse(Some(refusal(Kind::Permanent)));
    assert_eq!(run_once(&outbox, Some(&post), &around).await.given_up, 1);
    let row = mails(&bench).await.rows.remove(0);
    assert_eq!((row.state, row.has_link), (MailState::Failed, true));
    post.refuse(None);
    let ask = RetryMails { command: bench.command(), mails: vec![row.id], preview: None };
    bench.desk().retry_mails(&ask).await.unwrap();
    assert_eq!(run_once(&outbox, Some(&post), &around).await.sent, 1, "by hand");
}

async fn without_a_sender_mails_wait(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let (around, _stop) = surroundings(&bench.clock);
    run_once(&bench.directory.outbox(bench.organization), None, &around).await;
    let view = mails(&bench).await;
    assert_eq!((view.waiting, view.rows[0].attempts), (1, 0));
}

async fn the_mail_server_is_kept_without_its_password(engine: Engine) {
    let bench = Bench::open(engine).await;
    let server = MailServer {
        host: "mail.nordlys.example".to_owned(),
        port: 465,
        security: MailSecurity::ImplicitTls,
        username: "rollbook".to_owned(),
        from_name: "Nordlys".to_owned(),
        from_address: "people@nordlys.example".to_owned(),
    };
    assert_eq!(bench.desk().mail_server().await.unwrap(), None);
    bench.desk().set_mail_server(Some(&server)).await.unwrap();
    assert_eq!(bench.desk().mail_server().await.unwrap(), Some(server.clone()));
    let open = MailServer { security: MailSecurity::PlainLoopback, ..server.clone() };
    assert!(bench.desk().set_mail_server(Some(&open)).await.is_err(), "no open line to another machine");
    assert_eq!(bench.desk().mail_server().await.unwrap(), Some(server));
    bench.desk().set_mail_server(None).await.unwrap();
    assert_eq!(bench.desk().mail_server().await.unwrap(), None);
}
