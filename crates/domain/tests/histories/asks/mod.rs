//! What is asked, at random.

mod commands;
mod holdings;
mod office;

pub(super) use commands::{Asked, asked};
pub(super) use holdings::{Place, Thing};
pub(super) use office::Office;

use holdings::{holding_ask, things};
use office::office_ask;
use proptest::{collection::vec, option, prelude::*, sample::select};
use rollbook_domain::{
    command::Action,
    member::{AccessMode, Kind, Status, Tier},
    organization::Plan,
};

/// What somebody asks for; numbers choose among what is there at that moment.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    Invite {
        email: usize,
        tier: Tier,
        access: AccessMode,
        kind: Kind,
        groups: Vec<usize>,
        holds: Vec<Thing>,
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
    Hold {
        give: Vec<Thing>,
        take: Vec<Thing>,
        dates: Dates,
        targets: Vec<usize>,
    },
    Navigation {
        target: usize,
        show: Vec<usize>,
        hide: Vec<usize>,
    },
    Period {
        target: usize,
        dates: Dates,
    },
    /// Hours go by, and what is due begins and ends.
    Wait {
        hours: i64,
    },
    CreateRole {
        name: usize,
        portal: bool,
        permissions: Vec<usize>,
    },
    EditRoles(Vec<RoleAsk>),
    CreateGroup {
        name: usize,
        place: Place,
        permissions: Vec<usize>,
    },
    EditGroup {
        group: usize,
        name: Option<usize>,
        place: Option<Place>,
        give: Vec<usize>,
        take: Vec<usize>,
    },
    /// Of a role or a group, with all who hold it.
    Delete(Thing),
    Portal {
        name: usize,
    },
    /// Made, or an older one renamed.
    Team {
        renamed: Option<usize>,
        name: usize,
    },
    Seats {
        package: usize,
        seats: i64,
    },
    Plan(Plan),
    /// Of the organization as a whole, of credentials, and of one's own profile.
    Office(Office),
    MailServer {
        after: usize,
    },
    /// By somebody who isn't Rollbook.
    Settle,
    /// Of one of the newest commands, counted backwards.
    Undo {
        back: usize,
    },
}

#[derive(Clone, Debug)]
pub(super) struct Profile {
    pub(super) name: Option<usize>,
    pub(super) email: Option<usize>,
    pub(super) phone: Option<usize>,
    pub(super) contact: Option<usize>,
    pub(super) stale: bool,
}

#[derive(Clone, Debug)]
pub(super) struct Standing {
    pub(super) tier: Option<Tier>,
    pub(super) access: Option<AccessMode>,
    pub(super) groups: Option<Vec<usize>>,
    /// Roles, grants, licences and portals: which of the lists is named, and what it names.
    pub(super) lists: Option<Vec<Thing>>,
}

/// Hours from now; below zero is over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dates {
    pub(super) from: Option<i64>,
    pub(super) until: Option<i64>,
}

/// Which role, its new name, what it is to carry and to lose, and whether the screen saw an old one.
pub(super) type RoleAsk = (usize, Option<usize>, Vec<usize>, Vec<usize>, bool);

pub(super) type Row = (usize, usize, Option<Tier>, Option<AccessMode>, Vec<usize>, Option<Status>);

fn tier() -> impl Strategy<Value = Tier> {
    prop_oneof![4 => Just(Tier::User), 4 => Just(Tier::Admin), 1 => Just(Tier::Owner)]
}

fn access() -> impl Strategy<Value = AccessMode> {
    select(vec![AccessMode::All, AccessMode::Custom])
}

fn status() -> impl Strategy<Value = Status> {
    select(vec![Status::Pending, Status::Active, Status::Suspended, Status::Archived])
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![6 => Just(Kind::Regular), 2 => Just(Kind::Portal), 2 => Just(Kind::Api), 1 => Just(Kind::System)]
}

pub(super) fn dates() -> impl Strategy<Value = Dates> {
    (option::weighted(0.3, -10..200_i64), option::weighted(0.4, -10..400_i64))
        .prop_map(|(from, until)| Dates { from, until })
}

fn edit() -> impl Strategy<Value = Ask> {
    let profile = (
        option::of(0..7_usize),
        option::weighted(0.2, 0..18_usize),
        option::of(0..3_usize),
        option::weighted(0.2, 0..3_usize),
        any::<bool>(),
    )
        .prop_map(|(name, email, phone, contact, stale)| Profile { name, email, phone, contact, stale });
    let standing = (
        option::weighted(0.3, tier()),
        option::weighted(0.3, access()),
        option::weighted(0.3, vec(0..9_usize, 0..3)),
        option::weighted(0.3, things(0..4)),
    )
        .prop_map(|(tier, access, groups, lists)| Standing { tier, access, groups, lists });
    (0..20_usize, profile, standing).prop_map(|(target, profile, standing)| Ask::Edit { target, profile, standing })
}

pub(super) fn ask() -> impl Strategy<Value = Ask> {
    prop_oneof![22 => people_ask(), 30 => holding_ask(), 10 => office_ask(), 8 => (0..6_usize).prop_map(|back| Ask::Undo { back })]
}

/// Of members and their life.
fn people_ask() -> impl Strategy<Value = Ask> {
    let groups = || prop_oneof![2 => Just(Vec::new()), 1 => vec(0..9_usize, 1..3)];
    let named = (option::of(tier()), option::weighted(0.3, access()));
    let row = (0..18_usize, 0..7_usize, named, vec(0..6_usize, 0..3), option::of(status()))
        .prop_map(|(address, name, (tier, access), groups, status)| (address, name, tier, access, groups, status));
    prop_oneof![
        4 => (0..18_usize, tier(), access(), kind(), groups(), things(0..3)).prop_map(
            |(email, tier, access, kind, groups, holds)| Ask::Invite { email, tier, access, kind, groups, holds }
        ),
        6 => edit(),
        8 => (select(Action::ALL.to_vec()), vec(0..20_usize, 1..4))
            .prop_map(|(action, targets)| Ask::Act { action, targets }),
        3 => (vec(row, 1..5), any::<bool>()).prop_map(|(rows, invite)| Ask::People { rows, invite }),
        2 => vec((0..6_usize, 0..8_usize, vec(0..5_usize, 0..3), any::<bool>()), 1..4)
            .prop_map(|rows| Ask::Groups { rows }),
        4 => (0..20_usize).prop_map(|target| Ask::Accept { target }),
        2 => (0..20_usize).prop_map(|target| Ask::FirstPassword { target }),
        1 => Just(Ask::SignIn),
        1 => (0..3_usize).prop_map(|after| Ask::MailServer { after }),
    ]
}

/// Who asks, and what; at most so many.
pub(super) fn history(length: usize) -> impl Strategy<Value = Vec<(usize, Ask)>> {
    // Low numbers are the owner and the administrators of the beginning.
    vec((prop_oneof![4 => 0..5_usize, 1 => 0..20_usize], ask()), 1..=length)
}

pub(super) fn pick<T: Clone>(all: &[T], n: usize) -> T {
    all[n % all.len()].clone()
}
