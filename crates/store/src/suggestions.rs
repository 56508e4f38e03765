//! What stands beside the people whom the security page names (R31): how often they were asked, what they
//! lost and when, since when they are out; and when the rule about second factors changed.

use crate::{Store, StoreError, arg::Sql, record, sql};
use rollbook_domain::{Event, MemberId, OrganizationId, Timestamp};
use sqlx::Row;
use std::collections::HashMap;

/// The most changes of policy that are looked through for those of the rule.
const POLICIES: i64 = 500;

/// What is known beside a member's row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Beside {
    /// How often they were asked for a second factor since they had none.
    pub asks: i64,
    /// When last.
    pub asked_at: Option<Timestamp>,
    /// When their last second factor went.
    pub lost_at: Option<Timestamp>,
    /// Whether one is required of them in person.
    pub required: bool,
    /// Since when they are suspended or archived.
    pub shut_at: Option<Timestamp>,
}

impl Store {
    /// What is known beside these members' rows.
    pub async fn beside(
        &self,
        organization: OrganizationId,
        members: &[MemberId],
    ) -> Result<HashMap<MemberId, Beside>, StoreError> {
        if members.is_empty() {
            return Ok(HashMap::new());
        }
        let mut statement = Sql::new(
            "SELECT id, factor_asks, factor_asked_at, factor_lost_at, factor_due, shut_at FROM member WHERE id IN (",
        );
        statement.bind_all(members.iter().map(|id| id.to_bytes())).push(") AND ").of("organization", organization);
        let rows = statement.query().fetch_all(&self.pool).await?;
        rows.iter()
            .map(|row| {
                let beside = Beside {
                    asks: row.try_get("factor_asks")?,
                    asked_at: record::moment(row, "factor_asked_at")?,
                    lost_at: record::moment(row, "factor_lost_at")?,
                    required: row.try_get::<i64, _>("factor_due")? != 0,
                    shut_at: record::moment(row, "shut_at")?,
                };
                Ok((record::member_id(row, "id")?, beside))
            })
            .collect()
    }

    /// The role that each of these members had last and lost because it was deleted, and when (R20). Somebody may have
    /// got another one since.
    pub async fn lost_roles(
        &self,
        organization: OrganizationId,
        members: &[MemberId],
    ) -> Result<HashMap<MemberId, (String, Timestamp)>, StoreError> {
        if members.is_empty() {
            return Ok(HashMap::new());
        }
        let mut statement = Sql::new(
            "SELECT taken.member, removed.at, removed.body FROM event removed JOIN event taken \
             ON taken.command = removed.command AND taken.organization = removed.organization AND taken.kind = 'taken' \
             WHERE removed.kind = 'role_removed' AND removed.body IS NOT NULL AND taken.member IN (",
        );
        statement.bind_all(members.iter().map(|id| id.to_bytes())).push(") AND ");
        statement.push("removed.organization = ").bind(organization.to_bytes()).push(" ORDER BY removed.seq");
        let mut lost = HashMap::new();
        for row in statement.query().fetch_all(&self.pool).await? {
            let event = serde_json::from_str(&row.try_get::<String, _>("body")?).map_err(StoreError::corrupt)?;
            if let Event::RoleRemoved { role } = event {
                lost.insert(record::member_id(&row, "member")?, (role.name, Timestamp(row.try_get("at")?)));
            }
        }
        Ok(lost)
    }

    /// The changes of policy since a moment, oldest first: when, by whom, and what.
    pub async fn policy_changes(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> Result<Vec<(Timestamp, Option<MemberId>, Event)>, StoreError> {
        // Found by their kind first: else the log would be walked for its order.
        let rows = sql!(
            "SELECT at, actor, body FROM event WHERE organization = $1 AND body IS NOT NULL AND seq IN \
             (SELECT seq FROM event WHERE organization = $1 AND kind = 'policy_changed' ORDER BY seq DESC LIMIT $2) \
             ORDER BY seq",
            organization.to_bytes(),
            POLICIES
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        let mut all = Vec::new();
        for row in &rows {
            let at = Timestamp(row.try_get("at")?);
            if at >= since {
                let event = serde_json::from_str(&row.try_get::<String, _>("body")?).map_err(StoreError::corrupt)?;
                all.push((at, record::optional_member(row, "actor")?, event));
            }
        }
        Ok(all)
    }
}
