//! Facts: everything that a command's judgement needs to know, loaded beforehand by the store.

use crate::{
    AccountId, CommandId, GroupId, KeyId, MailId, MemberId, PortalId, RoleId, TeamId, Timestamp,
    catalogue::{Package, Seats},
    event::Event,
    factor::FactorKind,
    group::Group,
    holding::Holding,
    key::ApiKey,
    member::Member,
    organization::Organization,
    role::Role,
    structure::Structure,
    wording::{Wording, WordingOf},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::Arc,
};

/// Who asks.
#[derive(Clone, PartialEq, Debug)]
pub enum Actor {
    /// A member of this organization, as they are now.
    Member(Box<Member>),
    /// The person behind a proved link; may accept that invitation and nothing else.
    Invited(MemberId),
    /// Rollbook itself (clock-driven endings, local recovery).
    System,
}

impl Actor {
    /// The member that acts, for the log.
    pub fn id(&self) -> Option<MemberId> {
        match self {
            Self::Member(member) => Some(member.id),
            Self::Invited(member) => Some(*member),
            Self::System => None,
        }
    }
}

/// What is known of an account by its address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownAccount {
    /// Its id.
    pub id: AccountId,
    /// Whether it can sign in already.
    pub has_password: bool,
    /// Its strongest second factor.
    pub second_factor: Option<FactorKind>,
}

/// What is known of a mail in the outbox.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KnownMail {
    /// The member that it is about; `None` where it is about nobody.
    pub member: Option<MemberId>,
    /// Whether it can be put to the front.
    pub standing: MailStanding,
}

/// Where a mail stands when somebody wants it sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MailStanding {
    /// It waits, is tried again later, or was given up.
    Waits,
    /// A worker has it in its hands at this moment.
    Leaving,
    /// It was sent, or its link died.
    Gone,
}

/// What of an organization’s details another one has already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Taken {
    /// The name, or one that reads like it.
    pub name: bool,
    /// The subdomain.
    pub subdomain: bool,
}

/// What a command's judgement needs to know.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The organization that the target stands in (C28).
    pub organization: Organization,
    /// Who asks.
    pub actor: Actor,
    /// The members that the command names, by id: for undo, those of the past events. Erased people
    /// are not among them.
    pub members: HashMap<MemberId, Member>,
    /// Members found by the addresses that the command names: for undo, those in the past events.
    pub by_email: HashMap<String, MemberId>,
    /// Accounts found by the same addresses.
    pub accounts: HashMap<String, KnownAccount>,
    /// The mails that the command names, by id.
    pub mails: HashMap<MailId, KnownMail>,
    /// The organization’s own words of mails, where the command is about them.
    pub wordings: BTreeMap<WordingOf, Wording>,
    /// Catalogue, roles, groups, portals and teams.
    pub structure: Arc<Structure>,
    /// Seats of every package that the organization has.
    pub seats: BTreeMap<Package, Seats>,
    /// What is due to begin or end, for Rollbook's own command (B13).
    pub due: Vec<Due>,
    /// Administrators that count toward the plan (R21).
    pub administrators: i64,
    /// Where a plan or seats are to become fewer: some of those who use them, by name.
    pub in_the_way: Vec<String>,
    /// What of the details that a command names another organization has.
    pub taken: Taken,
    /// Fields changed since the version that an edit saw.
    pub changed_since: BTreeSet<crate::event::Field>,
    /// What the edited member holds now and didn't at that version, or held then and doesn't now.
    pub moved_since: HashSet<Holding>,
    /// What a member was given, lost or got other dates for since the version that a screen saw.
    pub dated_since: HashSet<Holding>,
    /// Whether the dates of a membership changed since the version that a screen saw.
    pub period_since: bool,
    /// The API keys that work, of the members that the command names.
    pub keys: HashMap<KeyId, (MemberId, ApiKey)>,
    /// Of somebody who accepts, who gave what they hold, and when.
    pub givers: HashMap<Given, Giver>,
    /// Members whose account stands in another organization too.
    pub shared: HashSet<MemberId>,
    /// Whether the actor sits at a file of this computer: its key is their proof, and above every other.
    pub at_file: bool,
    /// Members whom another organization that they are active in doesn’t let change their own address (R7).
    pub address_held: HashSet<MemberId>,
    /// Members who stand in another organization too in which the actor couldn’t touch them (R14): whoever opens their
    /// account opens that door as well.
    pub out_of_reach: HashSet<MemberId>,
    /// For undo and deletion: how many members each group has, archived ones too, as a group that
    /// anybody is in can't go.
    pub group_sizes: HashMap<GroupId, i64>,
    /// The same for roles.
    pub role_sizes: HashMap<RoleId, i64>,
    /// And for portals.
    pub portal_sizes: HashMap<PortalId, i64>,
    /// And for teams.
    pub team_sizes: HashMap<TeamId, i64>,
    /// For undo: the events of the command to take back, oldest first.
    pub past: Vec<Event>,
}

impl Facts {
    /// Facts with nothing loaded but the organization and the actor.
    pub fn new(organization: Organization, actor: Actor) -> Self {
        Self {
            organization,
            actor,
            members: HashMap::new(),
            by_email: HashMap::new(),
            accounts: HashMap::new(),
            mails: HashMap::new(),
            wordings: BTreeMap::new(),
            structure: Arc::default(),
            seats: BTreeMap::new(),
            due: Vec::new(),
            administrators: 0,
            in_the_way: Vec::new(),
            taken: Taken::default(),
            changed_since: BTreeSet::new(),
            moved_since: HashSet::new(),
            dated_since: HashSet::new(),
            period_since: false,
            keys: HashMap::new(),
            givers: HashMap::new(),
            shared: HashSet::new(),
            at_file: false,
            address_held: HashSet::new(),
            out_of_reach: HashSet::new(),
            group_sizes: HashMap::new(),
            role_sizes: HashMap::new(),
            portal_sizes: HashMap::new(),
            team_sizes: HashMap::new(),
            past: Vec::new(),
        }
    }
    /// Adds a member, findable by id and address.
    pub fn know(&mut self, member: Member) {
        self.by_email.insert(member.email.key(), member.id);
        self.members.insert(member.id, member);
    }
    /// Adds a group, findable by id and name.
    pub fn know_group(&mut self, group: Group) {
        Arc::make_mut(&mut self.structure).know_group(group);
    }
    /// Adds a role, findable by id and name.
    pub fn know_role(&mut self, role: Role) {
        Arc::make_mut(&mut self.structure).know_role(role);
    }
}

/// Something that was given to somebody.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Given {
    /// The tier.
    Tier,
    /// The access mode.
    Access,
    /// Something to hold.
    What(Holding),
}

/// Who gave something, and when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Giver {
    /// Who; `None` for Rollbook itself.
    pub by: Option<MemberId>,
    /// When.
    pub at: Timestamp,
}

/// Something that begins or ends by itself at a moment that has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// Whose.
    pub member: MemberId,
    /// What.
    pub what: DueWhat,
}

/// What begins or ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DueWhat {
    /// Something that waited.
    Begins(Holding),
    /// Something held.
    Ends(Holding),
    /// The membership.
    MembershipBegins,
    /// The membership.
    MembershipEnds,
}

/// When, and under which id, the command is carried out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context {
    /// The moment.
    pub now: Timestamp,
    /// The command's id.
    pub command: CommandId,
}
