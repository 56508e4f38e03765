//! Products, seats and plan: the owner's alone (R18).

use super::{Decision, authority, holdings};
use crate::{
    Code, Event, Facts, GroupId, IdSource, Refusal,
    catalogue::{Package, Product},
    group::{Group, Permission},
    order::MOST_SEATS,
    organization::Plan,
    role::Role,
    text::fold,
};

/// Judges how many seats a package is to have.
pub(super) fn set_seats(
    facts: &Facts,
    package: &Package,
    seats: i64,
    product: Option<&Product>,
    ids: &mut dyn IdSource,
) -> Result<Decision, Refusal> {
    authority::owner(facts)?;
    if !(0..=MOST_SEATS).contains(&seats) {
        let words = format!("This isn’t a number of seats. Choose 0 to {MOST_SEATS}.");
        return Err(Refusal::new(Code::Invalid, words, "").at("seats"));
    }
    let mut decision = Decision::default();
    let known = facts.structure.products.iter().find(|known| known.key == package.product());
    let unknown = || Refusal::new(Code::NotFound, "There is no such package.", "Refresh the list.").at("package");
    let product = known.or(product).filter(|product| product.key == package.product()).ok_or_else(unknown)?;
    if !product.packages.iter().any(|info| info.key == package.package()) {
        return Err(unknown());
    }
    if known.is_none() {
        decision.events = taken(facts, product, ids);
    }
    let before = facts.seats.get(package).copied().unwrap_or_default();
    if seats < before.used {
        let words = format!("{} seats of {} are in use{}.", before.used, holdings::label(facts, package), by(facts));
        return Err(Refusal::new(Code::NoSeat, words, "Revoke licences first.").at("seats"));
    }
    if before.bought != seats || !facts.seats.contains_key(package) {
        let (package, before) = (package.clone(), before.bought);
        decision.events.push(Event::SeatsChanged { package, before, after: seats });
    }
    Ok(decision)
}

/// What taking a product comes to: its modules enter the catalogue, the built-in roles and groups
/// carry of it what the catalogue says, and the product's own groups come to be (row 52).
pub fn taken(facts: &Facts, product: &Product, ids: &mut dyn IdSource) -> Vec<Event> {
    let mut events = vec![Event::ProductTaken { product: Box::new(product.clone()) }];
    let actions = || {
        product.modules.iter().flat_map(|module| {
            module.actions.iter().filter_map(|action| {
                Permission::parse(&format!("{}.{}", module.key, action.key)).map(|permission| (permission, action))
            })
        })
    };
    let mut built_in: Vec<&Role> = facts.structure.roles.values().filter(|role| role.built_in.is_some()).collect();
    built_in.sort_by_key(|role| role.built_in);
    for role in built_in {
        let mut gained: Vec<Permission> = actions()
            .filter(|(permission, action)| {
                role.built_in.is_some_and(|which| action.roles.contains(&which))
                    && !role.permissions.contains(permission)
            })
            .map(|(permission, _)| permission)
            .collect();
        gained.sort();
        if !gained.is_empty() {
            events.push(Event::RoleChanged { role: role.id, name: None, description: None, gained, lost: Vec::new() });
        }
    }
    let mut names: Vec<&String> = actions().flat_map(|(_, action)| &action.groups).collect();
    names.sort();
    names.dedup();
    for name in names {
        let carried = actions().filter(|(_, action)| action.groups.contains(name)).map(|(permission, _)| permission);
        let mut carried: Vec<Permission> = carried.collect();
        carried.sort();
        carried.dedup();
        let known = facts.structure.group_names.get(&fold(name)).and_then(|id| facts.structure.groups.get(id));
        match known {
            Some(group) if group.built_in => {
                carried.retain(|permission| !group.permissions.contains(permission));
                if !carried.is_empty() {
                    events.push(Event::GroupChanged {
                        group: group.id,
                        name: None,
                        product: None,
                        description: None,
                        parent: None,
                        gained: carried,
                        lost: Vec::new(),
                    });
                }
            }
            // A group of the organization's own that happens to have the name stays as it is.
            Some(_) => {}
            None => events.push(Event::GroupAdded {
                group: Group {
                    id: GroupId::new(ids),
                    name: name.clone(),
                    description: format!("Came with {}", product.name),
                    product: Some(product.key.clone()),
                    parent: None,
                    built_in: true,
                    permissions: carried,
                },
            }),
        }
    }
    events
}

/// Who uses what is to become less, as far as they were looked up: `: Tom Berg, Mia Lund and others`.
fn by(facts: &Facts) -> String {
    const NAMED: usize = 5;
    let names = facts.in_the_way.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    match facts.in_the_way.len() {
        0 => String::new(),
        1..=NAMED => format!(": {names}"),
        _ => format!(": {names} and others"),
    }
}

/// Judges a change of the plan: not below what is in use (R21).
pub(super) fn set_plan(facts: &Facts, plan: Plan) -> Result<Decision, Refusal> {
    authority::owner(facts)?;
    let before = facts.organization.plan;
    if facts.administrators > plan.administrators() {
        return Err(Refusal::new(
            Code::PlanFull,
            format!(
                "This plan allows {} administrators, and {} are in use{}.",
                plan.administrators(),
                facts.administrators,
                by(facts)
            ),
            "Suspend or archive administrators first.",
        )
        .at("plan"));
    }
    let events = if before == plan { Vec::new() } else { vec![Event::PlanChanged { before, after: plan }] };
    Ok(Decision { events, ..Decision::default() })
}
