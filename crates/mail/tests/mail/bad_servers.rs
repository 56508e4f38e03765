//! Servers that refuse, hang, break off or cheat: each ends in time, with a stable code and words that help.

use std::time::{Duration, Instant};

use crate::common::fake_server::{Answer, FakeServer, polite};
use crate::common::{NOW, mail, nobody_listens, patient, plain, settings, short};
use rollbook_mail::smtp::{ErrorCode, Kind, Mailer, Scope, Security, SendError, Timeouts};

/// Sends one mail to a server that answers `answer` where it hears something that begins with `word`.
async fn meeting(word: &'static str, answer: Answer, timeouts: Timeouts) -> SendError {
    let server = FakeServer::start(move |_, heard| if heard.starts_with(word) { answer } else { polite(heard) }).await;
    let begin = Instant::now();
    let error = plain(server.port, timeouts).send(&mail(1), NOW).await.expect_err("the server is no good");
    assert!(begin.elapsed() < Duration::from_secs(5), "it ends in time");
    error
}

#[rstest::rstest]
#[case::unknown_person("RCPT", "550 5.1.1 no such user", ErrorCode::RecipientRejected, Kind::Permanent, Scope::Mail)]
#[case::greylisted("RCPT", "451 4.7.1 come back later", ErrorCode::Deferred, Kind::Transient, Scope::Mail)]
#[case::full_mailbox("RCPT", "452 4.2.2 mailbox full", ErrorCode::Deferred, Kind::Transient, Scope::Mail)]
#[case::foreign_sender("MAIL", "553 not your address", ErrorCode::SenderRejected, Kind::Transient, Scope::Server)]
#[case::too_large("BODY", "552 too large", ErrorCode::ServerRejected, Kind::Permanent, Scope::Mail)]
#[case::spam("BODY", "554-looks like spam\r\n554 go away", ErrorCode::ServerRejected, Kind::Permanent, Scope::Mail)]
#[case::later("BODY", "450 later", ErrorCode::Deferred, Kind::Transient, Scope::Mail)]
#[case::too_many("MAIL", "421 too many mails", ErrorCode::ServerBusy, Kind::Transient, Scope::Conversation)]
#[case::closed("CONNECT", "554 no service", ErrorCode::ServerBusy, Kind::Transient, Scope::Server)]
#[case::needs_sign_in("MAIL", "530 sign in first", ErrorCode::Auth, Kind::Transient, Scope::Server)]
#[case::web_server("CONNECT", "HTTP/1.1 400 Bad Request", ErrorCode::NotSmtp, Kind::Transient, Scope::Server)]
#[tokio::test]
async fn a_refusal_has_its_code_and_carries_the_servers_own_words(
    #[case] word: &'static str,
    #[case] says: &'static str,
    #[case] code: ErrorCode,
    #[case] kind: Kind,
    #[case] scope: Scope,
) {
    let error = meeting(word, Answer::Say(says), patient()).await;
    assert_eq!((error.code, error.kind, error.scope), (code, kind, scope), "{error}");
    if code != ErrorCode::NotSmtp {
        assert!(error.words.contains("localhost said: ") && error.words.contains(&says[..3]), "{error}");
    }
}

#[rstest::rstest]
#[case("CONNECT", Scope::Server)]
#[case("EHLO", Scope::Server)]
#[case("MAIL", Scope::Conversation)]
#[case("RCPT", Scope::Conversation)]
#[case("DATA", Scope::Conversation)]
#[case("BODY", Scope::Conversation)]
#[tokio::test]
async fn a_server_that_hangs_or_drips_or_breaks_off_ends_in_time(#[case] word: &'static str, #[case] scope: Scope) {
    for answer in [Answer::Hang, Answer::Drip] {
        let error = meeting(word, answer, short()).await;
        assert_eq!((error.code, error.kind, error.scope), (ErrorCode::Timeout, Kind::Transient, scope), "{error}");
    }
    let error = meeting(word, Answer::Close, patient()).await;
    assert_eq!((error.code, error.kind, error.scope), (ErrorCode::BrokeOff, Kind::Transient, scope), "{error}");
}

#[tokio::test]
async fn a_port_where_nothing_listens_is_told_as_such() {
    let (_taken, gone) = nobody_listens();
    let error = plain(gone, patient()).test().await.expect_err("nothing listens");
    assert_eq!((error.code, error.scope), (ErrorCode::Refused, Scope::Server), "{error}");
}

#[tokio::test]
async fn a_name_that_nobody_has_is_told_as_such() {
    let mut nowhere = settings(587, Security::StartTls);
    nowhere.host = "mail.nobody.invalid".to_owned();
    let mailer = Mailer::new(nowhere, None, None).expect("valid settings");
    let error = mailer.with_timeouts(patient()).test().await.expect_err("no such name");
    assert_eq!((error.code, error.scope), (ErrorCode::NameNotFound, Scope::Server), "{error}");
    assert!(error.words.contains("mail.nobody.invalid"), "{error}");
}

#[tokio::test]
async fn after_a_refused_recipient_the_next_mail_goes_out_in_the_same_conversation() {
    let refuse_first = |_, heard: &str| {
        if heard.contains("person1@") { Answer::Say("550 no such user") } else { polite(heard) }
    };
    let server = FakeServer::start(refuse_first).await;
    let mut conversation = plain(server.port, patient()).open().await.expect("open");
    let error = conversation.send(&mail(1), NOW).await.expect_err("refused");
    assert_eq!(error.scope, Scope::Mail);
    conversation.send(&mail(2), NOW).await.expect("the next one is sent");
    let heard = server.heard();
    assert_eq!(heard.iter().filter(|line| line.starts_with("EHLO")).count(), 1);
    assert!(heard.iter().any(|line| line == "RSET"), "the server forgot the refused one: {heard:?}");
}

#[tokio::test]
async fn a_server_that_hung_up_between_two_mails_gets_the_second_one_on_a_new_line() {
    let server = FakeServer::start(|connection, heard| match (connection, heard) {
        (1, "RSET") => Answer::Close,
        _ => polite(heard),
    })
    .await;
    let mut conversation = plain(server.port, patient()).open().await.expect("open");
    conversation.send(&mail(1), NOW).await.expect("sent");
    conversation.send(&mail(2), NOW).await.expect("sent on a new line");
    let bodies = server.heard().iter().filter(|line| *line == "BODY").count();
    assert_eq!(bodies, 2, "each mail once");
}
