//! Attacks: what somebody with a bad mind would try, each refused or without any gain.

use crate::model::{Book, code, fleet, give, group_row, invite, package, permission, refusal, rows, take};
use rollbook_domain::{
    Code, Command, Event, GroupId, MemberId,
    command::{Action, Edit, Hold, Invite, PersonRow},
    decide::decide,
    facts::{Actor, Context},
    holding::{Holding, Period},
    member::Tier,
    organization::Plan,
    time::DAY,
};
use uuid::Uuid;

fn base() -> Holding {
    Holding::Licence(package("fleet.base"))
}

/// Lise administers with every permission, and one seat of Fleet base, which she has, is all there is.
fn one_seat() -> (Book, MemberId, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), 1);
    let (owner, lise) = (book.owner, book.all("Lise", Tier::Admin));
    let tom = book.custom("Tom", Tier::User, &[]);
    book.given(owner, base(), lise);
    (book, lise, tom)
}

fn nobody(n: u128) -> GroupId {
    GroupId::from_uuid(Uuid::from_u128(u128::MAX - n))
}

#[test]
fn r22_a_seat_that_somebody_refused_was_to_give_up_is_nobodys() {
    let (mut book, lise, tom) = one_seat();
    // For herself the restriction is refused, after her licence was to be taken.
    let hold = Hold {
        give: vec![Holding::Restriction(permission("trips.view")), base()],
        take: vec![base()],
        period: Period::OPEN,
        members: vec![lise, tom],
        seen: None,
    };
    let decision = book.hold(lise, hold).expect("judged one by one");
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(refused, [(lise, Code::Yourself), (tom, Code::NoSeat)]);
    let seats = book.state.seats[&package("fleet.base")];
    assert_eq!((seats.used, seats.bought), (1, 1));
}

#[test]
fn a_seat_that_somebody_refused_was_to_get_is_there_for_the_next() {
    let (mut book, lise, tom) = one_seat();
    let owner = book.owner;
    book.taken(owner, base(), lise);
    let uma = book.custom("Uma", Tier::User, &[]);
    let hold = Hold {
        give: vec![base(), Holding::Grant(permission("trips.view"))],
        members: vec![lise, uma, tom],
        ..give(base(), lise)
    };
    let decision = book.hold(lise, hold).expect("judged one by one");
    let refused: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(refused, [(lise, Code::Yourself), (tom, Code::NoSeat)], "Uma has it");
}

#[test]
fn r14_nothing_is_deleted_that_somebody_above_holds_and_they_are_named() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&crate::model::fleet());
    let owner = book.owner;
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let (role, group) = (book.role("Board", &[]), book.group("Table", &[]));
    let above: Vec<_> = ["Ann", "Bo", "Cy", "Di", "Eve"].iter().map(|name| book.all(name, Tier::User)).collect();
    let below = book.custom("Una", Tier::User, &[]);
    for (what, word) in [(Holding::Role(role), "role"), (Holding::Group(group), "group")] {
        book.given(owner, what.clone(), below);
        let mut names = Vec::new();
        for (n, who) in above.iter().enumerate() {
            book.given(owner, what.clone(), *who);
            names.push(book.member(*who).name());
            let before = book.state.clone();
            let why = book.delete(lise, what.clone()).expect_err("refused");
            assert_eq!((why.code, why.about.is_some()), (Code::RankTooLow, true), "{word}");
            let expected = match n {
                0 => format!("Ann has this {word} and has rights that you don’t have."),
                1 => format!("Ann and Bo have this {word} and have rights that you don’t have."),
                2 => format!("Ann, Bo and Cy have this {word} and have rights that you don’t have."),
                n => format!("Ann, Bo, Cy and {} more have this {word} and have rights that you don’t have.", n - 2),
            };
            assert_eq!(why.message, expected);
            assert!(book.state == before, "nobody lost anything");
        }
        // Neither by waiting for it nor by being away does anybody get lower.
        for who in &above {
            book.taken(owner, what.clone(), *who);
        }
        let from = Some(book.now.plus(DAY));
        let later = Hold { period: Period { from, until: None }, ..give(what.clone(), above[0]) };
        book.hold(owner, later).expect("allowed");
        assert_eq!(book.delete(lise, what.clone()).expect_err("refused").code, Code::RankTooLow);
        book.taken(owner, what.clone(), above[0]);
        book.given(owner, what.clone(), above[1]);
        book.acted(owner, Action::Archive, above[1]);
        assert_eq!(book.delete(lise, what.clone()).expect_err("refused").code, Code::RankTooLow);
        book.acted(owner, Action::Restore, above[1]);
        book.taken(owner, what.clone(), above[1]);
        book.delete(lise, what.clone()).expect("of those below her she may");
        assert!(!book.member(below).has(&what));
    }
}

