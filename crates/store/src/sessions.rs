//! Sessions: their rows hold a token's hash and never the token (C43), and whether one counts is
//! judged by whoever reads it, with every request (C32).

use crate::{Store, StoreError, Work, accounts, arg::Sql, record, sql};
use rollbook_domain::{
    AccountId, MemberId, OrganizationId, SessionId, Timestamp,
    member::{Kind, Tier},
    organization::Policy,
    session::{Ended, Entrant, SessionKind, Stage, Times},
    time::MINUTE,
};
use sqlx::{Row, any::AnyRow};

/// A session to keep.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// SHA-256 of its token.
    pub hash: [u8; 32],
    /// Whose.
    pub account: AccountId,
    /// The member that they are in an organization; `None` while something is awaited.
    pub member: Option<MemberId>,
    /// The organization that was asked for, while something is awaited.
    pub wanted: Option<OrganizationId>,
    /// How far the sign-in got.
    pub stage: Stage,
    /// Where it is used.
    pub kind: SessionKind,
    /// From where.
    pub address: String,
    /// With what.
    pub device: String,
    /// When it began.
    pub begun: Timestamp,
    /// Until when it lasts at most.
    pub expires: Timestamp,
    /// Who signs in as this member.
    pub by: Option<MemberId>,
    /// From which of their sessions, where they have one.
    pub by_session: Option<SessionId>,
}

/// A session as it is kept.
#[derive(Clone, Debug)]
pub struct SessionRecord {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub account: AccountId,
    /// In which organization, as which member.
    pub seat: Option<(OrganizationId, MemberId)>,
    /// The organization that was asked for, while something is awaited.
    pub wanted: Option<OrganizationId>,
    /// Where it is used.
    pub kind: SessionKind,
    /// How far it got, and its times.
    pub times: Times,
    /// From where it was used last.
    pub address: String,
    /// With what.
    pub device: String,
    /// When and why it ended before its time.
    pub ended: Option<(Timestamp, Ended)>,
    /// Who signed in as this member.
    pub by: Option<MemberId>,
    /// From which of their sessions, where they have one.
    pub by_session: Option<SessionId>,
}

/// A session with what decides whether it counts.
#[derive(Clone, Debug)]
pub struct SeatRecord {
    /// The session.
    pub session: SessionRecord,
    /// Whether the account’s password is to be changed first.
    pub must_change: bool,
    /// The member, where they are in an organization and it still knows them.
    pub seated: Option<Seated>,
}

/// The member of a session, as they stand now.
#[derive(Clone, Debug)]
pub struct Seated {
    /// What decides whether they may enter.
    pub entrant: Entrant,
    /// Their tier.
    pub tier: Tier,
    /// Whether they have a second factor.
    pub has_factor: bool,
    /// Whether a second factor is required of them in person.
    pub factor_due: bool,
    /// The organization’s policy.
    pub policy: Policy,
}

const COLUMNS: &str = "s.id, s.account, s.organization, s.member, s.wanted, s.stage, s.kind, s.address, s.device, \
     s.created_at, s.used_at, s.expires, s.ended_at, s.ended_why, s.by_member, s.by_session";

