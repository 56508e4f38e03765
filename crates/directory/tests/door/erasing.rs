//! Erasing: the person is in no table any more, and the log is whole.

use crate::{editing::edit_of, refused};
use rollbook_directory::{
    ActorId, Task,
    contract::{EditUser, InviteUser},
};
use rollbook_domain::{
    Code,
    command::Action,
    member::{AccessMode, Status, Tab, Tier},
};
use rollbook_testkit::{Bench, Engine, Post, contract, surroundings};

contract![
    an_erased_person_is_nowhere,
    mails_of_an_erased_inviter_go_on_in_the_name_of_the_organization,
    an_erased_person_can_be_invited_again,
    only_archived_people_are_erased,
    whoever_never_came_is_erased_like_anybody,
];

async fn send_all(bench: &Bench) {
    let (around, _stop) = surroundings(&bench.clock);
    rollbook_mail::outbox::run_once(&bench.directory.outbox(bench.organization), Some(&Post::default()), &around).await;
}

async fn an_erased_person_is_nowhere(engine: Engine) {
    let bench = Bench::open(engine).await;
    // Quillon is invited as an administrator by one who loses the right: the owner gets a notice.
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let ask = InviteUser {
        tier: Tier::Admin,
        access: AccessMode::All,
        ..bench.invitation("Quillon Canary", "quillon@canary.example")
    };
    let quillon = bench.desk_of(bo).invite(&ask).await.unwrap().member.unwrap();
    bench.act(Action::Suspend, &[bo]).await;
    assert!(!bench.accept("quillon@canary.example").await.left_out.is_empty());
    let edit =
        EditUser { tier: Some(Tier::Admin), note: Some("a rare canary".to_owned()), ..edit_of(&bench, quillon).await };
    bench.desk().edit(&edit).await.unwrap();
    // Quillon invites somebody, and the mail leaves.
    bench.desk_of(quillon).invite(&bench.invitation("Ann Lee", "ann@nordlys.example")).await.unwrap();
    send_all(&bench).await;
    // Quillon is refused something, and the answer is kept by name.
    let twice = bench.act(Action::Reactivate, &[quillon]).await;
    assert_eq!(twice.refusals[0].name, "Quillon Canary");
    bench.desk_of(quillon).sign_in().await.unwrap();
    bench.act(Action::Archive, &[quillon]).await;
    let before = bench.dump().await;
    assert!(
        ["event", "mail", "command", "member", "account"]
            .iter()
            .all(|table| { before.holding("quillon").iter().any(|row| row.starts_with(&format!("{table}: "))) }),
        "the name is in five tables"
    );

    let erased = bench.act(Action::Erase, &[quillon]).await;
    assert_eq!((erased.done, erased.refused), (1, 0));
    let after = bench.dump().await;
    for trace in ["quillon", "canary"] {
        assert_eq!(after.holding(trace), [] as [String; 0], "{trace}");
    }
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None, "R30");
    assert_eq!(refused(bench.desk().user(quillon).await), Code::NotFound);
    assert_eq!(refused(bench.desk().undo(erased.command).await), Code::NothingToUndo, "for good");
    assert_eq!(bench.act(Action::Erase, &[quillon]).await.refused, 1);
}

