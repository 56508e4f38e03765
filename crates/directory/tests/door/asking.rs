//! *Ask for an invitation* (C40): who hears of it, how often, and that nobody can tell who is here.

use rollbook_directory::{Asking, AskingProblem, contract::CheckCompany};
use rollbook_domain::{Event, company::Details, time::HOUR};
use rollbook_testkit::{Bench, Engine, contract, place_at};

contract![
    those_who_may_invite_hear_who_asks,
    c40_whoever_asks_hears_the_same,
    nobody_is_asked_where_the_policy_doesnt_want_it,
    administrators_mailboxes_arent_filled,
    a_taken_name_leads_to_where_an_invitation_can_be_asked_for,
];

const SIGRUN: &str = "sigrun@nordlys.example";

fn asking(bench: &Bench, email: &str, from: &str) -> Asking {
    let (name, email) = ("Una Berg".to_owned(), email.to_owned());
    Asking { name, email, organization: bench.organization, place: place_at(from) }
}

async fn asks(bench: &Bench, email: &str, from: &str) -> Result<(), AskingProblem> {
    let answer = bench.directory.ask_invitation(&asking(bench, email, from)).await.unwrap();
    bench.directory.behind_done().await;
    answer
}

async fn open(engine: Engine) -> Bench {
    let bench = Bench::open(engine).await;
    bench.policy(|fields| fields.invitation_asks = true).await;
    bench
}

/// The mails about it that wait for an address.
async fn told(bench: &Bench, reader: &str) -> Vec<String> {
    let dump = bench.dump().await;
    let about =
        |row: &&String| row.contains("template=invitation_asked ") && row.contains(&format!("to_address={reader} "));
    dump.table("mail").iter().filter(about).cloned().collect()
}

async fn entries(bench: &Bench) -> usize {
    bench.log().await.iter().filter(|entry| entry.event == Some(Event::InvitationAsked)).count()
}

async fn those_who_may_invite_hear_who_asks(engine: Engine) {
    let bench = open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    assert_eq!(asks(&bench, "una@example.org", "203.0.113.9").await, Ok(()));
    let mails = told(&bench, SIGRUN).await;
    assert!(mails.len() == 1 && mails[0].contains("una@example.org") && mails[0].contains("Una Berg"), "{mails:?}");
    assert!(!mails[0].contains("http"), "whoever nobody knows puts no link into a mail");
    assert_eq!(told(&bench, "ann@nordlys.example").await, Vec::<String>::new(), "users invite nobody");
    assert_eq!(entries(&bench).await, 1);
}

async fn c40_whoever_asks_hears_the_same(engine: Engine) {
    let bench = open(engine).await;
    bench.user("Ann Lee", "ann@nordlys.example").await;
    bench.invite("Cai Wen", "cai@nordlys.example").await;
    for email in ["ann@nordlys.example", "cai@nordlys.example", "una@example.org", SIGRUN] {
        assert_eq!(asks(&bench, email, "203.0.113.9").await, Ok(()), "{email}");
    }
    assert_eq!(entries(&bench).await, 2, "who has access is nobody’s work");
}

async fn nobody_is_asked_where_the_policy_doesnt_want_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    assert_eq!(asks(&bench, "una@example.org", "203.0.113.9").await, Err(AskingProblem::Off));
    assert_eq!((entries(&bench).await, told(&bench, SIGRUN).await), (0, vec![]));
}

async fn administrators_mailboxes_arent_filled(engine: Engine) {
    let bench = open(engine).await;
    for n in 0..10 {
        let from = format!("198.51.100.{n}");
        bench.directory.ask_invitation(&asking(&bench, &format!("u{n}@example.org"), &from)).await.unwrap().unwrap();
    }
    let next = asks(&bench, "u10@example.org", "198.51.100.200").await;
    assert!(matches!(next, Err(AskingProblem::Slow(_))), "from anywhere, for anybody: {next:?}");
    assert_eq!(told(&bench, SIGRUN).await.len(), 10);
    bench.clock.advance(HOUR);
    assert_eq!(asks(&bench, "u10@example.org", "198.51.100.200").await, Ok(()));
}

async fn a_taken_name_leads_to_where_an_invitation_can_be_asked_for(engine: Engine) {
    let bench = Bench::open(engine).await;
    let details = Details { name: "NORDLYS".to_owned(), language: "en".to_owned(), ..Details::default() };
    let check = CheckCompany { details };
    assert_eq!(bench.desk().check_company(&check).await.unwrap().ask_at, "");
    bench.policy(|fields| fields.invitation_asks = true).await;
    let found = bench.desk().check_company(&check).await.unwrap();
    assert_eq!(found.ask_at, format!("{}/o/{}/ask", bench.directory.portal(), bench.organization));
}
