//! The sheet of a review: every line, who signed, and the way from its entry to the head of the chain. The
//! same as `rollbook-verify` reads; its fields stand in one order, so that a sheet is the same each time.

use crate::{DirectoryError, contract::TableFile, letters::moment};
use rollbook_domain::{
    Event, MemberId,
    member::Tier,
    organization::Organization,
    review::{ReviewLine, Verdict},
};
use rollbook_store::{Proven, Reviewed, Sealing, StoreError};
use serde::Serialize;

/// What the first line of a sheet says that it is.
const SHEET: &str = "rollbook access review 1";

#[derive(Serialize)]
struct Sheet<'a> {
    #[serde(rename = "sheet")]
    format: &'static str,
    organization: Named<'a>,
    signed: Signed<'a>,
    lines: Vec<Line<'a>>,
    entry: Entry<'a>,
    path: Vec<Link<'a>>,
    head: Head,
}

#[derive(Serialize)]
struct Named<'a> {
    id: String,
    name: &'a str,
}

#[derive(Serialize)]
struct Signed<'a> {
    at: i64,
    time: String,
    by: Named<'a>,
}

#[derive(Serialize)]
struct Line<'a> {
    member: String,
    name: &'a str,
    email: &'a str,
    tier: Tier,
    verdict: Verdict,
    reason: &'a str,
    /// Of the commitment to name and address; nothing once the person was erased.
    salt: Option<String>,
}

#[derive(Serialize)]
struct Link<'a> {
    seq: i64,
    at: i64,
    command: String,
    actor: String,
    kind: &'a str,
    body: String,
}

#[derive(Serialize)]
struct Entry<'a> {
    before: String,
    #[serde(flatten)]
    link: Link<'a>,
    text: &'a str,
    origin: &'a str,
    salt: String,
}

#[derive(Serialize)]
struct Head {
    seq: i64,
    seal: String,
}

/// The sheet as a file.
pub(super) fn written(
    organization: &Organization,
    proven: &Proven,
    named: &[Reviewed],
) -> Result<TableFile, DirectoryError> {
    let lines = lines_of(proven)?;
    let nobody = nobody(organization);
    let who = |member: MemberId| named.iter().find(|one| one.member == member).unwrap_or(&nobody);
    let signer = proven.entry.actor;
    let head = proven.path.last().unwrap_or(&proven.entry);
    let rows = lines.len() as u64;
    let sheet = Sheet {
        format: SHEET,
        organization: Named { id: organization.id.to_string(), name: &organization.name },
        signed: Signed {
            at: proven.entry.at.0,
            time: moment(proven.entry.at),
            by: Named { id: id_of(signer), name: signer.map_or("", |signer| who(signer).name.as_str()) },
        },
        lines: lines.iter().map(|line| told(line, who(line.member))).collect(),
        entry: Entry {
            before: hex::encode(proven.before),
            link: link(&proven.entry),
            text: &proven.body,
            origin: &proven.origin,
            salt: hex::encode(proven.salt),
        },
        path: proven.path.iter().map(link).collect(),
        head: Head { seq: head.seq, seal: hex::encode(head.seal) },
    };
    let text = serde_json::to_string_pretty(&sheet).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    Ok(TableFile { text, rows })
}

/// The lines as they were signed.
pub(super) fn lines_of(proven: &Proven) -> Result<Vec<ReviewLine>, DirectoryError> {
    match serde_json::from_str(&proven.body) {
        Ok(Event::ReviewSignedOff { lines }) => Ok(lines),
        Ok(_) | Err(_) => Err(StoreError::Corrupt(format!("entry {} is no review", proven.entry.seq)).into()),
    }
}

/// What is known of whoever isn’t named.
pub(super) fn nobody(organization: &Organization) -> Reviewed {
    let member = MemberId::from_uuid(organization.id.uuid());
    Reviewed { member, salt: None, name: String::new(), email: String::new() }
}

fn told<'a>(line: &'a ReviewLine, who: &'a Reviewed) -> Line<'a> {
    Line {
        member: line.member.to_string(),
        name: &who.name,
        email: &who.email,
        tier: line.tier,
        verdict: line.verdict,
        reason: &line.reason,
        salt: who.salt.map(hex::encode),
    }
}

fn link(entry: &Sealing) -> Link<'_> {
    Link {
        seq: entry.seq,
        at: entry.at.0,
        command: entry.command.to_string(),
        actor: id_of(entry.actor),
        kind: &entry.kind,
        body: hex::encode(entry.body_seal),
    }
}

/// An id; nothing for Rollbook itself.
fn id_of(member: Option<MemberId>) -> String {
    member.map_or_else(String::new, |member| member.to_string())
}
