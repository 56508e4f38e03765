//! The plan: how many administrators it allows (R21), up and down.

use crate::model::{Book, code, invite, kinds, refusal};
use rollbook_domain::{
    Code, Command,
    command::{Action, Edit, Invite},
    member::Tier,
    organization::Plan,
};

#[test]
fn each_plan_allows_its_number_of_administrators_r21() {
    let plans = [Plan::Starter, Plan::Professional, Plan::Business, Plan::Enterprise];
    assert_eq!(plans.map(Plan::administrators), [2, 5, 15, 50]);
}

#[test]
fn a_bigger_plan_makes_room_and_a_smaller_one_must_hold_all_who_are_there_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    let cy = Invite { tier: Tier::Admin, ..invite("Cy", "cy@example.org") };
    assert_eq!(code(&book.invite(owner, cy.clone())), Some(Code::PlanFull));
    let bigger = book.run(owner, &Command::SetPlan(Plan::Professional)).expect("allowed");
    assert_eq!(kinds(&bigger), ["plan_changed"]);
    let larger = book.last;
    book.invited(owner, cy);
    let smaller = Command::SetPlan(Plan::Starter);
    let why = refusal(book.run(owner, &smaller));
    assert_eq!((why.code, why.field.as_deref()), (Code::PlanFull, Some("plan")));
    assert_eq!(why.message, "This plan allows 2 administrators, and 3 are in use.");
    assert_eq!(code(&book.run(owner, &Command::Undo(larger))), Some(Code::PlanFull), "nor back by undo");
    book.acted(owner, Action::Suspend, bea);
    assert_eq!(code(&book.run(owner, &smaller)), None, "who is suspended counts toward nothing (R3)");
    assert_eq!(code(&book.act(owner, Action::Reactivate, bea)), Some(Code::PlanFull));
}

#[test]
fn the_plan_that_is_leaves_no_trace_and_a_change_is_taken_back() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    assert_eq!(book.run(owner, &Command::SetPlan(Plan::Business)).expect("allowed").events, []);
    book.run(owner, &Command::SetPlan(Plan::Enterprise)).expect("allowed");
    let changed = book.last;
    for expected in [Plan::Business, Plan::Enterprise] {
        assert_eq!(code(&book.undo(owner)), None);
        assert_eq!(book.plan(), expected);
    }
    book.run(owner, &Command::SetPlan(Plan::Professional)).expect("allowed");
    assert_eq!(code(&book.run(owner, &Command::Undo(changed))), Some(Code::Conflict), "somebody chose another since");
}

#[test]
fn an_administrator_of_a_full_plan_makes_room_by_becoming_a_user_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    let cy = book.custom("Cy", Tier::User, &[]);
    let tier = |who, tier| Edit { tier: Some(tier), ..Edit::of(who) };
    assert_eq!(code(&book.edit(owner, tier(cy, Tier::Admin))), Some(Code::PlanFull));
    assert_eq!(code(&book.edit(owner, tier(bea, Tier::User))), None);
    assert_eq!(code(&book.edit(owner, tier(cy, Tier::Admin))), None);
}
