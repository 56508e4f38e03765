//! From what is asked to the command that it comes to in a book.

use super::{
    Ask, Dates, Profile, RoleAsk, Row, Standing, Thing,
    holdings::{Lists, nth_permission},
    office::of_office,
    pick,
};
use crate::model::{Book, fleet, forms, group_edit, package, permission, role_edit};
use rollbook_domain::{
    Command, GroupId, MemberId, RoleId, Timestamp,
    command::{Edit, GroupEdit, GroupRow, Hold, Invite, NewGroup, NewRole, PersonRow, RoleEdit},
    group::Permission,
    holding::{Holding, Period},
    member::Status,
    session::SessionKind,
    time::HOUR,
};

/// What a book is to do.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and matched down to the command")]
pub(in super::super) enum Asked {
    /// A command.
    Command(Command),
    /// The deletion of a role or a group with all who hold it.
    Delete(Holding),
    /// Nothing but time.
    Wait(i64),
}

pub(super) const NAMES: [&str; 7] = ["", "Ada", "ada", "Bea", "Ödön", "C\u{200b}y", " D  E "];
const GROUPS: [&str; 6] = ["Sales", "Audit", "Payroll", "ADMIN", "New", "Ne\u{301}w"];
const ROLES: [&str; 6] = ["Clerk", "clerk", "Staff", "Fleet desk", "Auditor", " "];
const PERMISSIONS: [&str; 5] = ["contacts.view", "contacts.edit", "payroll.view", "new.view", "trips.view"];
const PACKAGES: [&str; 5] = ["fleet.base", "fleet.pro", "forms.base", "fleet.none", "none.base"];
const SERVERS: [Option<&str>; 3] = [None, Some("{\"host\":\"a\"}"), Some("{\"host\":\"b\"}")];

fn email(n: usize) -> String {
    match n % 18 {
        n @ 0..9 => format!("p{n}@example.org"),
        9 => "P1@Example.ORG".to_owned(),
        10 => "sigrun@nordlys.no".to_owned(),
        11 => "lise@nordlys.no".to_owned(),
        12 => "mads@nordlys.no".to_owned(),
        13 => "rita@nordlys.no".to_owned(),
        14 => "pia@nordlys.no".to_owned(),
        15 => "bot@nordlys.no".to_owned(),
        16 => String::new(),
        _ => "nobody".to_owned(),
    }
}

pub(in super::super) fn asked(book: &Book, ask: &Ask, actor: MemberId) -> Asked {
    match ask {
        Ask::Wait { hours } => Asked::Wait(hours * HOUR),
        // Where an earlier step deleted the last of them, there is nothing to delete.
        Ask::Delete(thing) => thing.of(book).map_or(Asked::Wait(0), Asked::Delete),
        ask => Asked::Command(of_people(book, ask, actor).unwrap_or_else(|| of_things(book, ask))),
    }
}

fn members(book: &Book, picked: &[usize]) -> Vec<MemberId> {
    let all: Vec<MemberId> = book.state.members.keys().copied().collect();
    picked.iter().map(|n| pick(&all, *n)).collect()
}

fn groups(book: &Book, picked: &[usize]) -> Vec<GroupId> {
    let all: Vec<GroupId> = book.state.groups.keys().copied().collect();
    picked.iter().map(|n| pick(&all, *n)).collect()
}

fn permissions(book: &Book, picked: &[usize]) -> Vec<Permission> {
    picked.iter().map(|n| nth_permission(book, *n)).collect()
}

fn holdings(book: &Book, things: &[Thing]) -> Vec<Holding> {
    things.iter().filter_map(|thing| thing.of(book)).collect()
}

fn period(book: &Book, Dates { from, until }: Dates) -> Period {
    let at = |hours: i64| -> Timestamp { book.now.plus(hours * HOUR) };
    Period { from: from.map(at), until: until.map(at) }
}

fn of_people(book: &Book, ask: &Ask, actor: MemberId) -> Option<Command> {
    let member = |n: usize| members(book, &[n])[0];
    Some(match ask {
        Ask::Invite { email: address, tier, access, kind, groups: into, holds } => Command::Invite(Invite {
            tier: *tier,
            access: *access,
            kind: *kind,
            groups: groups(book, into),
            holds: holdings(book, holds),
            ..crate::model::invite("New", &email(*address))
        }),
        Ask::Edit { target, profile, standing } => Command::Edit(edit(book, member(*target), profile, standing)),
        Ask::Act { action, targets } => Command::Act { action: *action, members: members(book, targets) },
        Ask::People { rows, invite } => {
            Command::ImportPeople { rows: rows.iter().map(person).collect(), invite: *invite }
        }
        Ask::Groups { rows } => Command::ImportGroups(rows.iter().map(group).collect()),
        Ask::Accept { target } => {
            let open = book.state.members.values().filter(|member| member.status == Status::Pending);
            let open: Vec<MemberId> = open.map(|member| member.id).collect();
            let member = if open.is_empty() { member(*target) } else { pick(&open, *target) };
            book.acceptance(member)
        }
        Ask::FirstPassword { target } => {
            let member = member(*target);
            Command::SetFirstPassword { member, sender: book.inviters.get(&member).copied() }
        }
        Ask::Office(ask) => of_office(book, ask, actor),
        Ask::SignIn => Command::SignIn { member: actor, kind: SessionKind::Desktop },
        Ask::Undo { back } => {
            let mut commands: Vec<_> = book.log.iter().map(|(command, _)| *command).collect();
            commands.dedup();
            Command::Undo(commands[commands.len().saturating_sub(back + 1)])
        }
        _ => return None,
    })
}

