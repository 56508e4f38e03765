//! A book carries commands out as the directory does: facts, judgement, events, effects.

use super::{Counting, Outcome, State};
use rollbook_domain::{
    AccountId, Command, CommandId, Effect, Email, Event, GroupId, MemberId, OrganizationId, RoleId, Timestamp,
    command::{Action, Edit, GroupRow, Invite, PasswordBy, PersonRow},
    decide::decide,
    event::{Change, Field},
    factor::FactorKind,
    facts::{Actor, Context, Given, Giver, Taken},
    group::{BUILT_IN, Group},
    holding::Holds,
    member::{AccessMode, Kind, Member, Status, Tier},
    organization::{Organization, Plan, Policy},
    role::{BuiltInRole, Role},
};
use std::collections::{BTreeMap, BTreeSet};

/// The moment at which a book begins.
const START: Timestamp = Timestamp(1_800_000_000_000);

#[derive(Clone)]
pub(crate) struct Book {
    pub(crate) state: State,
    pub(crate) log: Vec<(CommandId, Event)>,
    /// Accounts by address: id, and whether they have a password.
    pub(crate) accounts: BTreeMap<String, (AccountId, bool)>,
    /// The strongest second factor of each account that has one.
    pub(crate) factors: BTreeMap<AccountId, FactorKind>,
    /// Members whose account stands in another organization too.
    pub(crate) shared: BTreeSet<MemberId>,
    /// Whether whoever acts sits at a file.
    pub(crate) at_file: bool,
    /// Of those, whom another organization keeps from changing their address.
    pub(crate) address_held: BTreeSet<MemberId>,
    /// Of those, whom the actor couldn’t touch there.
    pub(crate) out_of_reach: BTreeSet<MemberId>,
    /// What another organization has of the details that a command names.
    pub(crate) taken: Taken,
    /// Who uses what is to become less, by name.
    pub(crate) in_the_way: Vec<String>,
    /// Who sent the open link.
    pub(crate) inviters: BTreeMap<MemberId, MemberId>,
    /// When.
    pub(crate) sent: BTreeMap<MemberId, Timestamp>,
    /// Who gave what to whom after they were added, and when.
    pub(crate) givers: BTreeMap<(MemberId, Given), Giver>,
    pub(crate) owner: MemberId,
    /// The command under which everything stands that was there from the beginning.
    pub(crate) beginning: CommandId,
    /// The newest command that changed something.
    pub(crate) last: CommandId,
    pub(crate) now: Timestamp,
    pub(crate) ids: Counting,
}

impl Book {
    /// An organization with its owner and the built-in groups.
    pub(crate) fn new(plan: Plan) -> Self {
        let mut ids = Counting::default();
        let beginning = CommandId::new(&mut ids);
        let mut book = Self {
            state: State::default(),
            log: Vec::new(),
            accounts: BTreeMap::new(),
            factors: BTreeMap::new(),
            shared: BTreeSet::new(),
            at_file: false,
            address_held: BTreeSet::new(),
            out_of_reach: BTreeSet::new(),
            taken: Taken::default(),
            in_the_way: Vec::new(),
            inviters: BTreeMap::new(),
            sent: BTreeMap::new(),
            givers: BTreeMap::new(),
            owner: MemberId::new(&mut ids),
            beginning,
            last: beginning,
            now: START,
            ids,
        };
        let organization = Organization {
            id: OrganizationId::new(&mut book.ids),
            name: "Nordlys".to_owned(),
            plan,
            language: "en".to_owned(),
            company: Box::default(),
            billing: Box::default(),
            policy: Policy::default(),
            created_at: START,
        };
        book.happen(Event::OrganizationCreated { organization });
        for (name, _) in BUILT_IN {
            book.group_of(name, &[], true);
        }
        for which in BuiltInRole::ALL {
            let (name, built_in) = (which.name().to_owned(), Some(which));
            let (id, description, permissions) = (RoleId::new(&mut book.ids), String::new(), Vec::new());
            book.happen(Event::RoleAdded {
                role: Role { id, name, description, built_in, portal: false, permissions },
            });
        }
        let owner = Member {
            id: book.owner,
            added_by: None,
            tier: Tier::Owner,
            access: AccessMode::All,
            ..book.record("Sigrun", "sigrun@nordlys.no")
        };
        book.happen(Event::MemberAdded { member: Box::new(owner), last_sign_in: None });
        book
    }

