//! What a book does with roles, holdings, products and time.

use super::{Book, Outcome};
use rollbook_domain::{
    Command, CommandId, Event, KeyId, MemberId, PortalId, RoleId,
    catalogue::{Package, Product},
    command::Hold,
    decide::product_taken,
    facts::Actor,
    group::Permission,
    holding::Holding,
    key::ApiKey,
    member::{AccessMode, Kind, Member},
    named::Portal,
    role::{BuiltInRole, Role},
};

impl Book {
    /// The organization takes a product.
    pub(crate) fn take_product(&mut self, product: &Product) {
        let facts = self.facts(Actor::System, &Command::Settle);
        for event in product_taken(&facts, product, &mut self.ids) {
            self.happen(event);
        }
    }

    /// Seats are bought.
    pub(crate) fn buy(&mut self, package: &Package, after: i64) {
        let before = self.state.seats.get(package).map_or(0, |seats| seats.bought);
        self.happen(Event::SeatsChanged { package: package.clone(), before, after });
    }

    /// A role that carries permissions.
    pub(crate) fn role(&mut self, name: &str, permissions: &[&str]) -> RoleId {
        self.role_for(name, permissions, false)
    }

    /// The same for portal members.
    pub(crate) fn portal_role(&mut self, name: &str, permissions: &[&str]) -> RoleId {
        self.role_for(name, permissions, true)
    }

    fn role_for(&mut self, name: &str, permissions: &[&str], portal: bool) -> RoleId {
        let permissions = self.in_catalogue(permissions);
        let id = RoleId::new(&mut self.ids);
        let (name, description) = (name.to_owned(), String::new());
        self.happen(Event::RoleAdded { role: Role { id, name, description, built_in: None, portal, permissions } });
        id
    }

    /// Permissions that the catalogue knows from now on.
    pub(crate) fn in_catalogue(&mut self, permissions: &[&str]) -> Vec<Permission> {
        let mut permissions = super::permissions(permissions);
        permissions.sort();
        for permission in &permissions {
            if !self.state.catalogue.contains(permission) {
                let module = permission.module().to_owned();
                let actions = vec![permission.action().to_owned()];
                self.happen(Event::CatalogueExtended { module, actions });
            }
        }
        permissions
    }

    pub(crate) fn portal(&mut self, name: &str) -> PortalId {
        let id = PortalId::new(&mut self.ids);
        self.happen(Event::PortalAdded { portal: Portal { id, name: name.to_owned() } });
        id
    }

    /// A key of a machine that was there from the beginning.
    pub(crate) fn key(&mut self, member: MemberId, name: &str, scope: &[&str]) -> KeyId {
        let id = KeyId::new(&mut self.ids);
        let scope = self.in_catalogue(scope);
        self.happen(Event::KeyAdded { member, key: ApiKey { id, name: name.to_owned(), scope, expires: None } });
        id
    }

    /// An active member of another kind, in mode *Custom*.
    pub(crate) fn of_kind(&mut self, kind: Kind, name: &str) -> MemberId {
        let email = format!("{}@nordlys.no", name.to_lowercase());
        let id = MemberId::new(&mut self.ids);
        let access = AccessMode::Custom;
        let member = Member { id, kind, access, has_password: false, ..self.record(name, &email) };
        self.accounts.insert(member.email.key(), (member.account, false));
        self.happen(Event::MemberAdded { member: Box::new(member), last_sign_in: None });
        id
    }

    pub(crate) fn built_in(&self, which: BuiltInRole) -> RoleId {
        let mut roles = self.state.roles.values();
        roles.find(|role| role.built_in == Some(which)).expect("built in").id
    }

    pub(crate) fn super_admin(&self) -> Holding {
        Holding::Role(self.built_in(BuiltInRole::SuperAdmin))
    }

    pub(crate) fn hold(&mut self, actor: MemberId, hold: Hold) -> Outcome {
        self.run(actor, &Command::Hold(hold))
    }

    /// Something is given at once and for good, expected to be carried out.
    pub(crate) fn given(&mut self, actor: MemberId, what: Holding, member: MemberId) {
        let decision = self.hold(actor, super::give(what, member)).expect("allowed");
        assert_eq!(decision.refused, []);
    }

    /// Something is taken, expected to be carried out.
    pub(crate) fn taken(&mut self, actor: MemberId, what: Holding, member: MemberId) {
        let decision = self.hold(actor, super::take(what, member)).expect("allowed");
        assert_eq!(decision.refused, []);
    }

    /// Deletes a role, a group, a portal or a team as the directory does: whoever holds it is taken out of it in the
    /// same unit of work, and nothing is done where either is refused.
    pub(crate) fn delete(&mut self, actor: MemberId, what: Holding) -> Outcome {
        self.now = self.now.plus(60_000);
        let id = CommandId::new(&mut self.ids);
        let before = self.clone();
        let holds =
            |member: &&Member| member.has(&what) || member.holds.waiting.iter().any(|waiting| waiting.what == what);
        let members = self.state.members.values().filter(holds).map(|member| member.id).collect();
        let command = match &what {
            Holding::Role(id) => Command::DeleteRole(*id),
            Holding::Group(id) => Command::DeleteGroup(*id),
            Holding::Portal(id) => Command::RemovePortal(*id),
            Holding::Team(id) => Command::RemoveTeam(*id),
            other => panic!("not to be deleted: {other:?}"),
        };
        let actor = Actor::Member(Box::new(self.member(actor)));
        let parts = [Command::Vacate { what, members }, command];
        let mut all = rollbook_domain::decide::Decision::default();
        for part in parts {
            match self.run_under(id, &actor, &part) {
                Ok(decision) => {
                    all.events.extend(decision.events);
                    all.refused.extend(decision.refused);
                }
                Err(refusal) => {
                    *self = before;
                    return Err(refusal);
                }
            }
        }
        Ok(all)
    }

    /// Time passes, and Rollbook begins and ends what is due.
    pub(crate) fn wait(&mut self, millis: i64) -> Outcome {
        self.now = self.now.plus(millis);
        self.run_as(&Actor::System, &Command::Settle)
    }
}