async fn mails_of_an_erased_inviter_go_on_in_the_name_of_the_organization(engine: Engine) {
    let bench = Bench::open(engine).await;
    let quillon = bench.administrator("Quillon Canary", "quillon@canary.example", AccessMode::All).await;
    let desk = bench.desk_of(quillon);
    // One waits, one was given up, and one is an access link, which only its sender's rights keep open.
    for (name, email) in [("Ann Lee", "ann@nordlys.example"), ("Ben Li", "ben@nordlys.example")] {
        let ask = InviteUser { language: "de".to_owned(), ..bench.invitation(name, email) };
        desk.invite(&ask).await.unwrap();
    }
    bench.import("email,first_name\nida@nordlys.example,Ida\n").await;
    let ida = bench.rows(Tab::Active).await.into_iter().find(|row| row.email == "ida@nordlys.example").unwrap().id;
    desk.act(&bench.ask(Action::SendAccess, &[ida]), &Task::unwatched()).await.unwrap();
    let now = bench.directory.now().0;
    let mails = bench.store().claim_mails(bench.organization, now, 1, 10).await.unwrap();
    let to_ben = mails.iter().find(|mail| mail.to_address == "ben@nordlys.example").unwrap().id;
    bench.store().mail_failed(to_ben, "No such mailbox.", None).await.unwrap();
    bench.clock.advance(2);
    let (ann_link, ida_link) = (bench.token("ann@nordlys.example").await, bench.token("ida@nordlys.example").await);
    bench.act(Action::Archive, &[quillon]).await;
    assert!(bench.dump().await.holding("quillon canary").iter().any(|row| row.starts_with("mail: ")));

    bench.act(Action::Erase, &[quillon]).await;
    for trace in ["quillon", "canary"] {
        assert_eq!(bench.dump().await.holding(trace), [] as [String; 0], "{trace}");
    }
    let post = Post::default();
    let (around, _stop) = surroundings(&bench.clock);
    rollbook_mail::outbox::run_once(&bench.directory.outbox(bench.organization), Some(&post), &around).await;
    let sent = post.taken();
    assert_eq!(sent.iter().map(|mail| mail.to_address.as_str()).collect::<Vec<_>>(), ["ann@nordlys.example"]);
    assert_eq!(sent[0].subject, "Einladung von Nordlys zu Nordlys", "in her language");
    assert!(sent[0].text.contains(&ann_link) && sent[0].html.contains(&ann_link), "with the link that works");
    assert!(bench.take_up(&ann_link).await.unwrap().is_ok());
    assert!(bench.take_up(&ida_link).await.unwrap().is_err(), "R14");
    let failed = bench.store().mail(bench.organization, to_ben).await.unwrap().unwrap();
    assert!(failed.text.contains("Nordlys") && failed.text.contains("/join/"), "sent again by hand it works too");
}

async fn an_erased_person_can_be_invited_again(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let theirs = bench.directory.desk(fjord, ActorId::Member(knut));
    let there = theirs.invite(&bench.invitation("Ann Lee", "ann@nordlys.example")).await.unwrap().member.unwrap();
    let token = bench.token_in(&theirs, "ann@nordlys.example").await;
    bench.directory.accept(&token, None).await.unwrap().unwrap();
    bench.act(Action::Archive, &[ann]).await;
    bench.act(Action::Erase, &[ann]).await;
    assert_eq!(theirs.user(there).await.unwrap().row.name, "Ann Lee", "the other organization keeps its user");
    let again = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    assert!(bench.directory.invitation(&token).await.unwrap().unwrap().joins, "with the account that she has");
    bench.directory.accept(&token, None).await.unwrap().unwrap();
    assert_eq!(bench.row(again).await.status, Status::Active);
    assert_ne!(again, ann, "C29");
}

async fn only_archived_people_are_erased(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let before = bench.dump().await;
    for member in [ann, bench.owner] {
        let ask = bench.ask(Action::Erase, &[member]);
        let outcome = bench.desk().act(&ask, &Task::unwatched()).await.unwrap();
        assert_eq!((outcome.done, outcome.refused), (0, 1));
    }
    let after = bench.dump().await;
    for table in ["member", "account", "event"] {
        assert_eq!(after.table(table), before.table(table));
    }
}

async fn whoever_never_came_is_erased_like_anybody(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ask = InviteUser { tier: Tier::Admin, ..bench.invitation("Quillon Canary", "quillon@canary.example") };
    let quillon = bench.desk().invite(&ask).await.unwrap().member.unwrap();
    bench.act(Action::Resend, &[quillon]).await;
    send_all(&bench).await;
    bench.act(Action::Revoke, &[quillon]).await;
    assert_eq!(bench.row(quillon).await.status, Status::Archived);
    let erased = bench.act(Action::Erase, &[quillon]).await;
    assert_eq!((erased.done, erased.refused), (1, 0));
    let after = bench.dump().await;
    for word in ["quillon", "canary"] {
        assert!(after.holding(word).is_empty(), "{:?}", after.holding(word));
    }
    assert_eq!(bench.store().verify_log(bench.organization, |_| {}).await.unwrap(), None, "R30");
    // The address is free again.
    bench.desk().invite(&bench.invitation("Quillon Again", "quillon@canary.example")).await.unwrap();
}
