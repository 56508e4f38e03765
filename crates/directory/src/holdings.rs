//! Giving and taking at the desk: roles, groups, licences, grants, restrictions, portals, teams; menus and
//! membership periods; and what the drawer offers.

use crate::{
    Desk, DirectoryError, Task,
    catalogue::view::catalogue,
    contract::{
        AccessChoices, AddPortal, AddTeam, ChangeHoldings, Outcome, PortalView, RemovePortal, RemoveTeam, RenameTeam,
        SetNavigation, SetPeriod, Tag, TeamView,
    },
    desk::every_tag,
    groups, roles,
};
use rollbook_domain::{
    Command,
    command::Hold,
    decide::authority,
    holding::Holding,
    member::{AccessMode, Tier},
    named::{Portal, Team},
    text::fold,
};

impl Desk {
    /// Gives something to one user or many, and takes something away (rows 47, 48, 57, 59, B1, B13).
    pub async fn change_holdings(&self, ask: &ChangeHoldings, task: &Task) -> Result<Outcome, DirectoryError> {
        let part = |members| {
            let (give, take) = (ask.give.clone(), ask.take.clone());
            Command::Hold(Hold { give, take, period: ask.period, members, seen: ask.seen })
        };
        self.many((ask.command, ask.preview), (&ask.target, ask.mode), part, task).await
    }

    /// Shows and hides modules in somebody's menus (row 60).
    pub async fn set_navigation(&self, ask: &SetNavigation) -> Result<Outcome, DirectoryError> {
        let command = Command::SetNavigation { member: ask.member, show: ask.show.clone(), hide: ask.hide.clone() };
        self.one(ask.command, false, command, vec![Tag::Users]).await
    }

    /// Says from when until when a membership holds (B13).
    pub async fn set_period(&self, ask: &SetPeriod) -> Result<Outcome, DirectoryError> {
        let command = Command::SetPeriod { member: ask.member, seen: Some(ask.seen), period: ask.period };
        self.one(ask.command, ask.preview, command, every_tag()).await
    }

    /// Makes a portal (R8).
    pub async fn add_portal(&self, ask: &AddPortal) -> Result<Outcome, DirectoryError> {
        self.one(ask.command, false, Command::AddPortal { name: ask.name.clone() }, vec![Tag::Organization, Tag::Roles])
            .await
    }

    /// Removes a portal; whoever had it loses it (R8).
    pub async fn remove_portal(&self, ask: &RemovePortal, task: &Task) -> Result<Outcome, DirectoryError> {
        self.delete_held((ask.command, ask.preview), Holding::Portal(ask.portal), task).await
    }

    /// Makes a team.
    pub async fn add_team(&self, ask: &AddTeam) -> Result<Outcome, DirectoryError> {
        self.one(ask.command, false, Command::AddTeam { name: ask.name.clone() }, vec![Tag::Organization, Tag::Roles])
            .await
    }

    /// Gives a team another name.
    pub async fn rename_team(&self, ask: &RenameTeam) -> Result<Outcome, DirectoryError> {
        let command = Command::RenameTeam { team: ask.team, seen: ask.seen.clone(), name: ask.name.clone() };
        self.one(ask.command, false, command, vec![Tag::Organization, Tag::Roles, Tag::Users]).await
    }

    /// Removes a team; whoever was in it leaves it.
    pub async fn remove_team(&self, ask: &RemoveTeam, task: &Task) -> Result<Outcome, DirectoryError> {
        self.delete_held((ask.command, ask.preview), Holding::Team(ask.team), task).await
    }

    /// What the invite and edit drawer offers, and why not the rest.
    pub async fn access_choices(&self) -> Result<AccessChoices, DirectoryError> {
        let facts = self.facts().await?;
        let mine = authority::effective(&facts.structure, authority::administrator(&facts)?);
        let (catalogue, numbers) = catalogue(&facts.structure, &mine);
        let store = self.directory().store();
        let holders = store.role_members(self.organization()).await?;
        let members = store.group_members(self.organization()).await?;
        let in_portals = store.portal_members(self.organization()).await?;
        let portal = |portal: &Portal| PortalView {
            id: portal.id,
            name: portal.name.clone(),
            members: in_portals.get(&portal.id).copied().unwrap_or_default(),
        };
        let mut portals: Vec<PortalView> = facts.structure.portals.values().map(portal).collect();
        portals.sort_by_cached_key(|portal| fold(&portal.name));
        let in_teams = store.team_members(self.organization()).await?;
        let team = |team: &Team| TeamView {
            id: team.id,
            name: team.name.clone(),
            members: in_teams.get(&team.id).copied().unwrap_or_default(),
        };
        let mut teams: Vec<TeamView> = facts.structure.teams.values().map(team).collect();
        teams.sort_by_cached_key(|team| fold(&team.name));
        let may = |standing| authority::leave(&facts, None, standing).err().or_else(|| self.line());
        let nobody = authority::Standing::NOBODY;
        let room = || authority::room_for_administrators(&facts, facts.administrators, 1).err();
        Ok(AccessChoices {
            roles: roles::in_order(&facts)
                .into_iter()
                .map(|r| roles::role_view(&facts, r, &numbers, &holders, self.line()))
                .collect(),
            groups: groups::in_order(&facts)
                .into_iter()
                .map(|g| groups::group_view(&facts, g, &numbers, &members, self.line()))
                .collect(),
            packages: crate::licences::packages(&facts),
            catalogue,
            portals,
            teams,
            all_refusal: may(authority::Standing { access: AccessMode::All, ..nobody }),
            admin_refusal: may(authority::Standing { tier: Tier::Admin, ..nobody }).or_else(room),
            starts_with_all: facts.organization.policy.default_access == AccessMode::All,
        })
    }
}
