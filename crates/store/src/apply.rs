//! `apply`: events become rows, and entries of the hash-chained log (R30). The same code builds a
//! replica from a feed of events.

mod added;
mod member;

use crate::{Arg, StoreError, Work, arg::insert_rows, holdings::Moved, record, sql};
use added::Added;
use rollbook_domain::{
    CommandId, Event, MemberId, Timestamp,
    chain::{Sealed, commit, seal},
    holding::Holding,
    member::{Kind, Status},
};
use std::collections::HashMap;

/// Under which name the mail server is kept; empty when there is none.
pub const MAIL_SERVER: &str = "mail_server";

/// What every event of one command shares.
#[derive(Clone, Copy, Debug)]
pub struct Stamp {
    /// When.
    pub at: Timestamp,
    /// Under which command.
    pub command: CommandId,
    /// Who acted; `None` for Rollbook itself.
    pub actor: Option<MemberId>,
}

impl Work {
    /// Carries out events and appends them to the log. `salt` gives sixteen random bytes an event.
    pub async fn apply(
        &mut self,
        stamp: Stamp,
        events: &[Event],
        salt: &mut (dyn FnMut() -> [u8; 16] + Send),
    ) -> Result<(), StoreError> {
        let before = self.standings(events).await?;
        let mut entries = Vec::with_capacity(events.len());
        let mut added = Added::default();
        let mut moved = Moved::default();
        let mut begun = HashMap::new();
        for event in events {
            self.seq += 1;
            entries.push(self.entry(stamp, event, salt())?);
            if event.is_structural() {
                self.structure_seq = Some(self.seq);
            }
            match event {
                Event::MemberAdded { member, last_sign_in } => {
                    self.write_moved(stamp, std::mem::take(&mut moved)).await?;
                    added.push(self, stamp, member, *last_sign_in)?;
                }
                Event::InvitationSent { .. } | Event::AccessSent { .. } => {}
                Event::Given { member, what, until } if Moved::takes(what) => {
                    self.insert(std::mem::take(&mut added)).await?;
                    // What begins by itself was given by whoever scheduled it (C19).
                    let giver = stamp.actor.or_else(|| begun.remove(&(*member, what.clone())));
                    moved.give(*member, what, (*until, giver));
                }
                Event::Taken { member, what, .. } if Moved::takes(what) => {
                    self.insert(std::mem::take(&mut added)).await?;
                    if moved.gives() {
                        self.write_moved(stamp, std::mem::take(&mut moved)).await?;
                    }
                    moved.take(*member, what);
                }
                _ => {
                    if let Event::Unscheduled { member, waiting, .. } = event {
                        begun.extend(waiting.by.map(|by| ((*member, waiting.what.clone()), by)));
                    }
                    self.insert(std::mem::take(&mut added)).await?;
                    self.write_moved(stamp, std::mem::take(&mut moved)).await?;
                    self.carry_out(stamp, event).await?;
                }
            }
        }
        self.write_moved(stamp, moved).await?;
        self.insert(added).await?;
        insert_rows(
            &mut self.tx,
            "INSERT INTO event (organization, seq, at, command, actor, kind, member, body, origin, salt, body_seal, seal)",
            "",
            entries,
        )
        .await?;
        let after = self.standings(events).await?;
        self.keep_moves(before, after);
        self.write_counts().await?;
        self.write_coverage(stamp.at).await?;
        let (seq, head, organization) = (self.seq, self.head, self.organization.to_bytes());
        self.run(sql!("UPDATE organization SET seq = $1, head = $2 WHERE id = $3", seq, head, organization)).await?;
        if let Some(structure) = self.structure_seq {
            self.run(sql!("UPDATE organization SET structure_seq = $1 WHERE id = $2", structure, organization)).await?;
        }
        Ok(())
    }

    fn entry(&mut self, stamp: Stamp, event: &Event, salt: [u8; 16]) -> Result<Vec<Arg>, StoreError> {
        let body = serde_json::to_string(event).map_err(StoreError::corrupt)?;
        let origin = self.origin.clone();
        let body_seal = commit(&salt, &body, &origin);
        let actor = stamp.actor.map(MemberId::to_bytes);
        self.head = seal(
            &self.head,
            &Sealed {
                organization: self.organization.to_bytes(),
                seq: self.seq,
                at: stamp.at.0,
                command: stamp.command.to_bytes(),
                actor: actor.unwrap_or_default(),
                kind: event.kind(),
                body: body_seal,
            },
        );
        Ok(vec![
            self.organization.to_bytes().into(),
            self.seq.into(),
            stamp.at.0.into(),
            stamp.command.to_bytes().into(),
            actor.into(),
            event.kind().into(),
            event.member().map(MemberId::to_bytes).into(),
            body.into(),
            origin.into(),
            salt.into(),
            body_seal.into(),
            self.head.into(),
        ])
    }