#[test]
fn r14_only_who_has_everything_chooses_where_every_link_leaves_by() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let owner = book.owner;
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let mads = book.all("Mads", Tier::Admin);
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    book.given(owner, super_admin, sam);
    // The next Super Admin's invitation would pass through a server of theirs, and with it the right.
    let server = Some("{\"host\":\"mail.example\"}".to_owned());
    let set = Command::SetMailServer { before: None, after: server.clone() };
    let away = Command::SetMailServer { before: server, after: None };
    for limited in [lise, mads] {
        assert_eq!(code(&book.run(limited, &set)), Some(Code::RankTooLow));
    }
    for (who, command) in [(sam, &set), (owner, &away)] {
        assert_eq!(code(&book.run(who, command)), None);
    }
}

#[test]
fn an_undo_of_what_began_by_itself_takes_it_away_and_doesnt_begin_it_again() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let (owner, tom) = (book.owner, book.custom("Tom", Tier::User, &[]));
    let desk = Holding::Role(book.role("Desk", &["trips.view"]));
    let from = Some(book.now.plus(DAY));
    let later = Hold { period: Period { from, until: None }, ..give(desk.clone(), tom) };
    book.hold(owner, later).expect("allowed");
    book.wait(DAY).expect("judged");
    assert!(book.member(tom).has(&desk), "it began");
    let undone = book.undo(owner).expect("allowed");
    assert_eq!(crate::model::kinds(&undone), ["taken"]);
    assert!(!book.member(tom).has_or_will(&desk));
}

#[test]
fn an_undo_of_a_table_that_began_it_early_lets_it_wait_again() {
    let mut book = Book::new(Plan::Business);
    let (owner, tom) = (book.owner, book.custom("Tom", Tier::User, &[]));
    let crew = book.group("Crew", &[]);
    let from = Some(book.now.plus(9 * DAY));
    let later = Hold { period: Period { from, until: None }, ..give(Holding::Group(crew), tom) };
    book.hold(owner, later).expect("allowed");
    let row = PersonRow { groups: vec!["Crew".into()], ..crate::model::person("Tom", "tom@nordlys.no") };
    assert_eq!(rows(&book.people(owner, vec![row]).expect("allowed")), ["changed groups"]);
    book.undo(owner).expect("allowed");
    let after = book.member(tom);
    assert!(!after.has(&Holding::Group(crew)) && after.has_or_will(&Holding::Group(crew)));
}

#[test]
fn lists_beyond_all_measure_are_refused_by_their_length() {
    let mut book = Book::new(Plan::Business);
    let (owner, tom) = (book.owner, book.custom("Tom", Tier::User, &[]));
    let groups: Vec<GroupId> = (0..20_000).map(nobody).collect();
    let ask = Invite { groups: groups.clone(), ..invite("Ann", "ann@nordlys.no") };
    assert_eq!(refusal(book.invite(owner, ask)).code, Code::Invalid);
    let edit = Edit { groups: Some(groups.clone()), ..Edit::of(tom) };
    assert_eq!(refusal(book.edit(owner, edit)).code, Code::Invalid);
    let names: Vec<String> = (0..20_000).map(|n| format!("Group {n}")).collect();
    let row = PersonRow { groups: names, ..crate::model::person("Ann", "ann@nordlys.no") };
    assert_eq!(rows(&book.people(owner, vec![row]).expect("row by row")), ["Invalid"]);
    let keys: Vec<String> = (0..20_000).map(|n| format!("m{n}")).collect();
    let menus = Command::SetNavigation { member: tom, show: keys.clone(), hide: keys };
    assert_eq!(refusal(book.run(owner, &menus)).code, Code::Invalid);
}

/// Judged pass by pass this would take minutes.
#[test]
fn a_table_of_groups_in_the_worst_order_is_judged_at_once() {
    let mut book = Book::new(Plan::Business);
    let owner = book.owner;
    let deep = 6_000;
    let parent = |n: i32| (n > 0).then(|| format!("g{}", n - 1));
    let mut table: Vec<_> = (0..deep).rev().map(|n| group_row(&format!("g{n}"), parent(n).as_deref(), &[])).collect();
    table.push(group_row("lost", Some("found"), &[]));
    table.push(group_row("found", Some("lost"), &[]));
    let command = Command::ImportGroups(table);
    let facts = book.facts(Actor::Member(Box::new(book.member(owner))), &command);
    let at = Context { now: book.now, command: book.last };
    let decision = decide(&facts, at, &command, &mut book.ids).expect("row by row");
    let outcomes = rows(&decision);
    let made = outcomes.iter().filter(|outcome| *outcome == "created").count();
    assert_eq!((made, &outcomes[outcomes.len() - 2..]), (6_000, &["NotFound".to_owned(), "NotFound".to_owned()][..]));
    let mut above = None;
    for event in &decision.events {
        let Event::GroupAdded { group } = event else { panic!("{event:?}") };
        assert_eq!(group.parent, above, "each after its parent");
        above = Some(group.id);
    }
}

