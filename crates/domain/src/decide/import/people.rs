//! A table of people, a part at a time.

use super::super::{Decision, RowOutcome, authority, authority::Standing, edit::word, holdings, invite, lifecycle};
use crate::{
    AccountId, Code, Email, Event, Facts, GroupId, IdSource, MemberId, Refusal,
    command::PersonRow,
    event::{Change, Field},
    facts::Context,
    group::Group,
    holding::{Holding, Holds},
    member::{AccessMode, Kind, Member, Status, Tier},
    text::fold,
};
use std::collections::HashSet;

/// Judges a part of a table of people.
pub(in crate::decide) fn people(
    facts: &Facts,
    at: Context,
    rows: &[PersonRow],
    invite: bool,
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    authority::administrator(facts)?;
    let mut part = Part { now: facts.clone(), at, invite, named: HashSet::new(), out: Decision::default() };
    for row in rows {
        let outcome = part.person(row, ids).unwrap_or_else(RowOutcome::Refused);
        part.out.rows.push(outcome);
    }
    Ok(part.out)
}

struct Part {
    now: Facts,
    at: Context,
    invite: bool,
    named: HashSet<String>,
    out: Decision,
}

/// A group as a row names it; without an id when nobody has made it yet.
struct Named {
    key: String,
    name: String,
    id: Option<GroupId>,
}

impl Part {
    fn person(&mut self, row: &PersonRow, ids: &mut dyn IdSource) -> Result<RowOutcome, Refusal> {
        let email = invite::email(&row.email)?;
        if !self.named.insert(email.key()) {
            return Err(
                Refusal::new(Code::EmailTaken, "This address stands twice in the table.", "Keep one row.").at("email")
            );
        }
        let groups = self.groups(&row.groups)?;
        let known = self.now.by_email.get(&email.key());
        match known.and_then(|id| self.now.members.get(id)).cloned() {
            Some(member) => self.existing(row, &member, groups, ids),
            None => self.new_person(row, email, groups, ids),
        }
    }

    fn push(&mut self, event: Event) {
        self.now.apply(&event);
        self.out.events.push(event);
    }

    fn new_person(
        &mut self,
        row: &PersonRow,
        email: Email,
        groups: Vec<Named>,
        ids: &mut dyn IdSource,
    ) -> Result<RowOutcome, Refusal> {
        let actor = authority::administrator(&self.now)?.id;
        let first_name = invite::name(&row.first_name, "first_name")?;
        let last_name = invite::name(&row.last_name, "last_name")?;
        let phone = invite::line(&row.phone, 60, "phone")?;
        let note = invite::line(&row.note, 2000, "note")?;
        let language = invite::language(&row.language, &self.now.organization.language)?;
        let tier = row.tier.unwrap_or(Tier::User);
        let access = row.access.unwrap_or_else(|| self.access());
        let known_groups = known(&groups);
        authority::leave(&self.now, None, Standing { tier, access, groups: &known_groups, ..Standing::NOBODY })?;
        let status = match (self.invite, row.status) {
            (true, None | Some(Status::Active | Status::Pending)) => Status::Pending,
            (false, None | Some(Status::Active | Status::Pending)) => Status::Active,
            (_, Some(other)) => other,
        };
        if tier.administers() && status.counts() {
            authority::room_for_administrators(&self.now, self.now.administrators, 1)?;
        }
        let account = self.now.accounts.get(&email.key()).cloned();
        let member = Member {
            id: MemberId::new(ids),
            account: account.as_ref().map_or_else(|| AccountId::new(ids), |account| account.id),
            first_name,
            last_name,
            email,
            kind: Kind::Regular,
            tier,
            status,
            held: if status == Status::Archived { Status::Active } else { status },
            access,
            language,
            phone,
            note,
            groups: self.made(groups, ids),
            holds: Holds::default(),
            added_by: Some(actor),
            added_at: self.at.now,
            version: 0,
            has_password: account.as_ref().is_some_and(|account| account.has_password),
            second_factor: account.as_ref().and_then(|account| account.second_factor),
        };
        let last_sign_in = row.last_sign_in.filter(|then| *then <= self.at.now);
        self.push(Event::MemberAdded { member: Box::new(member.clone()), last_sign_in });
        if status == Status::Pending {
            lifecycle::invite_again(&self.now, self.at, &member, ids, &mut self.out);
        }
        Ok(RowOutcome::Created)
    }

    /// The mode that policy names, where the table names none; *All* never means more than the
    /// administrator has (R12).
    fn access(&self) -> AccessMode {
        let wanted = self.now.organization.policy.default_access;
        let may = authority::leave(&self.now, None, Standing { access: wanted, ..Standing::NOBODY }).is_ok();
        if may { wanted } else { AccessMode::Custom }
    }

