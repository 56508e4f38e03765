//! Undo of what happened to members.

use super::{Undo, changed_since};
use crate::{
    Code, Effect, Event, IdSource, MemberId, Refusal,
    command::Action,
    decide::{
        apply::read, authority, authority::Standing, edit, holdings, invite, lifecycle, lifecycle::Room, member_of,
    },
    event::{Change, Field},
    holding::Holds,
    member::{AccessMode, Member, Status, Tier},
    session::Ended,
};

impl Undo {
    /// Takes an addition back, as long as the person never came in by it.
    pub(super) fn withdraw(&mut self, added: &Member) -> Result<(), Refusal> {
        let Some(member) = self.now.members.get(&added.id) else {
            return Ok(());
        };
        if member.tier == Tier::Owner {
            return Err(Refusal::new(Code::OwnerFixed, "The owner stays.", ""));
        }
        self.standing_of_others(member)?;
        if !as_added(member, added) {
            let what = format!("{} isn’t as they were added any more.", member.name());
            return Err(changed_since(what, "Archive them instead."));
        }
        let id = member.id;
        self.out.events.push(Event::MemberWithdrawn { member: Box::new(member.clone()) });
        self.out.effects.push(Effect::KillLinks { member: id });
        self.out.effects.push(Effect::EndSessions { member: id, why: Ended::Shut });
        Ok(())
    }

    pub(super) fn add_again(&mut self, member: &Member, ids: &mut dyn IdSource) -> Result<(), Refusal> {
        // Back already, perhaps under another address by now.
        if self.now.members.contains_key(&member.id) {
            return Ok(());
        }
        let key = member.email.key();
        let known = self.now.by_email.get(&key);
        if let Some(found) = known.and_then(|id| self.now.members.get(id)) {
            return Err(invite::already_here(found));
        }
        if member.tier.administers() && member.status.counts() {
            authority::room_for_administrators(&self.now, self.now.administrators, 1)?;
        }
        let account = self.now.accounts.get(&key);
        let mut member = Member {
            version: 0,
            account: account.map_or(member.account, |account| account.id),
            has_password: account.map_or(member.has_password, |account| account.has_password),
            second_factor: account.and_then(|account| account.second_factor),
            ..member.clone()
        };
        let lost = holdings::as_far_as_there(&self.now, &mut member);
        authority::leave(&self.now, None, &member)?;
        self.out.kept.extend(lost);
        self.out.events.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in: None });
        if member.status == Status::Pending {
            lifecycle::invite_again(&self.now, self.at, &member, ids, &mut self.out);
        }
        Ok(())
    }

    pub(super) fn change_back(
        &mut self,
        id: MemberId,
        changes: &[Change],
        ids: &mut dyn IdSource,
    ) -> Result<(), Refusal> {
        // An archived administrator can be lowered (R31), so that can be taken back.
        let lowered = changes.iter().all(|change| change.field == Field::Tier);
        let member = if lowered { member_of(&self.now, id)? } else { self.changeable(id)? };
        authority::touch(&self.now, member)?;
        let mut back = Vec::new();
        for change in changes {
            let now = value_of(member, change.field);
            if now == change.before {
                continue;
            }
            if now != change.after {
                let what = format!("Somebody changed it again since. It now says \u{201c}{now}\u{201d}.");
                return Err(changed_since(what, "Open the user to change it by hand."));
            }
            self.allowed_back(member, change)?;
            back.push(Change { field: change.field, before: change.after.clone(), after: change.before.clone() });
        }
        if back.is_empty() {
            return Ok(());
        }
        let new_address = back.iter().any(|change| change.field == Field::Email);
        let member = member.clone();
        self.out.events.push(Event::MemberChanged { member: id, changes: back });
        if new_address && member.status == Status::Pending {
            // The link went to the address that is taken back (C37).
            self.out.effects.push(Effect::KillLinks { member: id });
            lifecycle::invite_again(&self.now, self.at, &member, ids, &mut self.out);
        } else if new_address {
            self.out.effects.push(Effect::KillLinks { member: id });
        }
        Ok(())
    }

    /// R7, R13, R15, R17, R21 hold for an undo as for any other change (C18).
    fn allowed_back(&self, member: &Member, change: &Change) -> Result<(), Refusal> {
        match change.field {
            Field::Tier => {
                self.standing_of_others(member)?;
                let tier: Tier = read(&change.before).ok_or_else(unreadable)?;
                authority::leave(&self.now, Some(member), Standing { tier, ..member.into() })?;
                if tier.administers() && !member.tier.administers() && member.status.counts() {
                    authority::room_for_administrators(&self.now, self.now.administrators, 1)?;
                }
                Ok(())
            }
            Field::Access => {
                self.standing_of_others(member)?;
                let access: AccessMode = read(&change.before).ok_or_else(unreadable)?;
                authority::leave(&self.now, Some(member), Standing { access, ..member.into() })
            }
            Field::Email => edit::address_may_change(&self.now, member, &invite::email(&change.before)?),
            Field::FirstName
            | Field::LastName
            | Field::Language
            | Field::Phone
            | Field::Note
            | Field::Contact
            | Field::Customer => Ok(()),
        }
    }

    pub(super) fn move_back(
        &mut self,
        id: MemberId,
        before: Status,
        after: Status,
        ids: &mut dyn IdSource,
    ) -> Result<(), Refusal> {
        let member = member_of(&self.now, id)?;
        if member.status == before {
            return Ok(());
        }
        // Archived again from another state is another archiving.
        let other_archiving = after == Status::Archived && member.held != before;
        if member.status != after || other_archiving {
            let what = format!("{} moved on since.", member.name());
            return Err(changed_since(what, "Change it by hand."));
        }
        let action = match (after, before) {
            (Status::Suspended, Status::Active) => Action::Reactivate,
            (Status::Active, Status::Suspended) => Action::Suspend,
            (Status::Archived, _) => Action::Restore,
            (Status::Active | Status::Suspended, Status::Archived) => Action::Archive,
            (Status::Pending, Status::Archived) => Action::Revoke,
            _ => {
                return Err(Refusal::new(Code::NothingToUndo, "This can’t be undone.", ""));
            }
        };
        let mut room = Room::of(&self.now);
        lifecycle::one(&self.now, self.at, action, member, &mut room, ids, &mut self.out)
    }

    /// What was required of somebody in person is not any more, or is again; who set one up meanwhile did
    /// what was asked.
    pub(super) fn requirement_back(&mut self, id: MemberId, required: bool) -> Result<(), Refusal> {
        let member = self.changeable(id)?;
        if member.second_factor.is_none() {
            self.out.events.push(Event::FactorRequired { member: id, required: !required });
        }
        Ok(())
    }

    /// A member that the actor may change now.
    pub(super) fn changeable(&self, id: MemberId) -> Result<&Member, Refusal> {
        let member = member_of(&self.now, id)?;
        authority::touch(&self.now, member)?;
        if member.status == Status::Archived {
            return Err(lifecycle::archived(member));
        }
        Ok(member)
    }

    /// R14 and R17: somebody of the actor's rank or below, and not the actor.
    pub(super) fn standing_of_others(&self, member: &Member) -> Result<(), Refusal> {
        authority::touch(&self.now, member)?;
        authority::not_yourself(&self.now, member)
    }
}

