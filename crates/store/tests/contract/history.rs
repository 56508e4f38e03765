//! Histories by chance of every event that changes facts: each event makes sense where it stands, and
//! the facts are told of it as a command that is still being judged would be.

use rand::RngExt as _;
use rollbook_domain::{
    Event, Facts, IdSource as _, MemberId, PortalId, RoleId, TeamId, Timestamp,
    catalogue::{ActionInfo, Module, Package, PackageInfo, Product},
    event::{Change, Field},
    group::Permission,
    holding::{Holding, Period, Waiting},
    member::{Kind, Member, Status, Tier},
    named::{Portal, Team},
    organization::Plan,
    role::{BuiltInRole, Role},
    time::DAY,
};
use rollbook_store::ActorId;
use rollbook_testkit::{Book, Cast, Engine, MORNING};

/// An organization, and facts that were told of every event of it.
pub(crate) struct History {
    pub(crate) book: Book,
    pub(crate) told: Facts,
    /// What was done, by kind of event.
    pub(crate) kinds: std::collections::BTreeMap<&'static str, u32>,
    pending: Vec<Event>,
    cast: Cast,
}

impl History {
    /// An organization with a product, roles, groups and a portal.
    pub(crate) async fn open(engine: Engine, seed: u64) -> Self {
        let book = Book::open(engine).await;
        let mut told = book.store.facts(book.organization, ActorId::System).await.unwrap();
        let mut work = book.store.work(book.organization).await.unwrap();
        work.know(&mut told, &[book.owner]).await.unwrap();
        drop(work);
        let mut history = Self {
            book,
            told,
            kinds: std::collections::BTreeMap::default(),
            pending: Vec::new(),
            cast: Cast::new(seed),
        };
        history.begin();
        history.commit().await;
        history
    }

    fn begin(&mut self) {
        self.tell(Event::ProductTaken { product: Box::new(product("fleet")) });
        for (key, seats) in [("lite", 6), ("pro", 9)] {
            self.tell(Event::SeatsChanged { package: package("fleet", key), before: 0, after: seats });
        }
        let super_admin = Role { built_in: Some(BuiltInRole::SuperAdmin), ..self.role("Super Admin") };
        self.tell(Event::RoleAdded { role: super_admin });
        for name in ["Auditor", "Driver"] {
            let role = self.role(name);
            self.tell(Event::RoleAdded { role });
        }
        for name in ["Crew", "Bridge"] {
            let group = self.cast.group(name);
            self.tell(Event::GroupAdded { group });
        }
        let portal = Portal { id: PortalId::from_uuid(self.cast.next()), name: "Customers".to_owned() };
        self.tell(Event::PortalAdded { portal });
        let team = Team { id: TeamId::from_uuid(self.cast.next()), name: "Night crew".to_owned() };
        self.tell(Event::TeamAdded { team });
    }

    /// One event that happens now.
    pub(crate) fn tell(&mut self, event: Event) {
        self.told.apply(&event);
        *self.kinds.entry(event.kind()).or_default() += 1;
        self.pending.push(event);
    }

    /// Commits what happened as one command.
    pub(crate) async fn commit(&mut self) {
        let events = std::mem::take(&mut self.pending);
        self.book.apply(&events).await;
    }

    /// Something that makes sense happens.
    pub(crate) fn happen(&mut self) {
        match self.cast.below(30) {
            0..=3 => self.somebody_comes(),
            4..=5 => self.somebody_goes(),
            6..=9 => self.status(),
            10..=15 => self.hold(),
            16..=17 => self.licence(),
            18 => self.end(),
            19..=20 => self.wait(),
            21 => self.menus(),
            22 => self.period(),
            23..=24 => self.field(),
            25 => self.seats(),
            _ => self.structure(),
        }
    }

    fn role(&mut self, name: &str) -> Role {
        Role {
            id: RoleId::from_uuid(self.cast.next()),
            name: name.to_owned(),
            description: String::new(),
            built_in: None,
            portal: self.cast.below(5) == 0,
            permissions: Vec::new(),
        }
    }