#[test]
fn whoever_comes_back_without_a_seat_is_named_with_their_id() {
    let (mut book, lise, tom) = one_seat();
    let owner = book.owner;
    book.taken(owner, base(), lise);
    book.given(owner, base(), tom);
    book.acted(owner, Action::Suspend, tom);
    book.given(owner, base(), lise);
    let back = book.act(owner, Action::Reactivate, tom).expect("allowed");
    let [lost] = &back.kept[..] else { panic!("one licence is lost: {:?}", back.kept) };
    assert!(lost.message.contains("Tom"));
    assert_eq!(lost.about, Some(tom), "so that erasing him finds it");
}

#[test]
fn what_changed_since_the_screen_saw_it_isnt_overwritten_by_a_list() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let (owner, tom) = (book.owner, book.custom("Tom", Tier::User, &[]));
    let roles = ["A", "B", "C"].map(|name| book.role(name, &[]));
    let [a, b, c] = roles;
    book.given(owner, Holding::Role(a), tom);
    let seen = Some(i64::try_from(book.log.len()).expect("a version"));
    let edit = |roles: &[_]| Edit { seen, roles: Some(roles.to_vec()), ..Edit::of(tom) };
    // Somebody gives B meanwhile: a list without it would take it away unseen.
    book.given(owner, Holding::Role(b), tom);
    let why = refusal(book.edit(owner, edit(&[a, c])));
    assert_eq!((why.code, why.field.as_deref()), (Code::Conflict, Some("roles")));
    // Somebody takes A meanwhile: a list with it would give it back unseen.
    book.taken(owner, Holding::Role(b), tom);
    book.taken(owner, Holding::Role(a), tom);
    assert_eq!(refusal(book.edit(owner, edit(&[a, c]))).code, Code::Conflict);
    // What is as it was is no conflict.
    book.given(owner, Holding::Role(a), tom);
    book.edit(owner, edit(&[a, c])).expect("allowed");
    assert!(book.member(tom).holds.roles.contains(&c));
    let other = Edit { seen, first_name: Some("Thomas".into()), ..Edit::of(tom) };
    book.edit(owner, other).expect("another field");
    drop(book.hold(owner, take(Holding::Role(c), tom)).expect("allowed"));
}

#[test]
fn r4_an_undone_deletion_gives_it_back_to_whoever_was_archived_too() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let (owner, tom) = (book.owner, book.custom("Tom", Tier::User, &[]));
    let garage = Holding::Role(book.role("Garage", &["vehicles.view"]));
    let crew = Holding::Group(book.group("Crew", &["trips.view"]));
    for what in [garage, crew] {
        book.given(owner, what.clone(), tom);
        book.acted(owner, Action::Archive, tom);
        book.delete(owner, what.clone()).expect("allowed");
        let undone = book.undo(owner).expect("allowed");
        assert_eq!((undone.refused, undone.kept), (vec![], vec![]));
        book.acted(owner, Action::Restore, tom);
        assert!(book.member(tom).has(&what), "restored as he was");
    }
    // Under all rules: not by somebody whom he stands above, now that he is archived.
    let lise = book.custom("Lise", Tier::Admin, &[]);
    let desk = Holding::Role(book.role("Desk", &[]));
    book.given(owner, desk.clone(), tom);
    book.acted(owner, Action::Archive, tom);
    book.delete(owner, desk.clone()).expect("allowed");
    let why: Vec<_> = book.undo(lise).expect("the role").refused.into_iter().map(|(_, why)| why.code).collect();
    assert_eq!((why, book.member(tom).has(&desk)), (vec![Code::RankTooLow], false));
}

#[test]
fn r6_what_begins_is_judged_on_its_own_whatever_else_waits() {
    let mut book = Book::new(Plan::Business);
    book.take_product(&fleet());
    let owner = book.owner;
    let (lise, tom) = (book.custom("Lise", Tier::Admin, &[]), book.custom("Tom", Tier::User, &[]));
    let [kept, lost] = ["trips.view", "vehicles.view"].map(|text| Holding::Grant(permission(text)));
    let both = Hold { give: vec![kept.clone(), lost.clone()], ..give(kept.clone(), lise) };
    book.hold(owner, both).expect("allowed");
    // The one that she may still give comes first.
    for (what, days) in [(&kept, 1), (&lost, 2)] {
        let from = Some(book.now.plus(days * DAY));
        let later = Hold { period: Period { from, until: None }, ..give(what.clone(), tom) };
        book.hold(lise, later).expect("allowed");
    }
    book.taken(owner, lost.clone(), lise);
    book.wait(3 * DAY).expect("judged");
    assert!(book.member(tom).has(&kept), "it isn't lost with the other");
    assert!(!book.member(tom).has_or_will(&lost));
}
