//! From the invitation to the sign-in (R1, R2).

use crate::refused;
use rollbook_credentials::Secret;
use rollbook_directory::{
    ActorId, DirectoryError, LinkProblem,
    contract::{InviteUser, MailState, MailsPage},
};
use rollbook_domain::{
    Code,
    command::Action,
    member::{Status, Tab, Tier},
    time::HOUR,
};
use rollbook_testkit::{Bench, Engine, PASSWORD, contract};

contract![
    r1_an_invited_person_sets_a_password_and_is_active,
    r1_a_person_with_an_account_joins_a_second_organization_without_a_password,
    r2_a_link_works_for_its_lifetime_only,
    r2_a_link_works_once,
    r2_resending_makes_a_new_link_and_kills_the_old_one,
    r2_a_revoked_invitation_opens_nothing_and_its_mail_stays_here,
    r2_a_mangled_link_is_told_from_a_used_one,
    r2_the_links_host_comes_from_configuration,
    r23_a_weak_password_is_refused_and_the_link_stays_open,
    an_invitation_that_is_not_sent_waits_without_a_mail,
];

async fn r1_an_invited_person_sets_a_password_and_is_active(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let row = bench.row(ann).await;
    assert_eq!(
        (row.status, row.name.as_str(), row.added_by.as_deref()),
        (Status::Pending, "Ann Lee", Some("Sigrun Aasen"))
    );
    assert_eq!(row.invitation_until.unwrap().0, row.added_at.0 + 72 * HOUR, "R2: 72 hours");
    let mails =
        bench.desk().mails_page(&MailsPage { state: None, text: String::new(), offset: 0, take: 10 }).await.unwrap();
    assert_eq!((mails.total, mails.rows[0].state, mails.rows[0].to_name.as_str()), (1, MailState::Waiting, "Ann Lee"));
    assert!(mails.rows[0].has_link);

    let token = bench.token("ann@nordlys.example").await;
    let page = bench.directory.invitation(&token).await.unwrap().unwrap();
    assert_eq!(
        (page.organization.as_str(), page.name.as_str(), page.inviter.as_str()),
        ("Nordlys", "Ann Lee", "Sigrun Aasen")
    );
    assert!(!page.joins, "a new person");
    assert_eq!(
        bench.directory.invitation(&token).await.unwrap().unwrap(),
        page,
        "C47: opening a link doesn't use it up"
    );

    let accepted = bench.take_up(&token).await.unwrap().unwrap();
    assert_eq!(
        (accepted.organization.as_str(), accepted.email.as_str(), accepted.left_out.len()),
        ("Nordlys", "ann@nordlys.example", 0)
    );
    let row = bench.row(ann).await;
    assert_eq!((row.status, row.invitation_until), (Status::Active, None));
    let (_, phc) = bench.store().account_of(ann).await.unwrap().unwrap();
    assert!(phc.unwrap().starts_with("$argon2id$"), "R23");
    let counts = bench.desk().users_counts().await.unwrap();
    assert_eq!((counts.active, counts.pending, counts.plan_used), (2, 0, 1));
}

async fn r1_a_person_with_an_account_joins_a_second_organization_without_a_password(engine: Engine) {
    let bench = Bench::open(engine).await;
    let here = bench.user("Ann Lee", "ann@nordlys.example").await;
    let before = bench.store().account_of(here).await.unwrap();
    let (fjord, owner) = bench.found("Fjord", "knut@fjord.example").await;
    let desk = bench.directory.desk(fjord, ActorId::Member(owner));
    let there = desk.invite(&bench.invitation("Ann Lee", "ANN@nordlys.example")).await.unwrap().member.unwrap();
    // The address keeps the local part as it was typed.
    let token = bench.token_in(&desk, "ANN@nordlys.example").await;
    let page = bench.directory.invitation(&token).await.unwrap().unwrap();
    assert_eq!((page.organization.as_str(), page.joins), ("Fjord", true));
    bench.directory.accept(&token, None).await.unwrap().unwrap();
    assert_eq!(desk.user(there).await.unwrap().row.status, Status::Active);
    assert_eq!(bench.row(here).await.status, Status::Active, "the first organization is as it was");
    assert_eq!(bench.store().account_of(there).await.unwrap(), before, "one account, the same password");
    assert_ne!(here, there);
}

async fn r2_a_link_works_for_its_lifetime_only(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    bench.clock.advance(72 * HOUR - 1);
    assert!(bench.directory.invitation(&token).await.unwrap().is_ok(), "the last moment");
    bench.clock.advance(1);
    assert_eq!(bench.directory.invitation(&token).await.unwrap(), Err(LinkProblem::Old));
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Old));
    assert_eq!(bench.row(ann).await.status, Status::Pending);
}

async fn r2_a_link_works_once(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    bench.take_up(&token).await.unwrap().unwrap();
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Used));
    assert_eq!(bench.directory.invitation(&token).await.unwrap(), Err(LinkProblem::Used));
}

