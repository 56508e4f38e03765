//! A person at work in one organization: what the users screen asks and does.

use crate::{
    Directory, DirectoryError, Task,
    contract::{
        ActOnUsers, Anchor, EditUser, GroupChoice, InGroup, InviteUser, Outcome, Sort, SortKey, Tag, UndoCommand,
        UserCounts, UserFilter, UserRow, UserView, UsersCount, UsersPage, UsersPageView,
    },
    door::not_here,
};
use rollbook_domain::{
    Code, Command, CommandId, MemberId, OrganizationId, Refusal, SessionId,
    command::{Edit, Invite},
    decide::authority,
    holding::Holding,
    member::{Kind, Status, Tab},
    origin::Origin,
    session::SessionKind,
    time::DAY,
};
use rollbook_store::{ActorId, Cursor, ListFilter, Order, PageAt, SortBy};

/// A person at work in one organization.
#[derive(Clone, Debug)]
pub struct Desk {
    directory: Directory,
    organization: OrganizationId,
    actor: ActorId,
    session: Option<SessionId>,
    looking: bool,
    origin: Option<Origin>,
}

/// The most rows that one page brings.
pub(crate) const PAGE_MAX: u16 = 500;

impl Desk {
    pub(crate) const fn new(directory: Directory, organization: OrganizationId, actor: ActorId) -> Self {
        Self { directory, organization, actor, session: None, looking: false, origin: None }
    }
    /// The same desk, reached by a session.
    pub(crate) fn in_session(self, session: SessionId) -> Self {
        Self { session: Some(session), ..self }
    }
    /// The same desk, and from where somebody sits at it: the log says so with everything that they do.
    #[must_use]
    pub fn coming_from(self, origin: Origin) -> Self {
        Self { origin: Some(origin), ..self }
    }
    /// From where somebody sits at it.
    pub(crate) const fn origin(&self) -> Option<&Origin> {
        self.origin.as_ref()
    }
    /// The same desk for somebody who only looks, as another user (R29).
    pub(crate) fn looking(self) -> Self {
        Self { looking: true, ..self }
    }
    /// The session by which it was reached; none at a desktop on a file.
    pub(crate) const fn session(&self) -> Option<SessionId> {
        self.session
    }
    /// Whether somebody only looks, as another user (R29).
    pub(crate) const fn is_looking(&self) -> bool {
        self.looking
    }
    /// R29: whoever looks as another user changes nothing, by no command.
    pub(crate) fn may_change(&self) -> Result<(), Refusal> {
        if !self.looking {
            return Ok(());
        }
        let words = "You are here as somebody else, so you can look and change nothing.";
        Err(Refusal::new(Code::NotAllowed, words, "Do it as yourself."))
    }
    /// The directory behind it.
    pub const fn directory(&self) -> &Directory {
        &self.directory
    }
    /// The organization.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }
    /// Who is at work.
    pub const fn actor(&self) -> ActorId {
        self.actor
    }

    /// A filter of a screen as the store knows it.
    pub(crate) fn list_filter(&self, filter: &UserFilter) -> ListFilter {
        let status = match (filter.tab, filter.suspended) {
            (Tab::Active, Some(true)) => Some(Status::Suspended),
            (Tab::Active, Some(false)) => Some(Status::Active),
            _ => None,
        };
        let now = self.directory.now();
        ListFilter {
            tab: Some(filter.tab),
            text: filter.text.clone(),
            tiers: filter.tiers.clone(),
            group: filter.group,
            status,
            away_since: filter.away_days.map(|days| now.0 - i64::from(days) * DAY),
            without_second_factor: filter.without_second_factor,
            kind: filter.kind.unwrap_or(Kind::Regular),
            holding: filter
                .role
                .map(Holding::Role)
                .into_iter()
                .chain(filter.licence.clone().map(Holding::Licence))
                .collect(),
            without_role: filter.without_role,
            hidden_administrators: false,
            dormant_since: None,
            without_link_at: None,
        }
    }

