//! Mails of a server: each once, however many servers there are, and however long they had to wait.

use crate::common::{Office, Settings};
use rollbook_testservers::{
    postgres::database,
    smtp::{Options, SmtpServer},
};
use std::{collections::BTreeSet, time::Duration};

fn by(settings: &mut Settings, port: u16) {
    settings.set("mail.host", "\"127.0.0.1\"").set("mail.security", "\"plain\"").set("mail.port", &port.to_string());
    settings.set("mail.from_address", "\"accounts@nordlys.example\"");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_send_each_mail_once_and_its_link_is_of_the_configured_address_c35() {
    let post = SmtpServer::start(&Options::default()).unwrap();
    let url = database().unwrap();
    let (mut one, mut two) = (Settings::over(&url), Settings::over(&url));
    by(&mut one, post.port);
    by(&mut two, post.port);
    let office = Office::found(&url, "https://accounts.nordlys.example").await;
    let (mut first, mut second) = (one.serve().await, two.serve().await);
    first.until_ready().await;
    second.until_ready().await;
    for n in 0..30 {
        office.invite(&format!("Person {n}"), &format!("p{n}@nordlys.example")).await;
    }
    let sent = post.wait_for(30, Duration::from_mins(1)).unwrap();
    let waits = || async { office.directory.store().waiting_mails().await.unwrap().mails };
    first.until(async |_| waits().await == 0).await;
    let to: BTreeSet<_> = sent.iter().map(|mail| mail.rcpt_tos.clone()).collect();
    assert_eq!(to.len(), 30);
    assert_eq!(post.messages().unwrap().len(), 30, "no mail came twice");
    assert!(sent.iter().all(|mail| mail.text.contains("https://accounts.nordlys.example/join/")));
    assert!(sent.iter().all(|mail| mail.mail_from == "accounts@nordlys.example"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_outbox_keeps_nobody_from_working_and_empties_when_the_mail_server_is_back() {
    let url = database().unwrap();
    let mut settings = Settings::over(&url);
    let nobody = rollbook_stage::ready::free_port().unwrap();
    by(&mut settings, nobody);
    let office = Office::found(&url, &settings.base()).await;
    let path = office.invited("Ann Lee", "ann@nordlys.example").await;
    // Twenty thousand more of the same.
    let many = "INSERT INTO mail (id, organization, member, link_id, template, to_name, to_address, subject, body_text, \
                body_html, link, state, attempts, next_at, leased_until, problem, created_at, search) \
                SELECT decode(lpad(to_hex(n), 32, '0'), 'hex'), organization, member, NULL, template, to_name, \
                'p' || n || '@nordlys.example', subject, body_text, body_html, NULL, 0, 0, next_at, 0, '', created_at, search \
                FROM mail, generate_series(1, 20000) AS n";
    sqlx::query(many).execute(office.directory.store().pool()).await.unwrap();
    let mut server = settings.serve().await;
    server.until_ready().await;
    assert_eq!(server.accept(&path).await.unwrap().status, 200);
    server.until(async |server| server.log().contains("a mail was not sent")).await;
    assert_eq!(server.status("/readyz").await, 200, "a mail server that is away is no reason to turn people away");
    let waiting = office.directory.store().waiting_mails().await.unwrap().mails;
    assert!(waiting >= 20_000, "{waiting} wait");
    server.ask_to_end();
    server.until_ended().await;

    let post = SmtpServer::start(&Options::default()).unwrap();
    by(&mut settings, post.port);
    let mut again = settings.serve().await;
    let some = post.wait_for(200, Duration::from_mins(1)).unwrap();
    assert!(some.len() >= 200, "{} came; {}", some.len(), again.log());
    let to: BTreeSet<_> = some.iter().map(|mail| mail.rcpt_tos.clone()).collect();
    assert_eq!(to.len(), some.len(), "none twice");
    again.ask_to_end();
    again.until_ended().await;
}
