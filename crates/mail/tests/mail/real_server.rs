//! Against `aiosmtpd`, a mail server of another maker: encryption, signing in, and what arrives.

use std::time::Duration;

use crate::common::fake_server::slip_answers_in;
use crate::common::{NOW, mail, patient, plain, settings, short, trusting};
use rollbook_mail::outbox::Outgoing;
use rollbook_mail::smtp::{ErrorCode, Kind, Mailer, Password, Scope, Security};
use rollbook_testservers::smtp::{Options, Received, SmtpServer, Tls};

const ACCOUNT: (&str, &str) = ("rollbook", "correct horse battery");

fn server(tls: Tls, account: Option<(&str, &str)>) -> SmtpServer {
    let auth = account.map(|(user, password)| (user.to_owned(), password.to_owned()));
    SmtpServer::start(&Options { tls, auth, ..Options::default() }).expect("aiosmtpd starts")
}

fn only(server: &SmtpServer) -> Received {
    let mut messages = server.wait_for(1, Duration::from_secs(5)).expect("readable");
    assert_eq!(messages.len(), 1);
    messages.remove(0)
}

fn nothing(server: &SmtpServer) {
    assert_eq!(server.messages().expect("readable").len(), 0, "nothing may have arrived");
}

#[tokio::test]
async fn a_mail_arrives_over_starttls_with_everything_a_reader_and_a_machine_needs() {
    let server = server(Tls::StartTls, Some(ACCOUNT));
    let mailer = trusting(&server, Security::StartTls, Some(ACCOUNT));
    let mail = Outgoing { to_address: "sigrun@bücher.example".to_owned(), ..mail(0xab) };
    mailer.send(&mail, NOW).await.expect("sent");

    let got = only(&server);
    assert!(got.tls, "the line was encrypted");
    assert_eq!(got.user.as_deref(), Some("rollbook"));
    assert_eq!(got.mail_from, "accounts@nordlys.no");
    assert_eq!(got.rcpt_tos, ["sigrun@xn--bcher-kva.example"], "servers know the ASCII form of a domain");
    assert_eq!(got.header("Subject"), Some("Ingrid invited you to Nordlys Røderi"));
    assert_eq!((got.from_name.as_str(), got.to_name.as_str()), ("Nordlys Rederi", "Sigrún Jónsdóttir"));
    assert_eq!(got.header("Message-ID"), Some("<abababababababababababababababab@nordlys.no>"));
    assert_eq!(got.header("Date"), Some("Sat, 21 Nov 2026 12:00:00 +0000"));
    assert_eq!(got.header("Auto-Submitted"), Some("auto-generated"));
    assert_eq!(got.content_type, "multipart/alternative");
    assert_eq!(got.text.replace("\r\n", "\n"), mail.text);
    assert_eq!(got.html.trim_end(), mail.html);
    assert!(got.raw.is_ascii(), "every relay can carry it");
}

#[tokio::test]
async fn a_mail_arrives_over_tls_from_the_first_byte() {
    let server = server(Tls::Implicit, Some(ACCOUNT));
    let mailer = trusting(&server, Security::ImplicitTls, Some(ACCOUNT));
    mailer.send(&mail(1), NOW).await.expect("sent");
    let got = only(&server);
    assert_eq!((got.tls, got.user.as_deref()), (true, Some("rollbook")));
}

#[tokio::test]
async fn a_mail_arrives_without_encryption_on_this_machine() {
    let server = server(Tls::None, None);
    plain(server.port, patient()).send(&mail(1), NOW).await.expect("sent");
    assert!(!only(&server).tls);
}

#[tokio::test]
async fn the_test_of_the_settings_goes_all_the_way_and_sends_nothing() {
    for (tls, security) in [(Tls::StartTls, Security::StartTls), (Tls::Implicit, Security::ImplicitTls)] {
        let server = server(tls, Some(ACCOUNT));
        assert_eq!(trusting(&server, security, Some(ACCOUNT)).test().await, Ok(()));
        nothing(&server);
    }
}

