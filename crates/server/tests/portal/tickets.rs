//! Reset tickets at the portal (R35): typed or scanned, once, in time, while signer, device and person qualify.

use crate::{
    browser::Browser,
    common::{Answer, Served},
    factors::{JON, set_up, with_jon},
};
use reqwest::StatusCode;
use rollbook_credentials::{TicketFor, TicketKey};
use rollbook_directory::{Clock as _, Seated, SignIn, contract::EndSession};
use rollbook_domain::{
    Event, MemberId, OrganizationId,
    command::Action,
    member::AccessMode,
    session::SessionKind,
    time::{DAY, HOUR, MINUTE},
};
use rollbook_testkit::{Bench, Device, Engine, PASSWORD, contract, place, sign_in, token};

contract![
    r35_a_ticket_is_used_once_and_the_person_chooses_the_password,
    r35_a_ticket_is_refused_when_signer_person_or_device_no_longer_qualify,
];

const MADS: &str = "mads@nordlys.example";
/// Where browsers have passkeys.
const SITE: &str = "https://people.example";
const NEW: &str = "amber-tundra-58-velcro-moth";

/// Somebody’s sign-in at a desktop.
async fn at_desktop(bench: &Bench, email: &str) -> Seated {
    let ask = SignIn { kind: SessionKind::Desktop, ..sign_in(email, PASSWORD) };
    let session = token(&match bench.try_in(&ask).await {
        Ok(rollbook_directory::Entered::In(session)) => session,
        other => panic!("not in: {other:?}"),
    });
    bench.directory.session(&session, SessionKind::Desktop, &place()).await.expect("no failure").expect("in")
}

/// What a desktop makes tickets with.
async fn key(seated: &Seated) -> TicketKey {
    let given = seated.desk().expect("a desk").ticket_key().await.expect("a key");
    TicketKey::read(&rollbook_credentials::Secret::new(given.key.reveal())).expect("a key")
}

/// A ticket that is made now.
fn made(bench: &Bench, key: &TicketKey, organization: OrganizationId, member: MemberId) -> String {
    let of = TicketFor { organization: organization.to_bytes(), member: member.to_bytes() };
    key.ticket(&of, bench.clock.now().0 / MINUTE).reveal(Clone::clone)
}

/// An administrator with a key, and Jón.
struct Cast {
    served: Served,
    mads: MemberId,
    seated: Seated,
    key: TicketKey,
    jon: MemberId,
}

impl Cast {
    async fn on(engine: Engine) -> Self {
        let served = with_jon(engine).await;
        let mads = served.bench.administrator("Mads Lund", MADS, AccessMode::All).await;
        let jon = served.bench.rows(rollbook_domain::member::Tab::Active).await;
        let jon = jon.iter().find(|row| row.email == JON).expect("Jón").id;
        let seated = at_desktop(&served.bench, MADS).await;
        let key = key(&seated).await;
        Self { served, mads, seated, key, jon }
    }

    fn ticket(&self) -> String {
        made(&self.served.bench, &self.key, self.served.bench.organization, self.jon)
    }

    async fn tries(&self, email: &str, ticket: &str) -> Answer {
        let browser = Browser::new(&self.served);
        browser.get("/ticket").await;
        browser.send("/ticket", &[("email", email), ("ticket", ticket)]).await
    }

    #[track_caller]
    fn refused(answer: &Answer, words: &str) {
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.words());
        answer.says(words);
    }
}

