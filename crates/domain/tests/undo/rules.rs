//! The rules that an undo is under like any other change.

use super::{book, undo_of};
use crate::model::{Book, Outcome, code, group_row, invite, person};
use rollbook_domain::{
    Code, Command, CommandId, Event, MemberId,
    command::{Action, Edit, Invite, PersonRow},
    member::{AccessMode, Status, Tier},
    organization::Plan,
    session::SessionKind,
};

#[test]
fn nothing_is_undone_twice_and_some_things_never() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.acted(owner, Action::Suspend, tom);
    let suspended = book.last;
    assert_eq!(code(&undo_of(&mut book, suspended)), None);
    assert_eq!(code(&undo_of(&mut book, suspended)), Some(Code::NothingToUndo), "it is undone");
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    book.acted(owner, Action::Resend, ada);
    assert_eq!(code(&book.undo(owner)), Some(Code::NothingToUndo), "a mail can’t be called back");
    book.run(owner, &Command::SignIn { member: owner, kind: SessionKind::Desktop }).expect("allowed");
    assert_eq!(code(&book.undo(owner)), Some(Code::NothingToUndo));
    let unknown = CommandId::new(&mut book.ids);
    assert_eq!(code(&undo_of(&mut book, unknown)), Some(Code::NothingToUndo));
}

#[test]
fn an_archived_member_stays_as_they_are_until_restored() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let sales = book.by_group_name("Sales");
    book.edit(owner, Edit { phone: Some("1".into()), groups: Some(vec![sales]), ..Edit::of(tom) }).expect("allowed");
    let edited = book.last;
    book.acted(owner, Action::Archive, tom);
    let decision = undo_of(&mut book, edited).expect("judged one by one");
    let codes: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(codes, [(tom, Code::WrongStatus), (tom, Code::WrongStatus)]);
    assert_eq!(decision.events, []);
}

/// A way to leave a place of the plan.
type Leave = fn(&mut Book, MemberId) -> Outcome;

#[test]
fn a_full_plan_is_full_for_undo_too_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    let ways: [Leave; 3] = [
        |book, bea| book.act(book.owner, Action::Suspend, bea),
        |book, bea| book.act(book.owner, Action::Archive, bea),
        |book, bea| book.edit(book.owner, Edit { tier: Some(Tier::User), ..Edit::of(bea) }),
    ];
    for leave in ways {
        assert_eq!(code(&leave(&mut book, bea)), None);
        let left = book.last;
        let other = Invite { tier: Tier::Admin, ..invite("Cy", "cy@example.org") };
        book.invited(owner, other);
        let invited = book.last;
        assert_eq!(code(&undo_of(&mut book, left)), Some(Code::PlanFull));
        assert_eq!(code(&undo_of(&mut book, invited)), None, "makes room");
        let withdrawn = book.last;
        assert_eq!(code(&undo_of(&mut book, left)), None, "and so she comes back");
        assert_eq!(code(&undo_of(&mut book, withdrawn)), Some(Code::PlanFull), "and Cy doesn’t");
    }
}

#[test]
fn places_are_counted_along_within_one_undo_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    let cy = book.custom("Cy", Tier::User, &[]);
    let row = |email: &str, tier| PersonRow { tier: Some(tier), ..person("", email) };
    let table = vec![row("bea@nordlys.no", Tier::User), row("cy@nordlys.no", Tier::Admin)];
    book.people(owner, table).expect("judged");
    assert_eq!(book.undo(owner).expect("allowed").refused, [], "Cy leaves the place before Bea takes it");
    assert_eq!((book.member(bea).tier, book.member(cy).tier), (Tier::Admin, Tier::User));
}

/// Lise administers with what Sales carries.
fn with_lise() -> (Book, MemberId, MemberId) {
    let (mut book, tom) = book();
    let sales = book.by_group_name("Sales");
    let lise = book.custom("Lise", Tier::Admin, &[sales]);
    (book, lise, tom)
}

#[test]
fn nobody_gives_by_undo_what_they_lack_c18() {
    let (mut book, lise, tom) = with_lise();
    let owner = book.owner;
    let payroll = book.group("Payroll", &["payroll.view"]);
    let of = || Edit::of(tom);
    for (give, take) in [
        (Edit { groups: Some(vec![payroll]), ..of() }, Edit { groups: Some(vec![]), ..of() }),
        (Edit { access: Some(AccessMode::All), ..of() }, Edit { access: Some(AccessMode::Custom), ..of() }),
    ] {
        book.edit(owner, give).expect("the owner may");
        book.edit(owner, take).expect("the owner may");
        assert_eq!(code(&book.undo(lise)), Some(Code::Ceiling));
    }
    let with_more = Invite { groups: vec![payroll], ..invite("Ada", "ada@example.org") };
    book.invited(owner, with_more);
    book.undo(owner).expect("the owner may");
    assert_eq!(code(&book.undo(lise)), Some(Code::Ceiling), "nor by bringing somebody back who had it");
}

