//! `apply`: events become rows, and entries of the hash-chained log (R30). The same code builds a
//! replica from a feed of events.

use crate::{Arg, StoreError, Work, arg::insert_rows, record, sql};
use rollbook_domain::{
    CommandId, Event, GroupId, MemberId, Timestamp,
    chain::{Sealed, commit, seal},
    event::{Change, Field},
    group::{Group, Permission},
    member::{Member, Status},
    text::{fold, search_text},
    time::Roll,
};
use sqlx::Row;

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
    sizes: std::collections::HashMap<GroupId, i64>,
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
        for event in events {
            self.seq += 1;
            entries.push(self.entry(stamp, event, salt())?);
            if let Event::MemberAdded { member, last_sign_in } = event {
                added.push(self, member, *last_sign_in)?;
            } else if !matches!(event, Event::InvitationSent { .. } | Event::AccessSent { .. }) {
                self.insert(std::mem::take(&mut added)).await?;
                self.carry_out(stamp, event).await?;
            }
        }
        self.insert(added).await?;
        insert_rows(
            &mut self.tx,
            "INSERT INTO event (organization, seq, at, command, actor, kind, member, body, salt, body_seal, seal)",
            "",
            entries,
        )
        .await?;
        let after = self.standings(events).await?;
        self.keep_moves(before, after);
        self.write_counts().await?;
        let (seq, head, organization) = (self.seq, self.head, self.organization.to_bytes());
        self.run(sql!("UPDATE organization SET seq = $1, head = $2 WHERE id = $3", seq, head, organization)).await?;
        Ok(())
    }

    fn entry(&mut self, stamp: Stamp, event: &Event, salt: [u8; 16]) -> Result<Vec<Arg>, StoreError> {
        let body = serde_json::to_string(event).map_err(StoreError::corrupt)?;
        let body_seal = commit(&salt, &body);
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
             last_active, roll_day, roll_bits)";
        insert_rows(&mut self.tx, members, "", added.members).await?;
        insert_rows(&mut self.tx, "INSERT INTO member_grp (member, grp)", "", added.groups).await?;
        for (group, more) in added.sizes {
            self.run(sql!("UPDATE grp SET members = members + $1 WHERE id = $2", more, group.to_bytes())).await?;
        }
        Ok(())
    }

    async fn carry_out(&mut self, stamp: Stamp, event: &Event) -> Result<(), StoreError> {
        match event {
            Event::CatalogueExtended { module, actions } => self.extend_catalogue(module, actions).await,
            Event::GroupAdded { group } => self.add_group(group).await,
            Event::GroupChanged { group, description, parent, gained, lost } => {
                if let Some((_, after)) = description {
                    self.run(sql!("UPDATE grp SET description = $1 WHERE id = $2", after.as_str(), group.to_bytes()))
                        .await?;
                }
                if let Some((_, after)) = parent {
                    let after = after.map(GroupId::to_bytes);
                    self.run(sql!("UPDATE grp SET parent = $1 WHERE id = $2", after, group.to_bytes())).await?;
                }
                for permission in lost {
                    let permission = permission.to_string();
                    self.run(sql!(
                        "DELETE FROM grp_permission WHERE grp = $1 AND permission = $2",
                        group.to_bytes(),
                        permission
                    ))
                    .await?;
                }
                self.add_permissions(*group, gained).await
            }
            Event::GroupRemoved { group } => {
                self.run(sql!("DELETE FROM grp WHERE id = $1", group.id.to_bytes())).await?;
                Ok(())
            }
            Event::MemberWithdrawn { member } => self.withdraw(member).await,
            Event::MemberChanged { member, changes } => self.change(*member, changes).await,
            Event::StatusChanged { member, before, after } => self.move_to(stamp, *member, *before, *after).await,
            Event::GroupJoined { member, group } => {
                self.run(sql!(
                    "INSERT INTO member_grp (member, grp) VALUES ($1, $2)",
                    member.to_bytes(),
                    group.to_bytes()
                ))
                .await?;
                self.resize(*member, *group, 1).await?;
                self.touch(*member).await
            }
            Event::GroupLeft { member, group } => {
                self.run(sql!(
                    "DELETE FROM member_grp WHERE member = $1 AND grp = $2",
                    member.to_bytes(),
                    group.to_bytes()
                ))
                .await?;
                self.resize(*member, *group, -1).await?;
                self.touch(*member).await
            }
            Event::InvitationAccepted { member, .. } | Event::PasswordSet { member } => self.touch(*member).await,
            Event::SignedIn { member, at } => self.signed_in(*member, *at).await,
            Event::MemberErased { member } => self.erase(stamp, *member).await,
            Event::MailServerChanged { after, .. } => self.set(MAIL_SERVER, after.as_deref().unwrap_or_default()).await,
            Event::MailRetried { mail, .. } => self.retry_mail(*mail, stamp.at).await,
            Event::OrganizationCreated { .. }
            | Event::MemberAdded { .. }
            | Event::InvitationSent { .. }
            | Event::AccessSent { .. } => Ok(()),
        }
    }

    async fn extend_catalogue(&mut self, module: &str, actions: &[String]) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let rows =
            actions.iter().map(|action| vec![organization.into(), module.into(), action.as_str().into()]).collect();
        insert_rows(
            &mut self.tx,
            "INSERT INTO permission (organization, module, action)",
            " ON CONFLICT DO NOTHING",
            rows,
        )
        .await
    }

    async fn add_group(&mut self, group: &Group) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        self.run(sql!(
            "INSERT INTO grp (id, organization, name, name_key, description, parent, built_in, members) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
            group.id.to_bytes(),
            organization,
            group.name.as_str(),
            fold(&group.name),
            group.description.as_str(),
            group.parent.map(GroupId::to_bytes),
            group.built_in,
        ))
        .await?;
        self.add_permissions(group.id, &group.permissions).await
    }

    async fn add_permissions(&mut self, group: GroupId, permissions: &[Permission]) -> Result<(), StoreError> {
        let rows = permissions.iter().map(|p| vec![group.to_bytes().into(), p.to_string().into()]).collect();
        insert_rows(&mut self.tx, "INSERT INTO grp_permission (grp, permission)", " ON CONFLICT DO NOTHING", rows).await
    }

    async fn withdraw(&mut self, member: &Member) -> Result<(), StoreError> {
        for group in &member.groups {
            if member.status != Status::Archived {
                self.run(sql!("UPDATE grp SET members = members - 1 WHERE id = $1", group.to_bytes())).await?;
            }
        }
        self.count(member.status, record::tier_number(member.tier), -1);
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
        let row = sql!("SELECT tier, status FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let status = record::status(row.try_get("status")?)?;
        let tier = record::tier_number(record::from_word(after)?);
        self.count(status, row.try_get("tier")?, -1);
        self.count(status, tier, 1);
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
        let row = sql!(
            "UPDATE member SET status = $1, held = $2, tab = $3, archived_at = $4, version = $5 \
             WHERE id = $6 AND organization = $7 RETURNING tier",
            record::status_number(after),
            record::status_number(held),
            record::tab_number(after.tab()),
            archived_at,
            seq,
            id,
            organization,
        )
        .query()
        .fetch_one(&mut *self.tx)
        .await?;
        let tier: i64 = row.try_get("tier")?;
        self.count(before, tier, -1);
        self.count(after, tier, 1);
        let more = i64::from(before == Status::Archived) - i64::from(after == Status::Archived);
        if more != 0 {
            self.run(sql!(
                "UPDATE grp SET members = members + $1 WHERE id IN (SELECT grp FROM member_grp WHERE member = $2)",
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
        let row =
            sql!("SELECT tier, status, account FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        self.count(record::status(row.try_get("status")?)?, row.try_get("tier")?, -1);
        let account = record::account_id(&row, "account")?.to_bytes();
        let nobody = format!("{member}@erased.invalid");
        let seq = self.seq;
        self.run(sql!("DELETE FROM member_grp WHERE member = $1", id)).await?;
        self.run(sql!(
            "INSERT INTO account (id, email, email_key, created_at) VALUES ($1, $2, $2, $3)",
            id,
            nobody.as_str(),
            stamp.at.0
        ))
        .await?;
        self.run(sql!(
            "UPDATE member SET account = $3, first_name = '', last_name = '', email = $1, name_key = '', email_key = $1, search = '', \
             phone = '', note = '', tab = 3, version = $2, second_factor = NULL, last_active = 0, roll_bits = 0 WHERE id = $3",
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

    /// Keeps a group's size, in which archived members don't count.
    async fn resize(&mut self, member: MemberId, group: GroupId, more: i64) -> Result<(), StoreError> {
        self.run(sql!(
            "UPDATE grp SET members = members + $1 WHERE id = $2 AND EXISTS (SELECT 1 FROM member WHERE id = $3 AND tab < 2)",
            more, group.to_bytes(), member.to_bytes()
        ))
        .await?;
        Ok(())
    }

    async fn touch(&mut self, member: MemberId) -> Result<(), StoreError> {
        let seq = self.seq;
        self.run(sql!("UPDATE member SET version = $1 WHERE id = $2", seq, member.to_bytes())).await?;
        Ok(())
    }

    fn count(&mut self, status: Status, tier: i64, more: i64) {
        *self.counts.entry((record::status_number(status), tier)).or_default() += more;
    }

    async fn write_counts(&mut self) -> Result<(), StoreError> {
        for ((status, tier), more) in std::mem::take(&mut self.counts) {
            let organization = self.organization.to_bytes();
            self.run(sql!(
                "INSERT INTO member_count (organization, status, tier, n) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (organization, status, tier) DO UPDATE SET n = member_count.n + excluded.n",
                organization,
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
    fn push(&mut self, work: &mut Work, member: &Member, last_sign_in: Option<Timestamp>) -> Result<(), StoreError> {
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
            record::tab_number(member.status.tab()).into(),
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
        ]);
        for group in &member.groups {
            self.groups.push(vec![member.id.to_bytes().into(), group.to_bytes().into()]);
            if member.status != Status::Archived {
                *self.sizes.entry(*group).or_default() += 1;
            }
        }
        work.count(member.status, record::tier_number(member.tier), 1);
        Ok(())
    }
}