fn of_things(book: &Book, ask: &Ask) -> Command {
    match ask {
        Ask::Hold { give, take, dates, targets } => Command::Hold(Hold {
            give: holdings(book, give),
            take: holdings(book, take),
            period: period(book, *dates),
            members: members(book, targets),
            seen: None,
        }),
        Ask::Navigation { target, show, hide } => {
            let modules =
                |all: &[usize]| permissions(book, all).iter().map(|p| p.module().to_owned()).collect::<Vec<_>>();
            Command::SetNavigation { member: members(book, &[*target])[0], show: modules(show), hide: modules(hide) }
        }
        Ask::Period { target, dates } => {
            let member = members(book, &[*target])[0];
            Command::SetPeriod { member, seen: Some(book.state.seq), period: period(book, *dates) }
        }
        Ask::CreateRole { name, portal, permissions: carried } => Command::CreateRole(NewRole {
            name: ROLES[*name].to_owned(),
            description: String::new(),
            portal: *portal,
            permissions: permissions(book, carried),
        }),
        Ask::EditRoles(edits) => Command::EditRoles(edits.iter().map(|edit| role(book, edit)).collect()),
        Ask::CreateGroup { name, place, permissions: carried } => {
            let (product, parent) = place_of(book, *place);
            let (name, description) = (GROUPS[*name].to_owned(), String::new());
            Command::CreateGroup(NewGroup {
                name,
                description,
                product,
                parent,
                permissions: permissions(book, carried),
            })
        }
        Ask::EditGroup { group, name, place, give, take } => Command::EditGroup(GroupEdit {
            name: name.map(|n| GROUPS[n].to_owned()),
            place: place.map(|place| place_of(book, place)),
            give: permissions(book, give),
            take: permissions(book, take),
            ..group_edit(groups(book, &[*group])[0])
        }),
        Ask::Portal { name } => Command::AddPortal { name: NAMES[*name].to_owned() },
        Ask::Team { renamed, name } => {
            let (name, teams) = (NAMES[*name].to_owned(), &book.state.teams);
            let old = renamed.and_then(|n| teams.values().nth(n % teams.len().max(1)));
            old.map_or(Command::AddTeam { name: name.clone() }, |team| Command::RenameTeam {
                team: team.id,
                seen: team.name.clone(),
                name,
            })
        }
        Ask::Seats { package: n, seats } => {
            let package = package(PACKAGES[*n]);
            let known = [fleet(), forms()].into_iter().find(|product| product.key == package.product());
            Command::SetSeats { package, seats: *seats, product: known.map(Box::new) }
        }
        Ask::Plan(plan) => Command::SetPlan(*plan),
        Ask::MailServer { after } => {
            let (before, after) = (book.state.mail_server.clone(), SERVERS[*after].map(str::to_owned));
            Command::SetMailServer { before, after }
        }
        _ => Command::Settle,
    }
}

fn edit(book: &Book, member: MemberId, profile: &Profile, standing: &Standing) -> Edit {
    let version = book.state.members[&member].version;
    let lists = standing.lists.as_ref().map(|things| Lists::of(book, things));
    Edit {
        seen: Some(if profile.stale { version / 2 } else { version }),
        first_name: profile.name.map(|n| NAMES[n].to_owned()),
        email: profile.email.map(email),
        phone: profile.phone.map(|n| n.to_string()),
        contact: profile.contact.map(|n| n.to_string()),
        tier: standing.tier,
        access: standing.access,
        groups: standing.groups.as_deref().map(|picked| groups(book, picked)),
        roles: lists.as_ref().map(|lists| lists.roles.clone()),
        grants: lists.as_ref().map(|lists| lists.grants.clone()),
        licences: lists.as_ref().map(|lists| lists.licences.clone()),
        portals: lists.filter(|lists| !lists.portals.is_empty()).map(|lists| lists.portals),
        ..Edit::of(member)
    }
}

fn role(book: &Book, edit: &RoleAsk) -> RoleEdit {
    let (n, name, give, take, stale) = edit;
    let all: Vec<RoleId> = book.state.roles.keys().copied().collect();
    let id = pick(&all, *n);
    RoleEdit {
        seen: Some(if *stale { 1 } else { book.state.seq }),
        name: name.map(|n| ROLES[n].to_owned()),
        give: permissions(book, give),
        take: permissions(book, take),
        ..role_edit(id)
    }
}

fn place_of(book: &Book, (product, parent): super::Place) -> (Option<String>, Option<GroupId>) {
    let product = product.map(|n| ["fleet", "forms", "none"][n].to_owned());
    (product, parent.map(|n| groups(book, &[n])[0]))
}

fn person((address, name, tier, access, groups, status): &Row) -> PersonRow {
    PersonRow {
        tier: *tier,
        access: *access,
        groups: groups.iter().map(|n| GROUPS[*n].to_owned()).collect(),
        status: *status,
        ..crate::model::person(NAMES[*name], &email(*address))
    }
}

fn group((name, parent, permissions, described): &(usize, usize, Vec<usize>, bool)) -> GroupRow {
    GroupRow {
        name: GROUPS[*name].to_owned(),
        description: if *described { format!("About {permissions:?}") } else { String::new() },
        parent: GROUPS.get(*parent).map(|name| (*name).to_owned()),
        permissions: permissions.iter().map(|n| permission(PERMISSIONS[*n])).collect(),
    }
}
