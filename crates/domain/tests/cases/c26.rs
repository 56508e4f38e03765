//! C26: one guard, asked by every command: everyone's standing against every command.

use super::{Cast, cast, harmless, name, nobodys, owners, unlimited};
use crate::model::{Book, code, invite};
use rollbook_domain::{
    Code, Command, MemberId,
    command::{Action, Invite},
    facts::Actor,
    member::{AccessMode, Kind, Tier},
};

/// A book with a harmless command to undo, and a role and a group that nobody has.
fn matrix() -> (Cast, Vec<Command>) {
    let mut cast = cast();
    let book = &mut cast.book;
    let owner = book.owner;
    let (role, group) = (book.role("Empty", &[]), book.group("Nobody", &[]));
    let portal = book.portal("Customers");
    book.run(owner, &Command::AddTeam { name: "Night crew".to_owned() }).expect("allowed");
    let machine = book.of_kind(Kind::Api, "Feeder");
    let key = book.key(machine, "Feed", &["trips.view"]);
    let edit =
        rollbook_domain::command::Edit { phone: Some("7".to_owned()), ..rollbook_domain::command::Edit::of(cast.tom) };
    book.edit(owner, edit).expect("allowed");
    let earlier = book.last;
    let commands = harmless(cast.tom, (role, group, portal, (machine, key)), earlier, book);
    (cast, commands)
}

/// Each of the commands on a book of its own.
fn outcomes(book: &Book, actor: &Actor, commands: &[Command]) -> Vec<(&'static str, Option<Code>)> {
    let one = |command: &Command| (name(command), code(&book.clone().run_as(actor, command)));
    commands.iter().map(one).collect()
}

fn member(book: &Book, id: MemberId) -> Actor {
    Actor::Member(Box::new(book.member(id)))
}

#[test]
fn c26_every_administrator_may_do_what_is_harmless_and_only_the_owner_what_is_the_owners() {
    let (Cast { mut book, tom, lise, .. }, commands) = matrix();
    let owner = book.owner;
    let everything = book.all("Mads", Tier::Admin);
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let super_admin = book.super_admin();
    book.given(owner, super_admin, sam);
    let nothing = book.custom("Nora", Tier::Admin, &[]);
    for who in [owner, everything, sam, lise, nothing] {
        for (what, outcome) in outcomes(&book, &member(&book, who), &commands) {
            assert_eq!(outcome, None, "{what} by {}", book.member(who).name());
        }
        let expected = (who != owner).then_some(Code::OwnerOnly);
        for (what, outcome) in outcomes(&book, &member(&book, who), &owners()) {
            assert_eq!(outcome, expected, "{what} by {}", book.member(who).name());
        }
        let expected = (who != owner && who != sam).then_some(Code::RankTooLow);
        for (what, outcome) in outcomes(&book, &member(&book, who), &unlimited()) {
            assert_eq!(outcome, expected, "{what} by {}", book.member(who).name());
        }
        for (what, outcome) in outcomes(&book, &member(&book, who), &nobodys(tom, who)) {
            assert_eq!(outcome, Some(Code::NotAllowed), "{what} by {}", book.member(who).name());
        }
    }
}

#[test]
fn c26_whoever_is_no_active_administrator_may_do_nothing_of_it() {
    let (Cast { mut book, tom, .. }, mut commands) = matrix();
    let owner = book.owner;
    let super_admin = book.super_admin();
    let user_with_all = book.all("Una", Tier::User);
    let user_with_super_admin = book.custom("Uwe", Tier::User, &[]);
    book.given(owner, super_admin.clone(), user_with_super_admin);
    let mut actors = vec![member(&book, user_with_all), member(&book, user_with_super_admin)];
    for kind in [Kind::Portal, Kind::Api, Kind::System] {
        let id = book.of_kind(kind, &format!("{kind:?}"));
        let mut robot = book.member(id);
        // Not even if a record said so.
        (robot.tier, robot.access) = (Tier::Admin, AccessMode::All);
        actors.push(Actor::Member(Box::new(robot)));
    }
    let admin = Invite { tier: Tier::Admin, access: AccessMode::All, ..invite("Pia", "pia@example.org") };
    let pending = book.invited(owner, admin);
    let suspended = book.all("Sue", Tier::Admin);
    book.acted(owner, Action::Suspend, suspended);
    let archived = book.all("Arn", Tier::Admin);
    book.acted(owner, Action::Archive, archived);
    actors.extend([pending, suspended, archived].map(|id| member(&book, id)));
    actors.extend([Actor::Invited(tom), Actor::Invited(pending), Actor::System]);
    commands.extend(owners());
    commands.extend(unlimited());
    commands.push(super::key_of(tom));
    commands.push(Command::SignOffReview(Vec::new()));
    commands.push(Command::Vacate { what: super_admin, members: vec![] });
    commands.push(Command::Vacate { what: super::grant("trips.view"), members: vec![] });
    for actor in &actors {
        for (what, outcome) in outcomes(&book, actor, &commands) {
            assert_eq!(outcome, Some(Code::NotAllowed), "{what} by {actor:?}");
        }
    }
}