/// Whether nothing of the record changed since the member was added, and nobody set a password to
/// come in by it.
fn as_added(member: &Member, added: &Member) -> bool {
    let mut groups = added.groups.clone();
    let mut now = member.groups.clone();
    groups.sort();
    now.sort();
    let came_in = member.status == Status::Active && member.has_password && !added.has_password;
    let then = Member {
        groups: now.clone(),
        version: member.version,
        has_password: member.has_password,
        second_factor: member.second_factor,
        holds: sorted(&added.holds),
        ..added.clone()
    };
    let member = Member { groups: now.clone(), holds: sorted(&member.holds), ..member.clone() };
    !came_in && now == groups && member == then
}

/// The same holdings in an order that says nothing.
fn sorted(holds: &Holds) -> Holds {
    let mut holds = holds.clone();
    holds.roles.sort();
    holds.licences.sort();
    holds.freed.sort();
    holds.grants.sort();
    holds.restrictions.sort();
    holds.hidden.sort();
    holds.portals.sort();
    holds.ends.sort();
    holds
}

fn unreadable() -> Refusal {
    Refusal::new(Code::NothingToUndo, "The entry can’t be read.", "")
}

fn value_of(member: &Member, field: Field) -> String {
    match field {
        Field::FirstName => member.first_name.clone(),
        Field::LastName => member.last_name.clone(),
        Field::Email => member.email.as_str().to_owned(),
        Field::Tier => edit::word(&member.tier),
        Field::Access => edit::word(&member.access),
        Field::Language => member.language.clone(),
        Field::Phone => member.phone.clone(),
        Field::Note => member.note.clone(),
        Field::Contact => member.holds.contact.clone(),
        Field::Customer => member.holds.customer.clone(),
    }
}
