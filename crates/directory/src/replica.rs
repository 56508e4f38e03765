//! What a replica is filled and kept with: parts of the organization as the person at the desk may read
//! it. No secret is in them (see the store’s list of what a copy holds).

use crate::{
    Desk, DirectoryError,
    contract::{ReplicaAsk, ReplicaCell, ReplicaPart, ReplicaRows},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use rollbook_domain::{
    Code, Facts, MemberId, Refusal,
    decide::authority::{self, administrator},
    impact,
    time::MINUTE,
};
use rollbook_store::{Arg, Head, Moment, Paste, Rows, StoreError};
use sha2::{Digest as _, Sha256};

/// The form of the rows; it changes with the schema.
pub const REPLICA_SCHEMA: i64 = 1;
/// The most members or entries of one part.
const MOST: u16 = 2_000;
/// How far two servers’ clocks may be apart for mails that moved to be seen.
const SLACK: i64 = 2 * MINUTE;

impl Desk {
    /// A part of the organization for a replica (R32): as of one moment, for administrators, and without
    /// the sessions of those whom they may not touch (C20).
    pub async fn replica(&self, ask: &ReplicaAsk) -> Result<ReplicaPart, DirectoryError> {
        if self.is_looking() {
            let words = "Whoever is here as somebody else takes nothing along.";
            return Err(Refusal::new(Code::NotAllowed, words, "Sign in as yourself.").into());
        }
        let mut moment = self.directory().store().moment(self.organization()).await?;
        let facts = moment.facts(self.actor()).await?;
        let me = administrator(&facts)?.id;
        let head = moment.head().await?;
        let mut part = ReplicaPart {
            schema: REPLICA_SCHEMA,
            organization: self.organization(),
            member: me,
            sight: sight(&facts, me),
            now: self.directory().now(),
            seq: head.seq,
            seal: hex::encode(head.seal),
            lasting: facts.organization.policy.offline_millis(),
            in_all: 0,
            rows: Vec::new(),
            members: Vec::new(),
            entry: 0,
            another: false,
        };
        match ask {
            ReplicaAsk::Begin => {
                let counts = self.directory().store().counts(self.organization()).await?;
                part.in_all = counts.of_all();
            }
            ReplicaAsk::Members { after, take, known } => {
                part.members = moment.member_ids_after(*after, u32::from((*take).clamp(1, MOST))).await?;
                read(&mut moment, &facts, &mut part, *known).await?;
            }
            ReplicaAsk::Log { after, until, take } => {
                let log = moment.copy_log(*after, *until, u32::from((*take).clamp(1, MOST))).await?;
                part.entry = log.last;
                part.rows.push(told(&log.rows));
            }
            ReplicaAsk::News { after, seal, since, take, known } => {
                let seal = sealed(seal).ok_or_else(|| Refusal::new(Code::Invalid, "This is no seal.", ""))?;
                if !moment.has(Head { seq: *after, seal }).await? {
                    part.another = true;
                    return Ok(part);
                }
                let log = moment.copy_log(*after, i64::MAX, u32::from((*take).clamp(1, MOST))).await?;
                part.entry = log.last;
                part.members = log.touched;
                read(&mut moment, &facts, &mut part, *known).await?;
                let mails = moment.copy_mails(&part.members, since.plus(-SLACK)).await?;
                part.rows.extend([told(&mails), told(&log.rows)]);
            }
        }
        Ok(part)
    }
}

/// Reads the members of a part, and the structure where it isn’t known.
async fn read(moment: &mut Moment, facts: &Facts, part: &mut ReplicaPart, known: i64) -> Result<(), DirectoryError> {
    if known != part.seq {
        part.rows.extend(moment.copy_whole().await?.iter().map(told));
    }
    let mut touchable = Vec::new();
    for member in moment.members(&part.members).await? {
        if authority::touch(facts, &member).is_ok() {
            touchable.push(member.id);
        }
    }
    part.rows.extend(moment.copy_members(&part.members, &touchable).await?.iter().map(told));
    Ok(())
}

/// What somebody may see, as a word that is another one as soon as it is more or less.
fn sight(facts: &Facts, me: MemberId) -> String {
    let mut hash = Sha256::new();
    hash.update(me.to_bytes());
    if let Ok(actor) = administrator(facts) {
        if authority::is_exempt(&facts.structure, actor) {
            hash.update(b"everything");
        } else {
            hash.update(format!("{:?}", actor.tier));
            for permission in facts.structure.numbers().permissions(&impact::now(facts, actor)) {
                hash.update(permission.to_string());
                hash.update(b"\n");
            }
        }
    }
    hex::encode(&hash.finalize()[..16])
}

/// A seal as it crosses.
pub(crate) fn sealed(text: &str) -> Option<[u8; 32]> {
    let mut seal = [0; 32];
    hex::decode_to_slice(text, &mut seal).ok().map(|()| seal)
}

fn told(rows: &Rows) -> ReplicaRows {
    ReplicaRows::of(rows)
}

impl ReplicaRows {
    /// Rows as they cross to a replica.
    pub fn of(rows: &Rows) -> Self {
        let cell = |cell: &Arg| match cell {
            Arg::Int(value) => ReplicaCell::Int(*value),
            Arg::Text(text) => ReplicaCell::Text(text.clone()),
            Arg::Bytes(bytes) => ReplicaCell::Bytes { b: STANDARD.encode(bytes) },
            Arg::NoInt | Arg::NoText | Arg::NoBytes => ReplicaCell::Nothing(()),
        };
        Self { table: rows.table.clone(), rows: rows.rows.iter().map(|row| row.iter().map(cell).collect()).collect() }
    }

    /// Rows as they are written over a replica.
    pub fn heard(&self) -> Result<Rows, StoreError> {
        let cell = |cell: &ReplicaCell| {
            Ok(match cell {
                ReplicaCell::Nothing(()) => Arg::NoText,
                ReplicaCell::Int(value) => Arg::Int(*value),
                ReplicaCell::Text(text) => Arg::Text(text.clone()),
                ReplicaCell::Bytes { b } => {
                    Arg::Bytes(STANDARD.decode(b).map_err(|error| StoreError::Corrupt(error.to_string()))?)
                }
            })
        };
        let rows_of = |row: &Vec<ReplicaCell>| row.iter().map(cell).collect::<Result<Vec<_>, StoreError>>();
        Ok(Rows { table: self.table.clone(), rows: self.rows.iter().map(rows_of).collect::<Result<_, _>>()? })
    }
}

impl ReplicaPart {
    /// What of it is written over a replica whose log stands at `before`.
    pub fn paste(&self, before: Head) -> Result<Paste, DirectoryError> {
        let rows = self.rows.iter().map(ReplicaRows::heard).collect::<Result<_, _>>()?;
        Ok(Paste { rows, members: self.members.clone(), before: Some(before), ..Paste::default() })
    }

    /// Where the log stands whose newest entry is this part’s; `before` where it brings none.
    pub fn entry_after(&self, before: Head) -> Option<Head> {
        let rows = self.rows.iter().find(|rows| rows.table == "event").and_then(|rows| rows.rows.last());
        let Some(row) = rows else { return Some(before) };
        let (ReplicaCell::Int(seq), Some(ReplicaCell::Bytes { b })) = (row.get(1)?, row.last()) else { return None };
        Some(Head { seq: *seq, seal: STANDARD.decode(b).ok()?.try_into().ok()? })
    }
}