#[tokio::test]
async fn a_wrong_password_is_told_without_the_password_and_waits_for_the_right_one() {
    let server = server(Tls::StartTls, Some(ACCOUNT));
    let mailer = trusting(&server, Security::StartTls, Some(("rollbook", "wrong horse")));
    let error = mailer.test().await.expect_err("refused");
    assert_eq!((error.code, error.scope), (ErrorCode::Auth, Scope::Server));
    assert_eq!(error.kind, Kind::Transient, "mails wait until somebody enters the right one");
    assert!(error.words.starts_with("The mail server does not take the user name and password"), "{error}");
    assert!(!error.words.contains("horse") && !format!("{mailer:?}").contains("horse"));
    assert_eq!(mailer.send(&mail(1), NOW).await.expect_err("refused").code, ErrorCode::Auth);
    nothing(&server);
}

#[tokio::test]
async fn a_server_that_asks_for_a_sign_in_says_so_in_words() {
    let server = server(Tls::StartTls, Some(ACCOUNT));
    let error = trusting(&server, Security::StartTls, None).send(&mail(1), NOW).await.expect_err("refused");
    assert_eq!(error.code, ErrorCode::Auth);
    assert!(error.words.starts_with("The mail server asks for a user name and password"), "{error}");
}

#[tokio::test]
async fn a_user_name_without_a_password_is_refused_before_anything_is_sent() {
    let mut settings = settings(587, Security::StartTls);
    settings.username = Some("rollbook".to_owned());
    let error = Mailer::new(settings, None, None).expect_err("refused");
    assert_eq!(error.code(), "smtp_password_missing");
}

#[rstest::rstest]
#[case(Tls::StartTls, Security::StartTls)]
#[case(Tls::Implicit, Security::ImplicitTls)]
#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_ends_it_before_the_password(
    #[case] tls: Tls,
    #[case] security: Security,
) {
    let server = server(tls, Some(ACCOUNT));
    let mut settings = settings(server.port, security);
    settings.username = Some(ACCOUNT.0.to_owned());
    let mailer = Mailer::new(settings, Some(Password::new(ACCOUNT.1.to_owned())), None).expect("valid settings");
    let error = mailer.send(&mail(1), NOW).await.expect_err("refused");
    assert_eq!(error.code, ErrorCode::Tls);
    assert!(error.words.contains("certificate is not trusted"), "{error}");
    nothing(&server);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_refused() {
    let names = vec!["mail.example.org".to_owned()];
    let server = SmtpServer::start(&Options { tls: Tls::Implicit, auth: None, names }).expect("aiosmtpd starts");
    let error = trusting(&server, Security::ImplicitTls, None).test().await.expect_err("refused");
    assert_eq!(error.code, ErrorCode::Tls);
    assert!(error.words.contains("for another name"), "{error}");
}

#[tokio::test]
async fn a_file_that_is_no_certificate_is_refused() {
    for file in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        let made = Mailer::new(settings(587, Security::StartTls), None, Some(file.as_bytes()));
        assert_eq!(made.expect_err("refused").code(), "smtp_root_certificate", "{file:?}");
    }
}

#[tokio::test]
async fn starttls_never_falls_back_to_plain_text() {
    let server = server(Tls::None, None);
    let mailer = Mailer::new(settings(server.port, Security::StartTls), None, None).expect("valid settings");
    let error = mailer.send(&mail(1), NOW).await.expect_err("refused");
    assert_eq!(error.code, ErrorCode::Tls);
    assert!(error.words.contains("offers no STARTTLS"), "{error}");
    nothing(&server);
}

#[tokio::test]
async fn answers_slipped_in_before_the_encryption_are_not_believed_after_it() {
    // The server takes nothing without a sign-in; whoever believes the forged answers counts the mail as sent.
    let server = server(Tls::StartTls, Some(ACCOUNT));
    let honest = trusting(&server, Security::StartTls, None);
    assert_eq!(honest.send(&mail(1), NOW).await.expect_err("refused").code, ErrorCode::Auth);

    let between = settings(slip_answers_in(server.port).await, Security::StartTls);
    let root = server.root_pem.as_ref().map(String::as_bytes);
    let mailer = Mailer::new(between, None, root).expect("valid settings").with_timeouts(patient());
    let error = mailer.send(&mail(1), NOW).await.expect_err("forged");
    assert_eq!(error.code, ErrorCode::Tls, "the forged bytes reach the handshake, which fails: {error}");
    nothing(&server);
}

