//! API keys (R9): made and revoked by administrators alone, never by a key.

use super::{Decision, authority, authority::Standing, invite, lifecycle, member_of, roles};
use crate::{
    Code, Effect, Event, Facts, IdSource, KeyId, MemberId, Refusal, Timestamp,
    command::NewKey,
    facts::Context,
    group::Permission,
    holding::Holding,
    key::{ApiKey, MOST},
    member::{Kind, Member, Status},
    structure::Structure,
    text::fold,
};

/// Judges the making of a key. Whoever makes it sees it, so it reaches nothing that they lack, and lasts no
/// longer than they have it (R13).
pub(super) fn add(facts: &Facts, at: Context, new: &NewKey, ids: &mut dyn IdSource) -> Result<Decision, Refusal> {
    let member = member_of(facts, new.member)?;
    may_change(facts, member)?;
    if member.status == Status::Archived {
        return Err(lifecycle::archived(member));
    }
    let name = invite::name(&new.name, "name")?;
    let key = fold(&name);
    if key.is_empty() {
        return Err(Refusal::new(Code::Invalid, "The key has no name. Add one.", "").at("name"));
    }
    let theirs = || facts.keys.values().filter(|(of, _)| *of == member.id).map(|(_, key)| key);
    if theirs().any(|other| fold(&other.name) == key) {
        let words = format!("{} has a key of this name.", member.name());
        return Err(Refusal::new(Code::NameTaken, words, "Choose another name.").at("name"));
    }
    if theirs().count() >= MOST {
        let words = format!("{} has {MOST} keys.", member.name());
        return Err(Refusal::new(Code::Invalid, words, "Revoke those that nobody uses."));
    }
    if new.expires.is_some_and(|expires| expires <= at.now) {
        return Err(Refusal::new(Code::Invalid, "The last day is over already.", "Choose a later day.").at("expires"));
    }
    let scope: Vec<Permission> =
        roles::in_catalogue(facts, &new.scope).map_err(|refusal| refusal.at("scope"))?.into_iter().collect();
    if scope.is_empty() {
        return Err(Refusal::new(Code::Invalid, "The key reaches nothing.", "Choose what it may do.").at("scope"));
    }
    within_ceiling(facts, &scope, new.expires)?;
    let key = ApiKey { id: KeyId::new(ids), name, scope, expires: new.expires };
    Ok(Decision {
        member: Some(member.id),
        effects: vec![Effect::StoreKey { key: key.id }],
        events: vec![Event::KeyAdded { member: member.id, key }],
        ..Decision::default()
    })
}

/// R13 for what a key reaches, as if it were given until the key ends.
fn within_ceiling(facts: &Facts, scope: &[Permission], expires: Option<Timestamp>) -> Result<(), Refusal> {
    let grants = scope.iter().cloned().map(Holding::Grant);
    let ends: Vec<(Holding, Timestamp)> =
        expires.map_or_else(Vec::new, |expires| grants.map(|what| (what, expires)).collect());
    let reach = Standing { kind: Kind::Api, grants: scope, ends: &ends, ..Standing::NOBODY };
    authority::leave(facts, None, reach).map_err(|refusal| refusal.at("scope"))
}

/// Judges the revoking of a key: it works no more from that moment on.
pub(super) fn revoke(facts: &Facts, member: MemberId, key: KeyId) -> Result<Decision, Refusal> {
    let member = member_of(facts, member)?;
    may_change(facts, member)?;
    let Some((_, key)) = facts.keys.get(&key).filter(|(of, _)| *of == member.id) else {
        return Err(Refusal::new(Code::NotFound, "This key was revoked already, or never was.", "Refresh the page."));
    };
    let event = Event::KeyRevoked { member: member.id, key: key.clone() };
    Ok(Decision { member: Some(member.id), events: vec![event], ..Decision::default() })
}

/// R9, R14: whether the actor may make and revoke keys of this member: machines alone have any.
pub fn may_change(facts: &Facts, member: &Member) -> Result<(), Refusal> {
    authority::touch(facts, member)?;
    if member.kind != Kind::Api {
        return Err(Refusal::new(Code::Invalid, "Only API users have keys.", "Add an API user for the machine."));
    }
    Ok(())
}

/// R9, C25: what a key may do is what is in its scope *and* what its member may at this moment, whoever
/// the member is: nothing that exempts a member from restrictions exempts a key from its scope.
pub fn reaches(structure: &Structure, member: &Member, scope: &[Permission], permission: &Permission) -> bool {
    scope.contains(permission) && authority::effective_now(structure, member).has(structure, permission)
}