    /// A page of the list (FEATURES rows 1–4).
    pub async fn users_page(&self, question: &UsersPage) -> Result<UsersPageView, DirectoryError> {
        let (facts, counts) = self.standing().await?;
        authority::administrator(&facts)?;
        let filter = self.list_filter(&question.filter);
        let plain =
            filter.is_plain().then(|| counts.of_kind(filter.kind, |status, _| status.tab() == question.filter.tab));
        let anchor = question.anchor.as_ref().and_then(|a| Some((a.offset, Cursor::parse(&a.cursor)?)));
        let at = PageAt { offset: question.offset, take: question.take.min(PAGE_MAX), anchor, total: plain };
        let page = self.directory.store().member_page(self.organization, &filter, order(question.sort), &at).await?;
        let now = self.directory.now();
        let place = |index: usize| {
            page.rows
                .get(index)
                .map(|row| Anchor { offset: question.offset + index as u64, cursor: row.cursor.to_string() })
        };
        Ok(UsersPageView {
            offset: question.offset,
            total: plain.or(page.total),
            first: place(0),
            last: page.rows.len().checked_sub(1).and_then(place),
            rows: page
                .rows
                .iter()
                .map(|record| {
                    let found = record.groups.iter().find(|group| Some(group.id) == filter.group);
                    let in_group = found.map(|group| InGroup { since: group.since, until: group.until });
                    Ok(UserRow { in_group, ..self.row(&facts, record, now)? })
                })
                .collect::<Result<_, DirectoryError>>()?,
        })
    }

    /// How many members a filter matches.
    pub async fn users_count(&self, filter: &UserFilter) -> Result<UsersCount, DirectoryError> {
        self.administrates().await?;
        let count = self.directory.store().member_count(self.organization, &self.list_filter(filter)).await?;
        Ok(UsersCount { matching: count.all, administrators: count.administrators })
    }

    /// The counts on tabs and quick filters.
    pub async fn users_counts(&self) -> Result<UserCounts, DirectoryError> {
        let (facts, counts) = self.standing().await?;
        authority::administrator(&facts)?;
        let limit = facts.organization.plan.administrators();
        Ok(UserCounts {
            active: counts.of(|status, _| status.tab() == Tab::Active),
            suspended: counts.of(|status, _| status == Status::Suspended),
            pending: counts.of(|status, _| status == Status::Pending),
            archived: counts.of(|status, _| status == Status::Archived),
            admins: counts.of(|status, tier| status.tab() == Tab::Active && tier.administers()),
            plan_used: counts.of(|status, tier| status.counts() && tier.administers()),
            plan_limit: limit.unsigned_abs(),
        })
    }

    /// Everything about one user.
    pub async fn user(&self, id: MemberId) -> Result<UserView, DirectoryError> {
        self.administrates().await?;
        let store = self.directory.store();
        let record = store.member_row(self.organization, id).await?.ok_or_else(not_here)?;
        let member = store.members(self.organization, &[id]).await?.pop().ok_or_else(not_here)?;
        let facts = self.facts().await?;
        let groups = self.groups().await?.into_iter().filter(|group| member.groups.contains(&group.id)).collect();
        Ok(UserView {
            row: self.row(&facts, &record, self.directory.now())?,
            first_name: member.first_name,
            last_name: member.last_name,
            access: member.access,
            groups,
            roles: member.holds.roles,
            grants: member.holds.grants,
            restrictions: member.holds.restrictions,
            licences: member.holds.licences,
            portals: member.holds.portals,
            contact: member.holds.contact,
            customer: member.holds.customer,
            language: member.language,
            phone: member.phone,
            note: member.note,
        })
    }

    /// Every group, to choose from.
    pub async fn groups(&self) -> Result<Vec<GroupChoice>, DirectoryError> {
        self.administrates().await?;
        let facts = self.facts().await?;
        let members = self.directory.store().group_members(self.organization).await?;
        let mut groups: Vec<_> = facts.structure.groups.values().collect();
        groups.sort_by_cached_key(|group| rollbook_domain::text::fold(&group.name));
        Ok(groups
            .into_iter()
            .map(|group| GroupChoice {
                id: group.id,
                name: group.name.clone(),
                description: group.description.clone(),
                members: members.get(&group.id).copied().unwrap_or_default(),
                permissions: u32::try_from(group.permissions.len()).unwrap_or(u32::MAX),
            })
            .collect())
    }