    fn anybody(&mut self) -> Option<Member> {
        let mut all: Vec<&Member> = self.told.members.values().filter(|member| member.tier != Tier::Owner).collect();
        all.sort_by_key(|member| member.id);
        (!all.is_empty()).then(|| all[self.cast.below(all.len())].clone())
    }

    fn some<T: Clone + Ord>(&mut self, all: impl IntoIterator<Item = T>) -> Option<T> {
        let mut all: Vec<T> = all.into_iter().collect();
        all.sort();
        (!all.is_empty()).then(|| all.swap_remove(self.cast.below(all.len())))
    }

    fn permission(&mut self) -> Permission {
        let all: Vec<Permission> = self.told.structure.catalogue.iter().cloned().collect();
        self.some(all).unwrap()
    }

    /// Something that can be held and dated.
    fn dated(&mut self) -> Holding {
        let structure = std::sync::Arc::clone(&self.told.structure);
        match self.cast.below(4) {
            0 => self.some(structure.roles.keys().copied()).map(Holding::Role).unwrap(),
            1 => self.some(structure.groups.keys().copied()).map(Holding::Group).unwrap(),
            2 => Holding::Grant(self.permission()),
            _ => Holding::Restriction(self.permission()),
        }
    }

    fn later(&mut self) -> Timestamp {
        Timestamp(MORNING.0 + DAY * i64::from(self.cast.rng.random_range(1..30_i32)))
    }

    fn somebody_comes(&mut self) {
        let status = self.cast.one_of(&[Status::Active, Status::Pending, Status::Suspended, Status::Archived]);
        let held = if status == Status::Archived { Status::Active } else { status };
        let kind = self.cast.one_of(&[Kind::Regular, Kind::Regular, Kind::Portal, Kind::Api]);
        let tier = if kind == Kind::Regular { self.cast.one_of(&[Tier::User, Tier::Admin]) } else { Tier::User };
        let mut member = Member { status, held, kind, tier, ..self.cast.member() };
        for _ in 0..self.cast.below(6) {
            let what = self.dated();
            if !member.has_or_will(&what) {
                take_up(&mut member, &what);
                if self.cast.below(4) == 0 {
                    let until = self.later();
                    member.holds.ends.push((what, until));
                }
            }
        }
        let lite = package("fleet", "lite");
        if status.counts() && self.told.seats[&lite].free() > 0 {
            member.holds.licences.push(lite);
        }
        self.cast.one_of(&["", "Ann of Fjord"]).clone_into(&mut member.holds.contact);
        self.tell(Event::MemberAdded { member: Box::new(member), last_sign_in: None });
    }

    fn somebody_goes(&mut self) {
        let Some(member) = self.anybody() else { return };
        if member.status == Status::Archived {
            self.tell(Event::MemberErased { member: member.id });
        } else if self.cast.below(3) == 0 {
            self.tell(Event::MemberWithdrawn { member: Box::new(member) });
        }
    }

    fn status(&mut self) {
        let Some(member) = self.anybody() else { return };
        let after = match member.status {
            Status::Pending | Status::Suspended => self.cast.one_of(&[Status::Active, Status::Archived]),
            Status::Active => self.cast.one_of(&[Status::Suspended, Status::Archived]),
            Status::Archived => member.held,
        };
        self.tell(Event::StatusChanged { member: member.id, before: member.status, after });
        if !after.counts() {
            for package in member.holds.licences {
                self.tell(Event::SeatFreed { member: member.id, package });
            }
            return;
        }
        for package in member.holds.freed {
            if self.told.seats[&package].free() > 0 {
                self.tell(Event::SeatRegained { member: member.id, package });
            } else {
                self.tell(Event::Taken { member: member.id, what: Holding::Licence(package), until: None });
            }
        }
    }

