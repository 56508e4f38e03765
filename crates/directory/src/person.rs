//! Everything about one person on one page (FEATURES rows 7, 47–49, 59, 60, 86, B5).

use crate::{
    Desk, DirectoryError,
    contract::{ActivityLine, FactorLine, HeldView, PersonActivity, PersonLicence, PersonView, WaitingView},
    door::not_here,
    glass::{glass, licence_refusal, standing_refusal},
    licences,
};
use rollbook_domain::{Event, Facts, MemberId, decide::authority, holding::Holding, text::fold};
use rollbook_store::{FactorRecord, HeldRecord};

/// How many entries of the log the page begins with.
const ENTRIES: u16 = 8;
/// How many entries one question gets.
const MOST_ENTRIES: u16 = 200;

impl Desk {
    /// The page of one person.
    pub async fn person(&self, member: MemberId) -> Result<PersonView, DirectoryError> {
        let user = self.user(member).await?;
        let facts = self.facts().await?;
        let store = self.directory().store();
        let found = store.members(self.organization(), &[member]).await?.pop().ok_or_else(not_here)?;
        let held = store.held(self.organization(), member).await?;
        let (keys, key_refusal) = self.keys_of(&facts, &found).await?;
        let factors = store.factors(found.account).await?;
        let (activity, activity_total) = self.entries(&facts, member, None, ENTRIES).await?;
        Ok(PersonView {
            standing_refusal: standing_refusal(&facts, &found).or_else(|| self.line()),
            licence_refusal: licence_refusal(&facts, &found).or_else(|| self.line()),
            member_of: member_of(&facts, &held),
            waiting: waiting(&facts, &held),
            licences: person_licences(&facts, &held),
            keys,
            key_refusal: key_refusal.or_else(|| self.line()),
            factors: factors.iter().map(factor_line).collect(),
            codes_left: store.recovery_codes_left(found.account).await?,
            period: found.holds.period,
            glass: glass(&facts, &found, &held).unless(self.line().as_ref()),
            activity,
            activity_total,
            contact: found.holds.contact.clone(),
            customer: found.holds.customer.clone(),
            user,
        })
    }

    /// Older entries about one person, newest first.
    pub async fn person_activity(&self, ask: &PersonActivity) -> Result<Vec<ActivityLine>, DirectoryError> {
        let facts = self.facts().await?;
        authority::administrator(&facts)?;
        Ok(self.entries(&facts, ask.member, ask.before, ask.take.min(MOST_ENTRIES)).await?.0)
    }

    async fn entries(
        &self,
        facts: &Facts,
        member: MemberId,
        before: Option<i64>,
        take: u16,
    ) -> Result<(Vec<ActivityLine>, u64), DirectoryError> {
        let store = self.directory().store();
        let (entries, total) = store.log_about(self.organization(), member, before, u32::from(take)).await?;
        let mut actors: Vec<MemberId> = entries.iter().filter_map(|entry| entry.actor).collect();
        actors.sort_unstable();
        actors.dedup();
        let names = store.names(self.organization(), &actors).await?;
        let lines = entries.into_iter().map(|entry| {
            let (title, detail) = entry.event.as_ref().map_or_else(
                || ("Erased with the person".to_owned(), String::new()),
                |event| crate::activity::words(facts, event),
            );
            ActivityLine {
                seq: entry.seq,
                at: entry.at,
                title,
                detail,
                actor: entry.actor.and_then(|id| names.get(&id).cloned()),
                command: entry.command,
                undoable: entry.event.as_ref().is_some_and(Event::is_undoable),
            }
        });
        Ok((lines.collect(), total))
    }
}

fn factor_line(record: &FactorRecord) -> FactorLine {
    FactorLine { kind: record.kind, since: record.added_at, used: record.used_at }
}

/// A holding's name as people know it.
pub(crate) fn name_of(facts: &Facts, what: &Holding) -> String {
    let structure = &facts.structure;
    let gone = || what.word().to_owned();
    match what {
        Holding::Role(id) => structure.roles.get(id).map_or_else(gone, |role| role.name.clone()),
        Holding::Group(id) => structure.groups.get(id).map_or_else(gone, |group| group.name.clone()),
        Holding::Portal(id) => structure.portals.get(id).map_or_else(gone, |portal| portal.name.clone()),
        Holding::Team(id) => structure.teams.get(id).map_or_else(gone, |team| team.name.clone()),
        Holding::Grant(permission) | Holding::Restriction(permission) => crate::activity::permission(facts, permission),
        Holding::Licence(package) => {
            let product = structure.products.iter().find(|product| product.key == package.product());
            let info = product.and_then(|product| product.packages.iter().find(|info| info.key == package.package()));
            match (product, info) {
                (Some(product), Some(info)) => format!("{} {}", product.name, info.name),
                _ => package.to_string(),
            }
        }
    }
}

/// Roles, then groups, then portals, then teams, by name.
pub(crate) fn member_of(facts: &Facts, held: &[HeldRecord]) -> Vec<HeldView> {
    let place = |what: &Holding| match what {
        Holding::Role(_) => Some(0),
        Holding::Group(_) => Some(1),
        Holding::Portal(_) => Some(2),
        Holding::Team(_) => Some(3),
        Holding::Licence(_) | Holding::Grant(_) | Holding::Restriction(_) => None,
    };
    let mut all: Vec<(i32, HeldView)> = held
        .iter()
        .filter(|record| !record.waits)
        .filter_map(|record| {
            let view = HeldView {
                what: record.what.clone(),
                name: name_of(facts, &record.what),
                since: record.since,
                by: record.by.clone(),
                until: record.period.until,
            };
            Some((place(&record.what)?, view))
        })
        .collect();
    all.sort_by_cached_key(|(place, view)| (*place, fold(&view.name)));
    all.into_iter().map(|(_, view)| view).collect()
}

fn waiting(facts: &Facts, held: &[HeldRecord]) -> Vec<WaitingView> {
    let mut all: Vec<WaitingView> = held
        .iter()
        .filter(|record| record.waits)
        .map(|record| WaitingView {
            what: record.what.clone(),
            name: name_of(facts, &record.what),
            period: record.period,
            by: record.by.clone(),
        })
        .collect();
    all.sort_by_key(|view| view.period.from);
    all
}

pub(crate) fn person_licences(facts: &Facts, held: &[HeldRecord]) -> Vec<PersonLicence> {
    licences::packages(facts)
        .into_iter()
        .map(|view| {
            let what = Holding::Licence(view.package.clone());
            let record = held.iter().find(|record| record.what == what);
            PersonLicence {
                held: record.is_some_and(|record| !record.freed),
                freed: record.is_some_and(|record| record.freed),
                since: record.map(|record| record.since),
                by: record.and_then(|record| record.by.clone()),
                package: view.package,
                product: view.product,
                name: view.name,
                free: view.free,
            }
        })
        .collect()
}
