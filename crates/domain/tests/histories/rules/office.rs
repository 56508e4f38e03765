//! What holds for the organization as a whole, for keys, and for one's own profile.

use crate::model::{Rights, State, administers};
use rollbook_domain::{
    Command, Event, MemberId,
    decide::Decision,
    event::Field,
    member::{Member, Status, Tier},
};

/// R18, R14: plan, seats and payment are the owner's; the policy, the mail server and the sign-off of a
/// review are theirs who have everything.
pub(in super::super) fn what_stands_above_everybody_took_who_does(
    before: &State,
    actor: MemberId,
    decision: &Decision,
) {
    let actor = &before.members[&actor];
    for event in &decision.events {
        match event {
            Event::PlanChanged { .. }
            | Event::SeatsChanged { .. }
            | Event::ProductTaken { .. }
            | Event::BillingChanged { .. } => {
                assert_eq!((actor.tier, actor.status), (Tier::Owner, Status::Active), "R18: {}", actor.name());
            }
            Event::PolicyChanged { .. } | Event::MailServerChanged { .. } | Event::ReviewSignedOff { .. } => {
                assert!(administers(actor) && Rights::of(before, actor).exempt, "R14: {}", actor.name());
            }
            _ => {}
        }
    }
}

/// R9, R13: a key reaches what its maker has, and lasts no longer than that.
pub(in super::super) fn a_key_reaches_no_more_than_its_maker_has(before: &State, actor: MemberId, decision: &Decision) {
    let maker = &before.members[&actor];
    for event in &decision.events {
        let Event::KeyAdded { key, .. } = event else { continue };
        let mine = Rights::of(before, maker);
        assert!(administers(maker) && key.scope.iter().all(|permission| mine.has(permission)), "{}", maker.name());
        let ends = maker.holds.ends.iter().map(|(_, until)| *until);
        for day in ends.filter(|day| key.expires.is_none_or(|expires| *day < expires)) {
            let then = Rights::on(before, maker, day, std::iter::empty());
            assert!(key.scope.iter().all(|permission| then.has(permission)), "longer than {} has it", maker.name());
        }
    }
}

/// B11: whoever is locked out is suspended, and none of their keys works.
pub(in super::super) fn who_is_locked_out_has_no_way_in(after: &State, command: &Command) {
    let Command::Lock { member, .. } = command else { return };
    assert_eq!(after.members[member].status, Status::Suspended);
    assert!(after.keys.values().all(|(of, _)| of != member), "{} has a key", after.members[member].name());
}

/// R7: a profile is changed by its person alone, and nothing of it gives a right.
pub(in super::super) fn a_profile_is_ones_own(actor: &Member, command: &Command, decision: &Decision) {
    let Command::EditProfile(profile) = command else { return };
    assert_eq!((profile.member, actor.status), (actor.id, Status::Active));
    for event in &decision.events {
        let Event::MemberChanged { member, changes } = event else { panic!("not of a profile: {event:?}") };
        assert_eq!(*member, actor.id);
        let own = [Field::FirstName, Field::LastName, Field::Phone, Field::Language];
        assert!(changes.iter().all(|change| own.contains(&change.field)), "{changes:?}");
    }
}