    fn hold(&mut self) {
        let Some(member) = self.anybody() else { return };
        let portals: Vec<PortalId> = self.told.structure.portals.keys().copied().collect();
        let teams: Vec<TeamId> = self.told.structure.teams.keys().copied().collect();
        let what = match (self.cast.below(8), self.some(portals), self.some(teams)) {
            (0, Some(portal), _) => Holding::Portal(portal),
            (1, _, Some(team)) => Holding::Team(team),
            _ => self.dated(),
        };
        if member.has(&what) {
            let until = member.holds.end_of(&what);
            self.tell(Event::Taken { member: member.id, what, until });
        } else if !member.has_or_will(&what) {
            let dated = !matches!(what, Holding::Portal(_)) && self.cast.below(3) == 0;
            let until = dated.then(|| self.later());
            self.tell(Event::Given { member: member.id, what, until });
        }
    }

    fn licence(&mut self) {
        let Some(member) = self.anybody() else { return };
        let package = package("fleet", self.cast.one_of(&["lite", "pro"]));
        let what = Holding::Licence(package.clone());
        if member.has(&what) {
            self.tell(Event::Taken { member: member.id, what, until: None });
        } else if self.told.seats[&package].free() > 0 {
            self.tell(Event::Given { member: member.id, what, until: None });
            if !member.status.counts() {
                // As an undo gives a licence back to somebody suspended.
                self.tell(Event::SeatFreed { member: member.id, package });
            }
        }
    }

    fn end(&mut self) {
        let Some(member) = self.anybody() else { return };
        let roles = member.holds.roles.iter().map(|id| Holding::Role(*id));
        let groups = member.groups.iter().map(|id| Holding::Group(*id));
        let Some(what) = self.some(roles.chain(groups).collect::<Vec<_>>()) else { return };
        let before = member.holds.end_of(&what);
        let after = if before.is_some() && self.cast.below(2) == 0 { None } else { Some(self.later()) };
        self.tell(Event::EndMoved { member: member.id, what, before, after });
    }

    fn wait(&mut self) {
        let Some(member) = self.anybody() else { return };
        if let Some(waiting) = member.holds.waiting.first().cloned() {
            let what = waiting.what.clone();
            let until = waiting.period.until;
            let begins = self.cast.below(2) == 0;
            let left_out = if begins { String::new() } else { "It was too much.".to_owned() };
            self.tell(Event::Unscheduled { member: member.id, waiting, left_out });
            if begins && !member.has(&what) {
                self.tell(Event::Given { member: member.id, what, until });
            }
            return;
        }
        let what = self.dated();
        if !member.has_or_will(&what) {
            let from = self.later();
            let until = (self.cast.below(2) == 0).then(|| from.plus(DAY));
            let waiting = Waiting { what, period: Period { from: Some(from), until }, by: Some(self.book.owner) };
            self.tell(Event::Scheduled { member: member.id, waiting });
        }
    }

    fn menus(&mut self) {
        let Some(member) = self.anybody() else { return };
        let (mut hidden, mut shown) = (Vec::new(), Vec::new());
        for key in ["fleet-cars", "fleet-trips"] {
            let list = if member.holds.hidden.iter().any(|other| other == key) { &mut shown } else { &mut hidden };
            if self.cast.below(2) == 0 {
                list.push(key.to_owned());
            }
        }
        self.tell(Event::NavigationChanged { member: member.id, hidden, shown });
    }

    fn period(&mut self) {
        let Some(member) = self.anybody() else { return };
        let from = (self.cast.below(2) == 0).then(|| self.later());
        let until = (self.cast.below(2) == 0).then_some(Timestamp(MORNING.0 + 40 * DAY));
        let (id, before) = (member.id, member.holds.period);
        self.tell(Event::PeriodChanged {
            member: id,
            before,
            after: Period { from, until },
            by: from.and(Some(id)),
            left_out: String::new(),
        });
    }