async fn r35_a_ticket_is_used_once_and_the_person_chooses_the_password(engine: Engine) {
    let cast = Cast::on(engine).await;
    let bench = &cast.served.bench;
    let ticket = cast.ticket();
    let open = Browser::of(&cast.served, JON).await;
    bench.clock.advance(2 * HOUR);
    // Scanned: the page has the ticket, and looking at it uses nothing up (C47).
    let browser = Browser::new(&cast.served);
    browser.get("/").await.says("Were you given a reset ticket?");
    let before = bench.dump().await;
    let page = browser.get(&format!("/ticket/{}", ticket.replace(' ', "-"))).await;
    page.says("Use a reset ticket");
    assert!(page.text.contains(&ticket.replace(' ', "-")), "it is in its field");
    assert_eq!(bench.dump().await, before);
    // Typed as somebody says it over the phone.
    let answer = browser.send("/ticket", &[("email", "Jon@Nordlys.example"), ("ticket", &ticket.to_lowercase())]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.words());
    let path = answer.headers["location"].to_str().expect("text").to_owned();
    let page = browser.get(&path).await;
    page.says("Choose a new password");
    page.says("Mads Lund gave you a reset ticket");
    Cast::refused(&cast.tries(JON, &ticket).await, "This ticket was used already. Ask for a new one.");
    cast.served.accept(&path, NEW).await.says("The new password holds");
    open.get("/me").await.leads_to("/?ended");
    Browser::new(&cast.served).sign_in(JON, NEW).await.leads_to("/me");
    assert!(
        bench.mails_to(bench.organization, JON).await.iter().any(|mail| mail.subject == "Your password was changed")
    );
    Cast::refused(&cast.tries(JON, &ticket).await, "This ticket was used already. Ask for a new one.");
    // The log has who made it, when, and that it was used.
    let log = bench.log().await;
    let used: Vec<_> = log
        .iter()
        .filter_map(|entry| match &entry.event {
            Some(Event::TicketRedeemed { member, by, .. }) => Some((*member, *by)),
            _ => None,
        })
        .collect();
    assert_eq!(used, [(cast.jon, cast.mads)]);
    assert!(bench.dump().await.holding(&ticket.replace(' ', "")).is_empty(), "C43: what opens is kept nowhere");
}

async fn r35_a_ticket_is_refused_when_signer_person_or_device_no_longer_qualify(engine: Engine) {
    let mut cast = Cast::on(engine).await;
    let bench = &cast.served.bench;
    // R14, judged as things stand when it is used: whoever made it administers nothing any more.
    let ticket = cast.ticket();
    stands(bench, cast.mads, "user").await;
    Cast::refused(&cast.tries(JON, &ticket).await, "may not reset your password now");
    stands(bench, cast.mads, "admin").await;
    // Of another organization, even where the same person is known, and for another person.
    let (other, _) = bench.join_second("Fjordlys", JON).await;
    Cast::refused(&cast.tries(JON, &ticket).await, "may not reset your password now");
    let theirs = made(bench, &cast.key, other, cast.jon);
    Cast::refused(&cast.tries(JON, &theirs).await, "isn’t for this e-mail, or isn’t right");
    let lis = bench.user("Lis Holm", "lis@nordlys.example").await;
    let for_lis = made(bench, &cast.key, bench.organization, lis);
    Cast::refused(&cast.tries(JON, &for_lis).await, "isn’t for this e-mail, or isn’t right");
    Cast::refused(&cast.tries("nobody@nordlys.example", &for_lis).await, "isn’t for this e-mail, or isn’t right");
    // The sign-in that made it was ended: by an administrator, and with a suspension.
    let end = EndSession { command: bench.command(), member: cast.mads, session: session_of(bench, cast.mads).await };
    bench.desk().end_user_session(&end).await.expect("ended");
    Cast::refused(
        &cast.tries("lis@nordlys.example", &for_lis).await,
        "The computer that made this ticket was signed out.",
    );
    cast.seated = at_desktop(bench, MADS).await;
    cast.key = key(&cast.seated).await;
    let bench = &cast.served.bench;
    let for_lis = made(bench, &cast.key, bench.organization, lis);
    bench.act(Action::Suspend, &[cast.mads]).await;
    Cast::refused(
        &cast.tries("lis@nordlys.example", &for_lis).await,
        "The computer that made this ticket was signed out.",
    );
    bench.act(Action::Reactivate, &[cast.mads]).await;
    Cast::refused(
        &cast.tries("lis@nordlys.example", &for_lis).await,
        "The computer that made this ticket was signed out.",
    );
}

/// Moves somebody to a tier.
async fn stands(bench: &Bench, member: MemberId, tier: &str) {
    let seen = bench.desk().user(member).await.expect("there").row.version;
    let edit = serde_json::json!({ "command": bench.command(), "member": member, "seen": seen, "tier": tier });
    bench.desk().edit(&serde_json::from_value(edit).expect("an edit")).await.expect("moved");
}

async fn session_of(bench: &Bench, member: MemberId) -> rollbook_domain::SessionId {
    let sessions = bench.desk().user_sessions(member).await.expect("seen");
    sessions.iter().find(|session| session.open && session.kind == SessionKind::Desktop).expect("one").id
}

