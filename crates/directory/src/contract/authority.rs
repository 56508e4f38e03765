//! Authority on the screens: catalogue, roles, groups, holdings, licences, and what a person may do
//! and why. The screens decide nothing: whatever can't be done comes with its refusal.

use super::{Mode, Target, UserRow, UserView};
use rollbook_domain::{
    CommandId, GroupId, MemberId, PortalId, Refusal, RoleId, TeamId, Timestamp,
    catalogue::Package,
    factor::FactorKind,
    group::Permission,
    holding::{Holding, Period},
    organization::Plan,
    role::BuiltInRole,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The catalogue in the order of its menus. Permissions are numbered through all products, modules
/// and actions, from 0; roles and groups name them by that number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueView {
    /// Products; modules that a table brought stand under one with an empty key, at the end.
    pub products: Vec<ProductView>,
    /// How many permissions there are.
    pub permissions: u32,
}

/// A product's modules.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProductView {
    /// Its key; empty for the organization's own modules.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub explanation: String,
    /// Its modules.
    pub modules: Vec<ModuleView>,
}

/// A module's actions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ModuleView {
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: String,
    /// What can be done in it: View, Create, Edit, Delete, Manage first, then its own.
    pub actions: Vec<ActionView>,
}

/// One permission.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActionView {
    /// The permission, as commands name it.
    pub permission: Permission,
    /// The action's key.
    pub key: String,
    /// Its name.
    pub label: String,
    /// What it allows; may be empty for a module of the organization's own.
    pub explanation: String,
    /// Whether the person at the desk has it, so may give it (R13).
    pub yours: bool,
}

/// The roles screen: the matrix of all roles against all permissions.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RolesView {
    /// The built-in four, highest first, then the others by name.
    pub roles: Vec<RoleView>,
    /// The rows of the matrix.
    pub catalogue: CatalogueView,
}

/// A role as a column.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// The role.
    pub id: RoleId,
    /// The version to send with an edit.
    #[ts(type = "number")]
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Which of the built-in four.
    pub built_in: Option<BuiltInRole>,
    /// Whether it is for portal members.
    pub portal: bool,
    /// How many members have it that are not archived.
    #[ts(type = "number")]
    pub members: u64,
    /// Its permissions by number, ascending; all of them for Super Admin.
    pub permissions: Vec<u32>,
    /// Whether the person at the desk has it.
    pub yours: bool,
    /// Why its permissions, name and description can't be changed; `None` when they can.
    pub edit_refusal: Option<Refusal>,
    /// Why it can't be deleted.
    pub delete_refusal: Option<Refusal>,
    /// Why it can't be assigned to anybody by the person at the desk.
    pub give_refusal: Option<Refusal>,
}

/// Creates a role.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateRole {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it is for portal members (R8).
    pub portal: bool,
    /// Its permissions.
    pub permissions: Vec<Permission>,
    /// Only say what would happen.
    pub preview: bool,
}

/// Changes roles: all of what waits in the matrix at once.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditRoles {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Role by role.
    pub edits: Vec<EditRole>,
    /// Only say what would happen: whom it reaches, who gains and loses what.
    pub preview: bool,
}

/// One role's change; absent fields stay.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditRole {
    /// Which.
    pub role: RoleId,
    /// The version that the screen saw; a newer one is a conflict.
    #[ts(type = "number")]
    pub seen: i64,
    /// Its new name.
    #[ts(optional)]
    pub name: Option<String>,
    /// What it is for.
    #[ts(optional)]
    pub description: Option<String>,
    /// Permissions to add.
    pub give: Vec<Permission>,
    /// Permissions to take away.
    pub take: Vec<Permission>,
}

/// Deletes a role; its holders lose it (R20).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteRole {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which.
    pub role: RoleId,
    /// Only say what would happen.
    pub preview: bool,
}

/// The groups screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupsView {
    /// The built-in first, then by name.
    pub groups: Vec<GroupView>,
    /// What permissions are numbered by.
    pub catalogue: CatalogueView,
}

