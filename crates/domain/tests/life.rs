//! Life of a member (R1–R4): which action fits which status, and what it leads to.

use crate::model::{Book, code, invite, kinds, refusal};
use rollbook_domain::{
    Code, Command, Effect, MemberId,
    command::Action,
    decide::lifecycle::fits,
    factor::FactorKind,
    member::{Status, Tier},
    organization::Plan,
    session::Ended,
    time::{DAY, HOUR},
};

const STATUSES: [Status; 4] = [Status::Pending, Status::Active, Status::Suspended, Status::Archived];

/// The status after an action (none once erased), or the help in the refusal.
type Expected = Result<Option<Status>, &'static str>;

/// Somebody in a status, brought there by commands alone.
fn somebody(book: &mut Book, status: Status) -> MemberId {
    let owner = book.owner;
    if status == Status::Pending {
        return book.invited(owner, invite("Ada", "ada@example.org"));
    }
    let ada = book.created("Ada", Tier::User, &[]);
    book.enrols(ada, FactorKind::Totp);
    match status {
        Status::Suspended => book.acted(owner, Action::Suspend, ada),
        Status::Archived => book.acted(owner, Action::Archive, ada),
        Status::Pending | Status::Active => {}
    }
    ada
}

#[test]
fn every_action_moves_a_member_as_the_life_says_or_is_refused_with_the_remedy() {
    use Action::{Archive, Erase, Reactivate, Resend, ResetFactor, Restore, Revoke, SendAccess, Suspend};
    use Status::{Active, Archived, Pending, Suspended};
    let to = |status| Ok(Some(status));
    let no = Err;
    let table: [(Action, [Expected; 4]); 9] = [
        // pending, active, suspended, archived
        (Suspend, [no("Revoke the invitation instead."), to(Suspended), no(""), no("Restore first.")]),
        (Reactivate, [no(""), no(""), to(Active), no("Restore first.")]),
        (Archive, [no("Revoke the invitation instead."), to(Archived), to(Archived), no("Restore first.")]),
        (Restore, [no(""), no(""), no(""), to(Active)]),
        (Resend, [to(Pending), no(""), no("Reactivate instead: no invitation is needed."), no("Restore first.")]),
        (SendAccess, [no("Send the invitation again."), to(Active), no("Reactivate first."), no("Restore first.")]),
        (ResetFactor, [no(""), to(Active), to(Suspended), no("Restore first.")]),
        (Revoke, [to(Archived), no(""), no(""), no("")]),
        (Erase, [no("Archive first."), no("Archive first."), no("Archive first."), Ok(None)]),
    ];
    for (action, row) in table {
        for (status, expected) in STATUSES.into_iter().zip(row) {
            let mut book = Book::new(Plan::Business);
            let ada = somebody(&mut book, status);
            let outcome = book.act(book.owner, action, ada);
            assert_eq!(fits(action, status, false), expected.is_ok(), "menus agree: {action:?} {status:?}");
            match expected {
                Ok(after) => {
                    assert_eq!(outcome.expect("allowed").refused, [], "{action:?} {status:?}");
                    assert_eq!(book.state.members.get(&ada).map(|m| m.status), after, "{action:?} {status:?}");
                }
                Err(help) => {
                    let refusal = refusal(outcome);
                    assert_eq!(refusal.code, Code::WrongStatus, "{action:?} {status:?}");
                    assert_eq!(refusal.help, help, "{action:?} {status:?}");
                    assert!(refusal.message.starts_with("Ada "), "it says who: {}", refusal.message);
                    assert_eq!(book.status(ada), status, "a refusal changes nothing");
                }
            }
        }
    }
}

#[test]
fn suspending_ends_the_sessions_and_keeps_everything_else_r3() {
    let mut book = Book::new(Plan::Business);
    let ada = somebody(&mut book, Status::Active);
    let decision = book.act(book.owner, Action::Suspend, ada).expect("allowed");
    assert_eq!(decision.effects, [Effect::EndSessions { member: ada, why: Ended::Shut }]);
    assert_eq!(kinds(&decision), ["status_changed"], "groups and rights stay for the way back");
}

#[test]
fn reactivating_needs_no_invitation_r3() {
    let mut book = Book::new(Plan::Business);
    let ada = somebody(&mut book, Status::Suspended);
    let decision = book.act(book.owner, Action::Reactivate, ada).expect("allowed");
    assert_eq!(kinds(&decision), ["status_changed"]);
    assert_eq!(decision.effects, []);
}

#[test]
fn archiving_ends_sessions_and_links_r4() {
    let mut book = Book::new(Plan::Business);
    let ada = somebody(&mut book, Status::Suspended);
    let decision = book.act(book.owner, Action::Archive, ada).expect("allowed");
    assert_eq!(
        decision.effects,
        [Effect::KillLinks { member: ada }, Effect::EndSessions { member: ada, why: Ended::Shut }]
    );
}

#[test]
fn an_archived_member_comes_back_to_the_state_held_before_r4() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = somebody(&mut book, Status::Suspended);
    book.acted(owner, Action::Archive, ada);
    book.acted(owner, Action::Restore, ada);
    assert_eq!(book.status(ada), Status::Suspended, "not let in by way of the archive");
}