    fn field(&mut self) {
        let Some(member) = self.anybody() else { return };
        let word = |tier: Tier| if tier == Tier::Admin { "admin" } else { "user" }.to_owned();
        let other = if member.tier == Tier::Admin { Tier::User } else { Tier::Admin };
        let number = self.cast.below(1_000_000);
        let changes = match self.cast.below(4) {
            0 if member.kind == Kind::Regular => {
                vec![Change { field: Field::Tier, before: word(member.tier), after: word(other) }]
            }
            1 => vec![
                Change {
                    field: Field::Contact,
                    before: member.holds.contact.clone(),
                    after: format!("Contact {number}"),
                },
                Change { field: Field::Customer, before: member.holds.customer.clone(), after: "Fjord AS".to_owned() },
            ],
            2 => {
                let before = member.email.as_str().to_owned();
                vec![Change { field: Field::Email, before, after: format!("moved{number}.{}", member.email.as_str()) }]
            }
            _ => vec![Change { field: Field::Access, before: "custom".to_owned(), after: "all".to_owned() }],
        };
        self.tell(Event::MemberChanged { member: member.id, changes });
    }

    fn seats(&mut self) {
        let package = package("fleet", self.cast.one_of(&["lite", "pro"]));
        let seats = self.told.seats[&package];
        let after = seats.used + i64::from(self.cast.rng.random_range(0..8_i32));
        self.tell(Event::SeatsChanged { package, before: seats.bought, after });
        if self.cast.below(3) == 0 {
            let (before, after) = (self.told.organization.plan, self.cast.one_of(&[Plan::Business, Plan::Enterprise]));
            self.tell(Event::PlanChanged { before, after });
        }
    }

    fn structure(&mut self) {
        let structure = std::sync::Arc::clone(&self.told.structure);
        let number = self.cast.below(1_000_000);
        match self.cast.below(10) {
            0 => {
                let role = Role { permissions: vec![self.permission()], ..self.role(&format!("Role {number}")) };
                self.tell(Event::RoleAdded { role });
            }
            1 | 2 => self.role_changes(number),
            3 => {
                let free = structure.roles.values().filter(|role| role.built_in.is_none());
                let free = free.filter(|role| self.told.role_sizes.get(&role.id).is_none_or(|n| *n == 0));
                let ids: Vec<RoleId> = free.map(|role| role.id).collect();
                if let Some(id) = self.some(ids).filter(|_| structure.roles.len() > 3) {
                    self.tell(Event::RoleRemoved { role: structure.roles[&id].clone() });
                }
            }
            4 => {
                let parent = self.some(structure.groups.keys().copied());
                let mut group = self.cast.group(&format!("Group {number}"));
                group.parent = parent;
                group.product = (self.cast.below(2) == 0).then(|| "fleet".to_owned());
                self.tell(Event::GroupAdded { group });
            }
            5 => self.group_changes(number),
            6 => {
                let is_parent = |id| structure.groups.values().any(|group| group.parent == Some(id));
                let free = structure.groups.keys().copied().filter(|id| !is_parent(*id));
                let free = free.filter(|id| self.told.group_sizes.get(id).is_none_or(|n| *n == 0)).collect::<Vec<_>>();
                if let Some(id) = self.some(free).filter(|_| structure.groups.len() > 2) {
                    self.tell(Event::GroupRemoved { group: structure.groups[&id].clone() });
                }
            }
            7 => {
                let portal = Portal { id: PortalId::from_uuid(self.cast.next()), name: format!("Portal {number}") };
                self.tell(Event::PortalAdded { portal: portal.clone() });
                if self.cast.below(2) == 0 {
                    self.tell(Event::PortalRemoved { portal });
                }
            }
            8 => {
                let team = Team { id: TeamId::from_uuid(self.cast.next()), name: format!("Team {number}") };
                self.tell(Event::TeamAdded { team: team.clone() });
                let name = (team.name.clone(), format!("Team {number} again"));
                self.tell(Event::TeamRenamed { team: team.id, name: name.clone() });
                if self.cast.below(2) == 0 {
                    self.tell(Event::TeamRemoved { team: Team { name: name.1, ..team } });
                }
            }
            _ => {
                let (module, actions) = (format!("own-{}", number % 5), vec!["view".to_owned(), "edit".to_owned()]);
                self.tell(Event::CatalogueExtended { module, actions });
                if !structure.products.iter().any(|product| product.key == "books") {
                    self.tell(Event::ProductTaken { product: Box::new(product("books")) });
                }
            }
        }
    }