/// A group.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// The group.
    pub id: GroupId,
    /// The version to send with an edit.
    #[ts(type = "number")]
    pub version: i64,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether it came with Rollbook or a product and can't be deleted (R20).
    pub built_in: bool,
    /// The key of the product that it belongs to; `None` for a kind of work.
    pub product: Option<String>,
    /// The group that it stands under.
    pub parent: Option<GroupId>,
    /// How many members it has that are not archived.
    #[ts(type = "number")]
    pub members: u64,
    /// Its permissions by number, ascending.
    pub permissions: Vec<u32>,
    /// Whether the person at the desk is in it.
    pub yours: bool,
    /// Why it can't be changed; `None` when it can.
    pub edit_refusal: Option<Refusal>,
    /// Why it can't be deleted.
    pub delete_refusal: Option<Refusal>,
    /// Why nobody can be added to it by the person at the desk.
    pub give_refusal: Option<Refusal>,
}

/// Creates a group.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CreateGroup {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The key of its product; `None` for a kind of work.
    pub product: Option<String>,
    /// The group that it stands under.
    pub parent: Option<GroupId>,
    /// Its permissions.
    pub permissions: Vec<Permission>,
    /// Only say what would happen.
    pub preview: bool,
}

/// Changes a group; absent fields stay.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EditGroup {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which.
    pub group: GroupId,
    /// The version that the screen saw; a newer one is a conflict.
    #[ts(type = "number")]
    pub seen: i64,
    /// Its new name.
    #[ts(optional)]
    pub name: Option<String>,
    /// What it is for.
    #[ts(optional)]
    pub description: Option<String>,
    /// Where it stands: product and parent together.
    #[ts(optional)]
    pub place: Option<GroupPlace>,
    /// Permissions to add.
    pub give: Vec<Permission>,
    /// Permissions to take away.
    pub take: Vec<Permission>,
    /// Only say what would happen.
    pub preview: bool,
}

/// Where a group stands.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupPlace {
    /// The key of its product; `None` for a kind of work.
    pub product: Option<String>,
    /// The group that it stands under.
    pub parent: Option<GroupId>,
}

/// Deletes a group; its members leave it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeleteGroup {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which.
    pub group: GroupId,
    /// Only say what would happen.
    pub preview: bool,
}

/// Gives something to one member or many, or takes it away: roles, groups, licences, grants,
/// restrictions, portals, teams.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeHoldings {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// What to give.
    pub give: Vec<Holding>,
    /// What to take away.
    pub take: Vec<Holding>,
    /// From when until when what is given holds (B13); both open is at once and for good. Giving what
    /// is held already sets its end anew.
    pub period: Period,
    /// To whom.
    pub target: Target,
    /// When some are refused.
    pub mode: Mode,
    /// Only say what would happen.
    pub preview: bool,
    /// Of one member, the version that the screen saw: what was given, taken or dated anew since is a
    /// conflict.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub seen: Option<i64>,
}

/// Shows and hides modules in somebody's menus.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetNavigation {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Whose menus.
    pub member: MemberId,
    /// Modules to show.
    pub show: Vec<String>,
    /// Modules to hide.
    pub hide: Vec<String>,
}

/// From when until when a membership holds (B13). At its end the member is suspended.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPeriod {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Whose membership.
    pub member: MemberId,
    /// The version that the screen saw; dates that changed since are a conflict.
    #[ts(type = "number")]
    pub seen: i64,
    /// The period; both open takes it away.
    pub period: Period,
    /// Only say what would happen.
    pub preview: bool,
}

