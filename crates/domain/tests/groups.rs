//! Groups by hand: made, changed, deleted (R17, R19, R20), and who is in them.

use crate::model::{Book, code, fleet, give, group_edit, group_row, kinds, new_group, permissions, refusal};
use rollbook_domain::{
    Code, Command, GroupId, MemberId,
    command::{GroupEdit, NewGroup},
    holding::Holding,
    member::Tier,
    organization::Plan,
};

fn book() -> (Book, MemberId, GroupId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let sales = book.group("Sales", &["contacts.view"]);
    let lise = book.custom("Lise", Tier::Admin, &[sales]);
    (book, lise, sales)
}

fn made(book: &mut Book, actor: MemberId, new: NewGroup) -> GroupId {
    let decision = book.run(actor, &Command::CreateGroup(new)).expect("allowed");
    decision.group.expect("a command about one group")
}

fn edit(book: &mut Book, actor: MemberId, edit: GroupEdit) -> crate::model::Outcome {
    book.run(actor, &Command::EditGroup(edit))
}

#[test]
fn a_group_is_made_of_what_its_maker_has_under_a_product_or_a_kind_of_work_r13() {
    let (mut book, lise, sales) = book();
    let under =
        NewGroup { parent: Some(sales), product: Some("fleet".into()), ..new_group(" North ", &["contacts.view"]) };
    let north = made(&mut book, lise, under);
    let group = &book.state.groups[&north];
    assert_eq!((group.name.as_str(), group.parent, group.product.as_deref()), ("North", Some(sales), Some("fleet")));
    assert!(!group.built_in);
    let beyond = Command::CreateGroup(new_group("Cars", &["vehicles.view"]));
    assert_eq!(code(&book.run(lise, &beyond)), Some(Code::Ceiling));
}

#[test]
fn what_cant_be_a_group_is_refused_at_its_field() {
    let (mut book, lise, _) = book();
    let foreign = GroupId::from_uuid(uuid::Uuid::from_u128(u128::MAX));
    for (field, expected, new) in [
        ("name", Code::Invalid, new_group(" ", &[])),
        ("name", Code::Invalid, new_group(&"x".repeat(201), &[])),
        ("name", Code::NameTaken, new_group("sa\u{301}les", &[])),
        ("name", Code::NameTaken, new_group("GUEST", &[])),
        ("description", Code::Invalid, NewGroup { description: "x".repeat(1001), ..new_group("New", &[]) }),
        ("parent", Code::NotFound, NewGroup { parent: Some(foreign), ..new_group("New", &[]) }),
        ("product", Code::NotFound, NewGroup { product: Some("forms".into()), ..new_group("New", &[]) }),
        ("permissions", Code::NotFound, new_group("New", &["nothing.view"])),
    ] {
        let why = refusal(book.run(lise, &Command::CreateGroup(new)));
        assert_eq!((why.code, why.field.as_deref()), (expected, Some(field)), "{}", why.message);
    }
}

#[test]
fn a_change_says_what_was_before_and_holds_for_all_at_once_r19() {
    let (mut book, _, sales) = book();
    let owner = book.owner;
    let guest = book.by_group_name("Guest");
    let change = GroupEdit {
        name: Some("Sellers".into()),
        description: Some("Who sells".into()),
        place: Some((Some("fleet".into()), Some(guest))),
        give: permissions(&["trips.view"]),
        take: permissions(&["contacts.view"]),
        ..group_edit(sales)
    };
    let before = book.state.groups.clone();
    let decision = edit(&mut book, owner, change.clone()).expect("allowed");
    assert_eq!(kinds(&decision), ["group_changed"], "one entry, however many are in it");
    assert_eq!(book.state.groups[&sales].permissions, permissions(&["trips.view"]));
    assert_eq!(edit(&mut book, owner, change).expect("allowed").events, [], "the same again changes nothing");
    assert_eq!(code(&book.undo(owner)), None);
    assert_eq!(book.state.groups, before, "and all of it is taken back");
}