    /// Invites one person (FEATURES rows 5, 6, 17–24; R1).
    pub async fn invite(&self, ask: &InviteUser) -> Result<Outcome, DirectoryError> {
        let invite = Invite {
            first_name: ask.first_name.clone(),
            last_name: ask.last_name.clone(),
            email: ask.email.clone(),
            tier: ask.tier,
            access: ask.access,
            kind: ask.kind.unwrap_or(Kind::Regular),
            groups: ask.groups.clone(),
            holds: ask
                .roles
                .iter()
                .map(|id| Holding::Role(*id))
                .chain(ask.grants.iter().cloned().map(Holding::Grant))
                .chain(ask.licences.iter().cloned().map(Holding::Licence))
                .chain(ask.portals.iter().map(|id| Holding::Portal(*id)))
                .collect(),
            contact: ask.contact.clone(),
            customer: ask.customer.clone(),
            language: ask.language.clone(),
            send: ask.send,
        };
        self.one(ask.command, ask.preview.unwrap_or(false), Command::Invite(invite), every_tag()).await
    }

    /// Changes one user's details (FEATURES row 8).
    pub async fn edit(&self, ask: &EditUser) -> Result<Outcome, DirectoryError> {
        let edit = Edit {
            member: ask.member,
            seen: Some(ask.seen),
            first_name: ask.first_name.clone(),
            last_name: ask.last_name.clone(),
            email: ask.email.clone(),
            tier: ask.tier,
            access: ask.access,
            groups: ask.groups.clone(),
            roles: ask.roles.clone(),
            grants: ask.grants.clone(),
            licences: ask.licences.clone(),
            portals: ask.portals.clone(),
            contact: ask.contact.clone(),
            customer: ask.customer.clone(),
            language: ask.language.clone(),
            phone: ask.phone.clone(),
            note: ask.note.clone(),
        };
        self.one(ask.command, ask.preview.unwrap_or(false), Command::Edit(edit), every_tag()).await
    }

    /// One action for one user or many (FEATURES rows 10–15, B1), or what it would do.
    pub async fn act(&self, ask: &ActOnUsers, task: &Task) -> Result<Outcome, DirectoryError> {
        let action = ask.action;
        let part = |members| Command::Act { action, members };
        self.many((ask.command, ask.preview), (&ask.target, ask.mode), part, task).await
    }

    /// Takes an earlier command back, under all rules (B6), or says what that would do. The undo is a
    /// command of its own.
    pub async fn undo_asked(&self, ask: &UndoCommand) -> Result<Outcome, DirectoryError> {
        let id = ask.id.unwrap_or_else(|| CommandId::new(&mut self.directory.inner.entropy.ids(self.directory.now())));
        self.one(id, ask.preview.unwrap_or(false), Command::Undo(ask.command), every_tag()).await
    }

    /// Takes an earlier command back.
    pub async fn undo(&self, command: CommandId) -> Result<Outcome, DirectoryError> {
        self.undo_asked(&UndoCommand { command, preview: None, id: None }).await
    }

    /// What an undo would do, and whom it would leave as they are, and why.
    pub async fn preview_undo(&self, command: CommandId) -> Result<Outcome, DirectoryError> {
        self.undo_asked(&UndoCommand { command, preview: Some(true), id: None }).await
    }

    /// The person at the desk opened the organization.
    pub async fn sign_in(&self) -> Result<(), DirectoryError> {
        let ActorId::Member(member) = self.actor else { return Ok(()) };
        let id = CommandId::new(&mut self.directory.inner.entropy.ids(self.directory.now()));
        self.one(id, false, Command::SignIn { member, kind: SessionKind::Desktop }, vec![Tag::Users]).await?;
        Ok(())
    }
}

const fn order(sort: Sort) -> Order {
    let by = match sort.key {
        SortKey::Name => SortBy::Name,
        SortKey::Email => SortBy::Email,
        SortKey::Tier => SortBy::Tier,
        SortKey::LastActive => SortBy::LastActive,
        SortKey::Added => SortBy::Added,
    };
    Order { by, descending: sort.descending }
}

/// What a change of a member can show anew.
pub(crate) fn every_tag() -> Vec<Tag> {
    vec![Tag::Users, Tag::Groups, Tag::Roles, Tag::Licences, Tag::Mail]
}
