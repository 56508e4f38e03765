//! Who gave somebody what they hold: for the acceptance of an invitation, which is judged by it (R6).

use crate::{StoreError, Work, holdings::holding, record, sql};
use rollbook_domain::{
    Event, Facts, MemberId, Timestamp,
    event::Field,
    facts::{Given, Giver},
    holding::Holding,
};
use sqlx::Row;

impl Work {
    /// Adds who gave a member what they hold, and when; and who changed their tier and mode last. What
    /// they came with is theirs by whoever added them.
    pub async fn know_givers(&mut self, facts: &mut Facts, member: MemberId) -> Result<(), StoreError> {
        let (id, organization) = (member.to_bytes(), self.organization.to_bytes());
        let rows = sql!(
            "SELECT kind, what, given_by, since FROM holding WHERE member = $1 AND organization = $2 AND state <> 1",
            id,
            organization
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            let what = holding(row.try_get("kind")?, &row.try_get::<Vec<u8>, _>("what")?)?;
            let giver = Giver { by: record::optional_member(&row, "given_by")?, at: Timestamp(row.try_get("since")?) };
            facts.givers.insert(Given::What(what), giver);
        }
        let rows = sql!("SELECT grp, given_by, since FROM member_grp WHERE member = $1", id)
            .query()
            .fetch_all(self.connection())
            .await?;
        for row in rows {
            let what = Holding::Group(record::group_id(&row, "grp")?);
            let giver = Giver { by: record::optional_member(&row, "given_by")?, at: Timestamp(row.try_get("since")?) };
            facts.givers.insert(Given::What(what), giver);
        }
        let rows = sql!(
            "SELECT at, actor, body FROM event WHERE member = $1 AND organization = $2 AND kind = 'member_changed' ORDER BY seq",
            id,
            organization
        )
        .query()
        .fetch_all(self.connection())
        .await?;
        for row in rows {
            let Some(body) = row.try_get::<Option<String>, _>("body")? else { continue };
            let Event::MemberChanged { changes, .. } = serde_json::from_str(&body).map_err(StoreError::corrupt)? else {
                continue;
            };
            let giver = Giver { by: record::optional_member(&row, "actor")?, at: Timestamp(row.try_get("at")?) };
            for change in changes {
                match change.field {
                    Field::Tier => facts.givers.insert(Given::Tier, giver),
                    Field::Access => facts.givers.insert(Given::Access, giver),
                    _ => None,
                };
            }
        }
        Ok(())
    }
}
