//! Export: what import takes, given back.

use crate::{
    Desk, DirectoryError, Task,
    contract::{Target, UserFilter},
};
use rollbook_domain::{
    MemberId,
    member::{AccessMode, Status, Tab, Tier},
};
use rollbook_exchange::{AccessWord, Group, Person, StatusWord, TierWord, WriteOptions, groups_csv, people_csv};
use rollbook_store::{Cursor, ListFilter, Order, PageAt, RowRecord, SortBy};
use std::collections::{HashMap, HashSet};

/// How many members are read at a time.
const PART: u16 = 500;

impl Desk {
    /// People as CSV, and how many; everybody who isn't archived where no target is named.
    pub async fn export_people(&self, target: Option<&Target>, task: &Task) -> Result<(Vec<u8>, u64), DirectoryError> {
        self.administrates().await?;
        let (filters, ids, except) = match target {
            None => (vec![ListFilter::tab(Tab::Active), ListFilter::tab(Tab::Pending)], None, HashSet::new()),
            Some(Target::Matching { filter, except }) => {
                (vec![self.list_filter(filter)], None, except.iter().copied().collect())
            }
            Some(Target::Ids { ids }) => {
                let all = [Tab::Active, Tab::Pending, Tab::Archived].map(ListFilter::tab).to_vec();
                (all, Some(ids.iter().copied().collect::<HashSet<_>>()), HashSet::new())
            }
        };
        let mut people = Vec::new();
        for filter in &filters {
            let wanted = |id| ids.as_ref().is_none_or(|ids| ids.contains(&id)) && !except.contains(&id);
            self.gather(filter, task, wanted, &mut people).await?;
        }
        let rows = people.len() as u64;
        let bytes =
            people_csv(people, &WriteOptions::default()).map_err(|error| DirectoryError::Table(error.to_string()))?;
        Ok((bytes, rows))
    }

    async fn gather(
        &self,
        filter: &ListFilter,
        task: &Task,
        wanted: impl Fn(MemberId) -> bool,
        people: &mut Vec<Person>,
    ) -> Result<(), DirectoryError> {
        let store = self.directory().store();
        let total = store.member_count(self.organization(), filter).await?.all;
        let order = Order { by: SortBy::Name, descending: false };
        let mut at = PageAt { offset: 0, take: PART, anchor: None, total: None };
        loop {
            if task.is_cancelled() {
                return Err(DirectoryError::Cancelled);
            }
            let page = store.member_page(self.organization(), filter, order, &at).await?;
            let rows: Vec<&RowRecord> = page.rows.iter().filter(|row| wanted(row.id)).collect();
            let ids: Vec<MemberId> = rows.iter().map(|row| row.id).collect();
            let members = store.members(self.organization(), &ids).await?;
            let notes: HashMap<MemberId, String> = members.into_iter().map(|one| (one.id, one.note)).collect();
            people.extend(rows.into_iter().map(|row| person(row, notes.get(&row.id).cloned().unwrap_or_default())));
            let Some(last) = page.rows.last() else { return Ok(()) };
            let read = at.offset + page.rows.len() as u64;
            at.anchor = Cursor::parse(&last.cursor.to_string()).map(|cursor| (read - 1, cursor));
            at.offset = read;
            task.tell(read, total);
        }
    }

    /// Groups as CSV, and how many.
    pub async fn export_groups(&self) -> Result<(Vec<u8>, u64), DirectoryError> {
        self.administrates().await?;
        let facts = self.facts().await?;
        let all = &facts.structure.groups;
        let mut groups: Vec<Group> = all
            .values()
            .map(|group| Group {
                name: group.name.clone(),
                description: group.description.clone(),
                parent: group.parent.and_then(|id| all.get(&id)).map(|parent| parent.name.clone()),
                permissions: group.permissions.iter().map(ToString::to_string).collect(),
            })
            .collect();
        groups.sort_by_cached_key(|group| rollbook_domain::text::fold(&group.name));
        let rows = groups.len() as u64;
        let bytes =
            groups_csv(groups, &WriteOptions::default()).map_err(|error| DirectoryError::Table(error.to_string()))?;
        Ok((bytes, rows))
    }

    /// The filter of a whole tab, for callers without a screen.
    pub fn whole_tab(tab: Tab) -> UserFilter {
        UserFilter {
            tab,
            text: String::new(),
            tiers: Vec::new(),
            group: None,
            suspended: None,
            away_days: None,
            without_second_factor: false,
            role: None,
            licence: None,
            kind: None,
            without_role: false,
        }
    }
}

fn person(record: &RowRecord, note: String) -> Person {
    Person {
        email: record.email.clone(),
        first_name: record.first_name.clone(),
        last_name: record.last_name.clone(),
        tier: Some(match record.tier {
            Tier::Owner => TierWord::Owner,
            Tier::Admin => TierWord::Admin,
            Tier::User => TierWord::User,
        }),
        groups: record.groups.iter().map(|group| group.name.clone()).collect(),
        status: Some(match record.status {
            Status::Pending => StatusWord::Pending,
            Status::Active => StatusWord::Active,
            Status::Suspended => StatusWord::Suspended,
            Status::Archived => StatusWord::Archived,
        }),
        phone: (!record.phone.is_empty()).then(|| record.phone.clone()),
        language: Some(record.language.clone()),
        last_sign_in: (record.last_active > 0)
            .then(|| jiff::Timestamp::from_millisecond(record.last_active).map(|at| at.to_string()).unwrap_or_default())
            .filter(|text| !text.is_empty()),
        access: Some(match record.access {
            AccessMode::All => AccessWord::All,
            AccessMode::Custom => AccessWord::Custom,
        }),
        note: (!note.is_empty()).then_some(note),
    }
}