#[test]
fn restoring_a_revoked_invitation_sends_a_new_link_r2_r4() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let ada = somebody(&mut book, Status::Pending);
    let old = book.state.links[&ada].0;
    book.acted(owner, Action::Revoke, ada);
    assert_eq!(book.state.links.get(&ada), None, "a revoked invitation has no link");
    assert_eq!(code(&book.accept(ada)), Some(Code::LinkDead));
    let decision = book.act(owner, Action::Restore, ada).expect("allowed");
    assert_eq!(kinds(&decision), ["status_changed", "invitation_sent"]);
    assert_ne!(book.state.links[&ada].0, old, "the old link stays dead");
    assert_eq!(book.status(ada), Status::Pending);
}

#[test]
fn resending_makes_a_new_link_for_72_hours_that_replaces_the_old_r2() {
    let mut book = Book::new(Plan::Business);
    let ada = somebody(&mut book, Status::Pending);
    let (old, _) = book.state.links[&ada];
    let decision = book.act(book.owner, Action::Resend, ada).expect("allowed");
    let (new, expires) = book.state.links[&ada];
    assert_ne!(new, old);
    assert_eq!(expires, book.now.plus(72 * HOUR));
    let sent = Effect::Invite { member: ada, link: new, expires, joining: false };
    assert_eq!(decision.effects, [sent], "one mail, with the new link");
}

#[test]
fn no_policy_makes_an_invitation_live_longer_than_seven_days_r2() {
    let mut book = Book::new(Plan::Business);
    let organization = book.state.organization.as_mut().unwrap();
    organization.policy.invitation_lifetime = 365 * DAY;
    let ada = somebody(&mut book, Status::Pending);
    assert_eq!(book.state.links[&ada].1, book.now.plus(7 * DAY));
}

#[test]
fn an_action_on_many_judges_each_on_their_own_and_nobody_twice() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::User, &[]);
    let cy = book.custom("Cy", Tier::User, &[]);
    book.acted(owner, Action::Suspend, cy);
    let members = vec![bea, owner, cy, bea];
    let decision = book.run(owner, &Command::Act { action: Action::Suspend, members }).expect("judged");
    assert_eq!(kinds(&decision), ["status_changed"], "Bea alone, and once");
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(refused, [(owner, Code::OwnerFixed), (cy, Code::WrongStatus)]);
}

#[test]
fn a_suspended_administrator_frees_a_place_and_comes_back_only_into_a_free_one_r3_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    book.acted(owner, Action::Suspend, bea);
    assert_eq!(book.state.administrators, 1, "a suspended administrator uses no place");
    let cy = book.custom("Cy", Tier::Admin, &[]);
    let why = refusal(book.act(owner, Action::Reactivate, bea));
    assert_eq!(why.code, Code::PlanFull);
    assert_eq!(why.message, "The plan allows 2 administrators, and 2 are in use.");
    book.acted(owner, Action::Suspend, cy);
    book.acted(owner, Action::Reactivate, bea);
    assert_eq!(book.state.administrators, 2);
}

#[test]
fn an_administrator_is_restored_only_into_a_free_place_r4_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    book.acted(owner, Action::Archive, bea);
    let cy = book.custom("Cy", Tier::Admin, &[]);
    assert_eq!(code(&book.act(owner, Action::Restore, bea)), Some(Code::PlanFull));
    book.acted(owner, Action::Suspend, cy);
    book.acted(owner, Action::Archive, cy);
    book.acted(owner, Action::Restore, bea);
    book.acted(owner, Action::Restore, cy);
    assert_eq!(book.status(cy), Status::Suspended, "back as suspended, which uses no place");
}

#[test]
fn reactivating_many_stops_where_the_plan_is_full_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let mut members = Vec::new();
    for name in ["Bea", "Cy"] {
        let admin = book.custom(name, Tier::Admin, &[]);
        book.acted(owner, Action::Suspend, admin);
        members.push(admin);
    }
    let command = Command::Act { action: Action::Reactivate, members: members.clone() };
    let decision = book.run(owner, &command).expect("judged");
    assert_eq!(book.status(members[0]), Status::Active);
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(refused, [(members[1], Code::PlanFull)], "the one that is one too many");
}

#[test]
fn erasing_wipes_the_person_and_leaves_nothing_to_undo() {
    let mut book = Book::new(Plan::Business);
    let ada = somebody(&mut book, Status::Archived);
    let account = book.member(ada).account;
    let decision = book.act(book.owner, Action::Erase, ada).expect("allowed");
    assert_eq!(decision.effects, [Effect::Anonymise { member: ada, account }]);
    assert_eq!(code(&book.undo(book.owner)), Some(Code::NothingToUndo));
}

#[test]
fn somebody_who_is_not_here_is_not_found_c28() {
    let mut book = Book::new(Plan::Business);
    let mut other = Book::new(Plan::Business);
    let stranger = other.custom("Mallory", Tier::User, &[]);
    let stranger = MemberId::from_uuid(uuid_beyond(stranger));
    assert_eq!(code(&book.act(book.owner, Action::Suspend, stranger)), Some(Code::NotFound));
}

/// Models count their ids, so another organization's are moved out of this one's range.
fn uuid_beyond(id: MemberId) -> uuid::Uuid {
    uuid::Uuid::from_u128(id.uuid().as_u128() + 1_000_000)
}
