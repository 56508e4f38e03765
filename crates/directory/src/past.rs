//! What somebody might do on a past day, and why: told by the log alone (B5).

use crate::{
    Desk, DirectoryError,
    contract::{GlassView, PastGlass},
    door::not_here,
    glass::glass,
};
use rollbook_domain::{
    Code, Event, Facts, MemberId, Refusal, Timestamp,
    decide::authority,
    holding::{Holding, Period},
    member::Member,
};
use rollbook_store::{HeldRecord, LogEntry};
use std::collections::HashMap;

impl Desk {
    /// What a user saw and might do at the end of a past moment.
    pub async fn past_glass(&self, ask: &PastGlass) -> Result<GlassView, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        let store = self.directory().store();
        // Who is here now, or was: never a stranger's log (C28).
        store.members(self.organization(), &[ask.member]).await?.pop().ok_or_else(not_here)?;
        let entries = store.log_until(self.organization(), ask.member, ask.at).await?;
        let mut givers: Vec<MemberId> = entries.iter().filter_map(|entry| entry.actor).collect();
        givers.sort_unstable();
        givers.dedup();
        let names = store.names(self.organization(), &givers).await?;
        let mut then = Facts::new(facts.organization.clone(), facts.actor.clone());
        let mut held = Held::default();
        for entry in &entries {
            if let Some(event) = &entry.event {
                then.apply(event);
                held.apply(entry, event, &names);
            }
        }
        let member: &Member = then.members.get(&ask.member).ok_or_else(|| {
            Refusal::new(Code::NotFound, "Nobody of this name was here on that day.", "Choose a later day.")
        })?;
        Ok(glass(&then, member, &held.0))
    }
}

/// What was held, with since when and by whom.
#[derive(Default)]
struct Held(Vec<HeldRecord>);

impl Held {
    fn apply(&mut self, entry: &LogEntry, event: &Event, names: &HashMap<MemberId, String>) {
        let by = entry.actor.and_then(|id| names.get(&id).cloned());
        let record = |what: Holding, until: Option<Timestamp>| HeldRecord {
            what,
            since: entry.at,
            by: by.clone(),
            period: Period { from: None, until },
            waits: false,
            freed: false,
        };
        match event {
            Event::MemberAdded { member, .. } => {
                let holds = &member.holds;
                let all = member.groups.iter().map(|id| Holding::Group(*id));
                let all = all.chain(holds.roles.iter().map(|id| Holding::Role(*id)));
                let all = all.chain(holds.grants.iter().cloned().map(Holding::Grant));
                let all = all.chain(holds.restrictions.iter().cloned().map(Holding::Restriction));
                self.0.extend(all.map(|what| record(what.clone(), holds.end_of(&what))));
            }
            Event::Given { what, until, .. } => self.0.push(record(what.clone(), *until)),
            Event::Taken { what, .. } => self.0.retain(|held| held.what != *what),
            Event::EndMoved { what, after, .. } => {
                for held in self.0.iter_mut().filter(|held| held.what == *what) {
                    held.period.until = *after;
                }
            }
            _ => {}
        }
    }
}