async fn r2_resending_makes_a_new_link_and_kills_the_old_one(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let old = bench.token("ann@nordlys.example").await;
    bench.clock.advance(HOUR);
    assert_eq!(bench.act(Action::Resend, &[ann]).await.done, 1);
    let new = bench.token("ann@nordlys.example").await;
    assert_ne!(old, new);
    assert_eq!(bench.take_up(&old).await.unwrap(), Err(LinkProblem::Replaced));
    bench.take_up(&new).await.unwrap().unwrap();
    let dropped = MailsPage { state: Some(MailState::Dropped), text: String::new(), offset: 0, take: 10 };
    assert_eq!(
        bench.desk().mails_page(&dropped).await.unwrap().total,
        2,
        "neither mail leaves: one link is dead, one is used"
    );
}

async fn r2_a_revoked_invitation_opens_nothing_and_its_mail_stays_here(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    assert_eq!(bench.act(Action::Revoke, &[ann]).await.done, 1);
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Replaced));
    assert_eq!(bench.rows(Tab::Archived).await.len(), 1);
    assert_eq!(bench.act(Action::Restore, &[ann]).await.done, 1);
    assert_eq!(bench.take_up(&token).await.unwrap(), Err(LinkProblem::Replaced), "restoring sends a link of its own");
    bench.accept("ann@nordlys.example").await;
    assert_eq!(bench.row(ann).await.status, Status::Active);
}

async fn r2_a_mangled_link_is_told_from_a_used_one(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    let other = if token.starts_with('A') { 'B' } else { 'A' };
    let flipped = format!("{other}{}", &token[1..]);
    for mangled in [
        "",
        "x",
        &token[1..],
        &format!("{token}="),
        &format!("{token} "),
        &flipped,
        &token.to_lowercase(),
        "' OR 1=1 --",
    ] {
        assert_eq!(bench.take_up(mangled).await.unwrap(), Err(LinkProblem::Unknown), "{mangled:?}");
        assert_eq!(bench.directory.invitation(mangled).await.unwrap(), Err(LinkProblem::Unknown), "{mangled:?}");
    }
    bench.take_up(&token).await.unwrap().unwrap();
}

async fn r2_the_links_host_comes_from_configuration(engine: Engine) {
    let bench = Bench::open(engine).await;
    bench.directory.set_portal("https://portal.nordlys.example/");
    bench.invite("Ann Lee", "ann@nordlys.example").await;
    let mails =
        bench.desk().mails_page(&MailsPage { state: None, text: String::new(), offset: 0, take: 10 }).await.unwrap();
    let mail = bench.store().mail(bench.organization, mails.rows[0].id).await.unwrap().unwrap();
    assert!(mail.link.as_deref().unwrap().starts_with("https://portal.nordlys.example/join/"), "C35: {:?}", mail.link);
    assert!(mail.text.contains(mail.link.as_deref().unwrap()), "the link is in the mail");
}

async fn r23_a_weak_password_is_refused_and_the_link_stays_open(engine: Engine) {
    let bench = Bench::open(engine).await;
    let ann = bench.invite("Ann Lee", "ann@nordlys.example").await;
    let token = bench.token("ann@nordlys.example").await;
    for weak in ["", "short", "aaaaaaaaaaaaaaaaaaaa", "ann@nordlys.example"] {
        let answer = bench.directory.accept(&token, Some(&Secret::new(weak.to_owned()))).await;
        assert!(matches!(answer, Err(DirectoryError::Password(_))), "{weak:?}: {answer:?}");
    }
    assert!(matches!(bench.directory.accept(&token, None).await, Err(DirectoryError::Password(_))), "C39: none at all");
    assert_eq!(bench.row(ann).await.status, Status::Pending);
    bench.directory.accept(&token, Some(&Secret::new(PASSWORD.to_owned()))).await.unwrap().unwrap();
}

async fn an_invitation_that_is_not_sent_waits_without_a_mail(engine: Engine) {
    let bench = Bench::open(engine).await;
    let quiet = InviteUser { send: false, tier: Tier::Admin, ..bench.invitation("Ann Lee", "ann@nordlys.example") };
    let ann = bench.desk().invite(&quiet).await.unwrap().member.unwrap();
    let mails = MailsPage { state: None, text: String::new(), offset: 0, take: 10 };
    assert_eq!(bench.desk().mails_page(&mails).await.unwrap().total, 0);
    assert_eq!(bench.row(ann).await.invitation_until, None);
    let again = bench.desk().invite(&bench.invitation("Ann", "Ann@Nordlys.Example")).await;
    assert_eq!(refused(again), Code::EmailTaken, "the same person by another spelling");
    bench.act(Action::Resend, &[ann]).await;
    bench.accept("ann@nordlys.example").await;
    assert_eq!(bench.row(ann).await.tier, Tier::Admin);
}
