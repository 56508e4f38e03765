//! Organizations of one database are strangers to each other (C28), and a desk without the right
//! shows nothing (C27, C32).

use crate::{editing::edit_of, refused};
use rollbook_directory::{
    ActorId, Desk, Task,
    contract::{ActOnUsers, MailsPage, Mode, RetryMails, Sort, SortKey, Target, UsersPage},
};
use rollbook_domain::{
    Code,
    command::Action,
    member::{AccessMode, Status, Tab},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    c28_ids_of_another_organization_find_nothing,
    c28_a_stranger_at_the_desk_sees_and_does_nothing,
    c27_users_and_suspended_administrators_see_nothing,
    c30_what_one_desk_may_is_not_answered_to_another,
];

async fn c28_ids_of_another_organization_find_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (fjord, knut) = bench.found("Fjord", "knut@fjord.example").await;
    let theirs = bench.directory.desk(fjord, ActorId::Member(knut));
    let liv = theirs.invite(&bench.invitation("Liv Berg", "liv@fjord.example")).await.unwrap().member.unwrap();
    let mails = MailsPage { state: None, text: String::new(), offset: 0, take: 10 };
    let their_mail = theirs.mails_page(&mails).await.unwrap().rows[0].id;
    let group = theirs.groups().await.unwrap()[0].id;
    let before = bench.dump().await;

    assert_eq!(refused(bench.desk().user(liv).await), Code::NotFound);
    assert_eq!(refused(bench.desk().mail(their_mail).await), Code::NotFound);
    let edit = rollbook_directory::contract::EditUser {
        member: liv,
        note: Some("x".to_owned()),
        ..edit_of(&bench, bench.owner).await
    };
    assert_eq!(refused(bench.desk().edit(&edit).await), Code::NotFound);
    for action in Action::ALL {
        let whom: &[_] = if action == Action::Erase { &[liv] } else { &[liv, knut] };
        let answer = bench
            .desk()
            .act(&ActOnUsers { preview: true, ..bench.ask(action, whom) }, &Task::unwatched())
            .await
            .unwrap();
        assert_eq!((answer.done, answer.refused), (0, whom.len() as u64), "{action:?}");
        assert!(
            answer.refusals.iter().all(|refused| refused.refusal.code == Code::NotFound && refused.name.is_empty()),
            "{action:?}"
        );
    }
    let mut invitation = bench.invitation("Ann Lee", "ann@nordlys.example");
    invitation.groups = vec![group];
    assert!(bench.desk().invite(&invitation).await.is_err(), "a group of another organization");
    let retry = RetryMails { command: bench.command(), mails: vec![their_mail], preview: None };
    assert_eq!(refused(bench.desk().retry_mails(&retry).await), Code::NotFound);
    let target = Target::Ids { ids: vec![liv, knut] };
    let (csv, rows) = bench.desk().export_people(Some(&target), &Task::unwatched()).await.unwrap();
    assert_eq!(rows, 0, "{}", String::from_utf8_lossy(&csv));
    assert_eq!(bench.dump().await, before);
}

/// Every question that a desk can ask, and every command; all have to be refused.
async fn closed(bench: &Bench, desk: &Desk, who: &str) {
    let filter = Desk::whole_tab(Tab::Active);
    let page = UsersPage {
        filter: filter.clone(),
        sort: Sort { key: SortKey::Name, descending: false },
        offset: 0,
        take: 10,
        anchor: None,
    };
    let mails = MailsPage { state: None, text: String::new(), offset: 0, take: 10 };
    let before = bench.dump().await;
    assert_eq!(refused(desk.users_page(&page).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.users_count(&filter).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.users_counts().await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.user(bench.owner).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.groups().await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.export_people(None, &Task::unwatched()).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.export_groups().await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.mails_page(&mails).await), Code::NotAllowed, "{who}");
    let retry = RetryMails { command: bench.command(), mails: Vec::new(), preview: None };
    assert_eq!(refused(desk.retry_mails(&retry).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.set_mail_server(None).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.set_setting("x", "y").await), Code::NotAllowed, "{who}");
    assert_eq!(
        refused(desk.invite(&bench.invitation("Ann Lee", "new@nordlys.example")).await),
        Code::NotAllowed,
        "{who}"
    );
    let edit =
        rollbook_directory::contract::EditUser { note: Some("x".to_owned()), ..edit_of(bench, bench.owner).await };
    assert_eq!(refused(desk.edit(&edit).await), Code::NotAllowed, "{who}");
    let target = Target::Matching { filter, except: Vec::new() };
    let act = ActOnUsers {
        command: bench.command(),
        action: Action::Archive,
        target,
        mode: Mode::WhatIsPossible,
        preview: false,
    };
    assert_eq!(refused(desk.act(&act, &Task::unwatched()).await), Code::NotAllowed, "{who}");
    let tables =
        rollbook_directory::Tables::load(vec![("a.csv".to_owned(), b"email\nx@nordlys.example\n".to_vec())]).unwrap();
    for preview in [true, false] {
        let import = desk.import(&tables, &bench.run(false, preview), &Task::unwatched()).await;
        assert_eq!(refused(import), Code::NotAllowed, "{who}");
    }
    let invited = bench.log().await[0].event.clone();
    assert!(invited.is_some());
    assert_eq!(refused(desk.undo(bench.command()).await), Code::NotAllowed, "{who}");
    assert_eq!(refused(desk.preview_undo(bench.command()).await), Code::NotAllowed, "{who}");
    assert_eq!(bench.dump().await, before, "{who}");
}

async fn c28_a_stranger_at_the_desk_sees_and_does_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let (_, knut) = bench.found("Fjord", "knut@fjord.example").await;
    closed(&bench, &bench.desk_of(knut), "the owner of another organization").await;
}

async fn c27_users_and_suspended_administrators_see_nothing(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.user("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    assert!(bench.desk_of(bo).users_counts().await.is_ok(), "an active administrator");
    bench.act(Action::Suspend, &[bo]).await;
    assert_eq!(bench.row(bo).await.status, Status::Suspended);
    closed(&bench, &bench.desk_of(ann), "a user").await;
    closed(&bench, &bench.desk_of(bo), "a suspended administrator, at once (C45)").await;
    bench.act(Action::Archive, &[bo]).await;
    bench.act(Action::Erase, &[bo]).await;
    closed(&bench, &bench.desk_of(bo), "somebody who is gone").await;
}

async fn c30_what_one_desk_may_is_not_answered_to_another(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    for actor in [ActorId::System, ActorId::Invited(ann)] {
        assert!(bench.desk().users_counts().await.is_ok(), "the owner's facts are in the cache");
        closed(&bench, &bench.directory.desk(bench.organization, actor), "a desk without a member").await;
    }
}