#[test]
fn a_group_that_somebody_changed_meanwhile_is_not_overwritten() {
    let (mut book, _, sales) = book();
    let owner = book.owner;
    let seen = Some(book.state.seq);
    let theirs = GroupEdit { seen, description: Some("Theirs".into()), ..group_edit(sales) };
    assert_eq!(code(&edit(&mut book, owner, theirs)), None);
    let mine = GroupEdit { seen, description: Some("Mine".into()), ..group_edit(sales) };
    let why = refusal(edit(&mut book, owner, mine));
    assert_eq!((why.code, why.message.as_str()), (Code::Conflict, "Somebody changed the group Sales in between."));
}

#[test]
fn parents_never_form_a_circle() {
    let (mut book, _, sales) = book();
    let owner = book.owner;
    let north = made(&mut book, owner, NewGroup { parent: Some(sales), ..new_group("North", &[]) });
    let oslo = made(&mut book, owner, NewGroup { parent: Some(north), ..new_group("Oslo", &[]) });
    for (group, parent) in [(sales, oslo), (sales, north), (sales, sales), (north, oslo)] {
        let why = refusal(edit(&mut book, owner, GroupEdit { place: Some((None, Some(parent))), ..group_edit(group) }));
        assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("parent")));
    }
    let up = GroupEdit { place: Some((None, Some(sales))), ..group_edit(oslo) };
    assert_eq!(code(&edit(&mut book, owner, up)), None);
}

#[test]
fn nobody_changes_or_deletes_a_group_that_they_are_in_be_it_by_hand_or_by_a_table_r17() {
    let (mut book, lise, sales) = book();
    for change in [
        GroupEdit { give: permissions(&["contacts.view"]), name: Some("Mine".into()), ..group_edit(sales) },
        GroupEdit { take: permissions(&["contacts.view"]), ..group_edit(sales) },
    ] {
        assert_eq!(code(&edit(&mut book, lise, change)), Some(Code::Yourself));
    }
    assert_eq!(code(&book.delete(lise, Holding::Group(sales))), Some(Code::Yourself));
    let audit = book.group("Audit", &[]);
    let owner = book.owner;
    let later = rollbook_domain::holding::Period { from: Some(book.now.plus(86_400_000)), until: None };
    let waits = rollbook_domain::command::Hold { period: later, ..give(Holding::Group(audit), lise) };
    book.hold(owner, waits).expect("allowed");
    let mine = GroupEdit { give: permissions(&["contacts.view"]), ..group_edit(audit) };
    assert_eq!(code(&edit(&mut book, lise, mine)), Some(Code::Yourself), "nor one that they wait for");
    let ends = book.now.plus(86_400_000);
    let grant = Holding::Grant(crate::model::permissions(&["trips.view"]).remove(0));
    let period = rollbook_domain::holding::Period { from: None, until: Some(ends) };
    book.hold(owner, rollbook_domain::command::Hold { period, ..give(grant, lise) }).expect("allowed");
    book.given(owner, Holding::Group(audit), lise);
    let decision = book.groups(lise, vec![group_row("Audit", None, &["trips.view"])]).expect("judged");
    assert_eq!(crate::model::rows(&decision), ["Yourself"], "what ends elsewhere would stay by her own group");
    let described = rollbook_domain::command::GroupRow { description: "Mine".into(), ..group_row("Sales", None, &[]) };
    assert_eq!(crate::model::rows(&book.groups(lise, vec![described]).expect("judged")), ["Yourself"]);
}

#[test]
fn a_group_that_carries_more_than_the_actor_has_stands_above_them_on_every_path_r14_c18() {
    let (mut book, lise, _) = book();
    let owner = book.owner;
    let payroll = made(&mut book, owner, new_group("Payroll", &["vehicles.view"]));
    let made_by = book.last;
    let rename = GroupEdit { name: Some("Mine".into()), ..group_edit(payroll) };
    assert_eq!(code(&edit(&mut book, lise, rename)), Some(Code::RankTooLow));
    assert_eq!(code(&book.delete(lise, Holding::Group(payroll))), Some(Code::RankTooLow));
    let under = vec![group_row("Payroll", Some("Guest"), &[])];
    assert_eq!(crate::model::rows(&book.groups(lise, under).expect("judged")), ["RankTooLow"], "nor by a table");
    assert_eq!(code(&book.run(lise, &Command::Undo(made_by))), Some(Code::RankTooLow), "nor by undo");
    assert_eq!(code(&book.run(owner, &Command::Undo(made_by))), None);
}

