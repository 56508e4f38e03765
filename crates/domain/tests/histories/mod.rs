//! Random histories: whatever is asked, by whomever, in whatever order, the rules hold after it.

mod asks;
mod rules;

use crate::model::{Book, State, fleet, package};
use asks::{Ask, Asked, ask, asked, history, pick};
use proptest::{prelude::*, sample::select};
use rollbook_domain::{
    Code, Command, Event, MemberId,
    catalogue::{Package, Seats},
    decide::Decision,
    factor::FactorKind,
    facts::Actor,
    holding::{Holding, Waiting},
    member::{Kind, Member, Tier},
    organization::Plan,
};

/// An owner, and an administrator of every sort: one with everything, one with two groups, a Super
/// Admin, one with everything but payroll; a user without a password, a portal member, a machine, and
/// one of Rollbook's own.
fn beginning(plan: Plan) -> Book {
    let mut book = Book::new(plan);
    let owner = book.owner;
    book.take_product(&fleet());
    book.buy(&package("fleet.base"), 3);
    book.buy(&package("fleet.pro"), 1);
    let sales = book.group("Sales", &["contacts.view", "contacts.edit"]);
    let audit = book.group("Audit", &["contacts.view"]);
    let payroll = book.group("Payroll", &["payroll.view"]);
    let customer = book.portal_role("Customer", &["trips.view"]);
    let portal = book.portal("Customers");
    book.all("Lise", Tier::Admin);
    book.custom("Mads", Tier::Admin, &[sales, audit]);
    let sam = book.custom("Sam", Tier::Admin, &[]);
    let rita = book.all("Rita", Tier::Admin);
    book.created("Una", Tier::User, &[payroll]);
    let pia = book.of_kind(Kind::Portal, "Pia");
    book.of_kind(Kind::Api, "Bot");
    book.of_kind(Kind::System, "Sys");
    let super_admin = book.super_admin();
    book.given(owner, super_admin, sam);
    book.given(owner, Holding::Restriction(crate::model::permission("payroll.view")), rita);
    book.given(owner, Holding::Role(customer), pia);
    book.given(owner, Holding::Portal(portal), pia);
    for (who, factor) in [(owner, FactorKind::Passkey), (rita, FactorKind::Totp), (pia, FactorKind::Totp)] {
        book.enrols(who, factor);
    }
    book
}

/// What one ask led to.
struct Done {
    before: State,
    actor: MemberId,
    asked: Asked,
    decision: Decision,
}

/// One ask, carried out; nothing where it was refused.
fn step(book: &mut Book, who: usize, ask: &Ask) -> Option<Done> {
    let before = book.state.clone();
    let members: Vec<MemberId> = before.members.keys().copied().collect();
    let actor = pick(&members, who);
    let asked = asked(book, ask, actor);
    let myself = Actor::Member(Box::new(book.member(actor)));
    let (as_whom, command) = match &asked {
        Asked::Command(command @ (Command::Accept { member, .. } | Command::SetFirstPassword { member, .. })) => {
            (Actor::Invited(*member), command.clone())
        }
        Asked::Command(command) => (myself, command.clone()),
        Asked::Delete(_) => (myself, Command::Settle),
        Asked::Wait(_) => (Actor::System, Command::Settle),
    };
    let told = book.facts(as_whom.clone(), &command);
    let outcome = match &asked {
        Asked::Command(command) => book.run_as(&as_whom, command),
        Asked::Delete(what) => book.delete(actor, what.clone()),
        Asked::Wait(millis) => book.wait(*millis),
    };
    let Ok(decision) = outcome else {
        assert!(book.state == before, "a refusal changes nothing");
        return None;
    };
    let loaded = book.facts(as_whom, &command);
    rules::only_the_active_may_do_anything(&book.state, &loaded.structure);
    rules::facts_keep_up(told, &decision.events, &loaded);
    Some(Done { before, actor, asked, decision })
}

