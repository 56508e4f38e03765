//! Verifying the hash-chained log (R30).
//!
//! What costs is each row on its way out of the database, not the hash: so the database writes many entries
//! into one text, each part of which is digits, has its length before it, or is of one length, so that no two
//! different logs are the same text.

use crate::{Engine, Store, StoreError, arg::Sql, record, sql};
use rollbook_domain::{
    Event, MemberId, OrganizationId,
    chain::{GENESIS, Seal, Sealed, commit, seal},
};
use sqlx::{AnyConnection, Row};
use std::{collections::HashSet, str::FromStr, sync::Arc};
use tokio::task::{JoinHandle, spawn_blocking};

/// Where the chain is broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogBreak {
    /// The first entry that isn't what was written.
    pub seq: i64,
}

/// How many entries are read at once.
const PART: i64 = 2000;

impl Store {
    /// Verifies the whole chain; names the first entry that was changed, removed or put in. Only
    /// entries about people whose erasure is in the chain may be without their bodies. All of it is
    /// read as of one moment: what is written meanwhile is no break. `told` hears how far it is.
    pub async fn verify_log(
        &self,
        organization: OrganizationId,
        mut told: impl FnMut(i64) + Send,
    ) -> Result<Option<LogBreak>, StoreError> {
        let mut moment = self.pool.begin().await?;
        if let Some(statement) = self.engine.one_moment() {
            sqlx::query(statement).execute(&mut *moment).await?;
        }
        let erased = Arc::new(erased(&mut moment, organization).await?);
        let mut read = 0;
        let mut reached = Reached { before: GENESIS, seq: 0 };
        let mut checking: Option<JoinHandle<Verdict>> = None;
        loop {
            let row = part(self.engine, organization, read).query().fetch_one(&mut *moment).await?;
            if let Some(checked) = checking.take() {
                match checked.await.map_err(StoreError::corrupt)? {
                    Ok(further) => reached = further,
                    Err(broken) => return Ok(Some(broken)),
                }
                told(reached.seq);
            }
            let Some(last) = row.try_get::<Option<i64>, _>("last")? else { break };
            read = last;
            let text: String = row.try_get("entries")?;
            // Hashing takes about as long as reading: one part is checked while the next is read.
            let erased = Arc::clone(&erased);
            checking = Some(spawn_blocking(move || check(&text, reached, organization, &erased)));
        }
        let row = sql!("SELECT seq, head FROM organization WHERE id = $1", organization.to_bytes())
            .query()
            .fetch_one(&mut *moment)
            .await?;
        let whole =
            row.try_get::<i64, _>("seq")? == reached.seq && record::fixed::<32>(&row, "head")? == reached.before;
        Ok((!whole).then_some(LogBreak { seq: reached.seq + 1 }))
    }
}

/// The statement that reads the next entries after one, in their order, as [`Entry::take`] understands them.
fn part(engine: Engine, organization: OrganizationId, after: i64) -> Sql {
    let (joined, hex) = engine.many_in_one();
    let mut statement = Sql::new("SELECT max(seq) AS last, ");
    statement.push(joined.0).push("concat(seq, ',', at");
    for column in ["command", "actor", "member", "salt", "body_seal", "seal"] {
        statement.push(", CASE WHEN ").push(column).push(" IS NULL THEN ',-' ELSE concat(',', ");
        statement.push(hex.0).push(column).push(hex.1).push(") END");
    }
    statement.push(", ','");
    for column in ["kind", "body", "origin"] {
        statement.push(", CASE WHEN ").push(column).push(" IS NULL THEN '-:' ELSE concat(octet_length(");
        statement.push(column).push("), ':', ").push(column).push(") END");
    }
    statement.push(")").push(joined.1).push(" AS entries FROM (SELECT * FROM event WHERE organization = ");
    statement.bind(organization.to_bytes()).push(" AND seq > ").bind(after);
    statement.push(" ORDER BY seq LIMIT ").bind(PART).push(") entry");
    statement
}

/// An entry as the database wrote it.
struct Entry<'a> {
    seq: i64,
    at: i64,
    command: [u8; 16],
    actor: Option<[u8; 16]>,
    member: Option<[u8; 16]>,
    salt: Option<[u8; 16]>,
    body_seal: Seal,
    seal: Seal,
    kind: &'a str,
    body: Option<&'a str>,
    origin: &'a str,
}

