//! A full outbox: who asks for more mails than may wait is refused with words, nothing is half done, and nobody learns
//! from it whose address is known.

use crate::refused;
use rollbook_directory::{
    Forgot, Forgotten, Tables, Task,
    contract::{ActOnUsers, GiveAllQueued, MailState, MailsPage, Mode, Target},
};
use rollbook_domain::{Code, Event, MemberId, command::Action, member::Tab};
use rollbook_mail::outbox::run_once;
use rollbook_testkit::{Bench, Engine, Post, contract, place, surroundings};

contract![
    who_asks_for_more_mails_than_may_wait_is_refused_and_nothing_is_half_done,
    r33_what_waited_for_a_connection_and_has_no_room_leaves_no_trace_and_takes_nothing_along,
    a_link_sent_again_takes_the_place_of_the_one_that_waited,
    what_people_are_told_for_their_safety_waits_beyond_the_limit,
    r26_c40_a_full_outbox_tells_nobody_whose_address_is_known,
    a_tables_preview_says_so_before_anything_is_done,
];

/// As many people with an invitation that waits as there is room, and one more who has joined.
async fn full(engine: Engine) -> (Bench, MemberId) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    send_all(&bench).await;
    bench.policy(|fields| fields.waiting_mails = 100).await;
    for n in 0..100 {
        bench.invite(&format!("Person {n}"), &format!("p{n}@nordlys.example")).await;
    }
    assert_eq!(waiting(&bench).await, 100);
    (bench, ann)
}

async fn send_all(bench: &Bench) {
    let outbox = bench.directory.outbox(bench.organization);
    let (around, _stop) = surroundings(&bench.clock);
    while run_once(&outbox, Some(&Post::default()), &around).await.sent > 0 {}
}

async fn waiting(bench: &Bench) -> u64 {
    let ask = MailsPage { state: Some(MailState::Waiting), text: String::new(), offset: 0, take: 1 };
    bench.desk().mails_page(&ask).await.unwrap().waiting
}

async fn who_asks_for_more_mails_than_may_wait_is_refused_and_nothing_is_half_done(engine: Engine) {
    let (bench, ann) = full(engine).await;
    let before = (bench.log().await.len(), bench.dump().await.table("link").to_vec());
    let one_more = bench.invitation("One More", "more@nordlys.example");
    assert_eq!(refused(bench.desk().invite(&one_more).await), Code::OutboxFull);
    for action in [Action::PasswordLink, Action::SendAccess, Action::AskFactor] {
        let ask = bench.ask(action, &[ann]);
        match bench.desk().act(&ask, &Task::unwatched()).await {
            Ok(outcome) => assert_eq!((outcome.done, outcome.refused), (0, 1), "{action:?} isn’t for her"),
            refusal => assert_eq!(refused(refusal), Code::OutboxFull, "{action:?}"),
        }
    }
    assert_eq!(
        (bench.log().await.len(), bench.dump().await.table("link").to_vec()),
        before,
        "no entry and no link is left"
    );
    assert_eq!(waiting(&bench).await, 100);
    send_all(&bench).await;
    bench.invite("One More", "more@nordlys.example").await;
    assert_eq!(waiting(&bench).await, 1, "room again, as mails leave");
}

