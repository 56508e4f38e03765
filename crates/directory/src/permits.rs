//! What the actor may do with a row, and why not the rest: the screens decide nothing.

use crate::{
    Desk, DirectoryError,
    contract::{Permit, UserRow},
    queued::is_queueable,
};
use rollbook_domain::{
    AccountId, Code, Facts, OrganizationId, Refusal, Timestamp,
    command::Action,
    decide::{as_other, authority, credentials, lifecycle, shut},
    factor::FactorKind,
    holding::{Holding, Holds, Period},
    member::{Kind, MACHINES, Member, Status, Tab, display_name},
    text::initials,
    time::Roll,
};
use rollbook_store::{ActorId, MemberCounts, RowRecord};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

/// Facts for lists, kept until the organization changes. The key holds organization, actor and the
/// number of the newest event (C30).
#[derive(Debug, Default)]
pub(crate) struct FactsCache(Mutex<HashMap<(OrganizationId, ActorId), Held>>);

/// Facts, and the number of the newest event that they know of.
type Held = (i64, Arc<Facts>);

impl Desk {
    /// Facts about organization, groups and actor as of now.
    pub(crate) async fn facts(&self) -> Result<Arc<Facts>, DirectoryError> {
        let seq = self.directory().store().seq(self.organization()).await?;
        self.facts_at(seq).await
    }

    /// The same with the counts of that moment.
    pub(crate) async fn standing(&self) -> Result<(Arc<Facts>, MemberCounts), DirectoryError> {
        let (seq, counts) = self.directory().store().standing(self.organization()).await?;
        Ok((self.facts_at(seq).await?, counts))
    }

    async fn facts_at(&self, seq: i64) -> Result<Arc<Facts>, DirectoryError> {
        let store = self.directory().store();
        let key = (self.organization(), self.actor());
        let cache = &self.directory().inner.facts.0;
        let held = || cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((at, facts)) = held().get(&key)
            && *at == seq
        {
            return Ok(Arc::clone(facts));
        }
        let facts = Arc::new(store.facts(self.organization(), self.actor()).await?);
        let mut all = held();
        // A handful of people work at once; an old entry is of no use to anybody.
        if all.len() > 64 {
            all.clear();
        }
        all.insert(key, (seq, Arc::clone(&facts)));
        Ok(facts)
    }

    /// A row as a screen shows it.
    pub(crate) fn row(&self, facts: &Facts, record: &RowRecord, now: Timestamp) -> Result<UserRow, DirectoryError> {
        let member = judged(record)?;
        // Without a connection, what can’t wait says so (R32).
        let line = || self.line();
        let may = Action::ALL
            .into_iter()
            // Who has no second factor has none to lose, and who has one isn't asked for it.
            .filter(|action| match action {
                Action::ResetFactor => member.second_factor.is_some(),
                Action::AskFactor | Action::RequireFactor => {
                    member.second_factor.is_none() && matches!(member.kind, Kind::Regular | Kind::Portal)
                }
                _ => true,
            })
            .filter(|action| lifecycle::fits(*action, record.status, record.begins.is_some()))
            .map(|action| Permit {
                action,
                refusal: lifecycle::may(facts, action, &member, facts.administrators)
                    .err()
                    .or_else(|| {
                        (record.elsewhere && credentials::touches(action)).then(|| credentials::elsewhere(&member))
                    })
                    .or_else(|| line().filter(|_| !is_queueable(action))),
            })
            .collect();
        // In the order in which an edit is judged.
        let edit_refusal = authority::touch(facts, &member).err().or_else(|| {
            (record.status == Status::Archived)
                .then(|| Refusal::new(Code::WrongStatus, format!("{} is archived.", member.name()), "Restore first."))
        });
        let bits = u16::try_from(record.roll_bits).unwrap_or(0);
        let name = display_name(&record.first_name, &record.last_name, &record.email);
        Ok(UserRow {
            id: record.id,
            version: record.version,
            initials: initials(&name),
            name,
            email: shown(&record.email),
            kind: record.kind,
            tier: record.tier,
            status: record.status,
            groups: record.groups.iter().take(4).map(|group| group.name.clone()).collect(),
            roles: names(record.holdings.iter().filter_map(|what| match what {
                Holding::Role(id) => facts.structure.roles.get(id).map(|role| role.name.clone()),
                _ => None,
            })),
            licences: names(record.holdings.iter().filter_map(|what| match what {
                Holding::Licence(package) => {
                    let product = facts.structure.products.iter().find(|product| product.key == package.product());
                    Some(product.map_or_else(|| package.product().to_owned(), |product| product.name.clone()))
                }
                _ => None,
            })),
            group_count: u32::try_from(record.groups.len()).unwrap_or(u32::MAX),
            second_factor: record.second_factor.clone(),
            last_active: (record.last_active > 0).then_some(Timestamp(record.last_active)),
            roll: Roll { day: record.roll_day, bits }.shifted_to(now.day()),
            is_you: self.actor() == ActorId::Member(record.id),
            added_at: Timestamp(record.added_at),
            added_by: record.added_by.clone(),
            invitation_until: record.link_until.filter(|_| record.status.tab() == Tab::Pending).map(Timestamp),
            archived_at: record.archived_at.map(Timestamp),
            in_group: None,
            may,
            edit_refusal,
            as_refusal: as_other::may(facts, &member).err().or_else(line),
            password_refusal: credentials::touch(facts, &member)
                .err()
                .or_else(|| record.elsewhere.then(|| credentials::elsewhere(&member))),
            lock_refusal: shut::may_lock(facts, &member).err().or_else(line),
        })
    }
}

fn names(all: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = all.collect();
    all.sort_by_cached_key(|name| rollbook_domain::text::fold(name));
    all
}

/// What the rules look at in a row.
pub(crate) fn judged(record: &RowRecord) -> Result<Member, DirectoryError> {
    let email = rollbook_domain::Email::parse(&record.email)
        .map_err(|problem| rollbook_store::StoreError::Corrupt(problem.to_string()))?;
    let mut holds = Holds { period: Period { from: record.begins, until: None }, ..Holds::default() };
    for what in &record.holdings {
        match what {
            Holding::Role(id) => holds.roles.push(*id),
            Holding::Grant(permission) => holds.grants.push(permission.clone()),
            Holding::Restriction(permission) => holds.restrictions.push(permission.clone()),
            Holding::Licence(package) => holds.licences.push(package.clone()),
            Holding::Portal(id) => holds.portals.push(*id),
            Holding::Team(id) => holds.teams.push(*id),
            Holding::Group(_) => {}
        }
    }
    Ok(Member {
        id: record.id,
        account: AccountId::from_uuid(record.id.uuid()),
        first_name: record.first_name.clone(),
        last_name: record.last_name.clone(),
        email,
        kind: record.kind,
        tier: record.tier,
        status: record.status,
        held: record.held,
        access: record.access,
        language: String::new(),
        phone: String::new(),
        note: String::new(),
        groups: record.groups.iter().map(|group| group.id).collect(),
        holds,
        added_by: None,
        added_at: Timestamp(record.added_at),
        version: record.version,
        has_password: record.has_password,
        second_factor: record.second_factor.as_deref().and_then(FactorKind::of),
    })
}

/// An address as people read it: what stands in for a machine's is none.
fn shown(email: &str) -> String {
    let machine = email.strip_suffix(MACHINES).is_some_and(|account| account.ends_with('@'));
    if machine { String::new() } else { email.to_owned() }
}
