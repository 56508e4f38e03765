//! Undo: every kind of event taken back, under the rules of the moment (R30, C18).

use crate::model::{Book, Outcome, changes, code, group_row, invite, kinds, permission, person, refusal};
use rollbook_domain::{
    Code, Command, CommandId, Effect, Event, MemberId,
    command::{Action, Edit, GroupRow, Invite, PersonRow},
    event::Field,
    member::{AccessMode, Member, Status, Tier},
    organization::Plan,
};

fn book() -> (Book, MemberId) {
    let mut book = Book::new(Plan::Business);
    book.group("Sales", &["contacts.view"]);
    let tom = book.custom("Tom", Tier::User, &[]);
    (book, tom)
}

/// The members as screens show them: without the number of their newest event.
fn members(book: &Book) -> Vec<Member> {
    book.state.members.values().map(|m| Member { version: 0, ..m.clone() }).collect()
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn undo_of(book: &mut Book, command: CommandId) -> Outcome {
    book.run(book.owner, &Command::Undo(command))
}

#[test]
fn undo_and_undo_of_undo_move_a_status_back_and_forth() {
    for (prepare, action) in [
        (None, Action::Suspend),
        (Some(Action::Suspend), Action::Reactivate),
        (None, Action::Archive),
        (Some(Action::Suspend), Action::Archive),
        (Some(Action::Archive), Action::Restore),
    ] {
        let (mut book, tom) = book();
        let owner = book.owner;
        if let Some(action) = prepare {
            book.acted(owner, action, tom);
        }
        let before = members(&book);
        book.acted(owner, action, tom);
        let after = members(&book);
        for expected in [&before, &after, &before] {
            assert_eq!(code(&book.undo(owner)), None, "{prepare:?} {action:?}");
            assert_eq!(members(&book), *expected, "{prepare:?} {action:?}");
        }
    }
}

#[test]
fn an_undone_suspension_ends_nothing_and_an_undone_reactivation_ends_the_sessions_r3() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.acted(owner, Action::Suspend, tom);
    assert_eq!(book.undo(owner).expect("allowed").effects, []);
    assert_eq!(book.undo(owner).expect("allowed").effects, [Effect::EndSessions { member: tom }]);
}

#[test]
fn a_revoked_invitation_comes_back_with_a_new_link_r2() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let old = book.state.links[&ada];
    book.acted(owner, Action::Revoke, ada);
    let decision = book.undo(owner).expect("allowed");
    assert_eq!(kinds(&decision), ["status_changed", "invitation_sent"]);
    assert_ne!(book.state.links[&ada], old);
    let decision = book.undo(owner).expect("allowed");
    assert_eq!((kinds(&decision), book.status(ada)), (vec!["status_changed"], Status::Archived));
}

#[test]
fn an_undone_invitation_is_gone_with_its_link_and_comes_back_with_a_new_one() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let link = book.state.links[&ada];
    let decision = book.undo(owner).expect("allowed");
    assert_eq!(kinds(&decision), ["member_withdrawn"]);
    assert!(decision.effects.contains(&Effect::KillLinks { member: ada }));
    assert!(!book.state.members.contains_key(&ada));
    let decision = book.undo(owner).expect("allowed");
    assert_eq!(kinds(&decision), ["member_added", "invitation_sent"]);
    assert_ne!(book.state.links[&ada], link);
}

#[test]
fn somebody_who_came_in_or_was_changed_since_is_not_withdrawn() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    let invited = book.last;
    book.accept(ada).expect("allowed");
    let why = refusal(undo_of(&mut book, invited));
    assert_eq!((why.code, why.help.as_str()), (Code::Conflict, "Archive them instead."));

    book.people(owner, vec![person("Bea", "bea@example.org")]).expect("judged");
    let imported = book.last;
    let bea = book.by_email("bea@example.org");
    book.edit(owner, Edit { note: text("from the fair"), ..Edit::of(bea) }).expect("allowed");
    assert_eq!(code(&undo_of(&mut book, imported)), Some(Code::Conflict), "the note is somebody's work");
    book.undo(owner).expect("nothing was done by the refused one, so this takes the note back");
    let password = book.accounts.get_mut("bea@example.org").unwrap();
    password.1 = true;
    assert_eq!(code(&undo_of(&mut book, imported)), Some(Code::Conflict), "she set a password: she came in");
}

#[test]
fn an_edit_is_taken_back_field_by_field_and_group_by_group() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let sales = book.by_group_name("Sales");
    let admin = book.by_group_name("Admin");
    book.edit(owner, Edit { groups: Some(vec![sales]), ..Edit::of(tom) }).expect("allowed");
    let before = members(&book);
    let edit = Edit {
        first_name: text("Thomas"),
        last_name: text("Lund"),
        email: text("thomas@nordlys.no"),
        tier: Some(Tier::Admin),
        access: Some(AccessMode::All),
        groups: Some(vec![admin]),
        language: text("nb"),
        phone: text("1"),
        note: text("n"),
        ..Edit::of(tom)
    };
    book.edit(owner, edit).expect("allowed");
    let after = members(&book);
    for expected in [&before, &after, &before] {
        assert_eq!(book.undo(owner).expect("allowed").refused, []);
        assert_eq!(members(&book), *expected);
    }
}