    async fn carry_out(&mut self, stamp: Stamp, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::CatalogueExtended { module, actions } => self.extend_catalogue(module, actions).await,
            Event::ProductTaken { product } => self.take_product(product).await,
            Event::SeatsChanged { package, after, .. } => self.set_seats(package, *after).await,
            Event::PlanChanged { after, .. } => self.set_plan(*after).await,
            Event::DetailsChanged { after, .. } => self.describe(after).await,
            Event::BillingChanged { after, .. } => self.bill(after).await,
            Event::RoleAdded { role } => self.add_role(role).await,
            Event::RoleChanged { role, name, description, gained, lost } => {
                self.change_role(*role, name.as_ref(), description.as_ref(), (gained, lost)).await
            }
            Event::RoleRemoved { role } => self.remove_role(role.id).await,
            Event::PortalAdded { portal } => self.add_portal(portal).await,
            Event::PortalRemoved { portal } => self.remove_portal(portal).await,
            Event::TeamAdded { team } => self.add_team(team).await,
            Event::TeamRenamed { team, name: (_, name) } => self.rename_team(*team, name).await,
            Event::TeamRemoved { team } => self.remove_team(team).await,
            Event::GroupAdded { group } => self.add_group(group).await,
            Event::GroupChanged { .. } => self.change_group(event).await,
            Event::GroupRemoved { group } => {
                self.run(sql!("DELETE FROM grp WHERE id = $1", group.id.to_bytes())).await?;
                Ok(())
            }
            Event::MemberWithdrawn { member } => self.withdraw(member).await,
            Event::MemberChanged { member, changes } => self.change(*member, changes).await,
            Event::PhotoChanged { member, photo } => {
                // A new picture rides beside the event.
                if photo.is_none() {
                    self.remove_photo(*member).await?;
                }
                self.touch(*member).await
            }
            Event::StatusChanged { member, before, after } => self.move_to(stamp, *member, *before, *after).await,
            Event::Given { .. }
            | Event::Taken { .. }
            | Event::EndMoved { .. }
            | Event::Scheduled { .. }
            | Event::Unscheduled { .. }
            | Event::SeatFreed { .. }
            | Event::SeatRegained { .. } => self.change_holds(stamp, event).await,
            Event::NavigationChanged { member, hidden, shown } => {
                self.navigate(*member, hidden, shown).await?;
                self.touch(*member).await
            }
            Event::PeriodChanged { member, after, by, .. } => {
                let (from, until) = (after.from.map(|at| at.0), after.until.map(|at| at.0));
                self.run(sql!(
                    "UPDATE member SET period_from = $1, period_until = $2, period_by = $3 WHERE id = $4",
                    from,
                    until,
                    by.map(MemberId::to_bytes),
                    member.to_bytes()
                ))
                .await?;
                self.touch(*member).await
            }
            Event::KeyAdded { member, key } => {
                self.add_key(stamp, *member, key).await?;
                self.touch(*member).await
            }
            Event::KeyRevoked { member, key } => {
                self.revoke_key(stamp, key.id).await?;
                self.touch(*member).await
            }
            Event::FactorAdded { member, now, .. } | Event::FactorRemoved { member, now, .. } => {
                self.set_factor(stamp.at, *member, *now).await
            }
            Event::FactorsReset { member, .. } => self.set_factor(stamp.at, *member, None).await,
            Event::FactorAsked { member } => self.factor_asked(stamp.at, *member).await,
            Event::FactorRequired { member, required } => self.require_factor(*member, *required).await,
            Event::InvitationAccepted { member, .. }
            | Event::PasswordSet { member }
            | Event::TemporaryPasswordSet { member }
            | Event::PasswordChanged { member, .. }
            | Event::RecoveryCodesMade { member }
            | Event::RecoveryCodeUsed { member, .. }
            | Event::EmergencyUsed { member } => self.touch(*member).await,
            Event::PolicyChanged { after, .. } => self.set_policy(after).await,
            Event::SignedIn { member, at } => self.signed_in(*member, *at).await,
            Event::MemberErased { member } => self.erase(stamp, *member).await,
            Event::MailServerChanged { after, .. } => self.set(MAIL_SERVER, after.as_deref().unwrap_or_default()).await,
            Event::WordingChanged { of, after, .. } => self.set_wording(of, after.as_deref()).await,
            Event::MailRetried { mail, .. } => self.retry_mail(*mail, stamp.at).await,
            // Written elsewhere, or told by the log alone.
            _ => Ok(()),
        }
    }

    /// Events about what a member holds.
    async fn change_holds(&mut self, stamp: Stamp, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::Given { member, what, .. } => {
                if let Holding::Licence(package) = what {
                    self.give_licence(stamp, *member, package).await?;
                }
                self.touch(*member).await
            }
            Event::Taken { member, what, .. } => {
                if let Holding::Licence(package) = what {
                    self.take_licence(*member, package).await?;
                }
                self.touch(*member).await
            }
            Event::EndMoved { member, what, after, .. } => {
                self.move_end(*member, what, *after).await?;
                self.touch(*member).await
            }
            Event::Scheduled { member, waiting } => {
                self.schedule(stamp, *member, waiting).await?;
                self.touch(*member).await
            }
            Event::Unscheduled { member, waiting, .. } => {
                self.unschedule(*member, &waiting.what).await?;
                self.touch(*member).await
            }
            Event::SeatFreed { member, package } => self.seat(*member, package, 2).await,
            Event::SeatRegained { member, package } => self.seat(*member, package, 0).await,
            _ => Ok(()),
        }
    }

    pub(crate) async fn touch(&mut self, member: MemberId) -> Result<(), StoreError> {
        let seq = self.seq;
        self.run(sql!("UPDATE member SET version = $1 WHERE id = $2", seq, member.to_bytes())).await?;
        Ok(())
    }

    fn count(&mut self, kind: Kind, status: Status, tier: i64, more: i64) {
        *self.counts.entry((kind, record::status_number(status), tier)).or_default() += more;
    }

    async fn write_counts(&mut self) -> Result<(), StoreError> {
        for ((kind, status, tier), more) in std::mem::take(&mut self.counts) {
            let organization = self.organization.to_bytes();
            self.run(sql!(
                "INSERT INTO member_count (organization, kind, status, tier, n) VALUES ($1, $2, $3, $4, $5) \
                 ON CONFLICT (organization, kind, status, tier) DO UPDATE SET n = member_count.n + excluded.n",
                organization,
                record::word(&kind)?,
                status,
                tier,
                more
            ))
            .await?;
        }
        Ok(())
    }
}
