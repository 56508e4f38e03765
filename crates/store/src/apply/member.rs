//! One member’s row, as events change it.

use super::Stamp;
use crate::{StoreError, Work, record, sql};
use rollbook_domain::{
    MemberId, Timestamp,
    event::{Change, Field},
    member::Status,
    text::{fold, search_text},
    time::Roll,
};
use sqlx::Row;

impl Work {
    pub(super) async fn change(&mut self, member: MemberId, changes: &[Change]) -> Result<(), StoreError> {
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

    pub(super) async fn move_to(
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
        let row = sql!("SELECT tier, kind, second_factor FROM member WHERE id = $1", id)
            .query()
            .fetch_one(&mut *self.tx)
            .await?;
        let (tier, kind) = (row.try_get("tier")?, record::from_word(&row.try_get::<String, _>("kind")?)?);
        let factor: Option<String> = row.try_get("second_factor")?;
        self.covers(kind, before, factor.as_deref(), -1);
        self.covers(kind, after, factor.as_deref(), 1);
        let shut_at = matches!(after, Status::Suspended | Status::Archived).then_some(stamp.at.0);
        self.run(sql!(
            "UPDATE member SET status = $1, held = $2, tab = $3, archived_at = $4, version = $5, shut_at = $8 \
             WHERE id = $6 AND organization = $7",
            record::status_number(after),
            record::status_number(held),
            record::list_number(kind, after.tab()),
            archived_at,
            seq,
            id,
            organization,
            shut_at,
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

    pub(super) async fn signed_in(&mut self, member: MemberId, at: Timestamp) -> Result<(), StoreError> {
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
    pub(super) async fn erase(&mut self, stamp: Stamp, member: MemberId) -> Result<(), StoreError> {
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
    pub(super) async fn navigate(
        &mut self,
        member: MemberId,
        hidden: &[String],
        shown: &[String],
    ) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let row = sql!("SELECT hidden FROM member WHERE id = $1", id).query().fetch_one(&mut *self.tx).await?;
        let mut all = record::lines(&row.try_get::<String, _>("hidden")?);
        all.retain(|key| !shown.contains(key));
        all.extend(hidden.iter().cloned());
        all.sort();
        self.run(sql!("UPDATE member SET hidden = $1 WHERE id = $2", all.join("\n"), id)).await?;
        Ok(())
    }
}

/// What lists sort names by.
pub(super) fn name_key(first: &str, last: &str, email: &str) -> String {
    fold(&rollbook_domain::member::display_name(first, last, email))
}