#[test]
fn what_somebody_changed_since_stays_and_is_named() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.edit(owner, Edit { phone: text("1"), ..Edit::of(tom) }).expect("allowed");
    let first = book.last;
    book.edit(owner, Edit { phone: text("2"), ..Edit::of(tom) }).expect("allowed");
    let why = refusal(undo_of(&mut book, first));
    assert_eq!(why.code, Code::Conflict);
    assert!(why.message.contains("\u{201c}2\u{201d}"), "{}", why.message);
    assert_eq!(book.member(tom).phone, "2");
}

#[test]
fn a_status_that_moved_on_since_stays() {
    let (mut book, tom) = book();
    let owner = book.owner;
    book.acted(owner, Action::Suspend, tom);
    let suspended = book.last;
    book.acted(owner, Action::Archive, tom);
    let archived = book.last;
    assert_eq!(code(&undo_of(&mut book, suspended)), Some(Code::Conflict));
    book.acted(owner, Action::Restore, tom);
    book.acted(owner, Action::Reactivate, tom);
    book.acted(owner, Action::Archive, tom);
    assert_eq!(code(&undo_of(&mut book, archived)), Some(Code::Conflict), "archived again is another archiving");
}

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
    assert_eq!(code(&book.undo(owner)), Some(Code::NothingToUndo), "a mail can't be called back");
    book.run(owner, &Command::SignIn { member: owner }).expect("allowed");
    assert_eq!(code(&book.undo(owner)), Some(Code::NothingToUndo));
    let unknown = CommandId::new(&mut book.ids);
    assert_eq!(code(&undo_of(&mut book, unknown)), Some(Code::NothingToUndo));
}

#[test]
fn an_archived_member_stays_as_they_are_until_restored() {
    let (mut book, tom) = book();
    let owner = book.owner;
    let sales = book.by_group_name("Sales");
    book.edit(owner, Edit { phone: text("1"), groups: Some(vec![sales]), ..Edit::of(tom) }).expect("allowed");
    let edited = book.last;
    book.acted(owner, Action::Archive, tom);
    let decision = undo_of(&mut book, edited).expect("judged one by one");
    let codes: Vec<_> = decision.refused.iter().map(|(who, why)| (*who, why.code)).collect();
    assert_eq!(codes, [(tom, Code::WrongStatus), (tom, Code::WrongStatus)]);
    assert_eq!(decision.events, []);
}

#[test]
fn a_full_plan_is_full_for_undo_too_r21() {
    let mut book = Book::new(Plan::Starter);
    let owner = book.owner;
    let bea = book.custom("Bea", Tier::Admin, &[]);
    type Leave = fn(&mut Book, MemberId) -> Outcome;
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
        assert_eq!(code(&undo_of(&mut book, withdrawn)), Some(Code::PlanFull), "and Cy doesn't");
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
    assert_eq!(code(&book.undo(lise)), Some(Code::Ceiling), "taking away is judged alike");
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
    book.edit(owner, Edit { phone: text("1"), ..Edit::of(tom) }).expect("allowed");
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
    book.edit(owner, Edit { email: text("lise@example.org"), ..of() }).expect("the owner may");
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
    let beginning = book.log[0].0;
    let decision = undo_of(&mut book, beginning).expect("judged one by one");
    let owners: Vec<_> = decision.refused.iter().filter(|(who, _)| *who == book.owner).collect();
    assert!(matches!(owners[..], [(_, why)] if why.code == Code::OwnerFixed), "{owners:?}");
    assert_eq!(book.status(book.owner), Status::Active);
    let built_in = book.state.groups.values().filter(|group| group.built_in).count();
    assert_eq!(built_in, 3, "what came with the product stays (R20)");
}

#[test]
fn an_undone_address_goes_back_only_while_it_is_free_and_sends_the_link_there_c37() {
    let (mut book, _) = book();
    let owner = book.owner;
    let ada = book.invited(owner, invite("Ada", "ada@example.org"));
    book.edit(owner, Edit { email: text("other@example.org"), ..Edit::of(ada) }).expect("allowed");
    let moved = book.last;
    let (wrong, _) = book.state.links[&ada];
    let decision = undo_of(&mut book, moved).expect("allowed");
    assert_eq!(changes(&decision), [(Field::Email, "other@example.org", "ada@example.org")]);
    assert!(decision.effects.contains(&Effect::KillLinks { member: ada }));
    assert_ne!(book.state.links[&ada].0, wrong, "the link went to the other address");

    book.edit(owner, Edit { email: text("other@example.org"), ..Edit::of(ada) }).expect("allowed");
    let moved = book.last;
    book.record("Stranger", "ada@example.org");
    assert_eq!(code(&undo_of(&mut book, moved)), Some(Code::EmailTaken), "somebody signs in with it by now");
    book.accounts.remove("ada@example.org");
    book.shared.insert(ada);
    assert_eq!(code(&undo_of(&mut book, moved)), Some(Code::NotAllowed), "other organizations rely on it by now");
}