/// Everything about one person on one page.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonView {
    /// Profile and standing.
    pub user: UserView,
    /// Why roles, groups and permissions can't be changed by the person at the desk.
    pub standing_refusal: Option<Refusal>,
    /// Why licences and menus can't be changed.
    pub licence_refusal: Option<Refusal>,
    /// Roles, then groups, then portals, then teams, by name.
    pub member_of: Vec<HeldView>,
    /// What begins later.
    pub waiting: Vec<WaitingView>,
    /// Every package of the organization, held or not.
    pub licences: Vec<PersonLicence>,
    /// Of an API member: its keys, newest first.
    pub keys: Vec<super::KeyView>,
    /// Why none can be made or revoked.
    pub key_refusal: Option<Refusal>,
    /// The second factors of the person's account, oldest first.
    pub factors: Vec<FactorLine>,
    /// How many of the recovery codes are left.
    pub codes_left: u32,
    /// The membership's period.
    pub period: Period,
    /// Navigation and permissions, product by product.
    pub glass: GlassView,
    /// The newest entries of the log about this person.
    pub activity: Vec<ActivityLine>,
    /// How many entries there are.
    #[ts(type = "number")]
    pub activity_total: u64,
    /// For portal members: the customer's contact.
    pub contact: String,
    /// For portal members: the customer's account.
    pub customer: String,
}

/// A second factor as administrators see it: neither its secret nor what the person calls it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct FactorLine {
    /// Which kind.
    pub kind: FactorKind,
    /// When it was set up.
    pub since: Timestamp,
    /// When it was used last.
    pub used: Option<Timestamp>,
}

/// Something held.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HeldView {
    /// What.
    pub what: Holding,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: Timestamp,
    /// By whom, as a name; `None` for Rollbook or somebody who is gone.
    pub by: Option<String>,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// Something that begins later.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct WaitingView {
    /// What.
    pub what: Holding,
    /// Its name.
    pub name: String,
    /// From when until when.
    pub period: Period,
    /// By whom.
    pub by: Option<String>,
}

/// A package and whether the person holds a licence of it.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonLicence {
    /// The package, as commands name it.
    pub package: Package,
    /// The product's name.
    pub product: String,
    /// The package's name.
    pub name: String,
    /// Whether the person uses a seat.
    pub held: bool,
    /// Whether a licence waits for the person to come back (suspended, archived).
    pub freed: bool,
    /// Since when, where held.
    pub since: Option<Timestamp>,
    /// By whom.
    pub by: Option<String>,
    /// Seats that are free.
    #[ts(type = "number")]
    pub free: i64,
}

/// What somebody sees and may do: the glass room (B16), my permissions (row 87), and the table of the
/// person's page.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GlassView {
    /// Whose.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Why nothing of it holds now (pending, suspended, archived), in words; empty when it does.
    pub asleep: String,
    /// How many permissions hold.
    pub count: u32,
    /// Of how many.
    pub of: u32,
    /// Product by product.
    pub products: Vec<GlassProduct>,
}

/// What somebody saw and might do on a past day (B5).
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastGlass {
    /// Whose.
    pub member: MemberId,
    /// The last moment that counts.
    pub at: Timestamp,
}

/// A product's menu as the person has it.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GlassProduct {
    /// Its key; empty for the organization's own modules.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Its modules.
    pub modules: Vec<GlassModule>,
}

/// A module as the person has it.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct GlassModule {
    /// Its key.
    pub key: String,
    /// Its name.
    pub label: String,
    /// Whether it stands in their menu: at least one permission in it, and not hidden.
    pub in_menu: bool,
    /// Whether it was hidden for them.
    pub hidden: bool,
    /// Every permission of it.
    pub marks: Vec<Mark>,
}

/// One permission of one person, and why.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mark {
    /// The permission.
    pub permission: Permission,
    /// The action's key.
    pub action: String,
    /// Its name.
    pub label: String,
    /// What it allows.
    pub explanation: String,
    /// Whether they have it.
    pub allowed: bool,
    /// Where it comes from, and what takes it away.
    pub sources: Vec<Source>,
    /// Why the person at the desk can't give or take it here; `None` when they can.
    pub refusal: Option<Refusal>,
}

