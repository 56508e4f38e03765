//! Activity: the log for people, in words, with before and after, verified and exported (B4, R30).

mod changes;
mod export;
mod kinds;
mod veil;

pub(crate) use kinds::label;

use crate::{
    Desk, DirectoryError, Task, activity,
    contract::{
        ChainView, LogDetail, LogEntryAsk, LogEntryView, LogKind, LogPageAsk, LogPageView, LogQuery, LogResult,
    },
    person::name_of,
};
use rollbook_domain::{
    Code, Event, Facts, MemberId, Refusal,
    holding::Holding,
    origin::{Origin, Way},
    text::{fold, initials, search_terms},
};
use rollbook_store::{COUNTED, ListFilter, LogFilter, LogText, Order, PageAt, SealedEntry, SortBy};
use std::collections::HashMap;

/// The most entries that one page brings.
const MOST: u16 = 500;
/// So many people whose names typed words are a part of are looked for.
const PEOPLE: u16 = 50;

impl Desk {
    /// A page of the log, newest first.
    pub async fn log_page(&self, ask: &LogPageAsk) -> Result<LogPageView, DirectoryError> {
        self.administrates().await?;
        let facts = self.facts().await?;
        let filter = self.log_filter(&facts, &ask.filter).await?;
        let store = self.directory().store();
        let take = u32::from(ask.take.min(MOST));
        let mut rows = store.log_page(self.organization(), &filter, ask.before, take).await?;
        self.veil(&facts, &mut rows).await?;
        let matching = store.log_count(self.organization(), &filter).await?;
        Ok(LogPageView {
            rows: self.log_rows(&facts, &rows).await?,
            matching: matching.min(COUNTED),
            more: matching > COUNTED,
            total: store.seq(self.organization()).await?,
            origin_refusal: self.unsearched(&facts).await?.is_none().then(veil::no_address),
        })
    }

    /// One entry with all that there is about it.
    pub async fn log_entry(&self, ask: &LogEntryAsk) -> Result<LogDetail, DirectoryError> {
        self.administrates().await?;
        let facts = self.facts().await?;
        let store = self.directory().store();
        let (mut found, before) = store.log_entry(self.organization(), ask.seq).await?.ok_or_else(|| {
            Refusal::new(Code::NotFound, "There is no entry with this number.", "Look at the list again.")
        })?;
        self.veil(&facts, std::slice::from_mut(&mut found)).await?;
        let (entries, people) = store.reach_of(self.organization(), found.entry.command).await?;
        let json = export::json_of(&found);
        let changes = found.entry.event.as_ref().map(|event| changes::of(&facts, event)).unwrap_or_default();
        let origin = found.origin.clone().unwrap_or_else(|| Origin::by(Way::Server));
        let entry = self.log_rows(&facts, &[found]).await?.pop().ok_or_else(crate::door::not_here)?;
        Ok(LogDetail {
            entry,
            changes,
            people,
            entries,
            address: origin.address,
            device: origin.device,
            before: hex_of(&before),
            json,
        })
    }

    /// The kinds of events that a filter chooses from.
    pub async fn log_kinds(&self) -> Result<Vec<LogKind>, DirectoryError> {
        self.administrates().await?;
        Ok(kinds::all())
    }

    /// Verifies the whole chain (R30); `task` hears how far it is.
    pub async fn log_verify(&self, (): &(), task: &Task) -> Result<ChainView, DirectoryError> {
        self.administrates().await?;
        let (store, at) = (self.directory().store(), self.directory().now());
        let total = store.seq(self.organization()).await?;
        let mut entries = 0;
        let broken = store
            .verify_log(self.organization(), |seq| {
                entries = seq;
                task.tell(seq.unsigned_abs(), total.max(seq).unsigned_abs());
            })
            .await?;
        Ok(ChainView { entries, broken: broken.map(|found| found.seq), at })
    }

    async fn log_filter(&self, facts: &Facts, query: &LogQuery) -> Result<LogFilter, DirectoryError> {
        let origin = query.origin.trim().to_owned();
        let unsearched = self.unsearched(facts).await?;
        // Typed words may mean much else; whoever asks for an address is told.
        let addressed = unsearched.is_some();
        if !addressed && !origin.is_empty() {
            return Err(veil::no_address().into());
        }
        let mut wanted: Vec<String> = query.kinds.clone();
        if query.kinds.is_empty() {
            wanted.extend(kinds::of_topics(&query.topics).map(str::to_owned));
        }
        Ok(LogFilter {
            members: query.person.into_iter().collect(),
            kinds: wanted,
            from: query.from,
            until: query.until,
            origin,
            unsearched: unsearched.unwrap_or_default(),
            left_out: query.result == Some(LogResult::LeftOut),
            refused: query.result == Some(LogResult::Refused),
            text: self.log_text(query.text.trim(), addressed).await?,
        })
    }