async fn r33_what_waited_for_a_connection_and_has_no_room_leaves_no_trace_and_takes_nothing_along(engine: Engine) {
    let (bench, ann) = full(engine).await;
    let pending = bench.rows(Tab::Pending).await;
    let head = bench.store().moment(bench.organization).await.unwrap().head().await.unwrap();
    let before = (bench.log().await.len(), bench.dump().await.table("link").to_vec());
    let given = |member: MemberId, what: serde_json::Value| {
        serde_json::json!({
            "command": bench.command(), "member": member, "seen": head.seq, "seal": hex::encode(head.seal), "mine": [],
            "over": false, "what": what, "hash": null,
        })
    };
    let note = |text: &str| serde_json::json!({ "what": "profile", "note": text });
    let commands = [
        given(pending[0].id, note("called")),
        given(ann, serde_json::json!({ "what": "act", "action": "password_link" })),
        given(pending[1].id, note("called too")),
    ];
    let ask: GiveAllQueued = serde_json::from_value(serde_json::json!({ "commands": commands })).unwrap();
    let ended = bench.desk().give_all_queued(&ask).await.unwrap();
    let told: Vec<_> = ended.iter().map(|one| (one.done, one.refusals.first().map(|told| told.refusal.code))).collect();
    assert_eq!(told, [(1, None), (0, Some(Code::OutboxFull)), (1, None)]);
    let after = (bench.log().await.len(), bench.dump().await.table("link").to_vec());
    assert_eq!(after, (before.0 + 2, before.1), "no entry and no link of what was refused");
    // Whoever didn’t hear of it asks again, and hears the same; alone, it ends the same.
    assert_eq!(bench.desk().give_all_queued(&ask).await.unwrap(), ended);
    let again = serde_json::from_value(given(ann, serde_json::json!({ "what": "act", "action": "password_link" })));
    let alone = bench.desk().give_queued(&again.unwrap()).await.unwrap();
    assert_eq!((alone.refused, alone.refusals[0].refusal.code), (1, Code::OutboxFull));
    assert_eq!(bench.log().await.len(), after.0);
}

async fn a_link_sent_again_takes_the_place_of_the_one_that_waited(engine: Engine) {
    let (bench, _) = full(engine).await;
    let ask = ActOnUsers {
        command: bench.command(),
        action: Action::Resend,
        target: Target::Matching {
            filter: rollbook_directory::Desk::whole_tab(rollbook_domain::member::Tab::Pending),
            except: Vec::new(),
        },
        mode: Mode::AllOrNone,
        preview: false,
    };
    let outcome = bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
    assert_eq!((outcome.done, waiting(&bench).await), (100, 100));
}

async fn what_people_are_told_for_their_safety_waits_beyond_the_limit(engine: Engine) {
    let (bench, ann) = full(engine).await;
    bench
        .desk()
        .set_temporary_password(&rollbook_directory::contract::SetTemporaryPassword {
            command: bench.command(),
            member: ann,
            password: rollbook_credentials::Secret::new("harbour-lantern-58-moss".to_owned()),
        })
        .await
        .expect("an administrator can help somebody whatever waits");
    assert_eq!(waiting(&bench).await, 101);
    bench.act(Action::Suspend, &[ann]).await;
    assert_eq!(
        bench.log().await.last().and_then(|entry| entry.event.as_ref()).map(Event::kind),
        Some("status_changed")
    );
}

async fn r26_c40_a_full_outbox_tells_nobody_whose_address_is_known(engine: Engine) {
    let (bench, _) = full(engine).await;
    let ask =
        |email: &str, organization| Forgot { email: email.to_owned(), user_name: None, organization, place: place() };
    for email in ["ann@nordlys.example", "nobody@nordlys.example"] {
        let asked = bench.directory.forgot(&ask(email, None)).await.unwrap().expect("not slowed");
        assert_eq!(asked.answer, Forgotten::Perhaps, "{email}");
        asked.work.expect("the answer waits for none of it").await.unwrap();
    }
    bench.policy(|fields| fields.hides_addresses = false).await;
    let here = ask("ann@nordlys.example", Some(bench.organization));
    let asked = bench.directory.forgot(&here).await.unwrap().expect("not slowed");
    assert_eq!(asked.answer, Forgotten::Perhaps, "where addresses are told, no link is promised that isn’t sent");
    assert_eq!(waiting(&bench).await, 100);
}

async fn a_tables_preview_says_so_before_anything_is_done(engine: Engine) {
    let (bench, _) = full(engine).await;
    let table =
        || Tables::load(vec![("t.csv".to_owned(), b"email,first name\nzoe@nordlys.example,Zoe\n".to_vec())]).unwrap();
    for preview in [true, false] {
        let run = bench.desk().import(&table(), &bench.run(true, preview), &Task::unwatched()).await;
        assert_eq!(refused(run.map(|(view, _)| view)), Code::OutboxFull, "preview: {preview}");
    }
    bench.desk().import(&table(), &bench.run(false, false), &Task::unwatched()).await.expect("without invitations");
}