#[test]
fn built_in_groups_keep_their_names_and_stay_and_so_do_those_of_a_product_r20() {
    let (mut book, _, _) = book();
    let owner = book.owner;
    for name in ["Admin", "User", "Guest", "Drivers"] {
        let group = book.by_group_name(name);
        let rename = GroupEdit { name: Some("Mine".into()), ..group_edit(group) };
        assert_eq!(code(&edit(&mut book, owner, rename)), Some(Code::BuiltIn), "{name}");
        assert_eq!(code(&book.delete(owner, Holding::Group(group))), Some(Code::BuiltIn), "{name}");
        let more = GroupEdit { give: permissions(&["contacts.view"]), ..group_edit(group) };
        assert_eq!(code(&edit(&mut book, owner, more)), None, "{name}: its permissions can change");
    }
}

#[test]
fn a_deleted_group_leaves_nobody_in_it_and_comes_back_whole_r20_b6() {
    let (mut book, lise, sales) = book();
    let owner = book.owner;
    let north = made(&mut book, owner, NewGroup { parent: Some(sales), ..new_group("North", &[]) });
    let why = refusal(book.delete(owner, Holding::Group(sales)));
    assert_eq!((why.code, why.message.as_str()), (Code::Conflict, "North stands under it."));
    book.delete(owner, Holding::Group(north)).expect("allowed");
    let decision = book.delete(owner, Holding::Group(sales)).expect("allowed");
    assert_eq!(kinds(&decision), ["taken", "group_removed"]);
    assert!(book.member(lise).groups.is_empty());
    let undone = book.undo(owner).expect("allowed");
    assert_eq!((kinds(&undone), undone.refused), (vec!["group_added", "given"], vec![]));
    assert_eq!(book.member(lise).groups, [sales]);
    let why = refusal(book.run(owner, &Command::DeleteGroup(sales)));
    assert_eq!(why.message, "Somebody was added to this group in between.");
}

#[test]
fn many_join_and_leave_at_once_each_judged_on_their_own() {
    let (mut book, lise, sales) = book();
    let owner = book.owner;
    let una = book.custom("Una", Tier::User, &[]);
    let tom = book.custom("Tom", Tier::User, &[sales]);
    let above = book.all("Mads", Tier::User);
    let hold = rollbook_domain::command::Hold {
        members: vec![una, tom, above, lise, una],
        ..give(Holding::Group(sales), una)
    };
    let decision = book.hold(lise, hold).expect("judged one by one");
    assert_eq!(kinds(&decision), ["given"], "Una alone, and once: Tom is in it");
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(refused, [(above, Code::RankTooLow), (lise, Code::Yourself)]);
    book.taken(owner, Holding::Group(sales), lise);
    assert!(book.member(lise).groups.is_empty());
}

#[test]
fn a_million_permissions_of_a_group_are_refused_with_words_before_they_are_looked_at() {
    let (mut book, _, sales) = book();
    let owner = book.owner;
    let many = vec![crate::model::permission("trips.view"); 1_000_000];
    let new = NewGroup { permissions: many.clone(), ..new_group("North", &[]) };
    let why = refusal(book.run(owner, &Command::CreateGroup(new)));
    assert_eq!((why.code, why.field.as_deref()), (Code::Invalid, Some("permissions")));
    assert_eq!(why.message, "This names 1000000 things at once. The most is 10000.");
    for one in [GroupEdit { give: many.clone(), ..group_edit(sales) }, GroupEdit { take: many, ..group_edit(sales) }] {
        assert_eq!(code(&edit(&mut book, owner, one)), Some(Code::Invalid));
    }
}
