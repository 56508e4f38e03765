//! Reset tickets are made without a connection, by the own password, and used once there is one (R35).

use crate::house::{Desktop, Line, Weather, office};
use async_trait::async_trait;
use rollbook_credentials::Secret;
use rollbook_directory::{
    Clock as _, Entered, Redeem, Redeemed, Seated, SignIn, Task, TicketProblem, answer,
    contract::{MakeTicket, QueuedWhat, TicketMade, WireCode, WireError},
};
use rollbook_domain::{
    Code, Event, MemberId,
    session::SessionKind,
    time::{HOUR, MINUTE},
};
use rollbook_offline::{End, Entry, Failure, Keeper, Standing, Upstream};
use rollbook_testkit::{Bench, Engine, PASSWORD, place, sign_in, token};
use serde_json::Value;

const WHO: &str = "ingrid@nordlys.example";
const OWN: &str = "granite-walrus-92-parachute";
const NADIA: &str = "nadia@nordlys.example";

/// The line of somebody who signed in at a desktop: what their sign-in alone is given comes by it.
struct SignedIn<'a> {
    line: Line<'a>,
    seated: Seated,
}

impl<'a> SignedIn<'a> {
    async fn new(bench: &'a Bench, member: MemberId) -> Self {
        let ask = SignIn { kind: SessionKind::Desktop, ..sign_in(WHO, PASSWORD) };
        let Entered::In(session) = bench.try_in(&ask).await.unwrap() else { panic!("not in") };
        let seated = bench.directory.session(&token(&session), SessionKind::Desktop, &place()).await.unwrap().unwrap();
        Self { line: Line::new(bench, member), seated }
    }
}

#[async_trait]
impl Upstream for SignedIn<'_> {
    async fn greet(&self) -> Result<(), WireError> {
        self.line.greet().await
    }
    async fn ask(&self, name: &str, request: Value) -> Result<String, WireError> {
        if name == "ticket_key" {
            return answer(&self.seated.desk().unwrap(), name, request, &Task::unwatched()).await;
        }
        self.line.ask(name, request).await
    }
}

/// A desktop that knows by what tickets are made.
async fn ready(bench: &Bench, ingrid: MemberId) -> (Desktop, SignedIn<'_>) {
    bench.with_factors();
    let mut desktop = Desktop::new(bench, 1).await;
    let signed_in = SignedIn::new(bench, ingrid).await;
    desktop.it().remember(WHO, &Secret::new(OWN.to_owned())).await.unwrap();
    desktop.sync(&signed_in.line).await;
    desktop.it().learn_ticket_key(&signed_in).await.unwrap();
    (desktop, signed_in)
}

async fn makes(desktop: &mut Desktop, member: MemberId, password: &str) -> Result<TicketMade, WireError> {
    desktop.it().make_ticket(member, &Secret::new(password.to_owned())).await
}

async fn uses(bench: &Bench, ticket: &str) -> Result<Redeemed, TicketProblem> {
    let ask = Redeem { email: NADIA.to_owned(), ticket: Secret::new(ticket.to_owned()), factor: None, place: place() };
    bench.directory.redeem(&ask).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r35_a_ticket_is_made_without_a_connection_and_shown_as_used_once_it_was() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let (mut desktop, signed_in) = ready(&bench, ingrid).await;
    signed_in.line.set(Weather::Lost);
    desktop.offline(&signed_in.line).await;
    bench.clock.advance(HOUR);
    let wrong = makes(&mut desktop, people[0], "granite-walrus-92-parachutE").await.unwrap_err();
    assert_eq!(wrong.code, WireCode::SignInFailed, "the own password is asked for again");
    assert!(wrong.fields.contains_key("password"));
    let made = makes(&mut desktop, people[0], OWN).await.unwrap();
    assert_eq!((made.name.as_str(), made.email.as_str()), ("Nadia Berg", NADIA));
    assert!(made.page.ends_with("/ticket"));
    assert!(made.until.0 - bench.clock.now().0 > 8 * HOUR - 2 * MINUTE);
    // What is kept of it here opens nothing, and outlives the program.
    desktop.crash().await;
    assert!(uses(&bench, &made.ticket.reveal().chars().rev().collect::<String>()).await.is_err());
    bench.clock.advance(HOUR);
    assert!(matches!(uses(&bench, &made.ticket.reveal()).await, Ok(Redeemed::Link(_))));
    assert_eq!(uses(&bench, &made.ticket.reveal()).await.unwrap_err(), TicketProblem::Used);
    let keeper = Keeper::without_a_line(desktop.offline.take().unwrap());
    let tickets = keeper.view().await.tickets;
    assert_eq!((tickets.len(), tickets[0].member, tickets[0].used), (1, people[0], None), "nobody heard of it yet");
    keeper.close().await;
    drop(keeper);
    desktop.start().await;
    signed_in.line.set(Weather::Fine);
    desktop.sync(&signed_in.line).await;
    let keeper = desktop.keeper();
    assert_eq!(keeper.view().await.tickets[0].used, Some(bench.clock.now()), "both logs have it");
    assert_eq!(told_of(&bench).await, [(Some(ingrid), people[0])], "its making too, heard of after it was used");
    // With a connection it is made all the same: a mail may not reach whoever needs it.
    let again = MakeTicket { member: people[0], password: Secret::new(OWN.to_owned()) };
    let again = keeper.make_ticket(&again).await.unwrap();
    assert!(matches!(uses(&bench, &again.ticket.reveal()).await, Ok(Redeemed::Link(_))));
}

