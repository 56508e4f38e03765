//! Accepting at once, and after the inviter has lost rights (R2, R6).

use futures::future::join_all;
use rollbook_directory::{
    LinkProblem, Task,
    contract::{EditUser, InviteUser, MailsPage},
};
use rollbook_domain::{
    command::Action,
    holding::Holding,
    member::{AccessMode, Status, Tier},
};
use rollbook_testkit::{Bench, Engine, contract};

contract![
    r2_of_several_who_accept_at_once_exactly_one_wins,
    r6_what_the_inviter_may_no_longer_give_is_left_out_and_the_owner_hears_of_it,
    r6_what_somebody_else_gave_is_judged_by_them,
    the_owner_of_a_token_decides_nothing_but_their_own_acceptance,
];

async fn r2_of_several_who_accept_at_once_exactly_one_wins(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    let answers = join_all((0..4).map(|_| bench.take_up(&token))).await;
    let won = answers.iter().filter(|answer| matches!(answer, Ok(Ok(_)))).count();
    let late = answers.iter().filter(|answer| matches!(answer, Ok(Err(LinkProblem::Used)))).count();
    assert_eq!((won, late), (1, 3), "{answers:?}");
    assert_eq!(bench.row(ann).await.status, Status::Active);
    let accepted =
        bench.log().await.iter().filter(|entry| entry.event.as_ref().unwrap().kind() == "invitation_accepted").count();
    assert_eq!(accepted, 1);
}

async fn r6_what_the_inviter_may_no_longer_give_is_left_out_and_the_owner_hears_of_it(engine: Engine) {
    let bench = Bench::open(engine).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let ask =
        InviteUser { tier: Tier::Admin, access: AccessMode::All, ..bench.invitation("Ann Lee", "ann@nordlys.example") };
    let ann = bench.desk_of(bo).invite(&ask).await.unwrap().member.unwrap();
    bench.act(Action::Suspend, &[bo]).await;
    let accepted = bench.accept("ann@nordlys.example").await;
    assert_eq!(accepted.left_out, ["the standing Admin", "access to everything"], "C22");
    let view = bench.desk().user(ann).await.unwrap();
    assert_eq!((view.row.tier, view.access, view.row.status), (Tier::User, AccessMode::Custom, Status::Active));
    let question = MailsPage { state: None, text: "sigrun@nordlys.example".to_owned(), offset: 0, take: 10 };
    let notices = bench.desk().mails_page(&question).await.unwrap();
    assert_eq!(notices.total, 1);
    let notice = bench.desk().mail(notices.rows[0].id).await.unwrap();
    assert!(notice.text.contains("Ann Lee") && notice.text.contains("the standing Admin"), "{}", notice.text);
}

async fn r6_what_somebody_else_gave_is_judged_by_them(engine: Engine) {
    let bench = Bench::open(engine).await;
    let role = crate::asks::role(&bench, "Keeper", &["contacts.view"]).await;
    let group = crate::asks::group(&bench, "Crew", &["contacts.view"]).await;
    let bo = bench.administrator("Bo Admin", "bo@nordlys.example", AccessMode::All).await;
    let cy = bench.administrator("Cy Admin", "cy@nordlys.example", AccessMode::All).await;
    // Of each: the inviter invites with a grant, the other one adds a role, a group, and a tier.
    for (n, gone, left_out) in [
        (1, bo, vec!["the permission documents.view"]),
        (2, cy, vec!["the standing Admin", "the group Crew", "the role Keeper"]),
    ] {
        let email = format!("ann{n}@nordlys.example");
        let grants = vec![crate::asks::permission("documents.view")];
        let ask = InviteUser { grants, access: AccessMode::Custom, ..bench.invitation("Ann Lee", &email) };
        let ann = bench.desk_of(bo).invite(&ask).await.unwrap().member.unwrap();
        bench.clock.advance(60_000);
        let what = [Holding::Role(role), Holding::Group(group)];
        let give = crate::asks::give(&bench, &what, &[ann]);
        assert_eq!(bench.desk_of(cy).change_holdings(&give, &Task::unwatched()).await.unwrap().refused, 0);
        let rise = EditUser { tier: Some(Tier::Admin), ..crate::editing::edit_of(&bench, ann).await };
        bench.desk_of(cy).edit(&rise).await.unwrap();
        bench.act(Action::Suspend, &[gone]).await;
        assert_eq!(bench.accept(&email).await.left_out, left_out, "{n}");
        bench.act(Action::Archive, &[ann]).await;
        bench.act(Action::Reactivate, &[gone]).await;
    }
}

async fn the_owner_of_a_token_decides_nothing_but_their_own_acceptance(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let bo = bench.invite("Bo Lee", "bo@nordlys.example").await;
    bench.accept("ann@nordlys.example").await;
    assert_eq!((bench.row(ann).await.status, bench.row(bo).await.status), (Status::Active, Status::Pending), "C36");
}
