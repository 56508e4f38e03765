//! What somebody sees and may do, and why: the glass room (B16), my permissions (row 87), and the
//! table of the person's page (B5).

use crate::{
    Desk, DirectoryError,
    catalogue::view::menus,
    contract::{GlassModule, GlassProduct, GlassView, Mark, Source, SourceKind},
    door::not_here,
};
use rollbook_domain::{
    Code, Facts, MemberId, Refusal,
    decide::{
        authority::{self, Effective, Reason},
        navigation,
    },
    facts::Actor,
    group::Permission,
    holding::Holding,
    member::{AccessMode, Kind, Member, Status},
};
use rollbook_store::{ActorId, HeldRecord};

impl Desk {
    /// What a user sees and may do, read-only.
    pub async fn glass(&self, member: MemberId) -> Result<GlassView, DirectoryError> {
        let facts = self.facts().await?;
        // One's own, but only while one is in (C27, C32).
        let mine = matches!(&facts.actor, Actor::Member(me) if me.id == member && me.status == Status::Active);
        if !mine {
            authority::administrator(&facts)?;
        }
        let store = self.directory().store();
        let found = store.members(self.organization(), &[member]).await?.pop().ok_or_else(not_here)?;
        let held = store.held(self.organization(), member).await?;
        Ok(glass(&facts, &found, &held))
    }

    /// What the person at the desk sees and may do themselves.
    pub async fn my_glass(&self) -> Result<GlassView, DirectoryError> {
        match self.actor() {
            ActorId::Member(member) => self.glass(member).await,
            ActorId::Invited(_) | ActorId::System => Err(not_here().into()),
        }
    }
}

impl GlassView {
    /// The same where something stands against every change.
    pub(crate) fn unless(mut self, against: Option<&Refusal>) -> Self {
        let Some(against) = against else { return self };
        let modules = self.products.iter_mut().flat_map(|product| &mut product.modules);
        for mark in modules.flat_map(|module| &mut module.marks) {
            mark.refusal.get_or_insert_with(|| against.clone());
        }
        self
    }
}

/// The view of one member, of what they hold.
pub(crate) fn glass(facts: &Facts, member: &Member, held: &[HeldRecord]) -> GlassView {
    let structure = &facts.structure;
    let effective = authority::effective(structure, member);
    let listed = effective.listed(structure).len();
    let locked = standing_refusal(facts, member);
    let mine = match &facts.actor {
        Actor::Member(actor) => authority::effective(structure, actor.as_ref()),
        Actor::Invited(_) | Actor::System => Effective::Only(rollbook_domain::permission_set::PermissionSet::default()),
    };
    let mark = |label: &str, explanation: &str, key: &str, permission: Permission| Mark {
        allowed: effective.has(structure, &permission),
        sources: sources(facts, member, held, &permission),
        refusal: locked.clone().or_else(|| toggle_refusal(facts, member, &effective, &mine, &permission)),
        action: key.to_owned(),
        label: label.to_owned(),
        explanation: explanation.to_owned(),
        permission,
    };
    let products = menus(structure).into_iter().map(|menu| GlassProduct {
        key: menu.key,
        name: menu.name,
        modules: menu
            .modules
            .iter()
            .map(|module| {
                let hidden = member.holds.hidden.contains(&module.key);
                let marks: Vec<Mark> = module
                    .actions
                    .iter()
                    .zip(module.permissions())
                    .map(|(action, permission)| mark(&action.label, &action.explanation, &action.key, permission))
                    .collect();
                GlassModule {
                    key: module.key.clone(),
                    label: module.label.clone(),
                    in_menu: !hidden && marks.iter().any(|mark| mark.allowed),
                    hidden,
                    marks,
                }
            })
            .collect(),
    });
    GlassView {
        member: member.id,
        name: member.name(),
        asleep: asleep(member),
        count: u32::try_from(listed).unwrap_or(u32::MAX),
        of: u32::try_from(structure.catalogue.len()).unwrap_or(u32::MAX),
        products: products.collect(),
    }
}

