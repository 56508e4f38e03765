//! What is asked about roles, groups, licences, dates and products.

use super::{Ask, Dates, dates, pick};
use crate::model::{Book, permission};
use proptest::{collection::vec, option, prelude::*, sample::select};
use rollbook_domain::{GroupId, PortalId, RoleId, TeamId, holding::Holding, organization::Plan};
use uuid::Uuid;

/// One thing to hold, by its number among those that there are.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Thing {
    Role(usize),
    Group(usize),
    Licence(usize),
    Grant(usize),
    Restriction(usize),
    Portal(usize),
    Team(usize),
    /// A role of another organization.
    Foreign,
}

/// A group's product and parent.
pub(in super::super) type Place = (Option<usize>, Option<usize>);

impl Thing {
    /// What it is in this book; `None` where there is nothing of its kind yet.
    pub(super) fn of(self, book: &Book) -> Option<Holding> {
        fn nth<T: Clone>(all: impl Iterator<Item = T>, n: usize) -> Option<T> {
            let all: Vec<T> = all.collect();
            (!all.is_empty()).then(|| pick(&all, n))
        }
        let state = &book.state;
        match self {
            Self::Role(n) => nth(state.roles.keys().copied(), n).map(Holding::Role),
            Self::Group(n) => nth(state.groups.keys().copied(), n).map(Holding::Group),
            Self::Licence(n) => nth(state.seats.keys().cloned(), n).map(Holding::Licence),
            Self::Grant(n) => Some(Holding::Grant(nth_permission(book, n))),
            Self::Restriction(n) => Some(Holding::Restriction(nth_permission(book, n))),
            Self::Portal(n) => nth(state.portals.keys().copied(), n).map(Holding::Portal),
            Self::Team(n) => nth(state.teams.keys().copied(), n).map(Holding::Team),
            Self::Foreign => Some(Holding::Role(RoleId::from_uuid(Uuid::from_u128(u128::MAX)))),
        }
    }
}

/// A permission of the catalogue, or one that it doesn't know.
pub(super) fn nth_permission(book: &Book, n: usize) -> rollbook_domain::group::Permission {
    let all: Vec<_> = book.state.catalogue.iter().cloned().collect();
    if n == 13 { permission("nothing.view") } else { pick(&all, n) }
}

/// What can begin and end by itself.
fn dated_thing() -> impl Strategy<Value = Thing> {
    let n = || 0..14_usize;
    prop_oneof![
        9 => n().prop_map(Thing::Role),
        4 => n().prop_map(Thing::Group),
        8 => (0..13_usize).prop_map(Thing::Grant),
        8 => (0..13_usize).prop_map(Thing::Restriction),
        1 => n().prop_map(Thing::Grant),
        1 => Just(Thing::Foreign),
    ]
}

fn thing() -> impl Strategy<Value = Thing> {
    prop_oneof![
        2 => dated_thing(),
        2 => (0..14_usize).prop_map(Thing::Licence),
        1 => (0..14_usize).prop_map(Thing::Portal),
        1 => (0..14_usize).prop_map(Thing::Team),
    ]
}

fn hold() -> impl Strategy<Value = Ask> {
    let targets = || vec(0..20_usize, 1..4);
    let undated = Dates { from: None, until: None };
    prop_oneof![
        5 => (vec(dated_thing(), 0..3), vec(dated_thing(), 0..2), dates(), targets())
            .prop_map(|(give, take, dates, targets)| Ask::Hold { give, take, dates, targets }),
        // The same thing with other dates, or given and taken in one breath.
        2 => (dated_thing(), prop::bool::weighted(0.3), dates(), targets())
            .prop_map(|(what, take, dates, targets)| {
                let take = if take { vec![what] } else { Vec::new() };
                Ask::Hold { give: vec![what], take, dates, targets }
            }),
        3 => (things(0..2), things(0..2), targets())
            .prop_map(move |(give, take, targets)| Ask::Hold { give, take, dates: undated, targets }),
    ]
}

pub(super) fn things(how_many: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Thing>> {
    vec(thing(), how_many)
}

pub(super) fn holding_ask() -> impl Strategy<Value = Ask> {
    let permissions = || vec(0..14_usize, 0..3);
    let place = || (option::weighted(0.3, 0..3_usize), option::weighted(0.5, 0..9_usize));
    let role = (0..9_usize, option::weighted(0.1, 0..6_usize), permissions(), permissions(), prop::bool::weighted(0.1));
    prop_oneof![
        16 => hold(),
        1 => (0..20_usize, vec(0..8_usize, 0..3), vec(0..8_usize, 0..3))
            .prop_map(|(target, show, hide)| Ask::Navigation { target, show, hide }),
        3 => (0..20_usize, dates()).prop_map(|(target, dates)| Ask::Period { target, dates }),
        6 => (1..150_i64).prop_map(|hours| Ask::Wait { hours }),
        2 => (0..6_usize, prop::bool::weighted(0.3), permissions())
            .prop_map(|(name, portal, permissions)| Ask::CreateRole { name, portal, permissions }),
        4 => vec(role, 0..3).prop_map(Ask::EditRoles),
        1 => (0..6_usize, place(), permissions())
            .prop_map(|(name, place, permissions)| Ask::CreateGroup { name, place, permissions }),
        2 => (0..9_usize, option::weighted(0.2, 0..6_usize), option::of(place()), permissions(), permissions())
            .prop_map(|(group, name, place, give, take)| Ask::EditGroup { group, name, place, give, take }),
        2 => prop_oneof![
            4 => (0..9_usize).prop_map(Thing::Role),
            4 => (0..9_usize).prop_map(Thing::Group),
            1 => (0..9_usize).prop_map(Thing::Portal),
            1 => (0..9_usize).prop_map(Thing::Team),
        ]
            .prop_map(Ask::Delete),
        1 => (0..4_usize).prop_map(|name| Ask::Portal { name }),
        1 => (option::of(0..9_usize), 0..4_usize).prop_map(|(renamed, name)| Ask::Team { renamed, name }),
        3 => (0..5_usize, -1..4_i64).prop_map(|(package, seats)| Ask::Seats { package, seats }),
        1 => select(vec![Plan::Starter, Plan::Professional, Plan::Business, Plan::Enterprise]).prop_map(Ask::Plan),
        1 => Just(Ask::Settle),
    ]
}

/// The ids of each kind in a list of things.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) roles: Vec<RoleId>,
    pub(super) groups: Vec<GroupId>,
    pub(super) portals: Vec<PortalId>,
    pub(super) teams: Vec<TeamId>,
    pub(super) licences: Vec<rollbook_domain::catalogue::Package>,
    pub(super) grants: Vec<rollbook_domain::group::Permission>,
}

impl Lists {
    pub(super) fn of(book: &Book, things: &[Thing]) -> Self {
        let mut out = Self::default();
        for what in things.iter().filter_map(|thing| thing.of(book)) {
            match what {
                Holding::Role(id) => out.roles.push(id),
                Holding::Group(id) => out.groups.push(id),
                Holding::Portal(id) => out.portals.push(id),
                Holding::Team(id) => out.teams.push(id),
                Holding::Licence(package) => out.licences.push(package),
                Holding::Grant(permission) => out.grants.push(permission),
                Holding::Restriction(_) => {}
            }
        }
        out
    }
}