impl Store {
    /// Keeps a session that isn’t in an organization yet; `false` where the password that it came by
    /// is no longer the account’s.
    pub async fn add_session(&self, session: &NewSession, password_no: i64) -> Result<bool, StoreError> {
        let mut tx = self.pool.begin().await?;
        insert(session, None)?.query().execute(&mut *tx).await?;
        let same =
            accounts::has_password_no(&mut tx, self.engine.share_account(), session.account, password_no).await?;
        if same {
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
        Ok(same)
    }

    /// The session of a token’s hash, with its member as they stand now, ended ones too.
    pub async fn seat(&self, hash: &[u8; 32]) -> Result<Option<SeatRecord>, StoreError> {
        let mut statement = Sql::new("SELECT ");
        statement
            .push(COLUMNS)
            .push(
                ", a.must_change, m.kind AS member_kind, m.status, m.tier, m.factor_due, o.policy, \
                 (SELECT count(*) FROM factor f WHERE f.account = s.account) AS factors, \
                 CASE WHEN m.kind = 'portal' THEN (SELECT count(*) FROM holding h \
                 WHERE h.member = m.id AND h.kind = 5 AND h.state = 0) ELSE 0 END AS portals \
                 FROM session s JOIN account a ON a.id = s.account \
                 LEFT JOIN member m ON m.id = s.member AND m.account = s.account AND m.tab <> 3 \
                 LEFT JOIN organization o ON o.id = m.organization WHERE s.hash = ",
            )
            .bind(*hash);
        let Some(row) = statement.query().fetch_optional(&self.pool).await? else { return Ok(None) };
        let kind: Option<String> = row.try_get("member_kind")?;
        let seated = match kind {
            None => None,
            Some(kind) => Some(Seated {
                entrant: Entrant {
                    kind: record::from_word::<Kind>(&kind)?,
                    status: record::status(row.try_get("status")?)?,
                    has_portal: row.try_get::<i64, _>("portals")? > 0,
                },
                tier: record::tier(row.try_get("tier")?)?,
                factor_due: row.try_get::<i64, _>("factor_due")? != 0,
                has_factor: row.try_get::<i64, _>("factors")? > 0,
                policy: serde_json::from_str(&row.try_get::<String, _>("policy")?).map_err(StoreError::corrupt)?,
            }),
        };
        let must_change = row.try_get::<i64, _>("must_change")? != 0;
        Ok(Some(SeatRecord { session: read(&row)?, must_change, seated }))
    }

    /// Notes that a session was used, from where: at most once a minute.
    pub async fn use_session(&self, id: SessionId, address: &str, now: Timestamp) -> Result<(), StoreError> {
        sql!(
            "UPDATE session SET used_at = $1, address = $2 WHERE id = $3 AND ended_at IS NULL AND used_at <= $4",
            now.0,
            address,
            id.to_bytes(),
            now.plus(-MINUTE).0
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Moves a session that waits on to another stage under a new token’s hash; `false` where
    /// somebody was quicker, or it ended.
    pub async fn advance_session(
        &self,
        old: &[u8; 32],
        new: &[u8; 32],
        (before, after): (Stage, Stage),
    ) -> Result<bool, StoreError> {
        let changed = sql!(
            "UPDATE session SET hash = $1, stage = $2 WHERE hash = $3 AND stage = $4 AND ended_at IS NULL",
            *new,
            record::word(&after)?,
            *old,
            record::word(&before)?
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(changed.rows_affected() == 1)
    }

    /// Ends one session; `false` where it had ended.
    pub async fn end_session(&self, id: SessionId, why: Ended, now: Timestamp) -> Result<bool, StoreError> {
        let ended = sql!(
            "UPDATE session SET ended_at = $1, ended_why = $2 WHERE id = $3 AND ended_at IS NULL",
            now.0,
            record::word(&why)?,
            id.to_bytes()
        )
        .query()
        .execute(&self.pool)
        .await?;
        // Who signed in as somebody else from it is out with it.
        sql!(
            "UPDATE session SET ended_at = $1, ended_why = $2 WHERE by_session = $3 AND ended_at IS NULL",
            now.0,
            record::word(&Ended::RightLost)?,
            id.to_bytes()
        )
        .query()
        .execute(&self.pool)
        .await?;
        Ok(ended.rows_affected() == 1)
    }

    /// Ends every session of an account but one; says how many.
    pub async fn end_account_sessions(
        &self,
        account: AccountId,
        but: Option<SessionId>,
        why: Ended,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        Ok(end_of_account(account, but, why, now)?.query().execute(&self.pool).await?.rows_affected())
    }

    /// Sessions of an account that got in, those of others in its name too, the newest first.
    pub async fn account_sessions(&self, account: AccountId, take: u32) -> Result<Vec<SessionRecord>, StoreError> {
        let mut statement = Sql::new("SELECT ");
        statement.push(COLUMNS).push(" FROM session s WHERE s.stage = 'in' AND s.account = ").bind(account.to_bytes());
        statement.push(" ORDER BY s.created_at DESC, s.id DESC LIMIT ").bind(i64::from(take));
        statement.query().fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// Sessions of a member in one organization, the newest first.
    pub async fn member_sessions(
        &self,
        organization: OrganizationId,
        member: MemberId,
        take: u32,
    ) -> Result<Vec<SessionRecord>, StoreError> {
        let mut statement = Sql::new("SELECT ");
        statement.push(COLUMNS).push(" FROM session s WHERE s.member = ").bind(member.to_bytes());
        statement.push(" AND s.organization = ").bind(organization.to_bytes());
        statement.push(" ORDER BY s.created_at DESC, s.id DESC LIMIT ").bind(i64::from(take));
        statement.query().fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// Sessions of desktops in an organization that were used since a moment, the newest first; ended ones too.
    pub async fn desktop_sessions(
        &self,
        organization: OrganizationId,
        since: Timestamp,
    ) -> Result<Vec<SessionRecord>, StoreError> {
        let mut statement = Sql::new("SELECT ");
        statement
            .push(COLUMNS)
            .push(" FROM session s WHERE s.kind = 'desktop' AND s.stage = 'in' AND s.organization = ")
            .bind(organization.to_bytes())
            .push(" AND s.used_at >= ")
            .bind(since.0)
            .push(" ORDER BY s.used_at DESC, s.id");
        statement.query().fetch_all(&self.pool).await?.iter().map(read).collect()
    }

    /// Whether an account got in from an address since a moment: strangers’ failures don’t slow it
    /// down there (C15).
    pub async fn is_known_place(
        &self,
        account: AccountId,
        address: &str,
        since: Timestamp,
    ) -> Result<bool, StoreError> {
        let row = sql!(
            "SELECT count(*) AS n FROM session WHERE account = $1 AND created_at > $2 AND address = $3 AND stage = 'in' AND kind <> 'as'",
            account.to_bytes(),
            since.0,
            address
        )
        .query()
        .fetch_one(&self.pool)
        .await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }

    /// Drops sessions that were over before a moment.
    pub async fn forget_sessions(&self, before: Timestamp) -> Result<(), StoreError> {
        sql!("DELETE FROM session WHERE expires < $1", before.0).query().execute(&self.pool).await?;
        Ok(())
    }
}

impl Work {
    /// Whether nobody ended a session, whether or not its time is over.
    pub async fn session_is_open(&mut self, id: SessionId) -> Result<bool, StoreError> {
        let statement = sql!("SELECT count(*) AS n FROM session WHERE id = $1 AND ended_at IS NULL", id.to_bytes());
        let row = statement.query().fetch_one(self.connection()).await?;
        Ok(row.try_get::<i64, _>("n")? > 0)
    }

    /// Keeps a session in this organization.
    pub async fn add_session(&mut self, session: &NewSession) -> Result<(), StoreError> {
        let organization = self.organization();
        self.run(insert(session, Some(organization))?).await?;
        Ok(())
    }

    /// Moves a session that waited into this organization under a new token’s hash; `false` where
    /// somebody was quicker, or it ended.
    pub async fn seat_session(
        &mut self,
        (old, new): (&[u8; 32], &[u8; 32]),
        before: Stage,
        member: MemberId,
        (now, expires): (Timestamp, Timestamp),
    ) -> Result<bool, StoreError> {
        let organization = self.organization().to_bytes();
        let statement = sql!(
            "UPDATE session SET hash = $1, stage = 'in', organization = $2, member = $3, wanted = NULL, used_at = $4, expires = $5 \
             WHERE hash = $6 AND stage = $7 AND ended_at IS NULL AND expires > $4",
            *new,
            organization,
            member.to_bytes(),
            now.0,
            expires.0,
            *old,
            record::word(&before)?
        );
        Ok(self.run(statement).await? == 1)
    }

    /// Ends every session of a member in this organization, and those in which they are somebody
    /// else (R3, R4, C45); says how many.
    pub async fn end_member_sessions(
        &mut self,
        member: MemberId,
        why: Ended,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        let (organization, id) = (self.organization().to_bytes(), member.to_bytes());
        let ended = self
            .run(sql!(
                "UPDATE session SET ended_at = $1, ended_why = $2 WHERE member = $3 AND organization = $4 AND ended_at IS NULL",
                now.0,
                record::word(&why)?,
                id,
                organization
            ))
            .await?;
        self.run(sql!(
            "UPDATE session SET ended_at = $1, ended_why = $2 WHERE by_member = $3 AND ended_at IS NULL",
            now.0,
            record::word(&Ended::RightLost)?,
            id
        ))
        .await?;
        Ok(ended)
    }

    /// Ends one session of a member in this organization.
    pub async fn end_member_session(
        &mut self,
        member: MemberId,
        session: SessionId,
        why: Ended,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let organization = self.organization().to_bytes();
        let ended = self
            .run(sql!(
                "UPDATE session SET ended_at = $1, ended_why = $2 WHERE id = $3 AND member = $4 AND organization = $5 \
                 AND ended_at IS NULL",
                now.0,
                record::word(&why)?,
                session.to_bytes(),
                member.to_bytes(),
                organization
            ))
            .await?;
        self.run(sql!(
            "UPDATE session SET ended_at = $1, ended_why = $2 WHERE by_session = $3 AND by_member = $4 AND ended_at IS NULL",
            now.0,
            record::word(&Ended::RightLost)?,
            session.to_bytes(),
            member.to_bytes()
        ))
        .await?;
        Ok(ended == 1)
    }

    /// Ends every session of an account but one, in every organization: its credential changed (R24).
    pub async fn end_account_sessions(
        &mut self,
        account: AccountId,
        but: Option<SessionId>,
        why: Ended,
        now: Timestamp,
    ) -> Result<u64, StoreError> {
        self.run(end_of_account(account, but, why, now)?).await
    }

    /// Takes the sessions of an erased member away: they say from where somebody came.
    pub(crate) async fn drop_sessions(&mut self, member: MemberId) -> Result<(), StoreError> {
        let id = member.to_bytes();
        self.run(sql!("DELETE FROM session WHERE member = $1 OR by_member = $1", id)).await?;
        self.run(sql!("DELETE FROM as_link WHERE member = $1 OR by_member = $1", id)).await?;
        Ok(())
    }
}

fn insert(session: &NewSession, organization: Option<OrganizationId>) -> Result<Sql, StoreError> {
    Ok(sql!(
        "INSERT INTO session (id, hash, account, organization, member, wanted, stage, kind, address, device, created_at, \
         used_at, expires, by_member, by_session) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)",
        session.id.to_bytes(),
        session.hash,
        session.account.to_bytes(),
        organization.map(OrganizationId::to_bytes),
        session.member.map(MemberId::to_bytes),
        session.wanted.map(OrganizationId::to_bytes),
        record::word(&session.stage)?,
        record::word(&session.kind)?,
        session.address.as_str(),
        session.device.as_str(),
        session.begun.0,
        session.expires.0,
        session.by.map(MemberId::to_bytes),
        session.by_session.map(SessionId::to_bytes)
    ))
}

/// Sessions of the account itself end, and those of others in its name with them.
pub(crate) fn end_of_account(
    account: AccountId,
    but: Option<SessionId>,
    why: Ended,
    now: Timestamp,
) -> Result<Sql, StoreError> {
    let mut statement = Sql::new("UPDATE session SET ended_at = ");
    statement.bind(now.0).push(", ended_why = ").bind(record::word(&why)?);
    statement.push(" WHERE ended_at IS NULL AND (account = ").bind(account.to_bytes());
    statement.push(" OR by_member IN (SELECT id FROM member WHERE account = ").bind(account.to_bytes()).push("))");
    if let Some(but) = but {
        statement.push(" AND id <> ").bind(but.to_bytes());
    }
    Ok(statement)
}

fn read(row: &AnyRow) -> Result<SessionRecord, StoreError> {
    let organization = optional(row, "organization", OrganizationId::from_slice)?;
    let member = optional(row, "member", MemberId::from_slice)?;
    let ended = row.try_get::<Option<i64>, _>("ended_at")?;
    let why = row.try_get::<Option<String>, _>("ended_why")?;
    Ok(SessionRecord {
        id: optional(row, "id", SessionId::from_slice)?.ok_or_else(|| StoreError::corrupt("a session has no id"))?,
        account: record::account_id(row, "account")?,
        seat: organization.zip(member),
        wanted: optional(row, "wanted", OrganizationId::from_slice)?,
        kind: record::from_word(&row.try_get::<String, _>("kind")?)?,
        times: Times {
            stage: record::from_word(&row.try_get::<String, _>("stage")?)?,
            begun: Timestamp(row.try_get("created_at")?),
            used: Timestamp(row.try_get("used_at")?),
            expires: Timestamp(row.try_get("expires")?),
        },
        address: row.try_get("address")?,
        device: row.try_get("device")?,
        ended: match (ended, why) {
            (Some(at), Some(why)) => Some((Timestamp(at), record::from_word(&why)?)),
            _ => None,
        },
        by: optional(row, "by_member", MemberId::from_slice)?,
        by_session: optional(row, "by_session", SessionId::from_slice)?,
    })
}

fn optional<T>(row: &AnyRow, column: &str, id: fn(&[u8]) -> Option<T>) -> Result<Option<T>, StoreError> {
    Ok(row.try_get::<Option<Vec<u8>>, _>(column)?.and_then(|bytes| id(&bytes)))
}