/// What the rules say of any step.
fn the_rules_hold(book: &Book, Done { before, actor, asked, decision }: &Done) {
    let (actor, after) = (*actor, &book.state);
    rules::the_owner_is_intact(book);
    rules::the_plan_holds(book);
    rules::the_seats_hold(after);
    rules::nothing_waits_that_is_held(after);
    rules::statuses_moved_along_the_arrows(asked, decision);
    match asked {
        Asked::Command(Command::Accept { member, .. }) => {
            rules::nobody_got_more_than_the_giver_has(before, after, None);
            rules::the_accepted_has_what_somebody_may_give(book, after, *member);
        }
        Asked::Command(Command::SetFirstPassword { member, sender }) => {
            rules::nobody_got_more_than_the_giver_has(before, after, None);
            rules::a_first_password_is_chosen_once(before, decision, *member);
            let sender = sender.filter(|id| before.members.contains_key(id)).expect("somebody sent the link");
            rules::nobody_above_was_touched(before, sender, decision);
        }
        Asked::Wait(_) => {
            rules::time_brings_only_what_was_to_come(before, after);
            rules::what_begins_could_be_given_anew(before, decision);
        }
        Asked::Delete(what) => {
            rules::nobody_got_more_than_the_giver_has(before, after, None);
            rules::the_actor_stands_as_before(before, after, actor, true);
            rules::a_deletion_takes_nothing_else(before, actor, what, decision);
            rules::nobody_above_was_touched(before, actor, decision);
        }
        Asked::Command(command) => {
            rules::what_stands_above_everybody_took_who_does(before, actor, decision);
            rules::a_key_reaches_no_more_than_its_maker_has(before, actor, decision);
            rules::who_is_locked_out_has_no_way_in(after, command);
            rules::a_profile_is_ones_own(&before.members[&actor], command, decision);
            rules::nobody_got_it_for_longer_than_the_giver_has_it(before, after, before.members.get(&actor));
            rules::nobody_got_more_than_the_giver_has(before, after, before.members.get(&actor));
            rules::the_actor_stands_as_before(before, after, actor, false);
            rules::nobody_above_was_touched(before, actor, decision);
        }
    }
}

/// People, plan, and seats.
type Shown = (Vec<Member>, Plan, Vec<(Package, Seats)>);

/// Everything that a screen shows, in comparable order; what waits anew waits by who brought it back.
fn shown(book: &Book) -> Shown {
    let people = book.state.members.values().map(|member| {
        let mut member = Member { version: 0, ..member.clone() };
        member.groups.sort();
        let holds = &mut member.holds;
        holds.roles.sort();
        holds.grants.sort();
        holds.restrictions.sort();
        holds.licences.sort();
        holds.freed.sort();
        holds.portals.sort();
        holds.teams.sort();
        holds.ends.sort();
        holds.period_by = None;
        let waiting = std::mem::take(&mut holds.waiting).into_iter();
        holds.waiting = waiting.map(|waiting| Waiting { by: None, ..waiting }).collect();
        holds.waiting.sort_by(|a, b| a.what.cmp(&b.what));
        member
    });
    let seats = book.state.seats.iter().filter(|(_, seats)| seats.bought > 0);
    (people.collect(), book.plan(), seats.map(|(package, seats)| (package.clone(), *seats)).collect())
}

/// Whether only that is left undone which no undo can bring: a seat that is used by now, what an
/// archived member had until they are restored, and a restriction of who has everything by now.
fn as_far_as_possible(undone: &Decision) -> bool {
    undone.refused.iter().all(|(_, why)| matches!(why.code, Code::NoSeat | Code::WrongStatus | Code::SuperAdminFixed))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_hold_after_every_step_of_any_history(
        plan in select(vec![Plan::Professional, Plan::Business]),
        history in history(60),
    ) {
        let mut book = beginning(plan);
        for (who, ask) in &history {
            if let Some(done) = step(&mut book, *who, ask) {
                the_rules_hold(&book, &done);
            }
        }
        rules::the_log_gives_the_state(&book);
        rules::every_permission_has_its_reason(&book.state, &book.structure());
    }

    #[test]
    fn undo_right_after_puts_everything_back(history in history(24), last in ask()) {
        let mut book = beginning(Plan::Enterprise);
        for (who, ask) in &history {
            step(&mut book, *who, ask);
        }
        let before = (shown(&book), book.state.roles.clone(), book.state.groups.clone());
        // Numbered zero, the owner.
        let Some(Done { asked, decision, .. }) = step(&mut book, 0, &last) else { return Ok(()) };
        let for_good =
            |event: &Event| matches!(event, Event::MemberErased { .. } | Event::InvitationAccepted { .. });
        let lasting = decision.events.iter().any(for_good);
        let undoable = decision.events.iter().any(Event::is_undoable);
        if lasting || !undoable || matches!(asked, Asked::Wait(_)) {
            return Ok(());
        }
        let taken = decision.events.iter().any(|event| matches!(event, Event::ProductTaken { .. }));
        let undone = match book.undo(book.owner) {
            Ok(undone) => undone,
            // A product without a seat has nothing to give back.
            Err(refusal) => {
                prop_assert!(taken && refusal.code == Code::NothingToUndo, "{refusal:?}");
                return Ok(());
            }
        };
        prop_assert_eq!(&undone.kept, &[]);
        if undone.refused.is_empty() {
            prop_assert_eq!(&shown(&book), &before.0);
        } else {
            prop_assert!(as_far_as_possible(&undone), "{:?}", undone.refused);
        }
        prop_assert!(taken || (&book.state.roles, &book.state.groups) == (&before.1, &before.2));
    }
}