    /// An event outside every command, for a beginning.
    pub(crate) fn happen(&mut self, event: Event) {
        self.carry_out(self.beginning, event);
    }

    fn carry_out(&mut self, command: CommandId, event: Event) {
        self.state.apply(&event);
        match &event {
            // An account exists from the first invitation on, and its address is the login.
            Event::MemberAdded { member, .. } => {
                let account = (member.account, false);
                self.accounts.entry(member.email.key()).or_insert(account);
            }
            Event::MemberChanged { changes, .. } => {
                for Change { before, after, .. } in changes.iter().filter(|c| c.field == Field::Email) {
                    let key = |text| Email::parse(text).expect("an address").key();
                    let account = self.accounts.remove(&key(before)).expect("an account");
                    self.accounts.insert(key(after), account);
                }
            }
            Event::FactorAdded { member, now, .. } | Event::FactorRemoved { member, now, .. } => {
                self.factor(*member, *now);
            }
            Event::FactorsReset { member, .. } => self.factor(*member, None),
            _ => {}
        }
        self.log.push((command, event));
    }

    fn factor(&mut self, member: MemberId, now: Option<FactorKind>) {
        let account = self.state.members[&member].account;
        match now {
            Some(factor) => self.factors.insert(account, factor),
            None => self.factors.remove(&account),
        };
    }

    /// An active member in mode *Custom*.
    pub(crate) fn custom(&mut self, name: &str, tier: Tier, groups: &[GroupId]) -> MemberId {
        self.joined(name, tier, AccessMode::Custom, groups, true)
    }

    /// An active member in mode *All*.
    pub(crate) fn all(&mut self, name: &str, tier: Tier) -> MemberId {
        self.joined(name, tier, AccessMode::All, &[], true)
    }

    /// An active member in mode *Custom* who never chose a password, as tables bring them.
    pub(crate) fn created(&mut self, name: &str, tier: Tier, groups: &[GroupId]) -> MemberId {
        self.joined(name, tier, AccessMode::Custom, groups, false)
    }

    /// Somebody enrols a second factor.
    pub(crate) fn enrols(&mut self, member: MemberId, factor: FactorKind) {
        let now = Some(factor);
        self.happen(Event::FactorAdded { member, factor, name: "Phone".to_owned(), now });
    }

    /// Takes the password of somebody's account away.
    pub(crate) fn forget_password(&mut self, id: MemberId) {
        let member = self.state.members.get_mut(&id).expect("a member that is there");
        member.has_password = false;
        self.accounts.insert(member.email.key(), (member.account, false));
    }

    fn joined(
        &mut self,
        name: &str,
        tier: Tier,
        access: AccessMode,
        groups: &[GroupId],
        has_password: bool,
    ) -> MemberId {
        let email = format!("{}@nordlys.no", name.to_lowercase());
        let id = MemberId::new(&mut self.ids);
        let groups = groups.to_vec();
        let member = Member { id, tier, access, groups, has_password, ..self.record(name, &email) };
        self.accounts.insert(member.email.key(), (member.account, has_password));
        self.happen(Event::MemberAdded { member: Box::new(member), last_sign_in: None });
        id
    }

    /// The record of an active user with a password of their own.
    pub(crate) fn record(&mut self, name: &str, email: &str) -> Member {
        let email = Email::parse(email).expect("an address");
        let account = AccountId::new(&mut self.ids);
        self.accounts.insert(email.key(), (account, true));
        Member {
            id: self.owner,
            account,
            first_name: name.to_owned(),
            last_name: String::new(),
            email,
            kind: Kind::Regular,
            tier: Tier::User,
            status: Status::Active,
            held: Status::Active,
            access: AccessMode::Custom,
            language: "en".to_owned(),
            phone: String::new(),
            note: String::new(),
            groups: Vec::new(),
            holds: Holds::default(),
            added_by: Some(self.owner),
            added_at: self.now,
            version: 0,
            has_password: true,
            second_factor: None,
        }
    }

