//! Undo of what members were given and lost: judged as giving and taking by hand is.

use super::{Undo, changed_since};
use crate::{
    Code, Event, MemberId, Refusal, Timestamp,
    catalogue::Package,
    command::Hold,
    decide::{authority, holdings, keys, member_of, navigation, period},
    holding::{Holding, Period, Waiting},
    member::Status,
};

impl Undo {
    /// Gives or takes by the same judgement as the command for it.
    fn hold(&mut self, id: MemberId, give: Vec<Holding>, take: Vec<Holding>, period: Period) -> Result<(), Refusal> {
        let hold = Hold { give, take, period, members: vec![id], seen: None };
        let decision = holdings::decide(&self.now, self.at, &hold)?;
        if let Some((_, refusal)) = decision.refused.into_iter().next() {
            return Err(refusal);
        }
        self.out.events.extend(decision.events);
        Ok(())
    }

    pub(super) fn take_back(&mut self, id: MemberId, what: &Holding) -> Result<(), Refusal> {
        if !member_of(&self.now, id)?.has(what) {
            return Ok(());
        }
        self.hold(id, Vec::new(), vec![what.clone()], Period::OPEN)
    }

    pub(super) fn give_back(&mut self, id: MemberId, what: &Holding, until: Option<Timestamp>) -> Result<(), Refusal> {
        if member_of(&self.now, id)?.has(what) {
            return Ok(());
        }
        // What would have ended meanwhile stays ended.
        if until.is_some_and(|until| until <= self.at.now) {
            return Err(changed_since("It would have ended by now.".to_owned(), ""));
        }
        if let Holding::Licence(package) = what
            && self.changeable(id)?.status == Status::Suspended
        {
            return self.licence_back(id, package);
        }
        let deleted = matches!(what, Holding::Role(_) | Holding::Group(_) | Holding::Portal(_) | Holding::Team(_));
        if deleted && member_of(&self.now, id)?.status == Status::Archived {
            return self.back_while_away(id, what, until);
        }
        self.hold(id, vec![what.clone()], Vec::new(), Period { from: None, until })
    }

    /// A deletion takes from the archived too, so its undo gives back to them: they come back as they
    /// were (R4).
    fn back_while_away(&mut self, id: MemberId, what: &Holding, until: Option<Timestamp>) -> Result<(), Refusal> {
        let member = member_of(&self.now, id)?;
        self.standing_of_others(member)?;
        let mut after = member.clone();
        after.take_up(what);
        after.holds.set_end(what, until);
        authority::leave(&self.now, Some(member), &after)?;
        self.out.events.push(Event::Given { member: id, what: what.clone(), until });
        Ok(())
    }

    /// The licence of somebody suspended comes back without its seat, which waits for them (R3).
    fn licence_back(&mut self, member: MemberId, package: &Package) -> Result<(), Refusal> {
        let free = self.now.seats.get(package).is_some_and(|seats| seats.free() > 0);
        if !free {
            let words = format!("No seat of {} is free.", holdings::label(&self.now, package));
            return Err(Refusal::new(Code::NoSeat, words, "Revoke a licence of somebody else, or add seats."));
        }
        let what = Holding::Licence(package.clone());
        self.out.events.push(Event::Given { member, what, until: None });
        self.out.events.push(Event::SeatFreed { member, package: package.clone() });
        Ok(())
    }

    pub(super) fn end_back(
        &mut self,
        id: MemberId,
        what: &Holding,
        before: Option<Timestamp>,
        after: Option<Timestamp>,
    ) -> Result<(), Refusal> {
        let member = member_of(&self.now, id)?;
        if !member.has(what) || member.holds.end_of(what) == before {
            return Ok(());
        }
        if member.holds.end_of(what) != after {
            return Err(changed_since("Its end was moved again since.".to_owned(), "Change it by hand."));
        }
        self.hold(id, vec![what.clone()], Vec::new(), Period { from: None, until: before })
    }

    pub(super) fn schedule_back(&mut self, id: MemberId, waiting: &Waiting) -> Result<(), Refusal> {
        let waits = member_of(&self.now, id)?.holds.waiting.iter().any(|other| other.what == waiting.what);
        if waits { self.hold(id, Vec::new(), vec![waiting.what.clone()], Period::OPEN) } else { Ok(()) }
    }

    pub(super) fn unschedule_back(&mut self, id: MemberId, waiting: &Waiting) -> Result<(), Refusal> {
        let member = member_of(&self.now, id)?;
        let there = member.has(&waiting.what) || member.holds.waiting.iter().any(|other| other.what == waiting.what);
        // What began by itself was taken back already; its time has come, so it doesn't wait again.
        let began = !waiting.period.waits(self.at.now)
            && self.now.past.iter().any(
                |event| matches!(event, Event::Given { member, what, .. } if *member == id && *what == waiting.what),
            );
        if there || began {
            return Ok(());
        }
        self.hold(id, vec![waiting.what.clone()], Vec::new(), waiting.period)
    }

    /// A key that was made works no more; a revoked one never works again.
    pub(super) fn key_back(&mut self, id: MemberId, key: crate::KeyId) -> Result<(), Refusal> {
        if self.now.keys.contains_key(&key) {
            self.out.events.extend(keys::revoke(&self.now, id, key)?.events);
        }
        Ok(())
    }

    pub(super) fn navigation_back(&mut self, id: MemberId, hidden: &[String], shown: &[String]) -> Result<(), Refusal> {
        let decision = navigation::decide(&self.now, id, hidden, shown)?;
        self.out.events.extend(decision.events);
        Ok(())
    }

    pub(super) fn period_back(&mut self, id: MemberId, before: Period, after: Period) -> Result<(), Refusal> {
        let now = member_of(&self.now, id)?.holds.period;
        if now == before {
            return Ok(());
        }
        // The beginning is over once somebody is let in, be it by the day or by hand.
        if now != after && now != (Period { from: None, ..after }) {
            return Err(changed_since("The period was changed again since.".to_owned(), "Change it by hand."));
        }
        let decision = period::dates(&self.now, self.at, id, before)?;
        self.out.events.extend(decision.events);
        self.out.effects.extend(decision.effects);
        Ok(())
    }
}
