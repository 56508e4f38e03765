//! Access reviews as they are kept: the names beside the event, and the path from its entry to the head of the
//! chain, for whoever verifies a sheet without the database (B14).

use crate::{Arg, Store, StoreError, Work, arg::insert_rows, record, sql};
use rollbook_domain::{
    CommandId, MemberId, OrganizationId, Timestamp,
    chain::{GENESIS, Seal},
};
use sqlx::Row;

/// The most entries after a review that a sheet proves it with.
const LONGEST: i64 = 10_000;

/// Name and address of somebody whom a review names, with the salt of their commitment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reviewed {
    /// Who.
    pub member: MemberId,
    /// The salt; `None` once the person was erased, and the rest is empty then.
    pub salt: Option<[u8; 16]>,
    /// Their name then.
    pub name: String,
    /// Their address then.
    pub email: String,
}

/// What a seal covers of an entry, and the seal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sealing {
    /// Its number.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// The command that it belongs to.
    pub command: CommandId,
    /// Who acted; `None` for Rollbook itself.
    pub actor: Option<MemberId>,
    /// The kind of event.
    pub kind: String,
    /// The commitment to the body.
    pub body_seal: Seal,
    /// The seal.
    pub seal: Seal,
}

/// An entry with all that proves it, and the way to the head.
#[derive(Clone, Debug)]
pub struct Proven {
    /// The entry.
    pub entry: Sealing,
    /// Its body, as it was committed to.
    pub body: String,
    /// From where, as it was committed to.
    pub origin: String,
    /// The salt of the commitment.
    pub salt: [u8; 16],
    /// The seal before it.
    pub before: Seal,
    /// The entries after it, up to the newest (or as many as a sheet holds).
    pub path: Vec<Sealing>,
}

impl Store {
    /// The newest review that was signed off: its number, when, and by whom.
    pub async fn last_review(
        &self,
        organization: OrganizationId,
    ) -> Result<Option<(i64, Timestamp, Option<MemberId>)>, StoreError> {
        let found = sql!(
            "SELECT seq, at, actor FROM event WHERE organization = $1 AND seq = \
             (SELECT max(seq) FROM event WHERE organization = $1 AND kind = 'review_signed_off')",
            organization.to_bytes()
        )
        .query()
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = found else { return Ok(None) };
        Ok(Some((row.try_get("seq")?, Timestamp(row.try_get("at")?), record::optional_member(&row, "actor")?)))
    }

    /// The names of a review, in the order of its lines.
    pub async fn reviewed(&self, organization: OrganizationId, seq: i64) -> Result<Vec<Reviewed>, StoreError> {
        let rows = sql!(
            "SELECT member, salt, name, email FROM reviewed WHERE organization = $1 AND seq = $2 ORDER BY n",
            organization.to_bytes(),
            seq
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                let salt: Option<Vec<u8>> = row.try_get("salt")?;
                Ok(Reviewed {
                    member: record::member_id(row, "member")?,
                    salt: salt.and_then(|salt| salt.try_into().ok()),
                    name: row.try_get("name")?,
                    email: row.try_get("email")?,
                })
            })
            .collect()
    }

    /// A review’s entry with all that proves it; `None` where no review has this number.
    pub async fn proven_review(&self, organization: OrganizationId, seq: i64) -> Result<Option<Proven>, StoreError> {
        let rows = sql!(
            "SELECT seq, at, command, actor, kind, body_seal, seal, CASE WHEN seq = $2 THEN body END AS body, \
             CASE WHEN seq = $2 THEN origin END AS origin, CASE WHEN seq = $2 THEN salt END AS salt \
             FROM event WHERE organization = $1 AND seq >= $3 ORDER BY seq LIMIT $4",
            organization.to_bytes(),
            seq,
            seq.saturating_sub(1),
            LONGEST + 2
        )
        .query()
        .fetch_all(&self.pool)
        .await?;
        let mut all = rows.iter();
        let mut before = GENESIS;
        let mut found = all.next();
        if let Some(row) = found
            && row.try_get::<i64, _>("seq")? < seq
        {
            before = record::fixed(row, "seal")?;
            found = all.next();
        }
        let Some(row) =
            found.filter(|row| row.try_get::<String, _>("kind").is_ok_and(|kind| kind == "review_signed_off"))
        else {
            return Ok(None);
        };
        let text = |column: &str| row.try_get::<Option<String>, _>(column).map(Option::unwrap_or_default);
        Ok(Some(Proven {
            entry: sealing(row)?,
            body: text("body")?,
            origin: text("origin")?,
            salt: record::fixed(row, "salt")?,
            before,
            path: all.map(sealing).collect::<Result<_, _>>()?,
        }))
    }
}

impl Work {
    /// Keeps the names of a review that was written under a number.
    pub async fn keep_reviewed(&mut self, seq: i64, all: &[Reviewed]) -> Result<(), StoreError> {
        let organization = self.organization.to_bytes();
        let row = |(n, one): (usize, &Reviewed)| -> Vec<Arg> {
            vec![
                organization.into(),
                seq.into(),
                i64::try_from(n).unwrap_or(i64::MAX).into(),
                one.member.to_bytes().into(),
                one.salt.into(),
                one.name.as_str().into(),
                one.email.as_str().into(),
            ]
        };
        let head = "INSERT INTO reviewed (organization, seq, n, member, salt, name, email)";
        insert_rows(self.connection(), head, "", all.iter().enumerate().map(row).collect()).await
    }

    /// Forgets the names of somebody who is erased; the commitments to them stay in the log and say nothing.
    pub(crate) async fn forget_reviewed(&mut self, member: MemberId) -> Result<(), StoreError> {
        self.run(sql!("UPDATE reviewed SET salt = NULL, name = '', email = '' WHERE member = $1", member.to_bytes()))
            .await?;
        Ok(())
    }
}

fn sealing(row: &sqlx::any::AnyRow) -> Result<Sealing, StoreError> {
    Ok(Sealing {
        seq: row.try_get("seq")?,
        at: Timestamp(row.try_get("at")?),
        command: record::command_id(row, "command")?,
        actor: record::optional_member(row, "actor")?,
        kind: row.try_get("kind")?,
        body_seal: record::fixed(row, "body_seal")?,
        seal: record::fixed(row, "seal")?,
    })
}