/// Who made tickets for whom, by the server’s log.
async fn told_of(bench: &Bench) -> Vec<(Option<MemberId>, MemberId)> {
    let log = bench.log().await;
    let made = log.iter().filter_map(|entry| match entry.event {
        Some(Event::TicketMade { member, .. }) => Some((entry.actor, member)),
        _ => None,
    });
    made.collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r35_the_making_is_in_the_log_once_whatever_was_lost_and_whoever_lost_the_right() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let (mut desktop, signed_in) = ready(&bench, ingrid).await;
    signed_in.line.set(Weather::Lost);
    desktop.offline(&signed_in.line).await;
    let made = makes(&mut desktop, people[0], OWN).await.unwrap();
    let same = makes(&mut desktop, people[0], OWN).await.unwrap();
    assert_eq!(made.ticket.reveal(), same.ticket.reveal(), "one minute, one ticket");
    let entry = desktop.it().entries().first().unwrap().command;
    let dropped = desktop.it().drop_entry(entry).await;
    assert!(matches!(dropped, Err(Failure::Rule(_))), "what happened can’t be taken back: {dropped:?}");
    desktop.crash().await;
    // Meanwhile whoever made it lost the right: nothing opens by it any more, and that it was made is no secret.
    let seen = bench.row(ingrid).await.version;
    let edit = serde_json::json!({ "command": bench.command(), "member": ingrid, "seen": seen, "tier": "user" });
    bench.desk().edit(&serde_json::from_value(edit).unwrap()).await.unwrap();
    assert!(matches!(uses(&bench, &made.ticket.reveal()).await, Err(TicketProblem::Refused(_))));
    for weather in [Weather::AnswerLost, Weather::Twice] {
        signed_in.line.set(weather);
        desktop.it().heard_of();
        while desktop.it().entries().iter().any(Entry::waits) {
            if desktop.it().step(&signed_in.line).await.is_err() {
                break;
            }
        }
    }
    assert_eq!(told_of(&bench).await, [(Some(ingrid), people[0])], "once");
    let entries = desktop.it().entries();
    assert!(matches!(entries, [Entry { standing: Standing::Ended { end: End::Applied, .. }, .. }]), "{entries:?}");
    assert!(bench.dump().await.holding(&made.ticket.reveal().replace(' ', "")).is_empty(), "C43: nothing opens by it");
    // Nobody is told of with what no key of theirs shows.
    let QueuedWhat::Ticket { made, proof } = entries[0].what.clone() else { panic!("a ticket") };
    for (member, by) in [(people[1], ingrid), (people[0], people[1])] {
        let ask = serde_json::json!({
            "command": bench.command(), "member": member, "seen": 0, "seal": "", "mine": [], "over": false,
            "what": QueuedWhat::Ticket { made, proof: proof.clone() }, "hash": null,
        });
        let ask = serde_json::from_value(ask).unwrap();
        assert!(bench.desk_of(by).give_queued(&ask).await.is_err(), "another person, or another signer");
    }
    assert_eq!(told_of(&bench).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r35_none_is_made_for_whoever_stands_above_nor_once_the_session_was_ended() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let (mut desktop, signed_in) = ready(&bench, ingrid).await;
    let above = makes(&mut desktop, bench.owner, OWN).await.unwrap_err();
    assert_eq!(above.code, WireCode::Rule(Code::RankTooLow), "R14, before any password is tried");
    assert!(makes(&mut desktop, ingrid, OWN).await.is_err(), "nobody resets themselves");
    signed_in.line.set(Weather::SignedOut);
    desktop.it().heard_of();
    desktop.it().step(&signed_in.line).await.unwrap_err();
    let gone = makes(&mut desktop, people[0], OWN).await.unwrap_err();
    assert_eq!(gone.code, WireCode::Unreachable, "R34: nothing is read, and nothing signed");
    // Whoever signs in again is given a key again; until then there is none.
    signed_in.line.set(Weather::Fine);
    desktop.it().remember(WHO, &Secret::new(OWN.to_owned())).await.unwrap();
    desktop.sync(&signed_in.line).await;
    let none = makes(&mut desktop, people[0], OWN).await.unwrap_err();
    assert_eq!(none.message, "This computer can’t make reset tickets.");
    desktop.it().learn_ticket_key(&signed_in).await.unwrap();
    makes(&mut desktop, people[0], OWN).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r35_a_desk_that_no_server_serves_is_given_no_key() {
    let (bench, ingrid, people) = office(Engine::Sqlite).await;
    let mut desktop = Desktop::new(&bench, 1).await;
    let line = Line::new(&bench, ingrid);
    desktop.it().remember(WHO, &Secret::new(OWN.to_owned())).await.unwrap();
    desktop.sync(&line).await;
    desktop.it().learn_ticket_key(&line).await.unwrap();
    let none = makes(&mut desktop, people[0], OWN).await.unwrap_err();
    assert_eq!(none.message, "This computer can’t make reset tickets.");
}