/// Why nothing of it holds now (R11).
fn asleep(member: &Member) -> String {
    let name = member.name();
    match member.status {
        Status::Active => String::new(),
        Status::Pending => format!("{name} hasn’t accepted the invitation yet. This holds from then on."),
        Status::Suspended => format!("{name} is suspended. This holds again once they are reactivated."),
        Status::Archived => format!("{name} is archived. This holds again once they are restored."),
    }
}

/// Why roles, groups and permissions of a member can't be changed by the actor; `None` when they can.
pub(crate) fn standing_refusal(facts: &Facts, member: &Member) -> Option<Refusal> {
    let archived = || {
        let words = format!("{} is archived.", member.name());
        (member.status == Status::Archived).then(|| Refusal::new(Code::WrongStatus, words, "Restore first."))
    };
    let judged = authority::touch(facts, member).and_then(|()| authority::not_yourself(facts, member));
    judged.err().or_else(archived)
}

/// Why licences and menus of a member can't be changed by the actor; `None` when they can.
pub(crate) fn licence_refusal(facts: &Facts, member: &Member) -> Option<Refusal> {
    let archived = || {
        let words = format!("{} is archived.", member.name());
        (member.status == Status::Archived).then(|| Refusal::new(Code::WrongStatus, words, "Restore first."))
    };
    navigation::may(facts, member).err().or_else(archived)
}

/// Why one permission can't be given, taken, restricted or freed here: the next press of its mark.
fn toggle_refusal(
    facts: &Facts,
    member: &Member,
    effective: &Effective,
    mine: &Effective,
    permission: &Permission,
) -> Option<Refusal> {
    let structure = &facts.structure;
    let lifts = member.holds.restrictions.contains(permission);
    let withdraws = member.holds.grants.contains(permission);
    let gives = lifts || (!withdraws && !effective.has(structure, permission));
    if gives && !mine.has(structure, permission) {
        return Some(Refusal::new(Code::Ceiling, "You don’t have this, so you can’t give it.", ""));
    }
    if gives && !lifts && member.kind == Kind::Portal {
        let words = "Portal users have their permissions from portal roles alone.";
        return Some(Refusal::new(Code::Invalid, words, "Add a portal role."));
    }
    if !gives && !withdraws && authority::is_exempt(structure, member) {
        let words = format!("{} has every permission, whatever is restricted.", member.name());
        return Some(Refusal::new(Code::SuperAdminFixed, words, "Take the role Super Admin away first."));
    }
    None
}

/// Where a permission comes from, and what takes it away, with since when and by whom.
fn sources(facts: &Facts, member: &Member, held: &[HeldRecord], permission: &Permission) -> Vec<Source> {
    let structure = &facts.structure;
    authority::reasons(structure, member, permission)
        .into_iter()
        .map(|reason| {
            let (kind, name, what) = match reason {
                Reason::Owner => (SourceKind::Owner, "The owner has everything".to_owned(), None),
                Reason::All => (SourceKind::All, "Access to everything".to_owned(), None),
                Reason::SuperAdmin(id) => {
                    let name = structure.roles.get(&id).map_or_else(String::new, |role| role.name.clone());
                    (SourceKind::SuperAdmin, name, Some(Holding::Role(id)))
                }
                Reason::Held(what) => {
                    let (kind, name) = match &what {
                        Holding::Role(id) => (SourceKind::Role, structure.roles.get(id).map(|role| role.name.clone())),
                        Holding::Group(id) => {
                            (SourceKind::Group, structure.groups.get(id).map(|group| group.name.clone()))
                        }
                        Holding::Restriction(_) => (SourceKind::Restriction, Some("Taken away here".to_owned())),
                        Holding::Grant(_) | Holding::Licence(_) | Holding::Portal(_) | Holding::Team(_) => {
                            (SourceKind::Grant, Some("Set here".to_owned()))
                        }
                    };
                    (kind, name.unwrap_or_default(), Some(what))
                }
            };
            let record = what.and_then(|what| held.iter().find(|record| record.what == what && !record.waits));
            // Mode and tier came with the membership.
            let begun = (kind == SourceKind::All && member.access == AccessMode::All).then_some(member.added_at);
            Source {
                kind,
                name,
                since: record.map(|record| record.since).or(begun),
                by: record.and_then(|record| record.by.clone()),
                until: record.and_then(|record| record.period.until),
            }
        })
        .collect()
}