#[tokio::test]
async fn r35_a_ticket_is_refused_when_its_time_is_over_or_still_to_come() {
    let cast = Cast::on(Engine::Sqlite).await;
    let bench = &cast.served.bench;
    let ticket = cast.ticket();
    bench.clock.advance(8 * HOUR + MINUTE);
    Cast::refused(&cast.tries(JON, &ticket).await, "This ticket is too old. Ask for a new one.");
    // The policy may have it hold longer, up to a day.
    bench.policy(|policy| policy.ticket_hours = 24).await;
    bench.clock.advance(15 * HOUR);
    cast.tries(JON, &ticket).await.leads_to_password();
    let later = cast.ticket();
    bench.clock.advance(DAY + MINUTE);
    Cast::refused(&cast.tries(JON, &later).await, "This ticket is too old. Ask for a new one.");
    // A clock may be a little ahead, and no more.
    let soon = cast.ticket();
    bench.clock.advance(-4 * MINUTE);
    cast.tries(JON, &soon).await.leads_to_password();
    bench.clock.advance(4 * MINUTE);
    let far = cast.ticket();
    bench.clock.advance(-10 * MINUTE);
    Cast::refused(&cast.tries(JON, &far).await, "isn’t for this e-mail, or isn’t right");
    // R34: a computer whose time to work without a connection is over makes none.
    bench.clock.advance(9 * DAY);
    let over = cast.ticket();
    Cast::refused(&cast.tries(JON, &over).await, "The computer that made this ticket was signed out.");
}