    /// A group that carries permissions.
    pub(crate) fn group(&mut self, name: &str, permissions: &[&str]) -> GroupId {
        self.group_of(name, permissions, false)
    }

    fn group_of(&mut self, name: &str, permissions: &[&str], built_in: bool) -> GroupId {
        let permissions = self.in_catalogue(permissions);
        let id = GroupId::new(&mut self.ids);
        let (name, description) = (name.to_owned(), String::new());
        let group = Group { id, name, description, product: None, parent: None, built_in, permissions };
        self.happen(Event::GroupAdded { group });
        id
    }

    /// A member asks for something.
    pub(crate) fn run(&mut self, actor: MemberId, command: &Command) -> Outcome {
        self.run_as(&Actor::Member(Box::new(self.member(actor))), command)
    }

    pub(crate) fn run_as(&mut self, actor: &Actor, command: &Command) -> Outcome {
        self.now = self.now.plus(60_000);
        let id = CommandId::new(&mut self.ids);
        self.run_under(id, actor, command)
    }

    /// Carries a command out as a part of one that may have others.
    pub(crate) fn run_under(&mut self, id: CommandId, actor: &Actor, command: &Command) -> Outcome {
        let at = Context { now: self.now, command: id };
        let facts = self.facts(actor.clone(), command);
        let decision = decide(&facts, at, command, &mut self.ids)?;
        let mut begun = None;
        for event in &decision.events {
            self.note_giver(event, actor.id().or(begun));
            begun = match event {
                Event::Unscheduled { waiting, .. } => waiting.by,
                _ => None,
            };
            self.carry_out(at.command, event.clone());
            self.last = at.command;
        }
        for effect in &decision.effects {
            self.effect(actor.id(), effect);
        }
        Ok(decision)
    }

    /// Keeps who gave something; whoever deleted it took it.
    fn note_giver(&mut self, event: &Event, by: Option<MemberId>) {
        let giver = Giver { by, at: self.now };
        match event {
            Event::Given { member, what, .. } => {
                self.givers.insert((*member, Given::What(what.clone())), giver);
            }
            Event::MemberAdded { member, .. } => self.givers.retain(|(of, _), _| *of != member.id),
            Event::MemberChanged { member, changes } => {
                for change in changes {
                    match change.field {
                        Field::Tier => self.givers.insert((*member, Given::Tier), giver),
                        Field::Access => self.givers.insert((*member, Given::Access), giver),
                        _ => None,
                    };
                }
            }
            _ => {}
        }
    }

    fn effect(&mut self, actor: Option<MemberId>, effect: &Effect) {
        match effect {
            Effect::Invite { member, link, expires, joining } => {
                assert_eq!(self.state.links.get(member), Some(&(*link, *expires)));
                assert_eq!(*joining, self.member(*member).has_password, "R1");
                self.inviters.insert(*member, actor.expect("somebody invites"));
                self.sent.insert(*member, self.now);
            }
            Effect::SendAccess { member, link, expires } => {
                assert_eq!(self.state.links.get(member), Some(&(*link, *expires)));
                assert!(!self.member(*member).has_password, "C39");
                self.inviters.insert(*member, actor.expect("somebody sends"));
            }
            Effect::SendPasswordLink { member, link, expires } => {
                assert_eq!(self.state.links.get(member), Some(&(*link, *expires)));
                assert!(self.member(*member).has_password, "the first one is chosen by the access info");
                self.inviters.insert(*member, actor.expect("somebody sends"));
            }
            Effect::SendRecovery { member, link, expires } => {
                assert_eq!(self.state.links.get(member), Some(&(*link, *expires)));
                assert_eq!(actor, None, "whoever asked isn’t known");
                self.inviters.remove(member);
            }
            Effect::StorePassword { account, .. } => {
                let mut accounts = self.accounts.values_mut();
                let found = accounts.find(|(id, _)| id == account).expect("an account");
                found.1 = true;
            }
            Effect::KillLinks { .. }
            | Effect::KillPasswordLinks { .. }
            | Effect::SendAddressLink { .. }
            | Effect::TellAddressAsked { .. }
            | Effect::TellAddressChanged { .. }
            | Effect::SpreadAddress { .. }
            | Effect::EndSessions { .. }
            | Effect::EndSession { .. }
            | Effect::EndAccountSessions { .. }
            | Effect::ForceChange { .. }
            | Effect::Notice { .. }
            | Effect::KeepAsLink { .. }
            | Effect::StoreKey { .. }
            | Effect::NoticeSignedInAs { .. }
            | Effect::NoticeLeftOut { .. }
            | Effect::ResetFactors { .. }
            | Effect::TellFactor { .. }
            | Effect::AskFactor { .. }
            | Effect::AlarmCodeUsed { .. }
            | Effect::AlarmEmergency { .. }
            | Effect::AskSales { .. }
            | Effect::TellAsked { .. }
            | Effect::Anonymise { .. } => {}
        }
    }