#[test]
fn nobody_raises_or_lowers_a_group_by_undo_beyond_themselves_c18() {
    let (mut book, lise, _) = with_lise();
    let owner = book.owner;
    book.groups(owner, vec![group_row("User", None, &["payroll.view"])]).expect("judged");
    assert_eq!(code(&book.undo(lise)), Some(Code::RankTooLow), "what carries more stands above her");
    book.undo(owner).expect("the owner may");
    assert_eq!(code(&book.undo(lise)), Some(Code::Ceiling), "undo of undo gives again");
    book.groups(owner, vec![group_row("Payroll", None, &["payroll.view"])]).expect("judged");
    book.undo(owner).expect("the owner may");
    assert_eq!(code(&book.undo(lise)), Some(Code::Ceiling), "nor does a group come back by her");
}

#[test]
fn nobody_touches_those_above_by_undo_r14_c23() {
    let (mut book, lise, tom) = with_lise();
    let owner = book.owner;
    book.edit(owner, Edit { phone: Some("1".into()), ..Edit::of(tom) }).expect("allowed");
    let edited = book.last;
    book.acted(owner, Action::Suspend, tom);
    let suspended = book.last;
    book.edit(owner, Edit { access: Some(AccessMode::All), ..Edit::of(tom) }).expect("allowed");
    for command in [edited, suspended] {
        assert_eq!(code(&book.run(lise, &Command::Undo(command))), Some(Code::RankTooLow));
    }
}

#[test]
fn nobody_changes_their_own_standing_by_undo_r17() {
    let (mut book, lise, _) = with_lise();
    let owner = book.owner;
    let sales = book.by_group_name("Sales");
    let of = || Edit::of(lise);
    for edit in [
        Edit { groups: Some(vec![]), ..of() },
        Edit { groups: Some(vec![sales]), ..of() },
        Edit { access: Some(AccessMode::All), ..of() },
        Edit { access: Some(AccessMode::Custom), ..of() },
    ] {
        book.edit(owner, edit).expect("the owner may");
        assert_eq!(code(&book.undo(lise)), Some(Code::Yourself));
    }
    book.edit(owner, Edit { email: Some("lise@example.org".into()), ..of() }).expect("the owner may");
    assert_eq!(code(&book.undo(lise)), Some(Code::Yourself), "R7: nor her own address");
    let row = PersonRow { tier: Some(Tier::Admin), ..person("Mads", "mads@example.org") };
    book.people(owner, vec![row]).expect("judged");
    let mads = book.by_email("mads@example.org");
    assert_eq!(code(&book.undo(mads)), Some(Code::Yourself), "nor do they take themselves off the list");
    let more = group_row("Audit", None, &["contacts.view", "contacts.edit"]);
    book.groups(owner, vec![more]).expect("judged");
    let audit = book.by_group_name("Audit");
    book.groups(owner, vec![group_row("Sales", None, &["contacts.edit"])]).expect("judged");
    let raised = book.last;
    book.edit(owner, Edit { groups: Some(vec![sales, audit]), ..of() }).expect("allowed");
    assert_eq!(code(&book.run(lise, &Command::Undo(raised))), Some(Code::Yourself), "nor her own group's permissions");
}

#[test]
fn the_beginning_cant_be_undone_r15() {
    let (mut book, _) = book();
    let beginning = book.beginning;
    let decision = undo_of(&mut book, beginning).expect("judged one by one");
    let owners: Vec<_> = decision.refused.iter().filter(|(who, _)| *who == book.owner).collect();
    assert!(matches!(owners[..], [(_, why)] if why.code == Code::OwnerFixed), "{owners:?}");
    assert_eq!(book.status(book.owner), Status::Active);
    let built_in = book.state.groups.values().filter(|group| group.built_in).count();
    assert_eq!(built_in, 3, "what came with the product stays (R20)");
}

#[test]
fn what_can_be_undone_is_known_beforehand() {
    let (book, _) = book();
    let sent = |event: &Event| event.kind() == "invitation_sent";
    for (_, event) in &book.log {
        let expected = !matches!(event.kind(), "organization_created" | "catalogue_extended");
        assert_eq!(event.is_undoable(), expected && !sent(event), "{}", event.kind());
    }
}
