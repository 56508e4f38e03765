//! Members who come and are withdrawn again, with all that they hold.

use super::{Stamp, member::name_key};
use crate::{Arg, StoreError, Work, arg::insert_rows, record, sql};
use rollbook_domain::{
    GroupId, MemberId, RoleId, Timestamp,
    catalogue::Package,
    factor::FactorKind,
    holding::Holding,
    member::{Member, Status},
    text::search_text,
    time::Roll,
};
use std::collections::HashMap;

/// Rows of members that are inserted together.
#[derive(Default)]
pub(super) struct Added {
    accounts: Vec<Vec<Arg>>,
    members: Vec<Vec<Arg>>,
    groups: Vec<Vec<Arg>>,
    holdings: Vec<Vec<Arg>>,
    sizes: HashMap<GroupId, i64>,
    roles: HashMap<RoleId, i64>,
    seats: HashMap<Package, i64>,
}

impl Work {
    pub(super) async fn insert(&mut self, mut added: Added) -> Result<(), StoreError> {
        if added.members.is_empty() {
            return Ok(());
        }
        // In one order, so that two organizations that add the same people wait for each other rather
        // than each for the other.
        added.accounts.sort_by(|one, other| one.get(2).map(Arg::text).cmp(&other.get(2).map(Arg::text)));
        let accounts = "INSERT INTO account (id, email, email_key, created_at)";
        insert_rows(&mut self.tx, accounts, " ON CONFLICT (id) DO NOTHING", added.accounts).await?;
        let members = "INSERT INTO member (id, organization, account, first_name, last_name, email, name_key, email_key, search, \
             kind, tier, status, held, tab, access, language, phone, note, added_by, added_at, added_seq, archived_at, version, \
             last_active, roll_day, roll_bits, contact, customer, hidden, period_from, period_until, period_by, \
             second_factor)";
        insert_rows(&mut self.tx, members, "", added.members).await?;
        let groups = "INSERT INTO member_grp (member, grp, since, given_by, until)";
        insert_rows(&mut self.tx, groups, "", added.groups).await?;
        insert_rows(&mut self.tx, crate::holdings::INSERT, "", added.holdings).await?;
        for (role, more) in added.roles {
            self.run(sql!("UPDATE role SET members = members + $1 WHERE id = $2", more, role.to_bytes())).await?;
        }
        for (package, more) in added.seats {
            self.move_seat(&package, more).await?;
        }
        for (group, more) in added.sizes {
            self.run(sql!("UPDATE grp SET members = members + $1 WHERE id = $2", more, group.to_bytes())).await?;
        }
        Ok(())
    }

    pub(super) async fn withdraw(&mut self, member: &Member) -> Result<(), StoreError> {
        for group in &member.groups {
            if member.status != Status::Archived {
                self.run(sql!("UPDATE grp SET members = members - 1 WHERE id = $1", group.to_bytes())).await?;
            }
        }
        for role in member.holds.roles.iter().filter(|_| member.status != Status::Archived) {
            self.run(sql!("UPDATE role SET members = members - 1 WHERE id = $1", role.to_bytes())).await?;
        }
        for package in &member.holds.licences {
            self.move_seat(package, -1).await?;
        }
        self.count(member.kind, member.status, record::tier_number(member.tier), -1);
        self.leave_coverage(member).await?;
        self.run(sql!("DELETE FROM holding WHERE member = $1", member.id.to_bytes())).await?;
        self.run(sql!("DELETE FROM member_grp WHERE member = $1", member.id.to_bytes())).await?;
        self.run(sql!("DELETE FROM member WHERE id = $1", member.id.to_bytes())).await?;
        self.run(sql!(
            "DELETE FROM account WHERE id = $1 AND password IS NULL AND NOT EXISTS (SELECT 1 FROM member WHERE account = $1)",
            member.account.to_bytes()
        ))
        .await?;
        Ok(())
    }
}