    async fn log_text(&self, text: &str, addressed: bool) -> Result<Option<LogText>, DirectoryError> {
        let terms = search_terms(text);
        if terms.is_empty() {
            return Ok(None);
        }
        let number: String = text.chars().filter(|c| !c.is_whitespace() && *c != '#').collect();
        let order = Order { by: SortBy::LastActive, descending: true };
        let at = PageAt { offset: 0, take: PEOPLE, anchor: None, total: None };
        // Whoever left is in the log as well.
        let filter =
            ListFilter { text: text.to_owned(), tab: None, ..ListFilter::tab(rollbook_domain::member::Tab::Active) };
        let people = self.directory().store().member_page(self.organization(), &filter, order, &at).await?;
        let called = |label: &str| {
            let label = fold(label);
            terms.iter().all(|term| label.contains(term.as_str()))
        };
        let named = kinds::KINDS.iter().filter(|(_, _, label)| called(label));
        Ok(Some(LogText {
            members: people.rows.iter().map(|row| row.id).collect(),
            kinds: named.map(|(kind, _, _)| (*kind).to_owned()).collect(),
            seq: number.parse().ok(),
            origin: if addressed { text.to_owned() } else { String::new() },
        }))
    }

    async fn log_rows(&self, facts: &Facts, rows: &[SealedEntry]) -> Result<Vec<LogEntryView>, DirectoryError> {
        let mut ids: Vec<MemberId> = rows.iter().flat_map(|row| [row.member, row.entry.actor]).flatten().collect();
        ids.sort_unstable();
        ids.dedup();
        let names = self.directory().store().names(self.organization(), &ids).await?;
        Ok(rows.iter().map(|row| view(facts, row, &names)).collect())
    }
}

fn view(facts: &Facts, row: &SealedEntry, names: &HashMap<MemberId, String>) -> LogEntryView {
    let event = row.entry.event.as_ref();
    let (title, detail) = event.map_or_else(
        || (label(&row.kind).to_owned(), "the person was erased".to_owned()),
        |event| activity::words(facts, event),
    );
    let name = |id: Option<MemberId>| id.and_then(|id| names.get(&id).cloned());
    let actor = name(row.entry.actor);
    LogEntryView {
        seq: row.entry.seq,
        at: row.entry.at,
        actor_initials: actor.as_deref().map(initials).unwrap_or_default(),
        actor,
        actor_id: row.entry.actor.filter(|id| names.contains_key(id)),
        kind: row.kind.clone(),
        title,
        detail,
        about: name(row.member).or_else(|| event.and_then(|event| about(facts, event))).unwrap_or_default(),
        about_id: row.member.filter(|id| names.contains_key(id)),
        origin: row.origin.as_ref().map(from).unwrap_or_default(),
        result: result(&row.kind, event),
        erased: event.is_none(),
        seal: hex_of(&row.seal),
        command: row.entry.command,
        undoable: event.is_some_and(Event::is_undoable),
    }
}

/// What an event is about that is about no member.
fn about(facts: &Facts, event: &Event) -> Option<String> {
    Some(match event {
        Event::RoleAdded { role } | Event::RoleRemoved { role } => role.name.clone(),
        Event::RoleChanged { role, .. } => name_of(facts, &Holding::Role(*role)),
        Event::GroupAdded { group } | Event::GroupRemoved { group } => group.name.clone(),
        Event::GroupChanged { group, .. } => name_of(facts, &Holding::Group(*group)),
        Event::PortalAdded { portal } | Event::PortalRemoved { portal } => portal.name.clone(),
        Event::TeamAdded { team } | Event::TeamRemoved { team } => team.name.clone(),
        Event::TeamRenamed { team, .. } => name_of(facts, &Holding::Team(*team)),
        Event::SeatsChanged { package, .. } => name_of(facts, &Holding::Licence(package.clone())),
        Event::ProductTaken { product } => product.name.clone(),
        Event::CatalogueExtended { module, .. } => module.clone(),
        // Who was withdrawn is known to their entry alone.
        Event::MemberAdded { member, .. } | Event::MemberWithdrawn { member } => member.name(),
        _ => return None,
    })
}

/// How it came out; a refusal is told by its kind, as it stays one once its person was erased.
fn result(kind: &str, event: Option<&Event>) -> Option<LogResult> {
    if kind == "sign_in_refused" {
        return Some(LogResult::Refused);
    }
    event.is_some_and(leaves_out).then_some(LogResult::LeftOut)
}

fn leaves_out(event: &Event) -> bool {
    match event {
        Event::InvitationAccepted { left_out, .. } => !left_out.is_empty(),
        Event::Unscheduled { left_out, .. } | Event::PeriodChanged { left_out, .. } => !left_out.is_empty(),
        _ => false,
    }
}

/// From where, as in "Desktop, 192.0.2.7".
fn from(origin: &Origin) -> String {
    let way = match origin.way {
        Way::File => "This computer",
        Way::Desktop => "Desktop",
        Way::Portal => "Portal",
        Way::Server => "Server",
    };
    if origin.address.is_empty() { way.to_owned() } else { format!("{way}, {}", origin.address) }
}

fn hex_of(seal: &[u8; 32]) -> String {
    hex::encode(seal)
}
