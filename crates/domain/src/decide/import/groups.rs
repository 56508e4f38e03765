//! A table of groups. All of it is judged at once, as rows name each other as parents.

use super::super::{Decision, RowOutcome, authority, groups as by_hand, invite};
use crate::{
    Code, Event, Facts, GroupId, IdSource, Refusal,
    command::GroupRow,
    group::{Group, Permission},
    text::fold,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// Judges a table of groups.
pub(in crate::decide) fn groups(facts: &Facts, rows: &[GroupRow], ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let mut table = Table { now: facts.clone(), named: HashSet::new(), events: Vec::new() };
    let mut outcomes: Vec<Option<RowOutcome>> = vec![None; rows.len()];
    // Parents before children, so that a replay never meets a parent that isn't there yet. A row waits
    // until its parent is made, so each is judged twice at most, however deep and in whatever order.
    let mut waiting: HashMap<String, Vec<usize>> = HashMap::new();
    let mut open: VecDeque<usize> = (0..rows.len()).collect();
    while let Some(at) = open.pop_front() {
        let Some(row) = rows.get(at) else { continue };
        let outcome = table.row(row, ids).unwrap_or_else(|refusal| Some(RowOutcome::Refused(refusal)));
        match &outcome {
            None => waiting.entry(key(row.parent.as_deref().unwrap_or_default())?).or_default().push(at),
            Some(RowOutcome::Created) => open.extend(waiting.remove(&key(&row.name)?).unwrap_or_default()),
            Some(_) => {}
        }
        if let Some(slot) = outcomes.get_mut(at) {
            *slot = outcome;
        }
    }
    let mut events = new_permissions(facts, &table.events);
    events.append(&mut table.events);
    let rows =
        outcomes.into_iter().map(|outcome| outcome.unwrap_or_else(|| RowOutcome::Refused(no_parent()))).collect();
    Ok(Decision { events, rows, ..Decision::default() })
}

/// What a group of this name is looked up by.
fn key(name: &str) -> Result<String, Refusal> {
    invite::name(name, "group").map(|name| fold(&name))
}

/// What the groups carry that the catalogue doesn't know yet; refused rows add nothing to it.
fn new_permissions(facts: &Facts, events: &[Event]) -> Vec<Event> {
    let carried = events.iter().flat_map(|event| match event {
        Event::GroupAdded { group } => group.permissions.as_slice(),
        Event::GroupChanged { gained, .. } => gained,
        _ => &[],
    });
    let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for permission in carried.filter(|p| !facts.structure.catalogue.contains(p)) {
        modules.entry(permission.module()).or_default().insert(permission.action());
    }
    modules
        .into_iter()
        .map(|(module, actions)| Event::CatalogueExtended {
            module: module.to_owned(),
            actions: actions.into_iter().map(str::to_owned).collect(),
        })
        .collect()
}

struct Table {
    now: Facts,
    named: HashSet<String>,
    events: Vec<Event>,
}

impl Table {
    /// One row; `None` while its parent isn't there yet.
    fn row(&mut self, row: &GroupRow, ids: &mut dyn IdSource) -> Result<Option<RowOutcome>, Refusal> {
        let name = invite::name(&row.name, "group")?;
        let key = fold(&name);
        if key.is_empty() {
            return Err(Refusal::new(Code::Invalid, "The group has no name.", "Add one.").at("group"));
        }
        if self.named.contains(&key) {
            return Err(
                Refusal::new(Code::Invalid, "This group is named twice in the table.", "Keep one row.").at("group")
            );
        }
        let above = fold(&invite::name(row.parent.as_deref().unwrap_or_default(), "parent")?);
        let parent = self.now.structure.group_names.get(&above).copied();
        if parent.is_none() && !above.is_empty() {
            return Ok(None);
        }
        let description = invite::line(&row.description, 1000, "description")?;
        let wanted: BTreeSet<Permission> = row.permissions.iter().cloned().collect();
        let known = self.now.structure.group_names.get(&key);
        let known = known.and_then(|id| self.now.structure.groups.get(id));
        let (event, outcome) = if let Some(old) = known {
            changed(&self.now, old, description, parent, &wanted)?
        } else {
            authority::carry(&self.now, &wanted)?;
            let group = Group {
                id: GroupId::new(ids),
                name,
                description,
                product: None,
                parent,
                built_in: false,
                permissions: wanted.into_iter().collect(),
            };
            (Some(Event::GroupAdded { group }), RowOutcome::Created)
        };
        self.named.insert(key);
        if let Some(event) = event {
            self.now.apply(&event);
            self.events.push(event);
        }
        Ok(Some(outcome))
    }
}

/// What a row adds to a group that exists.
fn changed(
    facts: &Facts,
    old: &Group,
    description: String,
    parent: Option<GroupId>,
    wanted: &BTreeSet<Permission>,
) -> Result<(Option<Event>, RowOutcome), Refusal> {
    let gained: BTreeSet<Permission> = wanted.iter().filter(|p| !old.permissions.contains(p)).cloned().collect();
    authority::carry(facts, &gained)?;
    let new_description =
        (!description.is_empty() && description != old.description).then(|| (old.description.clone(), description));
    let new_parent = (parent.is_some() && parent != old.parent).then_some((old.parent, parent));
    if new_parent.is_some() && stands_under(facts, parent, old.id) {
        return Err(no_parent());
    }
    let mut words = Vec::new();
    if new_description.is_some() {
        words.push("description".to_owned());
    }
    if new_parent.is_some() {
        words.push("parent".to_owned());
    }
    match gained.len() {
        0 => {}
        1 => words.push("1 more permission".to_owned()),
        n => words.push(format!("{n} more permissions")),
    }
    if words.is_empty() {
        return Ok((None, RowOutcome::Unchanged));
    }
    by_hand::may_edit(facts, old)?;
    authority::carry_on(facts, &gained)?;
    let event = Event::GroupChanged {
        group: old.id,
        name: None,
        product: None,
        description: new_description,
        parent: new_parent,
        gained: gained.into_iter().collect(),
        lost: Vec::new(),
    };
    Ok((Some(event), RowOutcome::Changed(words.join(", "))))
}

/// Whether `start` is the group or stands anywhere under it, so that as its parent it would close a
/// circle.
pub(in crate::decide) fn stands_under(facts: &Facts, start: Option<GroupId>, group: GroupId) -> bool {
    let mut seen = HashSet::new();
    let mut at = start;
    while let Some(id) = at.filter(|id| seen.insert(*id)) {
        if id == group {
            return true;
        }
        at = facts.structure.groups.get(&id).and_then(|above| above.parent);
    }
    false
}

fn no_parent() -> Refusal {
    Refusal::new(
        Code::NotFound,
        "The parent isn’t a group here, or the parents form a circle.",
        "Correct the parent column.",
    )
    .at("parent")
}