impl Added {
    pub(super) fn push(
        &mut self,
        work: &mut Work,
        stamp: Stamp,
        member: &Member,
        last_sign_in: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let (first, last, email) = (member.first_name.as_str(), member.last_name.as_str(), member.email.as_str());
        let key = member.email.key();
        let roll = last_sign_in.map_or_else(Roll::default, |at| Roll::default().signed_in(at));
        let archived_at = (member.status == Status::Archived).then_some(member.added_at.0);
        self.accounts.push(vec![
            member.account.to_bytes().into(),
            email.into(),
            key.clone().into(),
            member.added_at.0.into(),
        ]);
        self.members.push(vec![
            member.id.to_bytes().into(),
            work.organization.to_bytes().into(),
            member.account.to_bytes().into(),
            first.into(),
            last.into(),
            email.into(),
            name_key(first, last, email).into(),
            key.into(),
            search_text(first, last, email).into(),
            record::word(&member.kind)?.into(),
            record::tier_number(member.tier).into(),
            record::status_number(member.status).into(),
            record::status_number(member.held).into(),
            record::list_number(member.kind, member.status.tab()).into(),
            record::word(&member.access)?.into(),
            member.language.as_str().into(),
            member.phone.as_str().into(),
            member.note.as_str().into(),
            member.added_by.map(MemberId::to_bytes).into(),
            member.added_at.0.into(),
            work.seq.into(),
            archived_at.into(),
            work.seq.into(),
            last_sign_in.map_or(0, |at| at.0).into(),
            roll.day.into(),
            i64::from(roll.bits).into(),
            member.holds.contact.as_str().into(),
            member.holds.customer.as_str().into(),
            member.holds.hidden.join("\n").into(),
            member.holds.period.from.map(|at| at.0).into(),
            member.holds.period.until.map(|at| at.0).into(),
            member.holds.period_by.map(MemberId::to_bytes).into(),
            member.second_factor.map(|kind| kind.word().to_owned()).into(),
        ]);
        self.hold(work.organization.to_bytes(), stamp, member);
        work.count(member.kind, member.status, record::tier_number(member.tier), 1);
        work.covers(member.kind, member.status, member.second_factor.map(FactorKind::word), 1);
        Ok(())
    }

    /// Rows of what a new member holds, since they were added, by whoever added them.
    fn hold(&mut self, organization: [u8; 16], stamp: Stamp, member: &Member) {
        let stamp = Stamp { at: member.added_at, actor: member.added_by.or(stamp.actor), ..stamp };
        let counts = i64::from(member.status != Status::Archived);
        let end = |what: &Holding| member.holds.end_of(what);
        for group in &member.groups {
            let until = end(&Holding::Group(*group)).map(|at| at.0);
            let giver = stamp.actor.map(MemberId::to_bytes);
            let (id, group_id) = (member.id.to_bytes(), group.to_bytes());
            self.groups.push(vec![id.into(), group_id.into(), stamp.at.0.into(), giver.into(), until.into()]);
            *self.sizes.entry(*group).or_default() += counts;
        }
        let holds = &member.holds;
        let held = holds.roles.iter().map(|id| Holding::Role(*id));
        let held = held.chain(holds.grants.iter().cloned().map(Holding::Grant));
        let held = held.chain(holds.restrictions.iter().cloned().map(Holding::Restriction));
        let held = held.chain(holds.portals.iter().map(|id| Holding::Portal(*id)));
        let held = held.chain(holds.teams.iter().map(|id| Holding::Team(*id)));
        let held = held.chain(holds.licences.iter().cloned().map(Holding::Licence)).map(|what| (what, 0));
        let held = held.chain(holds.freed.iter().cloned().map(|package| (Holding::Licence(package), 2)));
        for (what, state) in held {
            let row = crate::holdings::row(organization, stamp, member.id, &what, (state, None, end(&what)));
            self.holdings.push(row);
        }
        for waiting in &holds.waiting {
            let stamp = Stamp { actor: waiting.by, ..stamp };
            let state = (1, waiting.period.from, waiting.period.until);
            self.holdings.push(crate::holdings::row(organization, stamp, member.id, &waiting.what, state));
        }
        for role in &holds.roles {
            *self.roles.entry(*role).or_default() += counts;
        }
        for package in &holds.licences {
            *self.seats.entry(package.clone()).or_default() += 1;
        }
    }
}