fn table() -> Vec<PersonRow> {
    let row = |name: &str, email: &str, group: &str| PersonRow { groups: vec![group.to_owned()], ..person(name, email) };
    vec![
        row("Ada", "ada@example.org", "Fair"),
        row("Bea", "bea@example.org", "Fair"),
        row("Thomas", "tom@nordlys.no", "Fair"),
    ]
}

#[test]
fn an_import_is_taken_back_whole_and_brought_back_whole() {
    let (mut book, _) = book();
    let owner = book.owner;
    let (people, groups) = (members(&book), book.state.groups.clone());
    book.people(owner, table()).expect("judged");
    let (more_people, more_groups) = (members(&book), book.state.groups.clone());
    for (people, groups) in [(&people, &groups), (&more_people, &more_groups), (&people, &groups)] {
        let decision = book.undo(owner).expect("allowed");
        assert_eq!((decision.refused, decision.kept), (vec![], vec![]));
        assert_eq!((&members(&book), &book.state.groups), (people, groups));
    }
}

#[test]
fn a_group_that_others_use_by_now_stays_and_is_named() {
    let (mut book, _) = book();
    let owner = book.owner;
    book.people(owner, table()).expect("judged");
    let imported = book.last;
    let fair = book.by_group_name("Fair");
    let una = book.custom("Una", Tier::User, &[fair]);
    let decision = undo_of(&mut book, imported).expect("allowed");
    let kept: Vec<_> = decision.kept.iter().map(|why| why.message.as_str()).collect();
    assert_eq!(kept, ["The group Fair stays: people are in it."]);
    assert_eq!(book.member(una).groups, [fair]);
}

#[test]
fn groups_go_and_come_back_with_their_parents() {
    let (mut book, _) = book();
    let owner = book.owner;
    let before = book.state.groups.clone();
    let rows = vec![group_row("Oslo", Some("North"), &["contacts.view"]), group_row("North", None, &["new.view"])];
    book.groups(owner, rows).expect("judged");
    let after = book.state.groups.clone();
    for expected in [&before, &after, &before] {
        assert_eq!(book.undo(owner).expect("allowed").kept, []);
        assert_eq!(book.state.groups, *expected);
    }
    assert!(book.state.catalogue.contains(&permission("new.view")), "what there is to permit stays");
}

#[test]
fn a_group_that_was_changed_since_stays_and_so_does_one_with_others_under_it() {
    let (mut book, _) = book();
    let owner = book.owner;
    book.groups(owner, vec![group_row("North", None, &[])]).expect("judged");
    let made = book.last;
    book.groups(owner, vec![group_row("Oslo", Some("North"), &[])]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, made)), Some(Code::Conflict));
    book.undo(owner).expect("takes Oslo away");
    let described = GroupRow { description: "Above Oslo".to_owned(), ..group_row("North", None, &[]) };
    book.groups(owner, vec![described]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, made)), Some(Code::Conflict));
    book.undo(owner).expect("takes the description back");
    assert_eq!(code(&undo_of(&mut book, made)), None);
    let removed = book.last;
    book.groups(owner, vec![group_row("NORTH", None, &[])]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, removed)), Some(Code::Conflict), "another has the name by now");
}

#[test]
fn a_changed_group_is_taken_back_where_nobody_changed_it_since() {
    let (mut book, _) = book();
    let owner = book.owner;
    let before = book.state.groups.clone();
    let row = |description: &str, parent| GroupRow { description: description.to_owned(), ..group_row("Sales", parent, &["contacts.edit"]) };
    book.groups(owner, vec![row("Who sells", Some("User"))]).expect("judged");
    let changed = book.last;
    let after = book.state.groups.clone();
    for expected in [&before, &after] {
        assert_eq!(code(&book.undo(owner)), None);
        assert_eq!(book.state.groups, *expected);
    }
    book.groups(owner, vec![row("Who sells a lot", None)]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, changed)), Some(Code::Conflict), "the newer description stays");
    book.undo(owner).expect("allowed");
    book.groups(owner, vec![row("", Some("Admin"))]).expect("judged");
    assert_eq!(code(&undo_of(&mut book, changed)), Some(Code::Conflict), "the newer parent stays");
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
