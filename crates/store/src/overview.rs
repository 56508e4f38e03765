//! What an overview of many organizations counts in each, beside the counts that are kept: by partial
//! indexes that hold the counted rows alone, so that it takes as long as there is to do, not as there are members.

use crate::{Store, StoreError, record, sql};
use rollbook_domain::{
    OrganizationId, Timestamp,
    member::{Kind, Status, Tab, Tier},
    time::DAY,
};
use sqlx::Row;

/// What is open in an organization.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OpenEnds {
    /// Active members without a second factor.
    pub without_factor: u64,
    /// Of them, administrators.
    pub administrators_without_factor: u64,
    /// Invitations whose link ran out before anybody took it.
    pub stale_invitations: u64,
    /// Mails that were given up.
    pub failed_mails: u64,
    /// Sign-ins by the emergency account in the last seven days (C17).
    pub emergencies: u64,
}

impl Store {
    /// What is open in an organization at a moment.
    pub async fn open_ends(&self, organization: OrganizationId, now: Timestamp) -> Result<OpenEnds, StoreError> {
        let mut reading = self.reading().await?;
        let connection = reading.connection();
        let bare = sql!(
            "SELECT tier, count(*) AS n FROM member \
             WHERE organization = $1 AND tab = $2 AND status = $3 AND second_factor IS NULL GROUP BY tier",
            organization.to_bytes(),
            record::list_number(Kind::Regular, Tab::Active),
            crate::status_number(Status::Active)
        );
        let mut ends = OpenEnds::default();
        for row in bare.query().fetch_all(&mut *connection).await? {
            let n = row.try_get::<i64, _>("n")?.unsigned_abs();
            ends.without_factor += n;
            if row.try_get::<i64, _>("tier")? > crate::tier_number(Tier::User) {
                ends.administrators_without_factor += n;
            }
        }
        // `+` keeps SQLite from everything that happened in the days.
        let others = sql!(
            "SELECT (SELECT count(*) FROM link WHERE organization = $1 AND purpose = 'invitation' AND expires <= $2 \
             AND used_at IS NULL AND killed_at IS NULL) AS stale, \
             (SELECT count(*) FROM mail WHERE organization = $1 AND state = 3) AS failed, \
             (SELECT count(*) FROM event WHERE organization = $1 AND +at > $3 AND seq IN \
              (SELECT seq FROM event WHERE organization = $1 AND kind = 'emergency_used')) AS emergencies",
            organization.to_bytes(),
            now.0,
            now.plus(-7 * DAY).0
        );
        let row = others.query().fetch_one(&mut *connection).await?;
        ends.stale_invitations = row.try_get::<i64, _>("stale")?.unsigned_abs();
        ends.emergencies = row.try_get::<i64, _>("emergencies")?.unsigned_abs();
        ends.failed_mails = row.try_get::<i64, _>("failed")?.unsigned_abs();
        Ok(ends)
    }
}