impl<'a> Entry<'a> {
    /// Takes the first entry off a text.
    fn take(text: &mut &'a str) -> Result<Self, NeverWritten> {
        Ok(Self {
            seq: number(field(text)?)?,
            at: number(field(text)?)?,
            command: bytes(field(text)?)?,
            actor: optional(field(text)?)?,
            member: optional(field(text)?)?,
            salt: optional(field(text)?)?,
            body_seal: bytes(field(text)?)?,
            seal: bytes(field(text)?)?,
            kind: words(text)?.ok_or(NeverWritten)?,
            body: words(text)?,
            origin: words(text)?.ok_or(NeverWritten)?,
        })
    }

    /// Whether this entry is the one that was written after what was reached, and the seal that it has then.
    fn follows(&self, reached: Reached, organization: OrganizationId, erased: &HashSet<MemberId>) -> Option<Reached> {
        let member = self.member.and_then(|member| MemberId::from_slice(&member));
        let entry = Sealed {
            organization: organization.to_bytes(),
            seq: self.seq,
            at: self.at,
            command: self.command,
            actor: self.actor.unwrap_or_default(),
            kind: self.kind,
            body: self.body_seal,
        };
        let seq = reached.seq + 1;
        let before = seal(&reached.before, &entry);
        let holds = match (self.body, self.salt) {
            (Some(body), Some(salt)) => {
                commit(&salt, body, self.origin) == self.body_seal && says(body, self.kind, member)
            }
            (Some(_), None) => false,
            (None, _) => member.is_some_and(|member| erased.contains(&member)),
        };
        (self.seq == seq && before == self.seal && holds).then_some(Reached { before, seq })
    }
}

/// Some column holds what no entry ever had there.
struct NeverWritten;

/// The text up to the next comma.
fn field<'a>(text: &mut &'a str) -> Result<&'a str, NeverWritten> {
    let (field, rest) = text.split_once(',').ok_or(NeverWritten)?;
    *text = rest;
    Ok(field)
}

fn number<N: FromStr>(digits: &str) -> Result<N, NeverWritten> {
    digits.parse().map_err(|_| NeverWritten)
}

fn bytes<const N: usize>(hex: &str) -> Result<[u8; N], NeverWritten> {
    let mut bytes = [0; N];
    hex::decode_to_slice(hex, &mut bytes).map_err(|_| NeverWritten)?;
    Ok(bytes)
}

fn optional<const N: usize>(hex: &str) -> Result<Option<[u8; N]>, NeverWritten> {
    if hex == "-" { Ok(None) } else { bytes(hex).map(Some) }
}

/// A text that has its length before it; `None` is a column that is empty.
fn words<'a>(text: &mut &'a str) -> Result<Option<&'a str>, NeverWritten> {
    let (length, rest) = text.split_once(':').ok_or(NeverWritten)?;
    if length == "-" {
        *text = rest;
        return Ok(None);
    }
    let (words, rest) = rest.split_at_checked(number(length)?).ok_or(NeverWritten)?;
    *text = rest;
    Ok(Some(words))
}

/// How far the chain is whole: the number of an entry, and its seal.
#[derive(Clone, Copy)]
struct Reached {
    before: Seal,
    seq: i64,
}

/// How far it is whole, or where it is broken.
type Verdict = Result<Reached, LogBreak>;

/// Checks the entries that follow, which the text holds.
fn check(mut text: &str, mut reached: Reached, organization: OrganizationId, erased: &HashSet<MemberId>) -> Verdict {
    while !text.is_empty() {
        let entry = Entry::take(&mut text);
        let further = entry.ok().and_then(|entry| entry.follows(reached, organization, erased));
        reached = further.ok_or(LogBreak { seq: reached.seq + 1 })?;
    }
    Ok(reached)
}

/// Members whose erasure the log tells of.
async fn erased(connection: &mut AnyConnection, organization: OrganizationId) -> Result<HashSet<MemberId>, StoreError> {
    let rows =
        sql!("SELECT body FROM event WHERE organization = $1 AND kind = 'member_erased'", organization.to_bytes())
            .query()
            .fetch_all(connection)
            .await?;
    let bodies = rows.iter().map(|row| row.try_get::<Option<String>, _>("body")).collect::<Result<Vec<_>, _>>()?;
    Ok(bodies.iter().flatten().filter_map(|body| serde_json::from_str::<Event>(body).ok()?.member()).collect())
}

/// Whether the columns that are looked up tell what the body tells.
fn says(body: &str, kind: &str, member: Option<MemberId>) -> bool {
    serde_json::from_str::<Event>(body).is_ok_and(|event| event.kind() == kind && event.member() == member)
}