#[tokio::test]
async fn the_wrong_kind_of_encryption_ends_with_words_about_the_port() {
    let open = server(Tls::None, None);
    let tls = Mailer::new(settings(open.port, Security::ImplicitTls), None, None).expect("valid settings");
    let error = tls.test().await.expect_err("no TLS there");
    assert_eq!(error.code, ErrorCode::Tls);
    assert!(error.words.contains("465"), "{error}");

    let closed = server(Tls::Implicit, None);
    let starttls = trusting(&closed, Security::StartTls, None).with_timeouts(short());
    let error = starttls.test().await.expect_err("it waits for TLS");
    assert_eq!(error.code, ErrorCode::Timeout);
    assert!(error.words.contains("Check the port and the kind of encryption"), "{error}");
}

#[tokio::test]
async fn the_same_mail_twice_is_the_same_message_to_the_byte() {
    let server = server(Tls::None, None);
    let mailer = plain(server.port, patient());
    mailer.send(&mail(7), NOW).await.expect("sent");
    mailer.send(&mail(7), NOW).await.expect("sent again");
    let got = server.wait_for(2, Duration::from_secs(5)).expect("readable");
    assert_eq!(got[0].raw, got[1].raw, "a reader's program shows it once");
}

#[tokio::test]
async fn several_mails_share_one_conversation() {
    let server = server(Tls::StartTls, Some(ACCOUNT));
    let mut conversation = trusting(&server, Security::StartTls, Some(ACCOUNT)).open().await.expect("open");
    for number in 1..=3 {
        conversation.send(&mail(number), NOW).await.expect("sent");
    }
    conversation.close().await;
    let got = server.wait_for(3, Duration::from_secs(5)).expect("readable");
    assert_eq!(got.iter().map(|message| message.session).collect::<Vec<_>>(), [1, 1, 1]);
}

#[tokio::test]
async fn dots_long_lines_and_every_script_arrive_as_they_were_written() {
    let server = server(Tls::None, None);
    let text = format!(".\n..\n.hidden\n{}\nΣίγκρουν 你好 مرحبا 🎉\nFrom here\n", "long ".repeat(600));
    let odd = Outgoing { text: text.clone(), subject: "你好 🎉 ".repeat(30), ..mail(1) };
    plain(server.port, patient()).send(&odd, NOW).await.expect("sent");
    let got = only(&server);
    assert_eq!(got.text.replace("\r\n", "\n").trim_end(), text.trim_end());
    assert_eq!(got.header("Subject").map(str::trim_end), Some("你好 🎉 ".repeat(30).trim_end()));
    assert!(got.raw.lines().all(|line| line.len() <= 998), "no line longer than the standard allows");
}

#[tokio::test]
async fn a_line_break_in_a_name_or_subject_begins_no_header_and_no_second_recipient() {
    let server = server(Tls::None, None);
    let sly = Outgoing {
        to_name: "Ada\r\nBcc: all@example.org".to_owned(),
        subject: "Hi\r\nReply-To: thief@example.org\r\n\r\nbody".to_owned(),
        ..mail(1)
    };
    plain(server.port, patient()).send(&sly, NOW).await.expect("sent");
    let got = only(&server);
    assert_eq!(got.rcpt_tos, ["person1@example.org"]);
    assert_eq!((got.header("Bcc"), got.header("Reply-To")), (None, None));
    let inject = Outgoing { to_address: "a@example.org>\r\nRCPT TO:<b@example.org".to_owned(), ..mail(2) };
    let error = plain(server.port, patient()).send(&inject, NOW).await.expect_err("refused");
    assert_eq!((error.code, error.kind), (ErrorCode::BadAddress, Kind::Permanent));
}

#[tokio::test]
async fn an_address_that_this_server_can_not_carry_is_told_as_such() {
    let server = server(Tls::None, None);
    let greek = Outgoing { to_address: "σίγκρουν@example.org".to_owned(), ..mail(1) };
    let error = plain(server.port, patient()).send(&greek, NOW).await.expect_err("no SMTPUTF8 there");
    assert_eq!((error.code, error.scope), (ErrorCode::BadAddress, Scope::Mail));
    assert!(error.words.contains("Use another address"), "{error}");
}
