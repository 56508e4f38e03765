//! Who is covered by a second factor, day by day (R31).
//!
//! A small table has the sums of each day (UTC) on which something changed, kept by `apply` with the
//! change itself. The log tells the same: what it says from its beginning comes to the same rows. It is
//! not read for the curve, as a year of it can be a million entries.

use crate::{Store, StoreError, Work, record, sql};
use rollbook_domain::{
    MemberId, OrganizationId, Timestamp,
    factor::FactorKind,
    member::{Kind, Member, Status},
};
use sqlx::Row;

/// How many people there are, and by what they are covered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Covered {
    /// Active users.
    pub people: i64,
    /// Of them, whose strongest second factor is an app.
    pub totp: i64,
    /// And a passkey.
    pub passkey: i64,
}

impl Covered {
    /// How many have a second factor.
    pub const fn covered(self) -> i64 {
        self.totp + self.passkey
    }
}

/// The sums at the end of a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CoverageDay {
    /// Days since 1970 (UTC).
    pub day: i64,
    /// The sums.
    pub covered: Covered,
}

impl Store {
    /// The sums of every day from `from` on that something changed on, oldest first; before them the last
    /// day before, so that it is known how things stood at the beginning.
    pub async fn coverage(&self, organization: OrganizationId, from: i64) -> Result<Vec<CoverageDay>, StoreError> {
        let rows = sql!(
            "SELECT day, people, totp, passkey FROM coverage WHERE organization = $1 AND day >= \
             COALESCE((SELECT max(day) FROM coverage WHERE organization = $1 AND day < $2), $2) ORDER BY day",
            organization.to_bytes(),
            from
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let number = |column: &str| row.try_get::<i64, _>(column);
                let covered = Covered { people: number("people")?, totp: number("totp")?, passkey: number("passkey")? };
                Ok(CoverageDay { day: number("day")?, covered })
            })
            .collect()
    }
}

impl Work {
    /// Counts somebody in, or out, where their status and kind count.
    pub(crate) fn covers(&mut self, kind: Kind, status: Status, factor: Option<&str>, more: i64) {
        if kind != Kind::Regular || status != Status::Active {
            return;
        }
        self.covered.people += more;
        match factor.and_then(FactorKind::of) {
            Some(FactorKind::Totp) => self.covered.totp += more,
            Some(FactorKind::Passkey) => self.covered.passkey += more,
            None => {}
        }
    }

    /// Somebody whose addition is taken back is counted no more, with the factor that they have by now.
    pub(crate) async fn leave_coverage(&mut self, member: &Member) -> Result<(), StoreError> {
        let found = sql!("SELECT second_factor FROM member WHERE id = $1", member.id.to_bytes());
        let row = found.query().fetch_optional(self.connection()).await?;
        let factor: Option<String> = row.map(|row| row.try_get("second_factor")).transpose()?.flatten();
        self.covers(member.kind, member.status, factor.as_deref(), -1);
        Ok(())
    }

    /// Writes the strongest second factor that lists show. Who has one was asked for the last time; who
    /// lost the last one is told apart from who never had any.
    pub(crate) async fn set_factor(
        &mut self,
        at: Timestamp,
        member: MemberId,
        now: Option<FactorKind>,
    ) -> Result<(), StoreError> {
        let id = member.to_bytes();
        let found = sql!("SELECT kind, status, second_factor FROM member WHERE id = $1", id);
        let row = found.query().fetch_one(self.connection()).await?;
        let kind = record::from_word(&row.try_get::<String, _>("kind")?)?;
        let status = record::status(row.try_get("status")?)?;
        let before: Option<String> = row.try_get("second_factor")?;
        let word = now.map(FactorKind::word);
        self.covers(kind, status, before.as_deref(), -1);
        self.covers(kind, status, word, 1);
        let lost = now.is_none().then_some(at.0);
        self.run(sql!(
            "UPDATE member SET second_factor = $1, factor_lost_at = $2, factor_asks = 0, factor_asked_at = NULL, \
             factor_due = CASE WHEN $3 = 1 THEN 0 ELSE factor_due END WHERE id = $4",
            word.map(str::to_owned),
            lost,
            now.is_some(),
            id
        ))
        .await?;
        self.touch(member).await
    }

    /// Somebody was asked for a second factor.
    pub(crate) async fn factor_asked(&mut self, at: Timestamp, member: MemberId) -> Result<(), StoreError> {
        self.run(sql!(
            "UPDATE member SET factor_asks = factor_asks + 1, factor_asked_at = $1 WHERE id = $2",
            at.0,
            member.to_bytes()
        ))
        .await?;
        Ok(())
    }

    /// A second factor is required of somebody in person, or no longer.
    pub(crate) async fn require_factor(&mut self, member: MemberId, required: bool) -> Result<(), StoreError> {
        self.run(sql!("UPDATE member SET factor_due = $1 WHERE id = $2", required, member.to_bytes())).await?;
        Ok(())
    }

    /// Writes the day's sums. A clock that was set back changes no day that is over: what happens then
    /// counts for the newest day that is known.
    pub(crate) async fn write_coverage(&mut self, at: Timestamp) -> Result<(), StoreError> {
        let more = std::mem::take(&mut self.covered);
        if more == Covered::default() {
            return Ok(());
        }
        let organization = self.organization.to_bytes();
        let last = sql!(
            "SELECT day, people, totp, passkey FROM coverage WHERE organization = $1 ORDER BY day DESC LIMIT 1",
            organization
        );
        let last = last.query().fetch_optional(self.connection()).await?;
        let number = |column: &str| last.as_ref().map_or(Ok(0), |row| row.try_get::<i64, _>(column));
        let day =
            last.as_ref().map_or(Ok(at.day()), |row| row.try_get::<i64, _>("day").map(|day| day.max(at.day())))?;
        let (people, totp, passkey) =
            (number("people")? + more.people, number("totp")? + more.totp, number("passkey")? + more.passkey);
        self.run(sql!(
            "INSERT INTO coverage (organization, day, people, totp, passkey) VALUES ($1, $2, $3, $4, $5) \
             ON CONFLICT (organization, day) DO UPDATE SET people = excluded.people, totp = excluded.totp, \
             passkey = excluded.passkey",
            organization,
            day,
            people,
            totp,
            passkey
        ))
        .await?;
        Ok(())
    }
}