    fn role_changes(&mut self, number: usize) {
        let structure = std::sync::Arc::clone(&self.told.structure);
        let role = &structure.roles[&self.some(structure.roles.keys().copied()).unwrap()];
        let permission = self.permission();
        let carried = role.permissions.contains(&permission);
        let (gained, lost) = if carried { (Vec::new(), vec![permission]) } else { (vec![permission], Vec::new()) };
        let name = (self.cast.below(3) == 0 && role.built_in.is_none())
            .then(|| (role.name.clone(), format!("Renamed {number}")));
        let description = (self.cast.below(3) == 0).then(|| (role.description.clone(), format!("For {number}")));
        self.tell(Event::RoleChanged { role: role.id, name, description, gained, lost });
    }

    fn group_changes(&mut self, number: usize) {
        let structure = std::sync::Arc::clone(&self.told.structure);
        let group = &structure.groups[&self.some(structure.groups.keys().copied()).unwrap()];
        let permission = self.permission();
        let carried = group.permissions.contains(&permission);
        let (gained, lost) = if carried { (Vec::new(), vec![permission]) } else { (vec![permission], Vec::new()) };
        let parent = (group.parent.is_some() && self.cast.below(2) == 0).then_some((group.parent, None));
        let product = (self.cast.below(3) == 0).then(|| {
            let after = if group.product.is_some() { None } else { Some("fleet".to_owned()) };
            (group.product.clone(), after)
        });
        let name = (self.cast.below(3) == 0).then(|| (group.name.clone(), format!("Renamed group {number}")));
        self.tell(Event::GroupChanged { group: group.id, name, product, description: None, parent, gained, lost });
    }

    /// Everybody who isn't erased.
    pub(crate) fn everybody(&self) -> Vec<MemberId> {
        self.told.members.keys().copied().collect()
    }
}

fn take_up(member: &mut Member, what: &Holding) {
    match what {
        Holding::Role(id) => member.holds.roles.push(*id),
        Holding::Group(id) => member.groups.push(*id),
        Holding::Grant(permission) => member.holds.grants.push(permission.clone()),
        Holding::Restriction(permission) => member.holds.restrictions.push(permission.clone()),
        Holding::Licence(package) => member.holds.licences.push(package.clone()),
        Holding::Portal(id) => member.holds.portals.push(*id),
        Holding::Team(id) => member.holds.teams.push(*id),
    }
}

/// A package of a product.
pub(crate) fn package(product: &str, key: &str) -> Package {
    Package::parse(&format!("{product}.{key}")).unwrap()
}

/// A product with two modules and two packages.
pub(crate) fn product(key: &str) -> Product {
    let action = |action: &str| ActionInfo {
        key: action.to_owned(),
        label: action.to_owned(),
        explanation: String::new(),
        roles: vec![BuiltInRole::Staff],
        groups: vec!["Crew".to_owned()],
    };
    let module = |name: &str| Module {
        key: format!("{key}-{name}"),
        label: name.to_owned(),
        actions: ["view", "edit", "manage"].map(action).to_vec(),
    };
    let packages = ["lite", "pro"].map(|key| PackageInfo { key: key.to_owned(), name: key.to_uppercase() });
    Product {
        key: key.to_owned(),
        name: key.to_uppercase(),
        explanation: "A product".to_owned(),
        packages: packages.to_vec(),
        modules: ["cars", "trips"].map(module).to_vec(),
    }
}
