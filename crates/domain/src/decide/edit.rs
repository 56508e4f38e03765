//! Changing one member's details, field by field (C20, C24): each has its own check, and a newer
//! change to the same field is a conflict, never a silent overwrite.

use super::{Decision, authority, holdings, invite, lifecycle, member_of};
use crate::{
    Code, Effect, Event, Facts, IdSource, Refusal,
    command::Edit,
    event::{Change, Field},
    facts::Context,
    holding::Holding,
    member::{Member, Status, Tier},
};

/// The fields that an edit names, whether or not their values differ; for the store to look up
/// what changed since the version that the screen saw.
pub fn changed_fields(edit: &Edit) -> Vec<Field> {
    let named = [
        (Field::FirstName, edit.first_name.is_some()),
        (Field::LastName, edit.last_name.is_some()),
        (Field::Email, edit.email.is_some()),
        (Field::Tier, edit.tier.is_some()),
        (Field::Access, edit.access.is_some()),
        (Field::Language, edit.language.is_some()),
        (Field::Phone, edit.phone.is_some()),
        (Field::Note, edit.note.is_some()),
        (Field::Contact, edit.contact.is_some()),
        (Field::Customer, edit.customer.is_some()),
    ];
    named.into_iter().filter(|(_, there)| *there).map(|(field, _)| field).collect()
}

/// Judges an edit.
pub(super) fn decide(facts: &Facts, at: Context, edit: &Edit, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    let member = member_of(facts, edit.member)?;
    authority::touch(facts, member)?;
    if member.status == Status::Archived && !lowers(edit) {
        return Err(lifecycle::archived(member));
    }
    let changes = changes(facts, member, edit)?;
    not_meanwhile(facts, &changes)?;
    let (give, take) = holdings(member, edit)?;
    if let Some(what) = give.iter().chain(&take).find(|what| facts.moved_since.contains(what)) {
        let field = holdings::field(what);
        return Err(Refusal::new(
            Code::Conflict,
            format!("Somebody changed the {field} of {} in between.", member.name()),
            "Keep theirs, or apply yours over it.",
        )
        .at(field));
    }
    standing(facts, member, edit, &changes)?;

    let mut decision = Decision { member: Some(member.id), ..Decision::default() };
    let new_address = changes.iter().any(|change| change.field == Field::Email);
    // Tier and mode are part of what the holdings are judged with.
    let mut after = facts.clone();
    if !changes.is_empty() {
        let event = Event::MemberChanged { member: member.id, changes };
        after.apply(&event);
        decision.events.push(event);
    }
    let member_after = member_of(&after, member.id)?;
    decision.events.extend(holdings::change(&after, at, member_after, &give, &take)?);
    if new_address && member.status == Status::Pending {
        // The old link went to an address that is no longer theirs (C37).
        decision.effects.push(Effect::KillLinks { member: member.id });
        lifecycle::invite_again(facts, at, member, ids, &mut decision);
    } else if new_address {
        // Nor does a link to choose a password.
        decision.effects.push(Effect::KillLinks { member: member.id });
    }
    Ok(decision)
}

/// Why an administrator can't be lowered to user by the actor, archived ones included (R31).
pub fn may_lower(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    authority::touch(facts, member)?;
    let edit = Edit { tier: Some(Tier::User), ..Edit::of(member.id) };
    standing(facts, member, &edit, &changes(facts, member, &edit)?)
}

/// R31: whoever is archived stays as they were, but for being an administrator: that can be taken from them.
fn lowers(edit: &Edit) -> bool {
    *edit == Edit { seen: edit.seen, tier: Some(Tier::User), ..Edit::of(edit.member) }
}

/// Refuses where somebody changed one of the fields since the version that the screen saw.
pub(super) fn not_meanwhile(facts: &Facts, changes: &[Change]) -> Result<(), Refusal> {
    changes.iter().find(|change| facts.changed_since.contains(&change.field)).map_or(Ok(()), |change| {
        Err(Refusal::new(
            Code::Conflict,
            format!("Somebody changed this field in between. It now says \u{201c}{}\u{201d}.", change.before),
            "Keep theirs, or apply yours over it.",
        )
        .at(field_name(change.field)))
    })
}

