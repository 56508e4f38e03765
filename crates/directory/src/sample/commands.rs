//! The steps of the sample as commands: names become ids.

use super::{
    book::{Book, Outsider, Person},
    plan::What,
    rights::{Deed, Named},
    torn,
};
use crate::{DirectoryError, catalogue::default_catalogue};
use rollbook_domain::{
    Command, Facts, GroupId, MemberId, PortalId, RoleId, Timestamp,
    command::{Action, Edit, Hold, Invite, NewGroup, NewRole, PersonRow},
    holding::{Holding, Period},
    member::{AccessMode, Member, Tier},
    session::SessionKind,
    text::fold,
    time::DAY,
};

/// What has a name by now.
pub(super) struct Names<'a> {
    /// Everything that has happened so far.
    pub(super) facts: &'a Facts,
    /// The moment that days are counted from.
    pub(super) now: Timestamp,
}

impl Names<'_> {
    /// A step's commands.
    pub(super) fn commands(&self, what: &What<'_>, book: &Book) -> Result<Vec<Command>, DirectoryError> {
        let act = |action, email| Ok(vec![Command::Act { action, members: vec![self.member(email)?] }]);
        match what {
            What::Buy(bought) => {
                let product = default_catalogue().iter().find(|product| product.key == bought.of.product());
                let product = product.cloned().map(Box::new);
                Ok(vec![Command::SetSeats { package: bought.of.clone(), seats: bought.are, product }])
            }
            What::MakeRole(duty) => Ok(vec![Command::CreateRole(NewRole {
                name: duty.name.clone(),
                description: duty.description.clone(),
                portal: duty.portal,
                permissions: duty.may.clone(),
            })]),
            What::MakeGroup(team) => Ok(vec![Command::CreateGroup(NewGroup {
                name: team.name.clone(),
                description: team.description.clone(),
                product: team.product.clone(),
                parent: team.parent.as_deref().map(|parent| self.group(parent)).transpose()?,
                permissions: team.may.clone(),
            })]),
            What::OpenPortal(gate) => Ok(vec![Command::AddPortal { name: gate.name.clone() }]),
            What::Add(people) => {
                let rows = people.iter().map(|person| row(person, book)).collect();
                Ok(vec![Command::ImportPeople { rows, invite: false }])
            }
            What::GiveRoles(person) => self.give(person, self.roles(&person.roles)?),
            What::GiveLicences(person) => {
                self.give(person, person.licences.iter().cloned().map(Holding::Licence).collect())
            }
            What::Invite(outsider) => Ok(vec![Command::Invite(self.invite(outsider)?)]),
            What::Accept(email) => {
                let member = self.known(email)?;
                Ok(vec![Command::Accept { member: member.id, inviter: member.added_by, sent: member.added_at }])
            }
            What::SignIn(email) => {
                Ok(vec![Command::SignIn { member: self.member(email)?, kind: SessionKind::Desktop }])
            }
            What::Suspend(email) => act(Action::Suspend, email),
            What::Archive(email) => act(Action::Archive, email),
            What::Change(deed) => self.change(deed),
            What::End(..) => Ok(vec![Command::Settle]),
        }
    }

    fn give(&self, person: &Person, give: Vec<Holding>) -> Result<Vec<Command>, DirectoryError> {
        if give.is_empty() {
            return Ok(Vec::new());
        }
        let members = vec![self.member(&person.email)?];
        Ok(vec![Command::Hold(Hold { give, take: Vec::new(), period: Period::OPEN, members, seen: None })])
    }

    fn invite(&self, outsider: &Outsider) -> Result<Invite, DirectoryError> {
        let mut holds = self.roles(&outsider.roles)?;
        for name in &outsider.portals {
            holds.push(Holding::Portal(self.portal(name)?));
        }
        Ok(Invite {
            first_name: outsider.first.clone(),
            last_name: outsider.last.clone(),
            email: outsider.email.clone(),
            tier: Tier::User,
            access: AccessMode::Custom,
            kind: outsider.kind,
            groups: Vec::new(),
            holds,
            contact: outsider.contact.clone(),
            customer: outsider.customer.clone(),
            language: outsider.language.clone(),
            send: true,
        })
    }

    fn change(&self, deed: &Deed) -> Result<Vec<Command>, DirectoryError> {
        let member = self.member(&deed.who)?;
        let in_days = |days: Option<i64>| days.map(|days| self.now.plus(days * DAY));
        let all = |named: &[Named]| named.iter().map(|named| self.holding(named)).collect::<Result<Vec<_>, _>>();
        let mut commands = Vec::new();
        if !(deed.give.is_empty() && deed.take.is_empty()) {
            let period = Period { from: in_days(deed.from), until: in_days(deed.until) };
            let (give, take) = (all(&deed.give)?, all(&deed.take)?);
            commands.push(Command::Hold(Hold { give, take, period, members: vec![member], seen: None }));
        }
        if !deed.hide.is_empty() {
            commands.push(Command::SetNavigation { member, show: Vec::new(), hide: deed.hide.clone() });
        }
        if deed.member_until.is_some() {
            let period = Period { from: None, until: in_days(deed.member_until) };
            commands.push(Command::SetPeriod { member, seen: None, period });
        }
        if deed.phone.is_some() || deed.note.is_some() {
            let (phone, note) = (deed.phone.clone(), deed.note.clone());
            commands.push(Command::Edit(Edit { phone, note, ..Edit::of(member) }));
        }
        Ok(commands)
    }

    /// Something to hold, by its name.
    pub(super) fn holding(&self, named: &Named) -> Result<Holding, DirectoryError> {
        Ok(match named {
            Named::Role(name) => Holding::Role(self.role(name)?),
            Named::Group(name) => Holding::Group(self.group(name)?),
            Named::Licence(package) => Holding::Licence(package.clone()),
            Named::Grant(permission) => Holding::Grant(permission.clone()),
            Named::Restriction(permission) => Holding::Restriction(permission.clone()),
        })
    }

    /// Who has this address, as they are by now.
    pub(super) fn known(&self, email: &str) -> Result<&Member, DirectoryError> {
        // The file writes addresses as they are compared.
        let found = self.facts.by_email.get(email).and_then(|id| self.facts.members.get(id));
        found.ok_or_else(|| torn(format!("there is no {email}")))
    }

    /// The id of who has this address.
    pub(super) fn member(&self, email: &str) -> Result<MemberId, DirectoryError> {
        self.known(email).map(|member| member.id)
    }

    /// Roles by their names.
    pub(super) fn roles(&self, names: &[String]) -> Result<Vec<Holding>, DirectoryError> {
        names.iter().map(|name| self.role(name).map(Holding::Role)).collect()
    }

    /// Groups by their names.
    pub(super) fn groups(&self, names: &[String]) -> Result<Vec<GroupId>, DirectoryError> {
        names.iter().map(|name| self.group(name)).collect()
    }

    fn role(&self, name: &str) -> Result<RoleId, DirectoryError> {
        let found = self.facts.structure.role_names.get(&fold(name)).copied();
        found.ok_or_else(|| torn(format!("there is no role {name}")))
    }

    fn group(&self, name: &str) -> Result<GroupId, DirectoryError> {
        let found = self.facts.structure.group_names.get(&fold(name)).copied();
        found.ok_or_else(|| torn(format!("there is no group {name}")))
    }

    fn portal(&self, name: &str) -> Result<PortalId, DirectoryError> {
        let found = self.facts.structure.portals.values().find(|portal| portal.name == name);
        found.map(|portal| portal.id).ok_or_else(|| torn(format!("there is no portal {name}")))
    }
}

fn row(person: &Person, book: &Book) -> PersonRow {
    let language = if person.language.is_empty() { &book.language } else { &person.language };
    PersonRow {
        email: person.email.clone(),
        first_name: person.first.clone(),
        last_name: person.last.clone(),
        tier: Some(person.tier),
        groups: person.groups.clone(),
        language: language.clone(),
        access: Some(person.access),
        ..PersonRow::default()
    }
}