/// Where a permission comes from (R11, B5).
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Source {
    /// Which kind.
    pub kind: SourceKind,
    /// The role's or group's name, or the kind's own words.
    pub name: String,
    /// Since when, where it is known.
    pub since: Option<Timestamp>,
    /// By whom, where it is known.
    pub by: Option<String>,
    /// When it ends by itself.
    pub until: Option<Timestamp>,
}

/// The kinds of sources.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Everything, as the owner.
    Owner,
    /// Everything, as a holder of Super Admin.
    SuperAdmin,
    /// Access mode All.
    All,
    /// A role.
    Role,
    /// A group.
    Group,
    /// Set for this person.
    Grant,
    /// Taken from this person.
    Restriction,
}

/// One entry of the log about a person, in words.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ActivityLine {
    /// The entry's number.
    #[ts(type = "number")]
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// What happened, as in "Added to group Sales".
    pub title: String,
    /// More about it, as in "14 permissions gained"; may be empty.
    pub detail: String,
    /// Who did it, as a name; `None` for Rollbook.
    pub actor: Option<String>,
    /// The command that undo names.
    pub command: CommandId,
    /// Whether undo can be asked for.
    pub undoable: bool,
}

/// Entries about one person, newest first.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonActivity {
    /// Whom.
    pub member: MemberId,
    /// Only entries older than this number; `None` begins with the newest.
    #[ts(type = "number | null")]
    pub before: Option<i64>,
    /// How many; at most 200.
    pub take: u16,
}

/// What the invite and edit drawer offers.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessChoices {
    /// Roles, with what each carries.
    pub roles: Vec<RoleView>,
    /// Groups, with what each carries.
    pub groups: Vec<GroupView>,
    /// Packages with seats.
    pub packages: Vec<PackageView>,
    /// The permission tree.
    pub catalogue: CatalogueView,
    /// Portals of the organization.
    pub portals: Vec<PortalView>,
    /// Teams of the organization.
    pub teams: Vec<TeamView>,
    /// Why mode All can't be given; `None` when it can.
    pub all_refusal: Option<Refusal>,
    /// Why the tier Admin can't be given; `None` when it can.
    pub admin_refusal: Option<Refusal>,
    /// Whether policy starts new members in All.
    pub starts_with_all: bool,
}

/// A portal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalView {
    /// The portal.
    pub id: PortalId,
    /// Its name.
    pub name: String,
    /// How many members that are not archived have it.
    #[ts(type = "number")]
    pub members: u64,
}

/// Adds a portal that portal members can sign in to.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddPortal {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Its name.
    pub name: String,
}

/// Removes a portal; whoever had it loses it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemovePortal {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which.
    pub portal: PortalId,
    /// Only say what would happen.
    pub preview: bool,
}

/// A team.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TeamView {
    /// The team.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// How many members that are not archived are in it.
    #[ts(type = "number")]
    pub members: u64,
}

/// Makes a team.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddTeam {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Its name.
    pub name: String,
}

/// Gives a team another name.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenameTeam {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which.
    pub team: TeamId,
    /// The name that the screen showed: another one by now is a conflict.
    pub seen: String,
    /// The new name.
    pub name: String,
}

/// Removes a team; whoever was in it leaves it.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveTeam {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which.
    pub team: TeamId,
    /// Only say what would happen.
    pub preview: bool,
}

/// The licences screen.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct LicencesView {
    /// Packages that the organization has.
    pub packages: Vec<PackageView>,
    /// Packages of the default catalogue that it could take.
    pub offers: Vec<PackageOffer>,
    /// The plan and where the organization stands.
    pub plan: PlanView,
    /// Why seats and plan can't be changed: they are the owner's alone (R18).
    pub owner_refusal: Option<Refusal>,
}

/// A package with its seats.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackageView {
    /// The package, as commands name it.
    pub package: Package,
    /// The product's name.
    pub product: String,
    /// The package's name.
    pub name: String,
    /// What the product is for.
    pub explanation: String,
    /// Seats bought.
    #[ts(type = "number")]
    pub seats: i64,
    /// Seats in use.
    #[ts(type = "number")]
    pub used: i64,
    /// Seats free.
    #[ts(type = "number")]
    pub free: i64,
}