    pub(crate) fn invite(&mut self, actor: MemberId, invite: Invite) -> Outcome {
        self.run(actor, &Command::Invite(invite))
    }

    /// Invites somebody who is expected to be taken.
    pub(crate) fn invited(&mut self, actor: MemberId, invite: Invite) -> MemberId {
        let decision = self.invite(actor, invite).expect("the invitation is in order");
        decision.member.expect("an invitation is about one person")
    }

    pub(crate) fn edit(&mut self, actor: MemberId, edit: Edit) -> Outcome {
        self.run(actor, &Command::Edit(edit))
    }

    pub(crate) fn act(&mut self, actor: MemberId, action: Action, member: MemberId) -> Outcome {
        self.run(actor, &Command::Act { action, members: vec![member] })
    }

    /// The same, expected to be carried out.
    pub(crate) fn acted(&mut self, actor: MemberId, action: Action, member: MemberId) {
        let decision = self.act(actor, action, member).expect("allowed");
        assert_eq!(decision.refused, [], "{action:?}");
    }

    pub(crate) fn people(&mut self, actor: MemberId, rows: Vec<PersonRow>) -> Outcome {
        self.run(actor, &Command::ImportPeople { rows, invite: false })
    }

    pub(crate) fn groups(&mut self, actor: MemberId, rows: Vec<GroupRow>) -> Outcome {
        self.run(actor, &Command::ImportGroups(rows))
    }

    /// What the invited person asks for by the link.
    pub(crate) fn acceptance(&self, member: MemberId) -> Command {
        let sent = self.sent.get(&member).copied().unwrap_or_default();
        Command::Accept { member, inviter: self.inviters.get(&member).copied(), sent }
    }

    /// The invited person follows the link.
    pub(crate) fn accept(&mut self, member: MemberId) -> Outcome {
        self.run_as(&Actor::Invited(member), &self.acceptance(member))
    }

    /// Somebody active follows the link to choose a first password.
    pub(crate) fn choose_password(&mut self, member: MemberId) -> Outcome {
        let sender = self.inviters.get(&member).copied();
        self.run_as(&Actor::Invited(member), &Command::SetFirstPassword { member, sender })
    }

    /// Somebody active follows a link to choose a new password.
    pub(crate) fn choose_new_password(&mut self, member: MemberId) -> Outcome {
        let by = PasswordBy::Link { sender: self.inviters.get(&member).copied() };
        self.run_as(&Actor::Invited(member), &Command::ChangePassword { member, by })
    }

    /// Changes the policy past the rules, for a beginning.
    pub(crate) fn policy(&mut self, change: impl FnOnce(&mut Policy)) {
        change(&mut self.state.organization.as_mut().expect("an organization").policy);
    }

    /// Takes the newest command back.
    pub(crate) fn undo(&mut self, actor: MemberId) -> Outcome {
        self.run(actor, &Command::Undo(self.last))
    }

    pub(crate) fn plan(&self) -> Plan {
        self.state.organization.as_ref().expect("an organization").plan
    }

    pub(crate) fn status(&self, member: MemberId) -> Status {
        self.state.members[&member].status
    }

    pub(crate) fn by_email(&self, email: &str) -> MemberId {
        let mut members = self.state.members.values();
        members.find(|m| m.email.as_str() == email).expect("somebody with this address").id
    }

    pub(crate) fn by_group_name(&self, name: &str) -> GroupId {
        let mut groups = self.state.groups.values();
        groups.find(|g| g.name == name).expect("a group of this name").id
    }
}