/// The fields whose values an edit changes, each checked.
pub(super) fn changes(facts: &Facts, member: &Member, edit: &Edit) -> Result<Vec<Change>, Refusal> {
    let mut all = Vec::new();
    let mut put = |field: Field, before: &str, after: String| {
        if before != after {
            all.push(Change { field, before: before.to_owned(), after });
        }
    };
    let first = edit.first_name.as_deref().map(|raw| invite::name(raw, "first_name")).transpose()?;
    let last = edit.last_name.as_deref().map(|raw| invite::name(raw, "last_name")).transpose()?;
    let named = !member.first_name.is_empty() || !member.last_name.is_empty();
    let nameless = first.as_ref().unwrap_or(&member.first_name).is_empty()
        && last.as_ref().unwrap_or(&member.last_name).is_empty();
    if named && nameless {
        return Err(Refusal::new(Code::Invalid, "There is no name. Add a first or a last name.", "").at("first_name"));
    }
    if let Some(first) = first {
        put(Field::FirstName, &member.first_name, first);
    }
    if let Some(last) = last {
        put(Field::LastName, &member.last_name, last);
    }
    if let Some(raw) = &edit.email {
        let email = invite::colleague(facts, raw)?;
        if email.as_str() != member.email.as_str() {
            address_may_change(facts, member, &email)?;
        }
        put(Field::Email, member.email.as_str(), email.as_str().to_owned());
    }
    if let Some(tier) = edit.tier {
        put(Field::Tier, word(&member.tier).as_str(), word(&tier));
    }
    if let Some(access) = edit.access {
        put(Field::Access, word(&member.access).as_str(), word(&access));
    }
    if let Some(raw) = &edit.language {
        put(Field::Language, &member.language, invite::language(raw, &facts.organization.language)?);
    }
    if let Some(raw) = &edit.phone {
        put(Field::Phone, &member.phone, invite::line(raw, 60, "phone")?);
    }
    if let Some(raw) = &edit.note {
        put(Field::Note, &member.note, invite::line(raw, 2000, "note")?);
    }
    if let Some(raw) = &edit.contact {
        put(Field::Contact, &member.holds.contact, invite::line(raw, 200, "contact")?);
    }
    if let Some(raw) = &edit.customer {
        put(Field::Customer, &member.holds.customer, invite::line(raw, 200, "customer")?);
    }
    Ok(all)
}

/// R7 and uniqueness: the address is the login, so nobody changes their own by an edit, nor one that
/// other organizations rely on, nor to one that somebody else signs in with.
pub(super) fn address_may_change(facts: &Facts, member: &Member, email: &crate::Email) -> Result<(), Refusal> {
    // Whoever holds the file’s key needs no mail to prove who they are, and may have none to confirm by.
    let by_key = facts.at_file && member.tier == Tier::Owner;
    if !by_key && authority::administrator(facts)?.id == member.id {
        let help = match (facts.organization.policy.own_address, member.tier) {
            (true, _) => "Change it on your own page.",
            (false, Tier::Owner) => "Let the rules allow it, then change it on your own page.",
            (false, Tier::Admin | Tier::User) => "Ask another administrator.",
        };
        return Err(
            Refusal::new(Code::Yourself, "You can’t change the address that you sign in with.", help).at("email")
        );
    }
    if facts.shared.contains(&member.id) {
        return Err(Refusal::new(
            Code::NotAllowed,
            format!(
                "{} uses this account in another organization too, so only they can change its address.",
                member.name()
            ),
            "Only where they are in one organization alone can it be changed.",
        )
        .at("email"));
    }
    address_is_free(facts, member, email)
}