/// A package that could be taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PackageOffer {
    /// The package, as commands name it.
    pub package: Package,
    /// The product's name.
    pub product: String,
    /// The package's name.
    pub name: String,
    /// What the product is for.
    pub explanation: String,
}

/// The plan and the organization's place in it (R21).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// The plan.
    pub plan: Plan,
    /// Administrators that count.
    #[ts(type = "number")]
    pub used: i64,
    /// Every plan with its limit, smallest first.
    pub plans: Vec<PlanLimit>,
}

/// A plan's limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanLimit {
    /// The plan.
    pub plan: Plan,
    /// Administrators that it allows.
    #[ts(type = "number")]
    pub administrators: i64,
}

/// Who holds licences of a package.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HoldersPage {
    /// The package.
    pub package: Package,
    /// What was typed: words of name or address.
    pub text: String,
    /// Only holders without a sign-in for this many days.
    pub idle_days: Option<u16>,
    /// Position of the first row wanted.
    #[ts(type = "number")]
    pub offset: u64,
    /// How many; at most 500.
    pub take: u16,
}

/// Holders, those with a seat first, then by name.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HoldersView {
    /// The rows.
    pub rows: Vec<HolderRow>,
    /// How many match.
    #[ts(type = "number")]
    pub total: u64,
    /// Of all holders with a seat, how many haven't signed in for 60 days.
    #[ts(type = "number")]
    pub idle: u64,
}

/// A holder.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct HolderRow {
    /// The person.
    pub row: UserRow,
    /// Since when.
    pub since: Timestamp,
    /// By whom, as a name.
    pub by: Option<String>,
    /// When their membership ends, and the seat is free by it.
    pub until: Option<Timestamp>,
    /// Whether they use a seat; not while suspended or archived.
    pub seated: bool,
}

/// Sets how many seats of a package there are, and takes the product where it wasn't taken.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetSeats {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// Which package.
    pub package: Package,
    /// How many seats; not fewer than are used.
    #[ts(type = "number")]
    pub seats: i64,
    /// Only say what would happen: a product that is taken brings permissions.
    pub preview: bool,
}

/// Changes the plan.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPlan {
    /// Made by the screen; the same id twice is carried out once.
    pub command: CommandId,
    /// To which.
    pub plan: Plan,
}

/// What a command would do to people's rights, without doing it (B6).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Impact {
    /// How many people it reaches: holders of a role, members of a group, or those named.
    #[ts(type = "number")]
    pub reach: u64,
    /// Person by person, at most 200: who loses or gains something first, then those for whom nothing
    /// changes.
    pub people: Vec<PersonImpact>,
    /// Licences given.
    #[ts(type = "number")]
    pub licences_given: u64,
    /// Licences taken or freed.
    #[ts(type = "number")]
    pub licences_taken: u64,
    /// People whose sessions end.
    #[ts(type = "number")]
    pub sessions_ended: u64,
    /// What people who lose a right gave to others and could no longer give (C19), in words.
    pub given_on: Vec<String>,
}

/// What one person gains and loses.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonImpact {
    /// Whom.
    pub member: MemberId,
    /// Their name.
    pub name: String,
    /// Permissions that they would have.
    pub gained: Vec<Permission>,
    /// Permissions that they would no longer have.
    pub lost: Vec<Permission>,
}

/// What the palette finds beside its commands.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaletteView {
    /// People of every tab, the likeliest first, at most eight.
    pub people: Vec<UserRow>,
    /// Roles, at most five.
    pub roles: Vec<PaletteItem>,
    /// Groups, at most five.
    pub groups: Vec<PaletteItem>,
}

/// A role or group that the palette found.
#[derive(Clone, PartialEq, Debug, Serialize, TS, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PaletteItem {
    /// Its id as text.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for, or how many members it has.
    pub detail: String,
}
