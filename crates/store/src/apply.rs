//! `apply`: events become rows, and entries of the hash-chained log (R30). The same code builds a
//! replica from a feed of events.

use crate::{Arg, StoreError, Work, arg::insert_rows, holdings::Moved, record, sql};
use rollbook_domain::{
    CommandId, Event, GroupId, MemberId, RoleId, Timestamp,
    catalogue::Package,
    chain::{Sealed, commit, seal},
    event::{Change, Field},
    factor::FactorKind,
    holding::Holding,
    member::{Kind, Member, Status},
    text::{fold, search_text},
    time::Roll,
};
use sqlx::Row;
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

/// Rows of members that are inserted together.
#[derive(Default)]
struct Added {
    accounts: Vec<Vec<Arg>>,
    members: Vec<Vec<Arg>>,
    groups: Vec<Vec<Arg>>,
    holdings: Vec<Vec<Arg>>,
    sizes: HashMap<GroupId, i64>,
    roles: HashMap<RoleId, i64>,
    seats: HashMap<Package, i64>,
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

    async fn insert(&mut self, mut added: Added) -> Result<(), StoreError> {
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

    async fn carry_out(&mut self, stamp: Stamp, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::CatalogueExtended { module, actions } => self.extend_catalogue(module, actions).await,
            Event::ProductTaken { product } => self.take_product(product).await,
            Event::SeatsChanged { package, after, .. } => self.set_seats(package, *after).await,
            Event::PlanChanged { after, .. } => self.set_plan(*after).await,
            Event::RoleAdded { role } => self.add_role(role).await,
            Event::RoleChanged { role, name, description, gained, lost } => {
                self.change_role(*role, name.as_ref(), description.as_ref(), (gained, lost)).await
            }
            Event::RoleRemoved { role } => self.remove_role(role.id).await,
            Event::PortalAdded { portal } => self.add_portal(portal).await,
            Event::PortalRemoved { portal } => self.remove_portal(portal).await,
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
                self.set_factor(*member, *now).await
            }
            Event::FactorsReset { member, .. } => self.set_factor(*member, None).await,
            Event::InvitationAccepted { member, .. }
            | Event::PasswordSet { member }
            | Event::TemporaryPasswordSet { member }
            | Event::PasswordChanged { member, .. }
            | Event::RecoveryCodesMade { member }
            | Event::RecoveryCodeUsed { member, .. } => self.touch(*member).await,
            Event::PolicyChanged { after, .. } => {
                let (policy, organization) =
                    (serde_json::to_string(after).map_err(StoreError::corrupt)?, self.organization.to_bytes());
                self.run(sql!("UPDATE organization SET policy = $1 WHERE id = $2", policy, organization)).await?;
                Ok(())
            }
            Event::SignedIn { member, at } => self.signed_in(*member, *at).await,
            Event::MemberErased { member } => self.erase(stamp, *member).await,
            Event::MailServerChanged { after, .. } => self.set(MAIL_SERVER, after.as_deref().unwrap_or_default()).await,
            Event::WordingChanged { of, after, .. } => self.set_wording(of, after.as_deref()).await,
            Event::MailRetried { mail, .. } => self.retry_mail(*mail, stamp.at).await,
            Event::OrganizationCreated { .. }
            | Event::MemberAdded { .. }
            | Event::InvitationSent { .. }
            | Event::AccessSent { .. }
            | Event::PasswordLinkSent { .. }
            | Event::RecoverySent { .. }
            | Event::LetIn { .. }
            | Event::PasswordChangeForced { .. }
            | Event::SessionsEnded { .. }
            | Event::Locked { .. }
            | Event::SignInAsAsked { .. }
            | Event::SignedInAs { .. }
            | Event::SignedInBy { .. } => Ok(()),
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

    async fn withdraw(&mut self, member: &Member) -> Result<(), StoreError> {
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

    async fn change(&mut self, member: MemberId, changes: &[Change]) -> Result<(), StoreError> {
        let id = member.to_bytes();
        for Change { field, after, .. } in changes {
            match field {
                Field::FirstName => {
                    self.run(sql!("UPDATE member SET first_name = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::LastName => {
                    self.run(sql!("UPDATE member SET last_name = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::Access => {
                    self.run(sql!("UPDATE member SET access = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::Language => {
                    self.run(sql!("UPDATE member SET language = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::Phone => {
                    self.run(sql!("UPDATE member SET phone = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::Contact => {
                    self.run(sql!("UPDATE member SET contact = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::Customer => {
                    self.run(sql!("UPDATE member SET customer = $1 WHERE id = $2", after.as_str(), id)).await?
                }
                Field::Note => self.run(sql!("UPDATE member SET note = $1 WHERE id = $2", after.as_str(), id)).await?,
                Field::Tier => self.change_tier(member, after).await?,
                Field::Email => {
                    let email: rollbook_domain::Email = record::from_word(after)?;
                    self.run(sql!(
                        "UPDATE member SET email = $1, email_key = $2 WHERE id = $3",
                        email.as_str(),
                        email.key(),
                        id
                    ))
                    .await?;
                    self.run(sql!(
                        "UPDATE account SET email = $1, email_key = $2 WHERE id = (SELECT account FROM member WHERE id = $3)",
                        email.as_str(), email.key(), id
                    ))
                    .await?
                }
            };
        }
        if changes.iter().any(|change| matches!(change.field, Field::FirstName | Field::LastName | Field::Email)) {
            self.index_again(member).await?;
        }
        self.touch(member).await
    }

    async fn change_tier(&mut self, member: MemberId, after: &str) -> Result<u64, StoreError> {
        let id = member.to_bytes();
        let row =
            sql!("SELECT tier, status, kind FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let kind = record::from_word(&row.try_get::<String, _>("kind")?)?;
        let status = record::status(row.try_get("status")?)?;
        let tier = record::tier_number(record::from_word(after)?);
        self.count(kind, status, row.try_get("tier")?, -1);
        self.count(kind, status, tier, 1);
        self.run(sql!("UPDATE member SET tier = $1 WHERE id = $2", tier, id)).await
    }

    /// Brings the folded columns up to the names and the address.
    async fn index_again(&mut self, member: MemberId) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let row = sql!("SELECT first_name, last_name, email FROM member WHERE id = $1", id)
            .query()
            .fetch_one(&mut *self.tx)
            .await?;
        let (first, last, email): (String, String, String) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let (name_key, search) = (name_key(&first, &last, &email), search_text(&first, &last, &email));
        self.run(sql!("UPDATE member SET name_key = $1, search = $2 WHERE id = $3", name_key, search, id)).await?;
        Ok(())
    }

    async fn move_to(
        &mut self,
        stamp: Stamp,
        member: MemberId,
        before: Status,
        after: Status,
    ) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let archived_at = (after == Status::Archived).then_some(stamp.at.0);
        let held = if after == Status::Archived { before } else { after };
        let (organization, seq) = (self.organization.to_bytes(), self.seq);
        let row = sql!("SELECT tier, kind FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let (tier, kind) = (row.try_get("tier")?, record::from_word(&row.try_get::<String, _>("kind")?)?);
        self.run(sql!(
            "UPDATE member SET status = $1, held = $2, tab = $3, archived_at = $4, version = $5 \
             WHERE id = $6 AND organization = $7",
            record::status_number(after),
            record::status_number(held),
            record::list_number(kind, after.tab()),
            archived_at,
            seq,
            id,
            organization,
        ))
        .await?;
        self.count(kind, before, tier, -1);
        self.count(kind, after, tier, 1);
        let more = i64::from(before == Status::Archived) - i64::from(after == Status::Archived);
        if more != 0 {
            self.run(sql!(
                "UPDATE grp SET members = members + $1 WHERE id IN (SELECT grp FROM member_grp WHERE member = $2)",
                more,
                id
            ))
            .await?;
            self.run(sql!(
                "UPDATE role SET members = members + $1 \
                 WHERE id IN (SELECT what FROM holding WHERE member = $2 AND kind = 1 AND state = 0)",
                more,
                id
            ))
            .await?;
        }
        Ok(())
    }

    async fn signed_in(&mut self, member: MemberId, at: Timestamp) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let row =
            sql!("SELECT roll_day, roll_bits FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let bits = u16::try_from(row.try_get::<i64, _>("roll_bits")?).map_err(StoreError::corrupt)?;
        let roll = Roll { day: row.try_get("roll_day")?, bits }.signed_in(at);
        self.run(sql!(
            "UPDATE member SET last_active = $1, roll_day = $2, roll_bits = $3 WHERE id = $4",
            at.0,
            roll.day,
            i64::from(roll.bits),
            id
        ))
        .await?;
        Ok(())
    }

    /// The row stays for the history's sake, under no tab and without a name. It gets an account of
    /// its own that nobody can sign in with, so that the person may come again; the account that it
    /// had goes, unless another organization knows the person by it.
    async fn erase(&mut self, stamp: Stamp, member: MemberId) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let row = sql!("SELECT tier, status, kind, account FROM member WHERE id = $1", id)
            .query()
            .fetch_one(&mut *self.tx)
            .await?;
        let kind = record::from_word(&row.try_get::<String, _>("kind")?)?;
        self.count(kind, record::status(row.try_get("status")?)?, row.try_get("tier")?, -1);
        let account = record::account_id(&row, "account")?.to_bytes();
        let nobody = format!("{member}@erased.invalid");
        let seq = self.seq;
        self.run(sql!("DELETE FROM member_grp WHERE member = $1", id)).await?;
        self.run(sql!("DELETE FROM holding WHERE member = $1", id)).await?;
        self.remove_photo(member).await?;
        self.drop_sessions(member).await?;
        self.drop_keys(member).await?;
        self.run(sql!(
            "INSERT INTO account (id, email, email_key, created_at) VALUES ($1, $2, $2, $3)",
            id,
            nobody.as_str(),
            stamp.at.0
        ))
        .await?;
        self.run(sql!(
            "UPDATE member SET account = $3, first_name = '', last_name = '', email = $1, name_key = '', email_key = $1, search = '', \
             phone = '', note = '', contact = '', customer = '', hidden = '', period_from = NULL, period_until = NULL, period_by = NULL, tab = 3, version = $2, second_factor = NULL, last_active = 0, roll_bits = 0 WHERE id = $3",
            nobody.as_str(), seq, id
        ))
        .await?;
        self.run(sql!(
            "DELETE FROM account WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM member WHERE account = $1)",
            account
        ))
        .await?;
        Ok(())
    }

    /// Hides and shows modules in a member's menus.
    async fn navigate(&mut self, member: MemberId, hidden: &[String], shown: &[String]) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let row = sql!("SELECT hidden FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let mut all = record::lines(&row.try_get::<String, _>("hidden")?);
        all.retain(|key| !shown.contains(key));
        all.extend(hidden.iter().cloned());
        all.sort();
        self.run(sql!("UPDATE member SET hidden = $1 WHERE id = $2", all.join("\n"), id)).await?;
        Ok(())
    }

    /// Writes the strongest second factor that lists show.
    async fn set_factor(&mut self, member: MemberId, now: Option<FactorKind>) -> Result<(), StoreError> {
        let word = now.map(|kind| kind.word().to_owned());
        self.run(sql!("UPDATE member SET second_factor = $1 WHERE id = $2", word, member.to_bytes())).await?;
        self.touch(member).await
    }

    async fn touch(&mut self, member: MemberId) -> Result<(), StoreError> {
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

/// What lists sort names by.
fn name_key(first: &str, last: &str, email: &str) -> String {
    fold(&rollbook_domain::member::display_name(first, last, email))
}

impl Added {
    fn push(
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
