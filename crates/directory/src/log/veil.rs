//! From where somebody comes is read in the log by whoever could act on them, and by nobody else (C33, R14): in
//! lists, single entries and files, and by no search for an address.

use crate::{Desk, DirectoryError};
use rollbook_domain::{
    Code, Facts, MemberId, Refusal,
    decide::authority,
    facts::Actor,
    member::{Kind, Member, Tier},
};
use rollbook_store::SealedEntry;
use std::collections::HashSet;

/// Whose address and device an entry has.
fn whose(row: &SealedEntry) -> Option<MemberId> {
    row.entry.actor.or(row.member)
}

/// Who reads; `None` for Rollbook itself, which may read all.
fn reader(facts: &Facts) -> Option<&Member> {
    if let Actor::Member(reader) = &facts.actor { Some(reader) } else { None }
}

/// Whether the reader could act on somebody, or nobody can.
fn is_below(facts: &Facts, member: &Member) -> bool {
    member.kind == Kind::System || authority::touch(facts, member).is_ok()
}

impl Desk {
    /// Takes address and device out of the entries of people whom the reader may not touch.
    pub(super) async fn veil(&self, facts: &Facts, rows: &mut [SealedEntry]) -> Result<(), DirectoryError> {
        let Some(reader) = reader(facts) else { return Ok(()) };
        let others: HashSet<MemberId> = rows.iter().filter_map(whose).filter(|id| *id != reader.id).collect();
        let others: Vec<MemberId> = others.into_iter().collect();
        let found = self.directory().store().members(self.organization(), &others).await?;
        let below: HashSet<MemberId> =
            found.iter().filter(|member| is_below(facts, member)).map(|member| member.id).collect();
        for row in rows {
            let above = whose(row).is_some_and(|id| id != reader.id && !below.contains(&id));
            if let Some(origin) = row.origin.as_mut().filter(|_| above) {
                origin.address.clear();
                origin.device.clear();
            }
        }
        Ok(())
    }

    /// Of whom a search for an address doesn't tell; `None` for whom it could tell of more than a few: they search for
    /// none.
    pub(super) async fn unsearched(&self, facts: &Facts) -> Result<Option<Vec<MemberId>>, DirectoryError> {
        match reader(facts) {
            None => Ok(Some(Vec::new())),
            Some(reader) if reader.tier == Tier::Owner => Ok(Some(Vec::new())),
            Some(reader) if authority::is_exempt(&facts.structure, reader) => {
                Ok(Some(vec![self.directory().store().owner(self.organization()).await?]))
            }
            Some(_) => Ok(None),
        }
    }
}

/// Why somebody searches for no address.
pub(super) fn no_address() -> Refusal {
    let words = "A search for an address would tell from where people with more rights come.";
    Refusal::new(Code::NotAllowed, words, "Ask the owner, or an administrator with the role Super Admin.").at("origin")
}
