//! What is asked, at random.

use crate::model::{Book, permission};
use proptest::{collection::vec, option, prelude::*, sample::select};
use rollbook_domain::{
    Command, GroupId, MemberId,
    command::{Action, Edit, GroupRow, Invite, PersonRow},
    member::{AccessMode, Status, Tier},
};

/// What somebody asks for; numbers choose among what is there at that moment.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    Invite {
        email: usize,
        tier: Tier,
        access: AccessMode,
        groups: Vec<usize>,
    },
    Edit {
        target: usize,
        profile: Profile,
        standing: Standing,
    },
    Act {
        action: Action,
        targets: Vec<usize>,
    },
    People {
        rows: Vec<Row>,
        invite: bool,
    },
    Groups {
        rows: Vec<(usize, usize, Vec<usize>, bool)>,
    },
    Accept {
        target: usize,
    },
    FirstPassword {
        target: usize,
    },
    SignIn,
    /// Of one of the newest commands, counted backwards.
    Undo {
        back: usize,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Profile {
    name: Option<usize>,
    email: Option<usize>,
    phone: Option<usize>,
    stale: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Standing {
    tier: Option<Tier>,
    access: Option<AccessMode>,
    groups: Option<Vec<usize>>,
}

type Row = (usize, usize, Option<Tier>, Vec<usize>, Option<Status>);

const NAMES: [&str; 7] = ["", "Ada", "ada", "Bea", "Ödön", "C\u{200b}y", " D  E "];
const GROUPS: [&str; 6] = ["Sales", "Audit", "Payroll", "ADMIN", "New", "Ne\u{301}w"];
const PERMISSIONS: [&str; 4] = ["contacts.view", "contacts.edit", "payroll.view", "new.view"];

fn email(n: usize) -> String {
    match n % 14 {
        n @ 0..9 => format!("p{n}@example.org"),
        9 => "P1@Example.ORG".to_owned(),
        10 => "sigrun@nordlys.no".to_owned(),
        11 => "lise@nordlys.no".to_owned(),
        12 => "mads@nordlys.no".to_owned(),
        _ => "nobody".to_owned(),
    }
}

fn tier() -> impl Strategy<Value = Tier> {
    prop_oneof![4 => Just(Tier::User), 4 => Just(Tier::Admin), 1 => Just(Tier::Owner)]
}

fn access() -> impl Strategy<Value = AccessMode> {
    select(vec![AccessMode::All, AccessMode::Custom])
}

fn status() -> impl Strategy<Value = Status> {
    select(vec![Status::Pending, Status::Active, Status::Suspended, Status::Archived])
}

fn edit() -> impl Strategy<Value = Ask> {
    let profile = (option::of(0..7_usize), option::weighted(0.2, 0..14_usize), option::of(0..3_usize), any::<bool>())
        .prop_map(|(name, email, phone, stale)| Profile { name, email, phone, stale });
    let standing =
        (option::weighted(0.3, tier()), option::weighted(0.3, access()), option::weighted(0.4, vec(0..9_usize, 0..3)))
            .prop_map(|(tier, access, groups)| Standing { tier, access, groups });
    (0..20_usize, profile, standing).prop_map(|(target, profile, standing)| Ask::Edit { target, profile, standing })
}

pub(super) fn ask() -> impl Strategy<Value = Ask> {
    let groups = || vec(0..9_usize, 0..3);
    let row = (0..14_usize, 0..7_usize, option::of(tier()), vec(0..6_usize, 0..3), option::of(status()));
    prop_oneof![
        4 => (0..14_usize, tier(), access(), groups())
            .prop_map(|(email, tier, access, groups)| Ask::Invite { email, tier, access, groups }),
        6 => edit(),
        8 => (select(Action::ALL.to_vec()), vec(0..20_usize, 1..4))
            .prop_map(|(action, targets)| Ask::Act { action, targets }),
        3 => (vec(row, 1..5), any::<bool>()).prop_map(|(rows, invite)| Ask::People { rows, invite }),
        2 => vec((0..6_usize, 0..8_usize, vec(0..4_usize, 0..3), any::<bool>()), 1..4)
            .prop_map(|rows| Ask::Groups { rows }),
        4 => (0..20_usize).prop_map(|target| Ask::Accept { target }),
        3 => (0..20_usize).prop_map(|target| Ask::FirstPassword { target }),
        1 => Just(Ask::SignIn),
        8 => (0..6_usize).prop_map(|back| Ask::Undo { back }),
    ]
}

/// Who asks, and what.
pub(super) fn history(length: usize) -> impl Strategy<Value = Vec<(usize, Ask)>> {
    // Low numbers are the owner and the administrators of the beginning.
    vec((prop_oneof![3 => 0..4_usize, 1 => 0..20_usize], ask()), length)
}

pub(super) fn pick<T: Copy>(all: &[T], n: usize) -> T {
    all[n % all.len()]
}

pub(super) fn command(book: &Book, ask: &Ask, actor: MemberId) -> Command {
    let members: Vec<MemberId> = book.state.members.keys().copied().collect();
    let groups: Vec<GroupId> = book.state.groups.keys().copied().collect();
    let some = |picked: &[usize]| picked.iter().map(|n| pick(&groups, *n)).collect::<Vec<_>>();
    match ask {
        Ask::Invite { email: address, tier, access, groups } => Command::Invite(Invite {
            tier: *tier,
            access: *access,
            groups: some(groups),
            ..crate::model::invite("New", &email(*address))
        }),
        Ask::Edit { target, profile, standing } => {
            let member = pick(&members, *target);
            let version = book.state.members[&member].version;
            Command::Edit(Edit {
                seen: Some(if profile.stale { version / 2 } else { version }),
                first_name: profile.name.map(|n| NAMES[n].to_owned()),
                email: profile.email.map(email),
                phone: profile.phone.map(|n| n.to_string()),
                tier: standing.tier,
                access: standing.access,
                groups: standing.groups.as_deref().map(some),
                ..Edit::of(member)
            })
        }
        Ask::Act { action, targets } => {
            Command::Act { action: *action, members: targets.iter().map(|n| pick(&members, *n)).collect() }
        }
        Ask::People { rows, invite } => {
            Command::ImportPeople { rows: rows.iter().map(person).collect(), invite: *invite }
        }
        Ask::Groups { rows } => Command::ImportGroups(rows.iter().map(group).collect()),
        Ask::Accept { target } => {
            let member = pick(&members, *target);
            Command::Accept { member, inviter: book.inviters.get(&member).copied() }
        }
        Ask::FirstPassword { target } => {
            let member = pick(&members, *target);
            Command::SetFirstPassword { member, sender: book.inviters.get(&member).copied() }
        }
        Ask::SignIn => Command::SignIn { member: actor },
        Ask::Undo { back } => {
            let mut commands: Vec<_> = book.log.iter().map(|(command, _)| *command).collect();
            commands.dedup();
            Command::Undo(commands[commands.len().saturating_sub(back + 1)])
        }
    }
}

fn person((address, name, tier, groups, status): &Row) -> PersonRow {
    PersonRow {
        tier: *tier,
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