#[tokio::test]
async fn r35_tickets_are_slowed_like_passwords_and_a_slip_counts_for_nothing() {
    let cast = Cast::on(Engine::Sqlite).await;
    let ticket = cast.ticket();
    for _ in 0..20 {
        Cast::refused(&cast.tries(JON, "7QK2 M9XF").await, "This isn’t a reset ticket. Check each sign.");
    }
    let other =
        TicketKey::read(&rollbook_credentials::Secret::new("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned()));
    let wrong = made(&cast.served.bench, &other.expect("a key"), cast.served.bench.organization, cast.jon);
    let mut last = cast.tries(JON, &wrong).await;
    for _ in 0..4 {
        last = cast.tries(JON, &wrong).await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(last.headers.contains_key("retry-after"));
    assert_eq!(cast.tries(JON, &ticket).await.status, StatusCode::TOO_MANY_REQUESTS, "the right one waits as well");
    cast.served.bench.clock.advance(5 * MINUTE);
    cast.tries(JON, &ticket).await.leads_to_password();
}

#[tokio::test]
async fn r35_the_second_factor_is_asked_where_there_is_one_and_stays() {
    let cast = Cast::on(Engine::Sqlite).await;
    let (app, codes) = set_up(&cast.served, &Browser::of(&cast.served, JON).await).await;
    let ticket = cast.ticket();
    let browser = Browser::new(&cast.served);
    browser.get("/ticket").await;
    let asked = browser.send("/ticket", &[("email", JON), ("ticket", &ticket)]).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.words());
    asked.says("The ticket is right. One more step");
    let fields = |code: &str| vec![("email", JON.to_owned()), ("ticket", ticket.clone()), ("factor", code.to_owned())];
    let send = async |code: &str| {
        let fields = fields(code);
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.send("/ticket", &fields).await
    };
    Cast::refused(&send("").await, "This isn’t a code.");
    Cast::refused(&send("000000").await, "This code isn’t right.");
    cast.served.bench.clock.advance(MINUTE);
    send(&app.shows(&cast.served.bench.clock)).await.leads_to_password();
    // A recovery code is as good, and works once.
    cast.served.bench.clock.advance(MINUTE);
    let another = cast.ticket();
    let fields = [("email", JON), ("ticket", another.as_str()), ("factor", codes[0].as_str())];
    browser.send("/ticket", &fields).await.leads_to_password();
    Browser::new(&cast.served).sign_in(JON, PASSWORD).await.leads_to("/second");
}

#[tokio::test]
async fn r35_c40_a_passkey_is_as_good_and_is_asked_of_whoever_has_the_right_ticket_alone() {
    let cast = Cast::on(Engine::Sqlite).await;
    let bench = &cast.served.bench;
    bench.user("Lis Holm", "lis@nordlys.example").await;
    bench.directory.set_portal(SITE);
    let mut device = Device::at(SITE);
    let seated = bench.seated(&bench.enter(JON).await).await.expect("in");
    bench.enrol_passkey(&seated, &mut device, "Key").await;
    let ticket = cast.ticket();
    let browser = Browser::new(&cast.served);
    browser.get("/ticket").await;
    // Whoever has no right ticket hears the same, whether there is a passkey, none, or nobody at all.
    let strange =
        TicketKey::read(&rollbook_credentials::Secret::new("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=".to_owned()));
    let wrong = made(bench, &strange.expect("a key"), bench.organization, cast.jon);
    let mut heard = Vec::new();
    for (email, ticket) in [(JON, &wrong), ("lis@nordlys.example", &ticket), ("nobody@nordlys.example", &ticket)] {
        let answer = browser.send("/ticket/passkey", &[("email", email), ("ticket", ticket)]).await;
        heard.push((answer.status, answer.text.clone()));
    }
    assert_eq!(heard[0].0, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(heard[0].1.contains("isn’t for this e-mail, or isn’t right"), "{heard:?}");
    assert!(heard.iter().all(|one| *one == heard[0]), "{heard:?}");
    assert!(bench.dump().await.table("challenge").is_empty(), "and nothing was begun");

    let fields = [("email", JON), ("ticket", ticket.as_str())];
    let asked = browser.send("/ticket", &fields).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.words());
    asked.says("Use a passkey");
    let answered = proved(&browser, &fields, &mut device).await;
    let mut nonsense = fields.to_vec();
    nonsense.extend([("challenge", answered[0].1.as_str()), ("answer", "{}")]);
    let refused = browser.send("/ticket", &nonsense).await;
    Cast::refused(&refused, "One more step");
    refused.says("Use a passkey");
    let answered = proved(&browser, &fields, &mut device).await;
    let mut with = fields.to_vec();
    with.extend(answered.iter().map(|(name, value)| (*name, value.as_str())));
    let two = [with.as_slice(), &[("factor", "123456")]].concat();
    assert_eq!(browser.send("/ticket", &two).await.status, StatusCode::UNPROCESSABLE_ENTITY, "C24: one of the forms");
    browser.send("/ticket", &with).await.leads_to_password();
    // It was the answer to one question, and the ticket is used up.
    Cast::refused(&browser.send("/ticket", &with).await, "This ticket was used already.");
    bench.clock.advance(MINUTE);
    let another = cast.ticket();
    with.iter_mut().filter(|(name, _)| *name == "ticket").for_each(|field| field.1 = &another);
    assert_eq!(browser.send("/ticket", &with).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

/// What the browser's script sends: the server's question, answered by a device.
async fn proved(browser: &Browser<'_>, fields: &[(&str, &str)], device: &mut Device) -> [(&'static str, String); 2] {
    let asked = browser.send("/ticket/passkey", fields).await;
    assert_eq!(asked.status, StatusCode::OK, "{}", asked.text);
    let asked: serde_json::Value = serde_json::from_str(&asked.text).expect("JSON");
    let answer = device.prove(&asked["question"].to_string()).expect("a passkey that is asked for");
    [("challenge", asked["challenge"].as_str().expect("an id").to_owned()), ("answer", answer)]
}

#[tokio::test]
async fn r35_a_key_for_tickets_is_given_to_an_administrator_at_a_desktop_alone() {
    let cast = Cast::on(Engine::Sqlite).await;
    let bench = &cast.served.bench;
    assert!(bench.desk().ticket_key().await.is_err(), "no sign-in, no key");
    let user =
        bench.directory.session(&bench.enter(JON).await, SessionKind::Portal, &place()).await.expect("no failure");
    let desk = user.expect("in").desk().expect("a desk");
    assert!(desk.ticket_key().await.is_err(), "R35: support makes tickets");
    // What a portal’s session would be given opens nothing.
    let owner = bench.enter(MADS).await;
    let seated = bench.directory.session(&owner, SessionKind::Portal, &place()).await.expect("no failure").expect("in");
    let ticket = made(bench, &key(&seated).await, bench.organization, cast.jon);
    Cast::refused(&cast.tries(JON, &ticket).await, "isn’t for this e-mail, or isn’t right");
}

impl Answer {
    /// The ticket was taken.
    #[track_caller]
    fn leads_to_password(&self) {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.words());
        assert!(self.headers["location"].to_str().expect("text").starts_with("/password/"));
    }
}