/// Nobody else signs in with the address.
pub(super) fn address_is_free(facts: &Facts, member: &Member, email: &crate::Email) -> Result<(), Refusal> {
    let taken_here = facts.by_email.get(&email.key()).is_some_and(|id| *id != member.id);
    let taken_elsewhere = facts.accounts.get(&email.key()).is_some_and(|account| account.id != member.account);
    if taken_here || taken_elsewhere {
        return Err(Refusal::new(
            Code::EmailTaken,
            "Somebody else signs in with this address.",
            "Use another address.",
        )
        .at("email"));
    }
    Ok(())
}

/// What is given and taken by lists of all that the member shall hold.
fn holdings(member: &Member, edit: &Edit) -> Result<(Vec<Holding>, Vec<Holding>), Refusal> {
    let lengths = [
        edit.groups.as_ref().map_or(0, Vec::len),
        edit.roles.as_ref().map_or(0, Vec::len),
        edit.grants.as_ref().map_or(0, Vec::len),
        edit.licences.as_ref().map_or(0, Vec::len),
        edit.portals.as_ref().map_or(0, Vec::len),
    ];
    holdings::not_too_many(lengths.iter().sum())?;
    let (mut give, mut take) = (Vec::new(), Vec::new());
    let mut compare = |had: Vec<Holding>, wanted: Vec<Holding>| {
        take.extend(had.iter().filter(|what| !wanted.contains(what)).cloned());
        give.extend(wanted.into_iter().filter(|what| !had.contains(what)));
    };
    let holds = &member.holds;
    if let Some(wanted) = &edit.groups {
        compare(all(&member.groups, Holding::Group), all(wanted, Holding::Group));
    }
    if let Some(wanted) = &edit.roles {
        compare(all(&holds.roles, Holding::Role), all(wanted, Holding::Role));
    }
    if let Some(wanted) = &edit.grants {
        compare(all(&holds.grants, Holding::Grant), all(wanted, Holding::Grant));
    }
    if let Some(wanted) = &edit.licences {
        let mut had = all(&holds.licences, Holding::Licence);
        had.extend(all(&holds.freed, Holding::Licence));
        compare(had, all(wanted, Holding::Licence));
    }
    if let Some(wanted) = &edit.portals {
        compare(all(&holds.portals, Holding::Portal), all(wanted, Holding::Portal));
    }
    Ok((give, take))
}

fn all<T: Clone>(ids: &[T], what: impl Fn(T) -> Holding) -> Vec<Holding> {
    ids.iter().cloned().map(what).collect()
}

/// Tier and mode: R13, R15, R17, R21.
fn standing(facts: &Facts, member: &Member, edit: &Edit, changes: &[Change]) -> Result<(), Refusal> {
    let tier_changes = changes.iter().any(|change| change.field == Field::Tier);
    let access_changes = changes.iter().any(|change| change.field == Field::Access);
    if !(tier_changes || access_changes) {
        return Ok(());
    }
    let field = if tier_changes { "tier" } else { "access" };
    authority::not_yourself(facts, member).map_err(|refusal| refusal.at(field))?;
    if member.tier == Tier::Owner {
        return Err(Refusal::new(Code::OwnerFixed, "The owner stays the owner, with every permission.", "").at(field));
    }
    let (tier, access) = (edit.tier.unwrap_or(member.tier), edit.access.unwrap_or(member.access));
    authority::leave(facts, Some(member), authority::Standing { tier, access, ..member.into() })?;
    if tier_changes && tier.administers() && !member.tier.administers() && member.status.counts() {
        authority::room_for_administrators(facts, facts.administrators, 1)?;
    }
    Ok(())
}

/// The wire word of an enum without data.
pub(super) fn word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// The name of a field as requests spell it.
const fn field_name(field: Field) -> &'static str {
    match field {
        Field::FirstName => "first_name",
        Field::LastName => "last_name",
        Field::Email => "email",
        Field::Tier => "tier",
        Field::Access => "access",
        Field::Language => "language",
        Field::Phone => "phone",
        Field::Note => "note",
        Field::Contact => "contact",
        Field::Customer => "customer",
    }
}
