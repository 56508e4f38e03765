//! Random histories: whatever is asked, by whomever, in whatever order, the rules hold after it.

mod asks;
mod rules;

use crate::model::{Book, State};
use asks::{Ask, ask, command, history, pick};
use proptest::{prelude::*, sample::select};
use rollbook_domain::{
    Command, Event, MemberId,
    decide::Decision,
    facts::Actor,
    member::{Member, Tier},
    organization::Plan,
};
use rules::{
    a_first_password_is_chosen_once, facts_keep_up, nobody_above_was_touched, nobody_got_more_than_the_giver_has,
    statuses_moved_along_the_arrows, the_accepted_has_what_the_inviter_may_give, the_actor_stands_as_before,
    the_log_gives_the_state, the_owner_is_intact, the_plan_holds,
};

/// An owner, an administrator with everything, one with two groups, one user without a password.
fn beginning(plan: Plan) -> Book {
    let mut book = Book::new(plan);
    let sales = book.group("Sales", &["contacts.view", "contacts.edit"]);
    let audit = book.group("Audit", &["contacts.view"]);
    let payroll = book.group("Payroll", &["payroll.view"]);
    book.all("Lise", Tier::Admin);
    book.custom("Mads", Tier::Admin, &[sales, audit]);
    book.created("Una", Tier::User, &[payroll]);
    book
}

/// One ask, carried out; the book before it and the decision, where there was one.
fn step(book: &mut Book, who: usize, ask: &Ask) -> Option<(State, MemberId, Command, Decision)> {
    let before = book.state.clone();
    let members: Vec<MemberId> = before.members.keys().copied().collect();
    let actor = pick(&members, who);
    let command = command(book, ask, actor);
    let as_whom = match &command {
        Command::Accept { member, .. } | Command::SetFirstPassword { member, .. } => Actor::Invited(*member),
        _ => Actor::Member(Box::new(book.member(actor))),
    };
    let facts = book.facts(as_whom.clone(), &command);
    let decision = book.run_as(&as_whom, &command).ok();
    assert!(decision.is_some() || book.state == before, "a refusal changes nothing");
    if let Some(decision) = &decision {
        facts_keep_up(facts, &decision.events, &book.facts(as_whom, &command));
    }
    decision.map(|decision| (before, actor, command, decision))
}

/// Everything that a screen shows of the members and groups, in comparable order.
fn shown(book: &Book) -> (Vec<Member>, Vec<rollbook_domain::group::Group>) {
    let people = book.state.members.values().map(|member| {
        let mut groups = member.groups.clone();
        groups.sort();
        Member { version: 0, groups, ..member.clone() }
    });
    (people.collect(), book.state.groups.values().cloned().collect())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_hold_after_every_step_of_any_history(
        plan in select(vec![Plan::Professional, Plan::Business]),
        history in history(40),
    ) {
        let mut book = beginning(plan);
        for (who, ask) in &history {
            let Some((before, actor, command, decision)) = step(&mut book, *who, ask) else { continue };
            the_owner_is_intact(&book);
            the_plan_holds(&book);
            statuses_moved_along_the_arrows(&command, &decision);
            if let Command::Accept { member, inviter } = command {
                let inviter = inviter.and_then(|id| before.members.get(&id));
                nobody_got_more_than_the_giver_has(&before, &book.state, None);
                the_accepted_has_what_the_inviter_may_give(&book.state, member, inviter);
            } else if let Command::SetFirstPassword { member, sender } = command {
                nobody_got_more_than_the_giver_has(&before, &book.state, None);
                a_first_password_is_chosen_once(&before, &decision, member);
                let sender = sender.filter(|id| before.members.contains_key(id)).expect("somebody sent the link");
                nobody_above_was_touched(&before, sender, &decision);
            } else {
                nobody_got_more_than_the_giver_has(&before, &book.state, before.members.get(&actor));
                the_actor_stands_as_before(&before, &book.state, actor);
                nobody_above_was_touched(&before, actor, &decision);
            }
        }
        the_log_gives_the_state(&book);
    }

    #[test]
    fn undo_right_after_puts_everything_back(history in history(12), last in ask()) {
        let mut book = beginning(Plan::Enterprise);
        for (who, ask) in &history {
            step(&mut book, *who, ask);
        }
        let before = shown(&book);
        let owner = book.owner;
        let command = command(&book, &last, owner);
        let Ok(decision) = book.run(owner, &command) else { return Ok(()) };
        let erased = decision.events.iter().any(|event| matches!(event, Event::MemberErased { .. }));
        if erased || !decision.events.iter().any(Event::is_undoable) {
            return Ok(());
        }
        let undone = book.undo(owner).expect("what the owner just did can be taken back");
        prop_assert_eq!((undone.refused, undone.kept), (vec![], vec![]));
        prop_assert_eq!(shown(&book), before);
    }
}