    fn existing(
        &mut self,
        row: &PersonRow,
        member: &Member,
        mut groups: Vec<Named>,
        ids: &mut dyn IdSource,
    ) -> Result<RowOutcome, Refusal> {
        let mut changes = Vec::new();
        let mut put = |field: Field, before: &str, after: String| {
            if !after.is_empty() && before != after {
                changes.push(Change { field, before: before.to_owned(), after });
            }
        };
        put(Field::FirstName, &member.first_name, invite::name(&row.first_name, "first_name")?);
        put(Field::LastName, &member.last_name, invite::name(&row.last_name, "last_name")?);
        // The owner stays the owner, whatever the table says (R15).
        let tier = row.tier.filter(|_| member.tier != Tier::Owner).unwrap_or(member.tier);
        put(Field::Tier, &word(&member.tier), word(&tier));
        if !row.language.trim().is_empty() {
            put(Field::Language, &member.language, invite::language(&row.language, "")?);
        }
        put(Field::Phone, &member.phone, invite::line(&row.phone, 60, "phone")?);
        // The owner has every permission in any mode.
        let access = row.access.filter(|_| member.tier != Tier::Owner).unwrap_or(member.access);
        put(Field::Access, &word(&member.access), word(&access));
        put(Field::Note, &member.note, invite::line(&row.note, 2000, "note")?);
        let ignored = ignored(row, member);
        groups.retain(|group| group.id.is_none_or(|id| !member.groups.contains(&id)));
        if changes.is_empty() && groups.is_empty() {
            return Ok(if ignored.is_empty() { RowOutcome::Unchanged } else { RowOutcome::Ignored(ignored) });
        }
        authority::touch(&self.now, member)?;
        if member.status == Status::Archived {
            return Err(Refusal::new(
                Code::ArchivedAlready,
                format!("{} is archived here.", member.name()),
                "Restore first.",
            )
            .about(member.id));
        }
        self.standing(member, tier, access, &groups)?;
        let mut words: Vec<&str> = changes.iter().map(|change| label(change.field)).collect();
        if !groups.is_empty() {
            words.push("groups");
        }
        if !changes.is_empty() {
            self.push(Event::MemberChanged { member: member.id, changes });
        }
        for group in self.made(groups, ids) {
            let (id, what) = (member.id, Holding::Group(group));
            // What begins now no longer waits.
            if let Some(waiting) = member.holds.waiting.iter().find(|waiting| waiting.what == what).cloned() {
                self.push(Event::Unscheduled { member: id, waiting, left_out: String::new() });
            }
            self.push(Event::Given { member: id, what, until: None });
        }
        let words = words.join(", ");
        Ok(RowOutcome::Changed(if ignored.is_empty() { words } else { format!("{words}. {ignored}") }))
    }

    /// R13, R17, R21 for a row that changes somebody's standing.
    fn standing(&self, member: &Member, tier: Tier, access: AccessMode, joins: &[Named]) -> Result<(), Refusal> {
        let actor = authority::administrator(&self.now)?;
        let changes_tier = tier != member.tier;
        let changes_access = access != member.access;
        if actor.id == member.id && (changes_tier || changes_access || !joins.is_empty()) {
            return Err(Refusal::new(
                Code::Yourself,
                "You can’t change your own standing or groups.",
                "Leave your own row out.",
            ));
        }
        if member.kind == Kind::Portal && !joins.is_empty() {
            return Err(authority::portal_roles_alone());
        }
        if member.tier != Tier::Owner && (changes_tier || changes_access || !joins.is_empty()) {
            let mut groups = member.groups.clone();
            groups.extend(known(joins));
            authority::leave(&self.now, Some(member), Standing { tier, access, groups: &groups, ..member.into() })?;
        }
        if tier.administers() && !member.tier.administers() && member.status.counts() {
            authority::room_for_administrators(&self.now, self.now.administrators, 1)?;
        }
        Ok(())
    }

    /// The groups that a row names, each once. Names are cleaned before they are looked up: what is
    /// judged is what is joined.
    fn groups(&self, names: &[String]) -> Result<Vec<Named>, Refusal> {
        holdings::not_too_many(names.len()).map_err(|refusal| refusal.at("groups"))?;
        let mut all: Vec<Named> = Vec::with_capacity(names.len());
        for raw in names {
            let name = invite::name(raw, "groups")?;
            let key = fold(&name);
            if !key.is_empty() && all.iter().all(|named| named.key != key) {
                let id = self.now.structure.group_names.get(&key).copied();
                all.push(Named { key, name, id });
            }
        }
        Ok(all)
    }

    /// The ids of the groups; those that nobody has made yet are made, without permissions.
    fn made(&mut self, groups: Vec<Named>, ids: &mut dyn IdSource) -> Vec<GroupId> {
        let mut all = Vec::with_capacity(groups.len());
        for Named { name, id, .. } in groups {
            all.push(id.unwrap_or_else(|| {
                let id = GroupId::new(ids);
                self.push(Event::GroupAdded {
                    group: Group {
                        id,
                        name,
                        description: String::new(),
                        product: None,
                        parent: None,
                        built_in: false,
                        permissions: Vec::new(),
                    },
                });
                id
            }));
        }
        all
    }
}

/// What a row says about somebody who is here already and no table changes, in words: a status has
/// its own commands, and the owner stays the owner (R15).
fn ignored(row: &PersonRow, member: &Member) -> String {
    let mut words = Vec::new();
    // Whom a table calls active, an import may have invited.
    let stands = |status| status == member.status || (status, member.status) == (Status::Active, Status::Pending);
    if row.status.is_some_and(|status| !stands(status)) {
        words.push(format!("The status stays {}: a table doesn’t change it.", word(&member.status)));
    }
    if member.tier == Tier::Owner && row.tier.is_some_and(|tier| tier == Tier::User) {
        words.push("The owner stays the owner.".to_owned());
    }
    words.join(" ")
}

fn known(groups: &[Named]) -> Vec<GroupId> {
    groups.iter().filter_map(|named| named.id).collect()
}

const fn label(field: Field) -> &'static str {
    match field {
        Field::FirstName => "first name",
        Field::LastName => "last name",
        Field::Email => "e-mail",
        Field::Tier => "tier",
        Field::Access => "access",
        Field::Language => "language",
        Field::Phone => "phone",
        Field::Note => "note",
        Field::Contact => "contact",
        Field::Customer => "customer",
    }
}
