// Generated from the Rust contract by `cargo xtask contract`. Don't edit.

export type AccessChoices = { 
/**
 * Roles, with what each carries.
 */
roles: Array<RoleView>, 
/**
 * Groups, with what each carries.
 */
groups: Array<GroupView>, 
/**
 * Packages with seats.
 */
packages: Array<PackageView>, 
/**
 * The permission tree.
 */
catalogue: CatalogueView, 
/**
 * Portals of the organization.
 */
portals: Array<PortalView>, 
/**
 * Teams of the organization.
 */
teams: Array<TeamView>, 
/**
 * Why mode All can't be given; `None` when it can.
 */
allRefusal: Refusal | null, 
/**
 * Why the tier Admin can't be given; `None` when it can.
 */
adminRefusal: Refusal | null, 
/**
 * Whether policy starts new members in All.
 */
startsWithAll: boolean, };
export type AccessMode = "all" | "custom";
export type ActOnUsers = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * What to do.
 */
action: Action, 
/**
 * To whom.
 */
target: Target, 
/**
 * When some are refused.
 */
mode: Mode, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type Action = "suspend" | "reactivate" | "archive" | "restore" | "resend" | "send_access" | "password_link" | "force_change" | "end_sessions" | "revoke" | "reset_factor" | "ask_factor" | "require_factor" | "erase";
export type ActionView = { 
/**
 * The permission, as commands name it.
 */
permission: Permission, 
/**
 * The action's key.
 */
key: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What it allows; may be empty for a module of the organization's own.
 */
explanation: string, 
/**
 * Whether the person at the desk has it, so may give it (R13).
 */
yours: boolean, };
export type ActivityLine = { 
/**
 * The entry's number.
 */
seq: number, 
/**
 * When.
 */
at: Timestamp, 
/**
 * What happened, as in "Added to group Sales".
 */
title: string, 
/**
 * More about it, as in "14 permissions gained"; may be empty.
 */
detail: string, 
/**
 * Who did it, as a name; `None` for Rollbook.
 */
actor: string | null, 
/**
 * The command that undo names.
 */
command: CommandId, 
/**
 * Whether undo can be asked for.
 */
undoable: boolean, };
export type AddKey = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Whose: an API member.
 */
member: MemberId, 
/**
 * What it is for.
 */
name: string, 
/**
 * What it reaches at most.
 */
scope: Array<Permission>, 
/**
 * When it stops working by itself.
 */
expires: Timestamp | null, };
export type AddOrganization = { 
/**
 * What it is.
 */
details: Details, 
/**
 * What it orders, or asks an offer for.
 */
order: Order, 
/**
 * How it pays.
 */
terms: Terms, 
/**
 * Whether sales is asked for an offer first: the organization begins as a draft.
 */
quote: boolean, };
export type AddPortal = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Its name.
 */
name: string, };
export type AddTeam = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Its name.
 */
name: string, };
export type AdjustTable = { 
/**
 * Which import.
 */
import: number, 
/**
 * Which table, by position.
 */
table: number, 
/**
 * `people` or `groups`.
 */
kind?: string, 
/**
 * Another encoding.
 */
encoding?: string, 
/**
 * Another delimiter.
 */
delimiter?: string, 
/**
 * Whether the first row names the columns.
 */
header?: boolean, 
/**
 * What each column holds.
 */
mapping?: Array<string>, };
export type Amounts = { 
/**
 * Without VAT.
 */
net: number, 
/**
 * VAT that the seller adds.
 */
vat: number, 
/**
 * What is paid.
 */
total: number, 
/**
 * What becomes of VAT.
 */
tax: Tax, };
export type Anchor = { 
/**
 * Position of the row, from 0.
 */
offset: number, 
/**
 * The row's cursor: opaque.
 */
cursor: string, };
export type Answered = unknown;
export type AppView = { 
/**
 * The product's version.
 */
version: string, 
/**
 * `linux`, `macos` or `windows`.
 */
platform: string, 
/**
 * The folder where new organizations are kept.
 */
folder: string, 
/**
 * Whether the OS keychain answers.
 */
keychain: KeychainView, 
/**
 * Organizations known on this computer, newest first.
 */
known: Array<KnownOrganization>, 
/**
 * The one that is open.
 */
open: OrganizationView | null, 
/**
 * The file named at start.
 */
named: string | null, 
/**
 * Why it didn't open.
 */
problem: WireError | null, };
export type AsLink = { 
/**
 * The address to open in a private window.
 */
address: string, 
/**
 * Until when it works.
 */
expires: Timestamp, };
export type AskAt = { 
/**
 * Which of the known organizations.
 */
place: KnownPlace, 
/**
 * The name of what is asked.
 */
ask: string, 
/**
 * What it takes.
 */
request: unknown, };
export type AskSignInAs = { 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * As whom.
 */
member: MemberId, 
/**
 * Why, for the log and for the person.
 */
reason: string, 
/**
 * The own password, asked again.
 */
password: string, 
/**
 * A code of the own second factor, where there is one, or a browser's answer to a
 * [`PasskeyQuestion`](super::PasskeyQuestion) as JSON.
 */
code?: string, 
/**
 * What a passkey was asked under; nothing for a code.
 */
challenge?: string, };
export type AskedFor = { "is": "user", 
/**
 * Where they are.
 */
organization: OrganizationId, 
/**
 * Who.
 */
member: MemberId, } | { "is": "file", 
/**
 * Its path.
 */
path: string, } | { "is": "unreadable", 
/**
 * Its beginning.
 */
link: string, };
export type BillingLine = { 
/**
 * What it is.
 */
name: string, 
/**
 * How many.
 */
quantity: number, 
/**
 * What all cost each month, in minor units.
 */
total: number, };
export type BillingView = { 
/**
 * Whether it ordered yet.
 */
standing: Standing, 
/**
 * How it wants to pay.
 */
terms: Terms, 
/**
 * Where invoices go when the terms name no address.
 */
ownerEmail: string, 
/**
 * ISO 4217; prices are in its minor units, without VAT.
 */
currency: string, 
/**
 * What is paid for.
 */
lines: Array<BillingLine>, 
/**
 * What all comes to each month, with VAT and without.
 */
amounts: Amounts, 
/**
 * Whether it can be paid on a page of a payment provider here.
 */
onPage: boolean, 
/**
 * How payments stand at the provider; `None` where it isn’t used.
 */
payment: Payment | null, 
/**
 * What sales was asked to make an offer for.
 */
quote: Order | null, };
export type BothView = { 
/**
 * The field, for people.
 */
label: string, 
/**
 * What it says now.
 */
theirs: string, 
/**
 * What it was to say.
 */
mine: string, };
export type BuiltInRole = "super_admin" | "admin" | "staff" | "read_only";
export type CatalogueView = { 
/**
 * Products; modules that a table brought stand under one with an empty key, at the end.
 */
products: Array<ProductView>, 
/**
 * How many permissions there are.
 */
permissions: number, };
export type ChainView = { 
/**
 * How many entries were looked at.
 */
entries: number, 
/**
 * The first entry that isn't what was written; `None` where all is whole.
 */
broken: number | null, 
/**
 * When it was looked at.
 */
at: Timestamp, };
export type ChangeHoldings = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * What to give.
 */
give: Array<Holding>, 
/**
 * What to take away.
 */
take: Array<Holding>, 
/**
 * From when until when what is given holds (B13); both open is at once and for good. Giving what
 * is held already sets its end anew.
 */
period: Period, 
/**
 * To whom.
 */
target: Target, 
/**
 * When some are refused.
 */
mode: Mode, 
/**
 * Only say what would happen.
 */
preview: boolean, 
/**
 * Of one member, the version that the screen saw: what was given, taken or dated anew since is a
 * conflict.
 */
seen?: number, };
export type Changed = { 
/**
 * What to read again.
 */
tags: Array<Tag>, };
export type CheckCompany = { 
/**
 * The details so far; empty fields are not judged, but for the name.
 */
details: Details, };
export type Code = "not_allowed" | "rank_too_low" | "ceiling" | "owner_fixed" | "yourself" | "system_fixed" | "wrong_status" | "suspended_already" | "archived_already" | "email_taken" | "plan_full" | "no_seat" | "owner_only" | "super_admin_fixed" | "built_in" | "name_taken" | "invalid" | "not_found" | "conflict" | "nothing_to_undo" | "outbox_full" | "link_dead";
export type CommandId = string;
export type CompanyChecked = { 
/**
 * What stands against them, a refusal a field; empty where nothing does.
 */
problems: Array<Refusal>, 
/**
 * Free names close to one that is taken.
 */
freeNames: Array<string>, 
/**
 * The page where an invitation can be asked for of the organization that has the name; empty where it can't.
 */
askAt: string, 
/**
 * A free subdomain made of the name; empty where there is none.
 */
proposedSubdomain: string, 
/**
 * The VAT number as it would be kept.
 */
vat: string, };
export type CompanyView = { 
/**
 * The details.
 */
details: Details, 
/**
 * The codes of all countries (ISO 3166-1 alpha-2).
 */
countries: Array<string>, 
/**
 * Why they can’t be changed by the person at the desk; `None` where they can.
 */
ownerRefusal: Refusal | null, };
export type ConnectTo = { 
/**
 * Database or server.
 */
kind: ConnectionKind, 
/**
 * The address; a database's without its password.
 */
place: string, 
/**
 * A database's password; `None` takes the one that the keychain has.
 */
secret: string | null, };
export type ConnectionKind = "file" | "database" | "server";
export type ConnectionView = { 
/**
 * Of which kind it is.
 */
kind: ConnectionKind, 
/**
 * The file's path, the database's address without its password, or the server's address.
 */
place: string, 
/**
 * Whether a file opens by a passphrase.
 */
byPassphrase: boolean, };
export type CopyingView = { 
/**
 * Members and entries that are here.
 */
done: number, 
/**
 * Of how many.
 */
inAll: number, };
export type CoveragePoint = { 
/**
 * The day, as the moment at which it begins (UTC).
 */
at: Timestamp, 
/**
 * Active users.
 */
people: number, 
/**
 * Of them, with a second factor.
 */
covered: number, };
export type CreateGroup = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * The key of its product; `None` for a kind of work.
 */
product: string | null, 
/**
 * The group that it stands under.
 */
parent: GroupId | null, 
/**
 * Its permissions.
 */
permissions: Array<Permission>, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type CreateOrganization = { 
/**
 * The company's name.
 */
name: string, 
/**
 * The owner's given names.
 */
firstName: string, 
/**
 * The owner's family names.
 */
lastName: string, 
/**
 * The owner's address.
 */
email: string, 
/**
 * The owner's password (R23).
 */
password: string, 
/**
 * The passphrase that opens the file; `None` keeps a random key in the keychain.
 */
passphrase: string | null, 
/**
 * What the wizard asked for; `None` begins with what everybody begins with.
 */
wanted?: AddOrganization | null, };
export type CreateRole = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * Whether it is for portal members (R8).
 */
portal: boolean, 
/**
 * Its permissions.
 */
permissions: Array<Permission>, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type DeleteGroup = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which.
 */
group: GroupId, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type DeleteRole = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which.
 */
role: RoleId, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type Details = { 
/**
 * The company’s name, as registered.
 */
name: string, 
/**
 * BCP 47 tag of its language.
 */
language: string, 
/**
 * The label before the product’s own domain.
 */
subdomain: string, 
/**
 * ISO 3166-1 alpha-2.
 */
country: string, 
/**
 * Street and number.
 */
street: string, 
/**
 * Postal code.
 */
postalCode: string, 
/**
 * Town.
 */
place: string, 
/**
 * VAT number; may be written with blanks and points.
 */
vat: string, 
/**
 * IANA name of its time zone.
 */
timeZone: string, };
export type EditGroup = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which.
 */
group: GroupId, 
/**
 * The version that the screen saw; a newer one is a conflict.
 */
seen: number, 
/**
 * Its new name.
 */
name?: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Where it stands: product and parent together.
 */
place?: GroupPlace, 
/**
 * Permissions to add.
 */
give: Array<Permission>, 
/**
 * Permissions to take away.
 */
take: Array<Permission>, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type EditRole = { 
/**
 * Which.
 */
role: RoleId, 
/**
 * The version that the screen saw; a newer one is a conflict.
 */
seen: number, 
/**
 * Its new name.
 */
name?: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Permissions to add.
 */
give: Array<Permission>, 
/**
 * Permissions to take away.
 */
take: Array<Permission>, };
export type EditRoles = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Role by role.
 */
edits: Array<EditRole>, 
/**
 * Only say what would happen: whom it reaches, who gains and loses what.
 */
preview: boolean, };
export type EditUser = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Whom.
 */
member: MemberId, 
/**
 * The version that the screen saw.
 */
seen: number, 
/**
 * Given names.
 */
firstName?: string, 
/**
 * Family names.
 */
lastName?: string, 
/**
 * The login address.
 */
email?: string, 
/**
 * Standing.
 */
tier?: Tier, 
/**
 * All, or custom.
 */
access?: AccessMode, 
/**
 * All groups that the user shall be in.
 */
groups?: Array<GroupId>, 
/**
 * All roles that the user shall have.
 */
roles?: Array<RoleId>, 
/**
 * All permissions given directly.
 */
grants?: Array<Permission>, 
/**
 * All licences that the user shall hold.
 */
licences?: Array<Package>, 
/**
 * All portals of a portal member.
 */
portals?: Array<PortalId>, 
/**
 * The contact of a portal member.
 */
contact?: string, 
/**
 * The customer of a portal member.
 */
customer?: string, 
/**
 * BCP 47 tag.
 */
language?: string, 
/**
 * Phone number.
 */
phone?: string, 
/**
 * Note.
 */
note?: string, 
/**
 * Only say what would happen.
 */
preview?: boolean, };
export type EmergencyChoice = { 
/**
 * Who.
 */
member: MemberId, 
/**
 * Their name.
 */
name: string, };
export type EndSession = { 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * Whose.
 */
member: MemberId, 
/**
 * Which.
 */
session: SessionId, };
export type Ended = "signed_out" | "by_person" | "by_administrator" | "shut" | "credential_changed" | "right_lost";
export type EnterOffline = { 
/**
 * Which.
 */
place: KnownPlace, 
/**
 * The own password.
 */
password: string, };
export type ExportKind = "people" | "groups" | "roles" | "licenses" | "away" | "sign_ins" | "unused_licences" | "invitations";
export type ExportLog = { 
/**
 * Which entries.
 */
filter: LogQuery, 
/**
 * How they are written.
 */
format: LogFormat, };
export type ExportTable = { 
/**
 * What it holds.
 */
kind: ExportKind, 
/**
 * Whom, for people; `None` exports everybody who isn't archived.
 */
target: Target | null, };
export type FactorKind = "totp" | "passkey";
export type FactorLine = { 
/**
 * Which kind.
 */
kind: FactorKind, 
/**
 * When it was set up.
 */
since: Timestamp, 
/**
 * When it was used last.
 */
used: Timestamp | null, };
export type FactorMethod = "totp" | "recovery_code" | "passkey";
export type FieldChoice = { 
/**
 * The word for the mapping.
 */
field: string, 
/**
 * The word for people.
 */
label: string, };
export type GiveAllQueued = { 
/**
 * At most a hundred.
 */
commands: Array<GiveQueued>, };
export type GiveFactor = { 
/**
 * Which kind of code it is.
 */
method: FactorMethod, 
/**
 * The code as typed, or a browser's answer to a [`PasskeyQuestion`] as JSON.
 */
code: string, };
export type GiveQueued = { 
/**
 * The command’s id: it is carried out at most once.
 */
command: CommandId, 
/**
 * About whom.
 */
member: MemberId, 
/**
 * The newest entry of the log that whoever gave it had seen.
 */
seen: number, 
/**
 * Its seal, as hexadecimal digits: where the log has another entry there, it was restored meanwhile.
 */
seal: string, 
/**
 * Commands of the same queue that were carried out since: what they changed is no conflict.
 */
mine: Array<CommandId>, 
/**
 * Apply it over what others changed meanwhile.
 */
over: boolean, 
/**
 * What.
 */
what: QueuedWhat, 
/**
 * The hash of a temporary password, a PHC string of Argon2id.
 */
hash: string | null, };
export type GlassModule = { 
/**
 * Its key.
 */
key: string, 
/**
 * Its name.
 */
label: string, 
/**
 * Whether it stands in their menu: at least one permission in it, and not hidden.
 */
inMenu: boolean, 
/**
 * Whether it was hidden for them.
 */
hidden: boolean, 
/**
 * Every permission of it.
 */
marks: Array<Mark>, };
export type GlassProduct = { 
/**
 * Its key; empty for the organization's own modules.
 */
key: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its modules.
 */
modules: Array<GlassModule>, };
export type GlassView = { 
/**
 * Whose.
 */
member: MemberId, 
/**
 * Their name.
 */
name: string, 
/**
 * Why nothing of it holds now (pending, suspended, archived), in words; empty when it does.
 */
asleep: string, 
/**
 * How many permissions hold.
 */
count: number, 
/**
 * Of how many.
 */
of: number, 
/**
 * Product by product.
 */
products: Array<GlassProduct>, };
export type Greeting = { 
/**
 * The address as it is kept.
 */
place: string, 
/**
 * What is there, for people: the server's name, or the database's.
 */
name: string, 
/**
 * Rollbook's version there.
 */
version: string, 
/**
 * The connection's protection in words, such as *TLS 1.3, verified*.
 */
protection: string, };
export type GroupChoice = { 
/**
 * The group.
 */
id: GroupId, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * How many members it has that are not archived.
 */
members: number, 
/**
 * How many permissions it carries.
 */
permissions: number, };
export type GroupId = string;
export type GroupPlace = { 
/**
 * The key of its product; `None` for a kind of work.
 */
product: string | null, 
/**
 * The group that it stands under.
 */
parent: GroupId | null, };
export type GroupView = { 
/**
 * The group.
 */
id: GroupId, 
/**
 * The version to send with an edit.
 */
version: number, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * Whether it came with Rollbook or a product and can't be deleted (R20).
 */
builtIn: boolean, 
/**
 * The key of the product that it belongs to; `None` for a kind of work.
 */
product: string | null, 
/**
 * The group that it stands under.
 */
parent: GroupId | null, 
/**
 * How many members it has that are not archived.
 */
members: number, 
/**
 * Its permissions by number, ascending.
 */
permissions: Array<number>, 
/**
 * Whether the person at the desk is in it.
 */
yours: boolean, 
/**
 * Why it can't be changed; `None` when it can.
 */
editRefusal: Refusal | null, 
/**
 * Why it can't be deleted.
 */
deleteRefusal: Refusal | null, 
/**
 * Why nobody can be added to it by the person at the desk.
 */
giveRefusal: Refusal | null, };
export type GroupsView = { 
/**
 * The built-in first, then by name.
 */
groups: Array<GroupView>, 
/**
 * What permissions are numbered by.
 */
catalogue: CatalogueView, };
export type HeldView = { 
/**
 * What.
 */
what: Holding, 
/**
 * Its name.
 */
name: string, 
/**
 * Since when.
 */
since: Timestamp, 
/**
 * By whom, as a name; `None` for Rollbook or somebody who is gone.
 */
by: string | null, 
/**
 * When it ends by itself.
 */
until: Timestamp | null, };
export type HolderRow = { 
/**
 * The person.
 */
row: UserRow, 
/**
 * Since when.
 */
since: Timestamp, 
/**
 * By whom, as a name.
 */
by: string | null, 
/**
 * When their membership ends, and the seat is free by it.
 */
until: Timestamp | null, 
/**
 * Whether they use a seat; not while suspended or archived.
 */
seated: boolean, };
export type HoldersPage = { 
/**
 * The package.
 */
package: Package, 
/**
 * What was typed: words of name or address.
 */
text: string, 
/**
 * Only holders without a sign-in for this many days.
 */
idleDays: number | null, 
/**
 * Position of the first row wanted.
 */
offset: number, 
/**
 * How many; at most 500.
 */
take: number, };
export type HoldersView = { 
/**
 * The rows.
 */
rows: Array<HolderRow>, 
/**
 * How many match.
 */
total: number, 
/**
 * Of all holders with a seat, how many haven't signed in for 60 days.
 */
idle: number, };
export type Holding = { "is": "role", "of": RoleId } | { "is": "group", "of": GroupId } | { "is": "licence", "of": Package } | { "is": "grant", "of": Permission } | { "is": "restriction", "of": Permission } | { "is": "portal", "of": PortalId } | { "is": "team", "of": TeamId };
export type Impact = { 
/**
 * How many people it reaches: holders of a role, members of a group, or those named.
 */
reach: number, 
/**
 * Person by person, at most 200: who loses or gains something first, then those for whom nothing
 * changes.
 */
people: Array<PersonImpact>, 
/**
 * Licences given.
 */
licencesGiven: number, 
/**
 * Licences taken or freed.
 */
licencesTaken: number, 
/**
 * People whose sessions end.
 */
sessionsEnded: number, 
/**
 * What people who lose a right gave to others and could no longer give (C19), in words.
 */
givenOn: Array<string>, };
export type ImportAnswer = { 
/**
 * What it did, or would do.
 */
view: ImportView, 
/**
 * Every row and what became of it.
 */
report: TableFile, };
export type ImportOutcome = "created" | "changed" | "unchanged" | "refused";
export type ImportRow = { 
/**
 * Which table, by position.
 */
table: number, 
/**
 * The row's line in the file, from 1.
 */
line: number, 
/**
 * The address, or the group's name.
 */
who: string, 
/**
 * What happens.
 */
outcome: ImportOutcome, 
/**
 * Why, or what changes.
 */
words: string, };
export type ImportTables = { 
/**
 * One or more files.
 */
files: Array<LoadedFile>, 
/**
 * Corrections in the order in which they were made.
 */
corrections: Array<AdjustTable>, 
/**
 * What to do with them; its `import` names nothing here.
 */
run: RunImport, };
export type ImportView = { 
/**
 * Whether nothing was written, as asked.
 */
preview: boolean, 
/**
 * The command; undo names it.
 */
command: CommandId, 
/**
 * People created.
 */
created: number, 
/**
 * People changed.
 */
changed: number, 
/**
 * People that stand as the table says.
 */
unchanged: number, 
/**
 * Rows that can't be taken.
 */
refused: number, 
/**
 * Groups created.
 */
groupsCreated: number, 
/**
 * Groups changed.
 */
groupsChanged: number, 
/**
 * Modules that enter the catalogue.
 */
modules: number, 
/**
 * The first rows of each table and outcome, at most 200 each; of those that stand as the table
 * says, only such where the table says something that it can't change. The report has all.
 */
rows: Array<ImportRow>, 
/**
 * Of a preview: what it would do to the rights of those who are here already (B6).
 */
impact: Impact | null, };
export type InGroup = { 
/**
 * Since when.
 */
since: Timestamp, 
/**
 * When it ends by itself.
 */
until: Timestamp | null, };
export type InviteUser = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Given names.
 */
firstName: string, 
/**
 * Family names.
 */
lastName: string, 
/**
 * The login address.
 */
email: string, 
/**
 * Standing.
 */
tier: Tier, 
/**
 * All, or custom.
 */
access: AccessMode, 
/**
 * Groups to be in.
 */
groups: Array<GroupId>, 
/**
 * How the person reaches the organization; regular where absent.
 */
kind?: Kind, 
/**
 * Roles to have.
 */
roles: Array<RoleId>, 
/**
 * Permissions given directly.
 */
grants: Array<Permission>, 
/**
 * Licences to hold.
 */
licences: Array<Package>, 
/**
 * Portals of a portal member.
 */
portals: Array<PortalId>, 
/**
 * The contact of a portal member.
 */
contact: string, 
/**
 * The customer of a portal member.
 */
customer: string, 
/**
 * BCP 47 tag for the mail.
 */
language: string, 
/**
 * Whether the mail leaves now.
 */
send: boolean, 
/**
 * Only say what would happen.
 */
preview?: boolean, };
export type JudgePassword = { 
/**
 * The password.
 */
password: string, 
/**
 * Names of the person.
 */
names: Array<string>, 
/**
 * Their address.
 */
email: string, 
/**
 * The organization's name.
 */
organization: string, };
export type KeyId = string;
export type KeyMade = { 
/**
 * How the command ended.
 */
outcome: Outcome, 
/**
 * The key itself, this once; `None` where the same command was carried out before.
 */
key: string | null, };
export type KeyView = { 
/**
 * Its id.
 */
id: KeyId, 
/**
 * What it is for.
 */
name: string, 
/**
 * What it reaches at most.
 */
scope: Array<Permission>, 
/**
 * When it stops working by itself.
 */
expires: Timestamp | null, 
/**
 * When it was made.
 */
made: Timestamp, 
/**
 * By whom.
 */
by: string | null, 
/**
 * When it was used last, to the minute.
 */
used: Timestamp | null, 
/**
 * When it was revoked.
 */
revoked: Timestamp | null, 
/**
 * Whether it is neither revoked nor over.
 */
works: boolean, };
export type KeychainView = { 
/**
 * Whether it answers.
 */
available: boolean, 
/**
 * What it is called on this platform, as people know it.
 */
name: string, 
/**
 * Why it doesn't answer; empty when it does.
 */
words: string, };
export type Kind = "regular" | "portal" | "api" | "system";
export type KnownOrganization = { 
/**
 * How it is reached.
 */
kind: ConnectionKind, 
/**
 * Where it is: a path, or an address.
 */
place: string, 
/**
 * Which of the organizations that are there; empty for the only one of a file.
 */
organization: string, 
/**
 * The address that the person signed in with there; empty for files.
 */
account: string, 
/**
 * The organization's name when it was last open.
 */
name: string, 
/**
 * When it was last open.
 */
openedAt: Timestamp, 
/**
 * Whether it opens by a passphrase.
 */
byPassphrase: boolean, 
/**
 * Whether a file is there now.
 */
present: boolean, };
export type KnownPlace = { 
/**
 * How it is reached.
 */
kind: ConnectionKind, 
/**
 * Where it is.
 */
place: string, 
/**
 * Which of the organizations that are there.
 */
organization: string, };
export type LastReview = { 
/**
 * The number of its entry in the log.
 */
seq: number, 
/**
 * When.
 */
at: Timestamp, 
/**
 * By whom, as a name; `None` for who is gone.
 */
by: string | null, 
/**
 * Whether by the person at the desk.
 */
byYou: boolean, };
export type LicencesView = { 
/**
 * Packages that the organization has.
 */
packages: Array<PackageView>, 
/**
 * Packages of the default catalogue that it could take.
 */
offers: Array<PackageOffer>, 
/**
 * The plan and where the organization stands.
 */
plan: PlanView, 
/**
 * Why seats and plan can't be changed: they are the owner's alone (R18).
 */
ownerRefusal: Refusal | null, };
export type LineView = { 
/**
 * Whether there is a connection; `None` until it is known.
 */
online: boolean | null, 
/**
 * Since when there is none, by the clock of this computer.
 */
lostAt: Timestamp | null, 
/**
 * Whether everything can be read here without one.
 */
ready: boolean, 
/**
 * Whether the time to read here without one is over (R34).
 */
over: boolean, 
/**
 * As of when everything is read here, while there is none; `None` where nothing is whole here yet.
 */
synced: Timestamp | null, 
/**
 * How far the first copy is, while it is made.
 */
copying: CopyingView | null, 
/**
 * The other side went back to an earlier state, as from a backup; everything was copied anew.
 */
wentBack: boolean, 
/**
 * Where a queue of before lies that can’t be read any more, or belongs to another place or person.
 */
unreadable: string | null, 
/**
 * Entries that this version can’t read: they are kept as they are.
 */
unread: Array<UnreadView>, 
/**
 * Why nothing is kept here for when there is no connection.
 */
refusal: WireError | null, 
/**
 * What was given without a connection, in the order in which it was given.
 */
entries: Array<QueuedView>, 
/**
 * Reset tickets that were made here, the newest first (R35).
 */
tickets: Array<TicketView>, };
export type LoadTables = { 
/**
 * One or more files; what each holds is recognized.
 */
files: Array<LoadedFile>, };
export type LoadedFile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its bytes, base64.
 */
base64: string, };
export type LockUser = { 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * Whom.
 */
member: MemberId, 
/**
 * Why, for the log.
 */
reason: string, 
/**
 * Whether only to say what it would do.
 */
preview?: boolean, };
export type LogChange = { 
/**
 * What changed.
 */
label: string, 
/**
 * Before; empty where there was nothing.
 */
before: string, 
/**
 * After; empty where there is nothing any more.
 */
after: string, };
export type LogDetail = { 
/**
 * The entry.
 */
entry: LogEntryView, 
/**
 * Before and after.
 */
changes: Array<LogChange>, 
/**
 * How many people the same command is about.
 */
people: number, 
/**
 * How many entries the same command has.
 */
entries: number, 
/**
 * The address that it came from; empty where there was none.
 */
address: string, 
/**
 * The device that it came from; empty where it said nothing.
 */
device: string, 
/**
 * The seal of the entry before it, 64 hexadecimal digits.
 */
before: string, 
/**
 * The entry as JSON, with its event as the log has it.
 */
json: string, };
export type LogEntryAsk = { 
/**
 * Its number.
 */
seq: number, };
export type LogEntryView = { 
/**
 * Its number, from 1, without gaps.
 */
seq: number, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Who acted, as a name; `None` for Rollbook itself.
 */
actor: string | null, 
/**
 * One or two letters for them; empty for Rollbook itself.
 */
actorInitials: string, 
/**
 * Who acted, where they are a member still.
 */
actorId: MemberId | null, 
/**
 * Which kind of event, as in `password_link_sent`.
 */
kind: string, 
/**
 * What happened, as in "Password link sent".
 */
title: string, 
/**
 * More about it; may be empty.
 */
detail: string, 
/**
 * Whom or what it is about, as a name; empty where it is the organization.
 */
about: string, 
/**
 * The member it is about.
 */
aboutId: MemberId | null, 
/**
 * From where, in words; empty for Rollbook itself.
 */
origin: string, 
/**
 * How it came out; `None` where all was done that was asked.
 */
result: LogResult | null, 
/**
 * Whether the person was erased, and with them what the entry said.
 */
erased: boolean, 
/**
 * The entry's seal, 64 hexadecimal digits.
 */
seal: string, 
/**
 * The command that undo names.
 */
command: CommandId, 
/**
 * Whether undo can be asked for.
 */
undoable: boolean, };
export type LogFormat = "json_lines" | "csv";
export type LogKind = { 
/**
 * As [`LogEntryView::kind`].
 */
kind: string, 
/**
 * What it is about.
 */
topic: LogTopic, 
/**
 * What people call it.
 */
label: string, };
export type LogPageAsk = { 
/**
 * Which entries.
 */
filter: LogQuery, 
/**
 * Only entries older than this number; `None` begins with the newest.
 */
before: number | null, 
/**
 * How many; at most 500.
 */
take: number, };
export type LogPageView = { 
/**
 * The entries.
 */
rows: Array<LogEntryView>, 
/**
 * How many match, up to 10,000.
 */
matching: number, 
/**
 * Whether more than that match.
 */
more: boolean, 
/**
 * How many there are in all.
 */
total: number, 
/**
 * Why the reader searches for no address or device; `None` when they may.
 */
originRefusal: Refusal | null, };
export type LogQuery = { 
/**
 * A part of a name, of what happened, of an address or a device; or an entry's number.
 */
text: string, 
/**
 * Who acted, or whom it is about.
 */
person: MemberId | null, 
/**
 * What it is about: any of these.
 */
topics: Array<LogTopic>, 
/**
 * Kinds of events, as [`LogEntryView::kind`]: any of these.
 */
kinds: Array<string>, 
/**
 * Not before.
 */
from: Timestamp | null, 
/**
 * Before.
 */
until: Timestamp | null, 
/**
 * A part of the address or the device.
 */
origin: string, 
/**
 * How it came out; `None` doesn't narrow.
 */
result: LogResult | null, };
export type LogResult = "left_out" | "refused";
export type LogTopic = "people" | "rights" | "roles" | "groups" | "signing_in" | "organization" | "mail";
export type LostRole = { 
/**
 * Its name.
 */
name: string, 
/**
 * When it was deleted.
 */
at: Timestamp, };
export type MailId = string;
export type MailRow = { 
/**
 * The mail.
 */
id: MailId, 
/**
 * The member that it is for.
 */
member: MemberId | null, 
/**
 * The recipient's name.
 */
toName: string, 
/**
 * The recipient's address.
 */
toAddress: string, 
/**
 * The subject.
 */
subject: string, 
/**
 * Where it stands.
 */
state: MailState, 
/**
 * When it was written.
 */
createdAt: Timestamp, 
/**
 * When it was sent.
 */
sentAt: Timestamp | null, 
/**
 * When it is tried next.
 */
nextAt: Timestamp | null, 
/**
 * How often it was tried.
 */
attempts: number, 
/**
 * Why it failed last; empty when it didn't.
 */
problem: string, 
/**
 * Whether it holds a link that still works and can be copied.
 */
hasLink: boolean, };
export type MailSecurity = "implicit_tls" | "start_tls" | "plain_loopback";
export type MailServer = { 
/**
 * Its name or address.
 */
host: string, 
/**
 * Its port.
 */
port: number, 
/**
 * How the connection is protected.
 */
security: MailSecurity, 
/**
 * Account at the server; empty for none.
 */
username: string, 
/**
 * The sender's name.
 */
fromName: string, 
/**
 * The sender's address.
 */
fromAddress: string, };
export type MailSettingsView = { 
/**
 * The server; `None` when none is set up and mails wait.
 */
server: MailServer | null, 
/**
 * Whether a password is kept.
 */
hasPassword: boolean, 
/**
 * Where the password is kept, in words.
 */
keptIn: string, 
/**
 * Whether a server sends the mails: then its own settings hold, and nothing can be changed here.
 */
byServer: boolean, };
export type MailState = "waiting" | "retrying" | "sent" | "failed" | "dropped";
export type MailTried = { 
/**
 * The subject.
 */
subject: string, 
/**
 * The plain text.
 */
text: string, 
/**
 * A whole HTML document.
 */
html: string, };
export type MailVariable = { 
/**
 * What stands between the braces.
 */
name: string, 
/**
 * What it is, in one sentence.
 */
explanation: string, 
/**
 * A value for previews.
 */
example: string, 
/**
 * Whether it can be empty in a real mail.
 */
mayBeEmpty: boolean, };
export type MailView = { 
/**
 * The same as in the list.
 */
row: MailRow, 
/**
 * The plain text; without the link once the mail was sent.
 */
text: string, 
/**
 * The link, while the mail waits.
 */
link: string | null, };
export type MailWording = { 
/**
 * What is sent now.
 */
words: MailWords, 
/**
 * The organization’s own words; `None` where the product’s are sent.
 */
own: MailWords | null, 
/**
 * The product’s.
 */
product: MailWords, 
/**
 * What can be named in it.
 */
variables: Array<MailVariable>, };
export type MailWordings = { 
/**
 * In the order in which a list shows them.
 */
kinds: Array<WordingKind>, 
/**
 * Why they can’t be changed; `None` when they can.
 */
refusal: Refusal | null, };
export type MailWords = { 
/**
 * One line.
 */
subject: string, 
/**
 * The mail for readers without HTML.
 */
text: string, 
/**
 * What stands inside the product’s frame.
 */
html: string, };
export type MailsPage = { 
/**
 * Only mails in this state.
 */
state: MailState | null, 
/**
 * Words of recipient or subject; empty shows all.
 */
text: string, 
/**
 * Position of the first row, from 0.
 */
offset: number, 
/**
 * How many rows; at most 500.
 */
take: number, };
export type MailsPageView = { 
/**
 * The rows in order.
 */
rows: Array<MailRow>, 
/**
 * How many match.
 */
total: number, 
/**
 * How many wait or are tried again.
 */
waiting: number, 
/**
 * How many were given up.
 */
failed: number, 
/**
 * How many were sent.
 */
sent: number, };
export type MakeTicket = { 
/**
 * For whom.
 */
member: MemberId, 
/**
 * The own password, again.
 */
password: string, };
export type Mark = { 
/**
 * The permission.
 */
permission: Permission, 
/**
 * The action's key.
 */
action: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What it allows.
 */
explanation: string, 
/**
 * Whether they have it.
 */
allowed: boolean, 
/**
 * Where it comes from, and what takes it away.
 */
sources: Array<Source>, 
/**
 * Why the person at the desk can't give or take it here; `None` when they can.
 */
refusal: Refusal | null, };
export type MemberId = string;
export type Mode = "all_or_none" | "what_is_possible";
export type ModuleView = { 
/**
 * Its key.
 */
key: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What can be done in it: View, Create, Edit, Delete, Manage first, then its own.
 */
actions: Array<ActionView>, };
export type Need = { 
/**
 * What it is; screens know the way to its remedy.
 */
code: NeedCode, 
/**
 * How many it is about.
 */
count: number, 
/**
 * In words.
 */
words: string, };
export type NeedCode = "emergency_used" | "administrator_limit" | "administrators_without_factor" | "failed_mails" | "stale_invitations";
export type NewPassword = { 
/**
 * The password.
 */
password: string, };
export type OffersView = { 
/**
 * ISO 4217; prices are in its minor units, without VAT.
 */
currency: string, 
/**
 * The plans, the smallest first.
 */
plans: Array<PlanOffer>, 
/**
 * The products.
 */
products: Array<ProductOffer>, 
/**
 * From how many seats in all sales is the better place to ask.
 */
quoteFrom: number, 
/**
 * The codes of all countries (ISO 3166-1 alpha-2).
 */
countries: Array<string>, 
/**
 * The domain that subdomains stand before; empty where there is none.
 */
domain: string, 
/**
 * Whether a payment provider’s page can be offered here.
 */
onPage: boolean, };
export type OfflineStart = { 
/**
 * By whom: the address that was signed in with.
 */
account: string, 
/**
 * As of when everything would be read.
 */
synced: Timestamp | null, 
/**
 * Until when it can be.
 */
until: Timestamp | null, 
/**
 * Why not, where it can’t.
 */
refusal: WireError | null, };
export type OpenFile = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Its passphrase, where it needs one.
 */
passphrase: string | null, };
export type OpenLink = { 
/**
 * Its address; nothing beyond the organization’s own portal is opened.
 */
address: string, 
/**
 * Whether in a private window, where another sign-in stays as it is (R29).
 */
apart: boolean, };
export type Order = { 
/**
 * The plan.
 */
plan: Plan, 
/**
 * The packages, each with its seats.
 */
packages: Array<Seating>, };
export type OrganizationAdded = { 
/**
 * Its id.
 */
id: OrganizationId, 
/**
 * Its name as it is kept.
 */
name: string, };
export type OrganizationChoice = { 
/**
 * Its id.
 */
id: OrganizationId, 
/**
 * Its name.
 */
name: string, };
export type OrganizationDetails = { 
/**
 * Its id.
 */
id: OrganizationId, 
/**
 * Its name.
 */
name: string, 
/**
 * One or two letters for its mark.
 */
initials: string, 
/**
 * Its plan.
 */
plan: Plan, 
/**
 * Its language tag.
 */
language: string, 
/**
 * The person at the desk.
 */
you: YouView, 
/**
 * How long invitations work, in hours.
 */
invitationHours: number, 
/**
 * Where its people sign in by a browser, without a slash at its end; empty where nothing has said it.
 */
portal: string, };
export type OrganizationId = string;
export type OrganizationLook = { 
/**
 * What it says of itself.
 */
summary: OrganizationSummary, 
/**
 * How it is reached.
 */
connection: ConnectionView, 
/**
 * When it said so.
 */
at: Timestamp, };
export type OrganizationSummary = { 
/**
 * Its id.
 */
id: OrganizationId, 
/**
 * Its name.
 */
name: string, 
/**
 * One or two letters for its mark.
 */
initials: string, 
/**
 * The domain of the address of whoever is at the desk.
 */
domain: string, 
/**
 * Its plan.
 */
plan: Plan, 
/**
 * The person at the desk.
 */
you: YouView, 
/**
 * Active and suspended members.
 */
members: number, 
/**
 * Of them, those who can sign in.
 */
active: number, 
/**
 * Of those who can sign in, those with a second factor.
 */
protected: number, 
/**
 * Invitations not yet accepted.
 */
pending: number, 
/**
 * Administrators that count toward the plan (R21).
 */
administrators: number, 
/**
 * Administrators that the plan allows.
 */
administratorLimit: number, 
/**
 * What waits for somebody, the most urgent first.
 */
needs: Array<Need>, };
export type OrganizationView = { 
/**
 * How it is reached.
 */
connection: ConnectionView, 
/**
 * Its id.
 */
id: OrganizationId, 
/**
 * Its name.
 */
name: string, 
/**
 * One or two letters for its mark.
 */
initials: string, 
/**
 * Its plan.
 */
plan: Plan, 
/**
 * Its language tag.
 */
language: string, 
/**
 * The person at the desk.
 */
you: YouView, 
/**
 * How long invitations work, in hours.
 */
invitationHours: number, 
/**
 * Where its people sign in by a browser, without a slash at its end; empty where nothing has said it.
 */
portal: string, };
export type Outcome = { 
/**
 * The command; undo names it.
 */
command: CommandId, 
/**
 * Whether nothing was written, as asked.
 */
preview: boolean, 
/**
 * For how many members something changed.
 */
done: number, 
/**
 * The member, where the command was about one.
 */
member: MemberId | null, 
/**
 * For how many members it was refused.
 */
refused: number, 
/**
 * Whom and why, at most 200 of them.
 */
refusals: Array<RefusedFor>, 
/**
 * Whether undo can take it back.
 */
undoable: boolean, 
/**
 * The role, where the command was about one.
 */
role: RoleId | null, 
/**
 * The group, where the command was about one.
 */
group: GroupId | null, 
/**
 * For a preview: what it would do to people.
 */
impact: Impact | null, 
/**
 * It isn’t carried out yet: it waits on this computer for a connection (R32).
 */
waits?: boolean, };
export type Package = string;
export type PackageOffer = { 
/**
 * The package, as commands name it.
 */
package: Package, 
/**
 * The product's name.
 */
product: string, 
/**
 * The package's name.
 */
name: string, 
/**
 * What the product is for.
 */
explanation: string, };
export type PackagePrice = { 
/**
 * Which.
 */
package: Package, 
/**
 * Its name.
 */
name: string, 
/**
 * What a seat costs each month, in minor units.
 */
price: number, };
export type PackageView = { 
/**
 * The package, as commands name it.
 */
package: Package, 
/**
 * The product's name.
 */
product: string, 
/**
 * The package's name.
 */
name: string, 
/**
 * What the product is for.
 */
explanation: string, 
/**
 * Seats bought.
 */
seats: number, 
/**
 * Seats in use.
 */
used: number, 
/**
 * Seats free.
 */
free: number, };
export type PaletteItem = { 
/**
 * Its id as text.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for, or how many members it has.
 */
detail: string, };
export type PaletteView = { 
/**
 * People of every tab, the likeliest first, at most eight.
 */
people: Array<UserRow>, 
/**
 * Roles, at most five.
 */
roles: Array<PaletteItem>, 
/**
 * Groups, at most five.
 */
groups: Array<PaletteItem>, };
export type PaperFile = { 
/**
 * The PDF, in Base64 (RFC 4648).
 */
base64: string, 
/**
 * How many lines its table has.
 */
rows: number, };
export type PasskeyShown = { 
/**
 * What it was asked under.
 */
challenge: string, 
/**
 * The browser's answer; it is good once.
 */
code: string, };
export type PasswordRuleView = { 
/**
 * The rule in words.
 */
words: string, 
/**
 * Whether it is met.
 */
met: boolean, };
export type PasswordView = { 
/**
 * The rules in order, and whether each is met.
 */
rules: Array<PasswordRuleView>, 
/**
 * 0 to 4.
 */
strength: number, 
/**
 * One word for the strength.
 */
word: string, 
/**
 * How long guessing would take, in words.
 */
guess: string, 
/**
 * Whether it may be used.
 */
acceptable: boolean, 
/**
 * What stands against it; empty when it may be used.
 */
problem: string, };
export type PastGlass = { 
/**
 * Whose.
 */
member: MemberId, 
/**
 * The last moment that counts.
 */
at: Timestamp, };
export type PayBy = "invoice" | "provider";
export type Payment = { "is": "open" } | { "is": "fine" } | { "is": "failed", 
/**
 * Since when.
 */
since: Timestamp, } | { "is": "ended" };
export type PaymentPage = { 
/**
 * Its address; it works for a while.
 */
address: string, };
export type Period = { 
/**
 * The first moment; `None` is at once.
 */
from: Timestamp | null, 
/**
 * The moment at which it ends by itself; `None` is never.
 */
until: Timestamp | null, };
export type Permission = string;
export type Permit = { 
/**
 * The action.
 */
action: Action, 
/**
 * Why not; `None` when it may.
 */
refusal: Refusal | null, };
export type PersonActivity = { 
/**
 * Whom.
 */
member: MemberId, 
/**
 * Only entries older than this number; `None` begins with the newest.
 */
before: number | null, 
/**
 * How many; at most 200.
 */
take: number, };
export type PersonImpact = { 
/**
 * Whom.
 */
member: MemberId, 
/**
 * Their name.
 */
name: string, 
/**
 * Permissions that they would have.
 */
gained: Array<Permission>, 
/**
 * Permissions that they would no longer have.
 */
lost: Array<Permission>, };
export type PersonLicence = { 
/**
 * The package, as commands name it.
 */
package: Package, 
/**
 * The product's name.
 */
product: string, 
/**
 * The package's name.
 */
name: string, 
/**
 * Whether the person uses a seat.
 */
held: boolean, 
/**
 * Whether a licence waits for the person to come back (suspended, archived).
 */
freed: boolean, 
/**
 * Since when, where held.
 */
since: Timestamp | null, 
/**
 * By whom.
 */
by: string | null, 
/**
 * Seats that are free.
 */
free: number, };
export type PersonView = { 
/**
 * Profile and standing.
 */
user: UserView, 
/**
 * Why roles, groups and permissions can't be changed by the person at the desk.
 */
standingRefusal: Refusal | null, 
/**
 * Why licences and menus can't be changed.
 */
licenceRefusal: Refusal | null, 
/**
 * Roles, then groups, then portals, then teams, by name.
 */
memberOf: Array<HeldView>, 
/**
 * What begins later.
 */
waiting: Array<WaitingView>, 
/**
 * Every package of the organization, held or not.
 */
licences: Array<PersonLicence>, 
/**
 * Of an API member: its keys, newest first.
 */
keys: Array<KeyView>, 
/**
 * Why none can be made or revoked.
 */
keyRefusal: Refusal | null, 
/**
 * The second factors of the person's account, oldest first.
 */
factors: Array<FactorLine>, 
/**
 * How many of the recovery codes are left.
 */
codesLeft: number, 
/**
 * The membership's period.
 */
period: Period, 
/**
 * Navigation and permissions, product by product.
 */
glass: GlassView, 
/**
 * The newest entries of the log about this person.
 */
activity: Array<ActivityLine>, 
/**
 * How many entries there are.
 */
activityTotal: number, 
/**
 * For portal members: the customer's contact.
 */
contact: string, 
/**
 * For portal members: the customer's account.
 */
customer: string, };
export type PlaceOrder = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * What is wanted; packages that it doesn’t name keep their seats.
 */
order: Order, 
/**
 * Whether sales is asked for an offer instead.
 */
quote: boolean, 
/**
 * Only say what would happen: products that are taken bring permissions.
 */
preview: boolean, };
export type Plan = "starter" | "professional" | "business" | "enterprise";
export type PlanLimit = { 
/**
 * The plan.
 */
plan: Plan, 
/**
 * Administrators that it allows.
 */
administrators: number, };
export type PlanOffer = { 
/**
 * Which.
 */
plan: Plan, 
/**
 * How many administrators it allows (R21).
 */
administrators: number, 
/**
 * What it costs each month, in minor units.
 */
price: number, };
export type PlanView = { 
/**
 * The plan.
 */
plan: Plan, 
/**
 * Administrators that count.
 */
used: number, 
/**
 * Every plan with its limit, smallest first.
 */
plans: Array<PlanLimit>, };
export type PolicyFields = { 
/**
 * How long an invitation works, in hours (R2).
 */
invitationHours: number, 
/**
 * The mode that new members start in (R12).
 */
defaultAccess: AccessMode, 
/**
 * How long a session lasts at most, in minutes.
 */
sessionMinutes: number, 
/**
 * How long it lasts without use, in minutes.
 */
idleMinutes: number, 
/**
 * Fewest characters of a password, where that is more than the rule asks for (R23).
 */
passwordLength: number, 
/**
 * Who may ask for a new password by mail (R26).
 */
recovery: Recovery, 
/**
 * Whether the form for it keeps to itself which addresses are known (R26).
 */
hidesAddresses: boolean, 
/**
 * Whether somebody without access may ask for an invitation on the sign-in page.
 */
invitationAsks: boolean, 
/**
 * Of whom a second factor is required, and from when (R27).
 */
secondFactor: SecondFactor, 
/**
 * Whether administrators may sign in as others (R29).
 */
signInAs: boolean, 
/**
 * Whether people may change the address that they sign in with (R7).
 */
ownAddress: boolean, 
/**
 * After how many days without a sign-in an active user counts as dormant (R31).
 */
dormantDays: number, 
/**
 * The emergency account: a Super Admin of whom no second factor is required, and whose every sign-in alarms (C17).
 */
emergency: MemberId | null, 
/**
 * How many mails may wait in the outbox before nobody can ask for more.
 */
waitingMails: number, 
/**
 * For how many days everything may be read on a computer without a connection since it had one last (R34).
 */
offlineDays: number, 
/**
 * How long a reset ticket works that was made without a network, in hours (R35).
 */
ticketHours: number, };
export type PolicyView = { 
/**
 * The policy.
 */
policy: PolicyFields, 
/**
 * How many active administrators have no second factor, the owner among them (R27).
 */
administratorsWithout: number, 
/**
 * How many active users have none, administrators among them.
 */
usersWithout: number, 
/**
 * Who could be the emergency account: active administrators with the role Super Admin, and who it is now.
 */
emergencyChoices: Array<EmergencyChoice>, 
/**
 * Why the emergency account can't be named; `None` when it can (C17).
 */
emergencyRefusal: Refusal | null, 
/**
 * Why it can't be set; `None` when it can.
 */
refusal: Refusal | null, };
export type PortalId = string;
export type PortalView = { 
/**
 * The portal.
 */
id: PortalId, 
/**
 * Its name.
 */
name: string, 
/**
 * How many members that are not archived have it.
 */
members: number, };
export type Preferences = { 
/**
 * `system`, `light` or `dark`.
 */
theme: string, 
/**
 * `comfortable` or `compact`.
 */
density: string, 
/**
 * The language of the window: `system`, or a tag of BCP 47.
 */
language: string, 
/**
 * Whether single letters act as keys (WCAG 2.1.4).
 */
letterKeys: boolean, 
/**
 * Whether the sidebar is shown.
 */
sidebar: boolean, 
/**
 * What screens remember (sort, columns, filters), as each screen wrote it: JSON by screen.
 */
screens: { [key in string]: string }, };
export type PriceOrder = { 
/**
 * What it orders.
 */
order: Order, 
/**
 * Where it is (ISO 3166-1 alpha-2); empty until it is known.
 */
country: string, 
/**
 * Its VAT number; may be empty.
 */
vat: string, };
export type ProductOffer = { 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
explanation: string, 
/**
 * Its packages, the smallest first.
 */
packages: Array<PackagePrice>, };
export type ProductView = { 
/**
 * Its key; empty for the organization's own modules.
 */
key: string, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
explanation: string, 
/**
 * Its modules.
 */
modules: Array<ModuleView>, };
export type Progress = { 
/**
 * What runs: `import`, `export` or `act`.
 */
task: string, 
/**
 * Done so far.
 */
done: number, 
/**
 * In all.
 */
total: number, };
export type QueuedStanding = { "is": "waiting" } | { "is": "conflict", 
/**
 * In words.
 */
message: string, 
/**
 * What was done meanwhile, where it is known here.
 */
theirs: TheirsView | null, } | { "is": "applied", 
/**
 * When that was heard.
 */
at: Timestamp, } | { "is": "refused", 
/**
 * When that was heard.
 */
at: Timestamp, 
/**
 * Why.
 */
message: string, 
/**
 * What would help; may be empty.
 */
help: string, } | { "is": "dropped", 
/**
 * When.
 */
at: Timestamp, } | { "is": "kept_theirs", 
/**
 * When.
 */
at: Timestamp, };
export type QueuedView = { 
/**
 * Its id.
 */
command: CommandId, 
/**
 * When it was given, by the clock of this computer.
 */
at: Timestamp, 
/**
 * About whom.
 */
member: MemberId, 
/**
 * What they were called then.
 */
name: string, 
/**
 * What.
 */
what: QueuedWhat, 
/**
 * Whether it was sent: it can’t be taken back until its end is known.
 */
sent: boolean, 
/**
 * How it stands.
 */
standing: QueuedStanding, };
export type QueuedWhat = { "what": "act", 
/**
 * Which of them.
 */
action: Action, } | { "what": "temporary_password" } | { "what": "profile", 
/**
 * Given names.
 */
firstName: string | null, 
/**
 * Family names.
 */
lastName: string | null, 
/**
 * Phone number.
 */
phone: string | null, 
/**
 * BCP 47 tag for mails.
 */
language: string | null, 
/**
 * The administrators’ note.
 */
note: string | null, } | { "what": "ticket", 
/**
 * When, as the ticket says it.
 */
made: Timestamp, 
/**
 * What shows that it was made here; it opens nothing.
 */
proof: string, };
export type Recovery = { 
/**
 * Members of tier user.
 */
users: boolean, 
/**
 * Administrators, the owner among them.
 */
administrators: boolean, };
export type Refusal = { 
/**
 * The stable code.
 */
code: Code, 
/**
 * What happened, for a person.
 */
message: string, 
/**
 * What would help; may be empty.
 */
help: string, 
/**
 * The field that it is about, where there is one.
 */
field: string | null, 
/**
 * The member that it is about, where the remedy is an action on them.
 */
about: MemberId | null, 
/**
 * What the field could hold instead, for the person to take over; never taken by itself.
 */
suggestion?: string, };
export type RefusedFor = { 
/**
 * Whom; `None` where it is about no single member.
 */
member: MemberId | null, 
/**
 * Their name; empty where it is about no single member.
 */
name: string, 
/**
 * Why.
 */
refusal: Refusal, };
export type RemovePortal = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which.
 */
portal: PortalId, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type RemoveTeam = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which.
 */
team: TeamId, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type RenameTeam = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which.
 */
team: TeamId, 
/**
 * The name that the screen showed: another one by now is a conflict.
 */
seen: string, 
/**
 * The new name.
 */
name: string, };
export type ReplicaAsk = { "part": "begin" } | { "part": "members", 
/**
 * Those after this one.
 */
after: MemberId | null, 
/**
 * How many.
 */
take: number, 
/**
 * At which entry of the log the structure was read last: it comes along where there are newer ones.
 */
known: number, } | { "part": "log", 
/**
 * Those after this number.
 */
after: number, 
/**
 * Up to this number.
 */
until: number, 
/**
 * How many.
 */
take: number, } | { "part": "news", 
/**
 * Those after this number.
 */
after: number, 
/**
 * The seal of that entry, as hexadecimal digits.
 */
seal: string, 
/**
 * When the replica heard last: mails that moved since come along.
 */
since: Timestamp, 
/**
 * How many.
 */
take: number, 
/**
 * At which entry of the log the structure was read last.
 */
known: number, };
export type ReplicaCell = null | number | string | { 
/**
 * As base64.
 */
b: string, };
export type ReplicaPart = { 
/**
 * In which form rows are: a replica of another form is copied anew.
 */
schema: number, 
/**
 * Which organization.
 */
organization: OrganizationId, 
/**
 * Who asks.
 */
member: MemberId, 
/**
 * What they may see: a replica that was made under other rights is copied anew.
 */
sight: string, 
/**
 * When it was read, by the clock of the other side.
 */
now: Timestamp, 
/**
 * The number of the newest entry of the log.
 */
seq: number, 
/**
 * Its seal, as hexadecimal digits.
 */
seal: string, 
/**
 * How long everything may be read without a connection since there was one, in milliseconds (R34).
 */
lasting: number, 
/**
 * How many members there are.
 */
inAll: number, 
/**
 * Rows as they are now.
 */
rows: Array<ReplicaRows>, 
/**
 * Members that were read: those without a row aren’t there any more.
 */
members: Array<MemberId>, 
/**
 * The newest entry that is in this part; where the part began, if there is none.
 */
entry: number, 
/**
 * The log is another one than the replica has, or has gone back since.
 */
another: boolean, };
export type ReplicaRows = { 
/**
 * The table.
 */
table: string, 
/**
 * Its rows.
 */
rows: Array<Array<ReplicaCell>>, };
export type Report = "away" | "sign_ins" | "unused_licences" | "invitations";
export type ReportAsk = { 
/**
 * What.
 */
report: Report, 
/**
 * Over how many days, today included; for sign-ins. At most 366.
 */
days: number, };
export type ReportLine = { 
/**
 * What it is about; of a day its date (ISO 8601).
 */
label: string, 
/**
 * Of a day: when it began (UTC).
 */
day: Timestamp | null, 
/**
 * A number for every further column.
 */
numbers: number[], };
export type ReportView = { 
/**
 * The heads of the columns; the first is that of the labels.
 */
columns: Array<string>, 
/**
 * The lines, in the order of the report.
 */
lines: Array<ReportLine>, };
export type RequiredOf = "nobody" | "administrators" | "everybody";
export type RetryMails = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which mails.
 */
mails: Array<MailId>, 
/**
 * Only say what would happen.
 */
preview?: boolean, };
export type ReviewDecision = { 
/**
 * Who.
 */
member: MemberId, 
/**
 * What.
 */
verdict: Verdict, 
/**
 * Why; may be empty where they are kept.
 */
reason: string, };
export type ReviewSheetAsk = { 
/**
 * The number of its entry in the log.
 */
seq: number, };
export type ReviewView = { 
/**
 * The administrators by name: active, suspended and invited ones.
 */
rows: Array<SecurityRow>, 
/**
 * The review before this one.
 */
last: LastReview | null, 
/**
 * Why the person at the desk can't sign it off; `None` when they can.
 */
refusal: Refusal | null, };
export type RevokeKey = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Whose.
 */
member: MemberId, 
/**
 * Which.
 */
key: KeyId, };
export type RoleId = string;
export type RoleView = { 
/**
 * The role.
 */
id: RoleId, 
/**
 * The version to send with an edit.
 */
version: number, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description: string, 
/**
 * Which of the built-in four.
 */
builtIn: BuiltInRole | null, 
/**
 * Whether it is for portal members.
 */
portal: boolean, 
/**
 * How many members have it that are not archived.
 */
members: number, 
/**
 * Its permissions by number, ascending; all of them for Super Admin.
 */
permissions: Array<number>, 
/**
 * Whether the person at the desk has it.
 */
yours: boolean, 
/**
 * Why its permissions, name and description can't be changed; `None` when they can.
 */
editRefusal: Refusal | null, 
/**
 * Why it can't be deleted.
 */
deleteRefusal: Refusal | null, 
/**
 * Why it can't be assigned to anybody by the person at the desk.
 */
giveRefusal: Refusal | null, };
export type RolesView = { 
/**
 * The built-in four, highest first, then the others by name.
 */
roles: Array<RoleView>, 
/**
 * The rows of the matrix.
 */
catalogue: CatalogueView, };
export type RuleMark = { 
/**
 * When.
 */
at: Timestamp, 
/**
 * The rule from then on.
 */
rule: SecondFactor, 
/**
 * By whom, as a name; `None` for Rollbook itself or who is gone.
 */
by: string | null, 
/**
 * Whether by the person at the desk.
 */
byYou: boolean, };
export type RunImport = { 
/**
 * Which import.
 */
import: number, 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Whether new people get an invitation, or stand as active at once without a mail.
 */
invite: boolean, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type SaveMailSettings = { 
/**
 * The server; `None` takes it away, and mails wait.
 */
server: MailServer | null, 
/**
 * A new password; `None` keeps the one there is.
 */
password: string | null, };
export type SavedFile = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Its name alone.
 */
name: string, 
/**
 * How many rows it holds, without the head.
 */
rows: number, };
export type Seating = { 
/**
 * Which package.
 */
package: Package, 
/**
 * How many seats.
 */
seats: number, };
export type SecondFactor = { 
/**
 * Of whom.
 */
of: RequiredOf, 
/**
 * From when; `None` is at once.
 */
from: Timestamp | null, };
export type SecurityAsk = { 
/**
 * How many days of the curve, today among them; at most 366.
 */
days: number, };
export type SecurityCount = { 
/**
 * Which list.
 */
list: SecurityList, 
/**
 * How many.
 */
total: number, };
export type SecurityList = "without_factor" | "without_role" | "hidden_administrators" | "dormant" | "stale_invitations";
export type SecurityListAsk = { 
/**
 * Which list.
 */
list: SecurityList, 
/**
 * Position of the first row wanted, from 0.
 */
offset: number, 
/**
 * How many rows; at most 500.
 */
take: number, };
export type SecurityListView = { 
/**
 * The rows by name; dormant users and invitations with the oldest first.
 */
rows: Array<SecurityRow>, 
/**
 * How many there are in all.
 */
total: number, };
export type SecurityRow = { 
/**
 * As in the list of users.
 */
row: UserRow, 
/**
 * How often they were asked for a second factor since they had none.
 */
asks: number, 
/**
 * When last.
 */
askedAt: Timestamp | null, 
/**
 * When their last second factor went; `None` where they never had one.
 */
factorLostAt: Timestamp | null, 
/**
 * Whether one is required of them in person, at the next sign-in.
 */
factorRequired: boolean, 
/**
 * Since when they are suspended or archived.
 */
shutAt: Timestamp | null, 
/**
 * The role that they lost because it was deleted; `None` where they have one, or lost none that way.
 */
lostRole: LostRole | null, 
/**
 * Why they can't be lowered to user; `None` when they can. An archived administrator can.
 */
lowerRefusal: Refusal | null, };
export type SecurityView = { 
/**
 * Active users.
 */
people: number, 
/**
 * Of them, whose strongest second factor is an app.
 */
totp: number, 
/**
 * And a passkey.
 */
passkey: number, 
/**
 * Each day's end, oldest first; it begins with the first day that is known.
 */
curve: Array<CoveragePoint>, 
/**
 * Days within the curve on which the rule changed, oldest first.
 */
marks: Array<RuleMark>, 
/**
 * The access review that was signed off last (B14).
 */
lastReview: LastReview | null, 
/**
 * The plan.
 */
plan: Plan, 
/**
 * Administrators that count toward it (R21).
 */
administrators: number, 
/**
 * How many it allows.
 */
limit: number, 
/**
 * How long the lists are, in the order of the page.
 */
lists: Array<SecurityCount>, 
/**
 * What awaits a review: administrators without a second factor, without a role, and hidden ones.
 */
toReview: number, 
/**
 * After how many days an active user counts as dormant.
 */
dormantDays: number, };
export type SessionId = string;
export type SessionKind = "portal" | "desktop" | "as";
export type SetDetails = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * As the screen saw them.
 */
seen: Details, 
/**
 * As they shall be.
 */
details: Details, };
export type SetMailWords = { 
/**
 * The command’s id.
 */
command: CommandId, 
/**
 * The kind of mail.
 */
template: string, 
/**
 * The language’s tag.
 */
language: string, 
/**
 * The own words that the screen saw.
 */
seen: MailWords | null, 
/**
 * As they shall be; `None` goes back to the product’s.
 */
words: MailWords | null, };
export type SetNavigation = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Whose menus.
 */
member: MemberId, 
/**
 * Modules to show.
 */
show: Array<string>, 
/**
 * Modules to hide.
 */
hide: Array<string>, };
export type SetPeriod = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Whose membership.
 */
member: MemberId, 
/**
 * The version that the screen saw; dates that changed since are a conflict.
 */
seen: number, 
/**
 * The period; both open takes it away.
 */
period: Period, 
/**
 * Only say what would happen.
 */
preview: boolean, };
export type SetPlan = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * To which.
 */
plan: Plan, };
export type SetPolicy = { 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * As the screen saw it.
 */
seen: PolicyFields, 
/**
 * As it shall be.
 */
policy: PolicyFields, };
export type SetSeats = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * Which package.
 */
package: Package, 
/**
 * How many seats; not fewer than are used.
 */
seats: number, 
/**
 * Only say what would happen: a product that is taken brings permissions.
 */
preview: boolean, };
export type SetTemporaryPassword = { 
/**
 * The command's id; the same again is carried out once.
 */
command: CommandId, 
/**
 * Whose.
 */
member: MemberId, 
/**
 * The password.
 */
password: string, };
export type SetTerms = { 
/**
 * Made by the screen; the same id twice is carried out once.
 */
command: CommandId, 
/**
 * As the screen saw them.
 */
seen: Terms, 
/**
 * As they shall be.
 */
terms: Terms, };
export type SettleHow = "keep_theirs" | "apply_mine" | "drop" | "send_again";
export type SettleQueued = { 
/**
 * Which.
 */
command: CommandId, 
/**
 * What.
 */
how: SettleHow, };
export type SignInStep = { "step": "factor", 
/**
 * Which ones the person has.
 */
methods: Array<FactorMethod>, 
/**
 * There is one more, which can't be judged over this connection: a database doesn't have the keys of apps.
 */
elsewhere: boolean, } | { "step": "choose", 
/**
 * Which.
 */
organizations: Array<OrganizationChoice>, } | { "step": "password" } | { "step": "enrol", 
/**
 * Where.
 */
address: string, } | { "step": "in" };
export type SignInWith = { 
/**
 * The address.
 */
email: string, 
/**
 * The password.
 */
password: string, };
export type SignReview = { 
/**
 * The command's id.
 */
command: CommandId, 
/**
 * A line for each administrator. Who is removed loses the administration as it is signed.
 */
lines: Array<ReviewDecision>, 
/**
 * Whether to say only what it would do to people.
 */
preview: boolean, };
export type Sort = { 
/**
 * By what.
 */
key: SortKey, 
/**
 * Whether the highest comes first.
 */
descending: boolean, };
export type SortKey = "name" | "email" | "tier" | "last_active" | "added";
export type Source = { 
/**
 * Which kind.
 */
kind: SourceKind, 
/**
 * The role's or group's name, or the kind's own words.
 */
name: string, 
/**
 * Since when, where it is known.
 */
since: Timestamp | null, 
/**
 * By whom, where it is known.
 */
by: string | null, 
/**
 * When it ends by itself.
 */
until: Timestamp | null, };
export type SourceKind = "owner" | "super_admin" | "all" | "role" | "group" | "grant" | "restriction";
export type Standing = "draft" | "ordered";
export type Status = "pending" | "active" | "suspended" | "archived";
export type SubAccount = { 
/**
 * Which.
 */
id: OrganizationId, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is the one that was asked.
 */
here: boolean, 
/**
 * When it was founded.
 */
founded: Timestamp, 
/**
 * How it stands; `None` where it requires a second factor that the owner doesn’t have yet.
 */
stands: SubAccountStanding | null, };
export type SubAccountStanding = { 
/**
 * What it bought.
 */
plan: Plan, 
/**
 * How many members it has, those that left and those that are only invited not counted.
 */
members: number, 
/**
 * How many administrators it has, by the plan’s count (R21).
 */
administrators: number, 
/**
 * How many the plan allows.
 */
administratorLimit: number, 
/**
 * Whether it ordered yet.
 */
standing: Standing, 
/**
 * In which way it pays.
 */
by: PayBy, 
/**
 * How its subscription stands at the payment provider; `None` where there is none.
 */
payment: Payment | null, };
export type SubAccountsView = { 
/**
 * Each that the owner owns here, by name; the one that was asked is among them.
 */
rows: Array<SubAccount>, };
export type Tab = "active" | "pending" | "archived";
export type TableFile = { 
/**
 * The file's text, as it is written in UTF-8.
 */
text: string, 
/**
 * How many rows it holds, without the head.
 */
rows: number, };
export type TableView = { 
/**
 * The file's name.
 */
name: string, 
/**
 * `people` or `groups`.
 */
kind: string, 
/**
 * Where it seems to come from, in words (Google Workspace, …); empty when unknown.
 */
source: string, 
/**
 * The encoding's word, such as `utf8`, `utf16_le` or `windows1252`.
 */
encoding: string, 
/**
 * The delimiter: `,`, `;`, tab or `|`.
 */
delimiter: string, 
/**
 * Whether the first row names the columns.
 */
header: boolean, 
/**
 * The columns' heads.
 */
columns: Array<string>, 
/**
 * What each column holds: one of `fields`.
 */
mapping: Array<string>, 
/**
 * What a column can hold, with its name for people, in order.
 */
fields: Array<FieldChoice>, 
/**
 * The first rows as read, for the eye.
 */
sample: Array<Array<string>>, 
/**
 * How many rows there are.
 */
rows: number, 
/**
 * What is missing before this table can be taken; empty when nothing.
 */
problem: string, };
export type TablesView = { 
/**
 * The import that the next questions name.
 */
import: number, 
/**
 * The tables in the order of the files.
 */
tables: Array<TableView>, };
export type Tag = "users" | "groups" | "roles" | "licences" | "mail" | "organization" | "line";
export type Target = { "by": "ids", 
/**
 * Whom.
 */
ids: Array<MemberId>, } | { "by": "matching", 
/**
 * Which members.
 */
filter: UserFilter, 
/**
 * Not these.
 */
except: Array<MemberId>, };
export type Tax = { "is": "added", 
/**
 * The rate, in thousandths: 255 is 25.5 %.
 */
perMille: number, 
/**
 * Whose rate it is.
 */
country: string, } | { "is": "reversed" } | { "is": "outside" } | { "is": "unknown" };
export type TeamId = string;
export type TeamView = { 
/**
 * The team.
 */
id: TeamId, 
/**
 * Its name.
 */
name: string, 
/**
 * How many members that are not archived are in it.
 */
members: number, };
export type Terms = { 
/**
 * In which way.
 */
by: PayBy, 
/**
 * Where invoices go; empty is the owner’s address.
 */
email: string, 
/**
 * The customer’s own reference on invoices; may be empty.
 */
reference: string, };
export type TestMail = { 
/**
 * The server to try.
 */
server: MailServer, 
/**
 * Its password; `None` uses the one that is kept.
 */
password: string | null, 
/**
 * Where the test goes.
 */
to: string, };
export type TheirsView = { 
/**
 * Who; `None` for Rollbook itself.
 */
by: string | null, 
/**
 * When.
 */
at: Timestamp, 
/**
 * What, as the log names it.
 */
title: string, 
/**
 * The fields that both changed.
 */
values: Array<BothView>, };
export type TicketKeyView = { 
/**
 * The key, as Base64: of this sign-in alone, and of no use once it was ended.
 */
key: string, 
/**
 * How long a ticket works, in milliseconds.
 */
lasting: number, 
/**
 * Where people use one.
 */
portal: string, };
export type TicketMade = { 
/**
 * Whom it is for.
 */
name: string, 
/**
 * What they sign in with, and type beside the ticket.
 */
email: string, 
/**
 * The ticket: four groups of four signs.
 */
ticket: string, 
/**
 * Where it is typed.
 */
page: string, 
/**
 * The page with the ticket in it, as a picture to be scanned: the path of an SVG, and how many units its sides are.
 */
picture: string, 
/**
 * The units of a side.
 */
side: number, 
/**
 * Until when it works, by the clock of this computer.
 */
until: Timestamp, };
export type TicketView = { 
/**
 * For whom.
 */
member: MemberId, 
/**
 * What they were called then.
 */
name: string, 
/**
 * When it was made, by the clock of this computer.
 */
at: Timestamp, 
/**
 * Until when it works, by the clock of this computer.
 */
until: Timestamp, 
/**
 * When it was used, as far as is known here.
 */
used: Timestamp | null, };
export type Tier = "user" | "admin" | "owner";
export type Timestamp = number;
export type TryMailWords = { 
/**
 * The kind of mail.
 */
template: string, 
/**
 * The language’s tag.
 */
language: string, 
/**
 * The words to try.
 */
words: MailWords, };
export type UndoCommand = { 
/**
 * Which command.
 */
command: CommandId, 
/**
 * Only say what would happen.
 */
preview?: boolean, 
/**
 * The undo’s own id, made by the screen; the same twice is carried out once.
 */
id?: CommandId, };
export type UnreadView = { 
/**
 * When it was given, where that can be read.
 */
at: Timestamp | null, 
/**
 * What whom it is about was called then, where that can be read.
 */
name: string | null, };
export type UserCounts = { 
/**
 * Active and suspended members: the active tab.
 */
active: number, 
/**
 * Of them, suspended.
 */
suspended: number, 
/**
 * Invitations not yet accepted.
 */
pending: number, 
/**
 * Archived members.
 */
archived: number, 
/**
 * Administrators in the active tab.
 */
admins: number, 
/**
 * Administrators that count toward the plan.
 */
planUsed: number, 
/**
 * Administrators that the plan allows.
 */
planLimit: number, };
export type UserFilter = { 
/**
 * The tab.
 */
tab: Tab, 
/**
 * What was typed: words of name or address, in any order; empty shows all.
 */
text: string, 
/**
 * Only these tiers; empty shows all.
 */
tiers: Array<Tier>, 
/**
 * Only members of this group.
 */
group: GroupId | null, 
/**
 * Only suspended (`true`) or only active (`false`) members of the active tab.
 */
suspended: boolean | null, 
/**
 * Only members without a sign-in for this many days (never signed in counts).
 */
awayDays: number | null, 
/**
 * Only members without a second factor.
 */
withoutSecondFactor: boolean, 
/**
 * Only holders of this role.
 */
role: RoleId | null, 
/**
 * Only holders of a licence of this package, with or without its seat.
 */
licence: Package | null, 
/**
 * Only this kind; absent is regular members.
 */
kind: Kind | null, 
/**
 * Only administrators without a role (R31).
 */
withoutRole: boolean, };
export type UserRow = { 
/**
 * The member.
 */
id: MemberId, 
/**
 * The version to send with an edit.
 */
version: number, 
/**
 * Name as shown.
 */
name: string, 
/**
 * One or two letters for the avatar.
 */
initials: string, 
/**
 * The login address; empty for a machine that has none.
 */
email: string, 
/**
 * How the member reaches the organization.
 */
kind: Kind, 
/**
 * Standing.
 */
tier: Tier, 
/**
 * Status.
 */
status: Status, 
/**
 * Names of the first groups.
 */
groups: Array<string>, 
/**
 * In how many groups the member is.
 */
groupCount: number, 
/**
 * Names of roles.
 */
roles: Array<string>, 
/**
 * Names of products of which a licence is held.
 */
licences: Array<string>, 
/**
 * The kind of second factor; `None` when there is none.
 */
secondFactor: string | null, 
/**
 * Last sign-in; `None` when never.
 */
lastActive: Timestamp | null, 
/**
 * Sign-ins of fourteen days: bit 0 is today.
 */
roll: number, 
/**
 * Whether it is the person at the desk.
 */
isYou: boolean, 
/**
 * When the member was added or invited.
 */
addedAt: Timestamp, 
/**
 * By whom, as a name; `None` for the creator.
 */
addedBy: string | null, 
/**
 * Until when the newest invitation link works; `None` when there is none.
 */
invitationUntil: Timestamp | null, 
/**
 * When the member was archived.
 */
archivedAt: Timestamp | null, 
/**
 * What may be done, and why not the rest; only actions that fit the status.
 */
may: Array<Permit>, 
/**
 * Why the record can't be edited; `None` when it can.
 */
editRefusal: Refusal | null, 
/**
 * In a list of a group’s members: since when and until when this one is in it.
 */
inGroup?: InGroup, 
/**
 * Why the person at the desk can't sign in as this user (R29); `None` when they can.
 */
asRefusal: Refusal | null, 
/**
 * Why the person at the desk can’t set a password for them (R14, R24); `None` when they can.
 */
passwordRefusal: Refusal | null, 
/**
 * Why they can’t be locked out at once (B11).
 */
lockRefusal: Refusal | null, };
export type UserSession = { 
/**
 * Its id.
 */
id: SessionId, 
/**
 * Where it is used.
 */
kind: SessionKind, 
/**
 * From where it was used last.
 */
address: string, 
/**
 * With what, as the browser or program calls itself.
 */
device: string, 
/**
 * When it began.
 */
begun: Timestamp, 
/**
 * When it was used last, to the minute.
 */
used: Timestamp, 
/**
 * Whether it still counts.
 */
open: boolean, 
/**
 * Why it was ended before its time.
 */
ended: Ended | null, 
/**
 * Who it was that signed in as this user (R29).
 */
by: string | null, };
export type UserView = { 
/**
 * The same as in the list.
 */
row: UserRow, 
/**
 * Given names.
 */
firstName: string, 
/**
 * Family names.
 */
lastName: string, 
/**
 * Access mode.
 */
access: AccessMode, 
/**
 * Groups that the user is in.
 */
groups: Array<GroupChoice>, 
/**
 * Roles.
 */
roles: Array<RoleId>, 
/**
 * Permissions given directly.
 */
grants: Array<Permission>, 
/**
 * Permissions taken directly.
 */
restrictions: Array<Permission>, 
/**
 * Licences held.
 */
licences: Array<Package>, 
/**
 * Portals of a portal member.
 */
portals: Array<PortalId>, 
/**
 * The contact of a portal member.
 */
contact: string, 
/**
 * The customer of a portal member.
 */
customer: string, 
/**
 * BCP 47 tag of mails.
 */
language: string, 
/**
 * Phone number.
 */
phone: string, 
/**
 * Note of the administrators.
 */
note: string, };
export type UsersCount = { 
/**
 * Members that match.
 */
matching: number, 
/**
 * Of them, administrators (owner or admin).
 */
administrators: number, };
export type UsersPage = { 
/**
 * Which members.
 */
filter: UserFilter, 
/**
 * In which order.
 */
sort: Sort, 
/**
 * Position of the first row wanted, from 0.
 */
offset: number, 
/**
 * How many rows; at most 500.
 */
take: number, 
/**
 * A place that is already known, near the wanted one; makes deep pages quick.
 */
anchor: Anchor | null, };
export type UsersPageView = { 
/**
 * The rows in order.
 */
rows: Array<UserRow>, 
/**
 * Position of the first row.
 */
offset: number, 
/**
 * How many members match, where it is known at no cost; else ask `users_count`.
 */
total: number | null, 
/**
 * The place of the first row, for the next question.
 */
first: Anchor | null, 
/**
 * The place of the last row.
 */
last: Anchor | null, };
export type Verdict = "keep" | "remove";
export type WaitingView = { 
/**
 * What.
 */
what: Holding, 
/**
 * Its name.
 */
name: string, 
/**
 * From when until when.
 */
period: Period, 
/**
 * By whom.
 */
by: string | null, };
export type WireCode = "nothing_open" | "keychain_missing" | "passphrase_needed" | "wrong_key" | "not_an_organization" | "newer_file" | "in_use" | "file_missing" | "read_only" | "disk_full" | "file_exists" | "bad_table" | "cancelled" | "no_connection" | "mail" | "no_such_ask" | "malformed" | "name_not_found" | "unreachable" | "untrusted" | "not_rollbook" | "wrong_version" | "sign_in_failed" | "throttled" | "signed_out" | "session_over" | "wrong_factor" | "internal" | Code;
export type WireError = { 
/**
 * Stable; see [`WireCode`].
 */
code: WireCode, 
/**
 * What happened, for a person.
 */
message: string, 
/**
 * What would help; may be empty.
 */
help: string, 
/**
 * Words for single fields, by the field's name.
 */
fields: { [key in string]: string }, 
/**
 * The member that the remedy acts on.
 */
about: MemberId | null, 
/**
 * What the field could hold instead, such as the address with the rest of its domain; the person
 * takes it over, or not.
 */
suggestion?: string, 
/**
 * In how many seconds to try again, where that helps.
 */
retryAfter?: number, };
export type WordingAsked = { 
/**
 * The kind of mail.
 */
template: string, 
/**
 * The language’s tag.
 */
language: string, };
export type WordingChoice = { 
/**
 * Its tag.
 */
language: string, 
/**
 * Whether the words are the organization’s own.
 */
own: boolean, };
export type WordingKind = { 
/**
 * Its stable name.
 */
template: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * Who gets it.
 */
hint: string, 
/**
 * The languages that it exists in.
 */
languages: Array<WordingChoice>, };
export type YouView = { 
/**
 * Their member.
 */
id: MemberId, 
/**
 * Their name.
 */
name: string, 
/**
 * One or two letters.
 */
initials: string, 
/**
 * Their address.
 */
email: string, };

export interface Commands {
  app_state: { req: null; res: AppView };
  organization_create: { req: CreateOrganization; res: OrganizationView };
  organization_open: { req: OpenFile; res: OrganizationView };
  organization_pick: { req: null; res: string | null };
  organization_close: { req: null; res: null };
  organization_forget: { req: KnownPlace; res: null };
  organization_waiting: { req: KnownPlace; res: number };
  organization_resume: { req: KnownPlace; res: OrganizationView };
  organization_enter: { req: OrganizationId; res: OrganizationView };
  organization_look: { req: KnownPlace; res: OrganizationLook };
  ask_at: { req: AskAt; res: Answered };
  connect: { req: ConnectTo; res: Greeting };
  sign_in: { req: SignInWith; res: SignInStep };
  sign_in_factor: { req: GiveFactor; res: SignInStep };
  sign_in_passkey: { req: null; res: SignInStep };
  passkey_show: { req: null; res: PasskeyShown };
  sign_in_enrol: { req: null; res: null };
  sign_in_choose: { req: OrganizationId; res: SignInStep };
  sign_in_password: { req: NewPassword; res: SignInStep };
  sign_out: { req: null; res: null };
  offline_look: { req: KnownPlace; res: OfflineStart };
  offline_enter: { req: EnterOffline; res: OrganizationView };
  line_get: { req: null; res: LineView | null };
  line_try: { req: null; res: null };
  queue_settle: { req: SettleQueued; res: null };
  ticket_make: { req: MakeTicket; res: TicketMade };
  sample_open: { req: null; res: OrganizationView };
  password_judge: { req: JudgePassword; res: PasswordView };
  preferences_get: { req: null; res: Preferences };
  preferences_set: { req: Preferences; res: null };
  import_load: { req: LoadTables; res: TablesView };
  import_adjust: { req: AdjustTable; res: TablesView };
  import_run: { req: RunImport; res: ImportView };
  import_report: { req: number; res: SavedFile };
  task_cancel: { req: null; res: null };
  export_table: { req: ExportTable; res: SavedFile };
  log_save: { req: ExportLog; res: SavedFile };
  security_save: { req: null; res: SavedFile };
  review_save: { req: ReviewSheetAsk; res: SavedFile };
  file_show: { req: string; res: null };
  payment_open: { req: null; res: PaymentPage };
  private_browser: { req: null; res: string | null };
  link_open: { req: OpenLink; res: null };
  factor_open: { req: null; res: null };
  asked_take: { req: null; res: AskedFor | null };
  text_copy: { req: string; res: null };
  mail_settings: { req: null; res: MailSettingsView };
  mail_settings_save: { req: SaveMailSettings; res: MailSettingsView };
  mail_test: { req: TestMail; res: null };
  organization_get: { req: null; res: OrganizationDetails };
  organization_summary: { req: null; res: OrganizationSummary };
  users_page: { req: UsersPage; res: UsersPageView };
  users_count: { req: UserFilter; res: UsersCount };
  users_counts: { req: null; res: UserCounts };
  user_get: { req: MemberId; res: UserView };
  user_invite: { req: InviteUser; res: Outcome };
  user_edit: { req: EditUser; res: Outcome };
  users_act: { req: ActOnUsers; res: Outcome };
  command_undo: { req: UndoCommand; res: Outcome };
  groups_list: { req: null; res: Array<GroupChoice> };
  mails_page: { req: MailsPage; res: MailsPageView };
  mail_get: { req: MailId; res: MailView };
  mail_retry: { req: RetryMails; res: Outcome };
  mail_server: { req: null; res: MailServer | null };
  wordings_get: { req: null; res: MailWordings };
  wording_get: { req: WordingAsked; res: MailWording };
  wording_try: { req: TryMailWords; res: MailTried };
  wording_set: { req: SetMailWords; res: Outcome };
  access_choices: { req: null; res: AccessChoices };
  person_get: { req: MemberId; res: PersonView };
  person_activity: { req: PersonActivity; res: Array<ActivityLine> };
  glass_get: { req: MemberId; res: GlassView };
  glass_past: { req: PastGlass; res: GlassView };
  glass_mine: { req: null; res: GlassView };
  holdings_change: { req: ChangeHoldings; res: Outcome };
  navigation_set: { req: SetNavigation; res: Outcome };
  period_set: { req: SetPeriod; res: Outcome };
  roles_get: { req: null; res: RolesView };
  role_create: { req: CreateRole; res: Outcome };
  roles_edit: { req: EditRoles; res: Outcome };
  role_delete: { req: DeleteRole; res: Outcome };
  groups_get: { req: null; res: GroupsView };
  group_create: { req: CreateGroup; res: Outcome };
  group_edit: { req: EditGroup; res: Outcome };
  group_delete: { req: DeleteGroup; res: Outcome };
  licences_get: { req: null; res: LicencesView };
  holders_page: { req: HoldersPage; res: HoldersView };
  seats_set: { req: SetSeats; res: Outcome };
  plan_set: { req: SetPlan; res: Outcome };
  company_get: { req: null; res: CompanyView };
  company_check: { req: CheckCompany; res: CompanyChecked };
  details_set: { req: SetDetails; res: Outcome };
  offers_get: { req: null; res: OffersView };
  order_price: { req: PriceOrder; res: Amounts };
  organization_add: { req: AddOrganization; res: OrganizationAdded };
  sub_accounts_get: { req: null; res: SubAccountsView };
  billing_get: { req: null; res: BillingView };
  terms_set: { req: SetTerms; res: Outcome };
  payment_page: { req: null; res: PaymentPage };
  order_place: { req: PlaceOrder; res: Outcome };
  user_password_set: { req: SetTemporaryPassword; res: Outcome };
  user_sessions: { req: MemberId; res: Array<UserSession> };
  user_session_end: { req: EndSession; res: Outcome };
  user_lock: { req: LockUser; res: Outcome };
  user_sign_in_as: { req: AskSignInAs; res: AsLink };
  policy_get: { req: null; res: PolicyView };
  policy_set: { req: SetPolicy; res: Outcome };
  portal_add: { req: AddPortal; res: Outcome };
  key_add: { req: AddKey; res: KeyMade };
  key_revoke: { req: RevokeKey; res: Outcome };
  team_add: { req: AddTeam; res: Outcome };
  team_rename: { req: RenameTeam; res: Outcome };
  team_remove: { req: RemoveTeam; res: Outcome };
  portal_remove: { req: RemovePortal; res: Outcome };
  palette_find: { req: string; res: PaletteView };
  log_page: { req: LogPageAsk; res: LogPageView };
  log_entry: { req: LogEntryAsk; res: LogDetail };
  log_kinds: { req: null; res: Array<LogKind> };
  log_verify: { req: null; res: ChainView };
  log_export: { req: ExportLog; res: TableFile };
  review_get: { req: null; res: ReviewView };
  review_sign: { req: SignReview; res: Outcome };
  review_sheet: { req: ReviewSheetAsk; res: TableFile };
  review_paper: { req: ReviewSheetAsk; res: PaperFile };
  report_get: { req: ReportAsk; res: ReportView };
  security_get: { req: SecurityAsk; res: SecurityView };
  security_list: { req: SecurityListAsk; res: SecurityListView };
  security_report: { req: null; res: TableFile };
  replica_part: { req: ReplicaAsk; res: ReplicaPart };
  ticket_key: { req: null; res: TicketKeyView };
  queued_give: { req: GiveAllQueued; res: Array<Outcome> };
  table_get: { req: ExportTable; res: TableFile };
  tables_import: { req: ImportTables; res: ImportAnswer };
}

export type CommandName = keyof Commands;

export const TAGS: Record<CommandName, { reads: Tag[]; writes: Tag[] }> = {
  app_state: { reads: ['organization'], writes: [] },
  organization_create: { reads: [], writes: ['organization'] },
  organization_open: { reads: [], writes: ['organization'] },
  organization_pick: { reads: [], writes: [] },
  organization_close: { reads: [], writes: ['organization'] },
  organization_forget: { reads: [], writes: ['organization'] },
  organization_waiting: { reads: ['line'], writes: [] },
  organization_resume: { reads: [], writes: ['organization'] },
  organization_enter: { reads: [], writes: ['organization'] },
  organization_look: { reads: ['organization', 'users', 'mail'], writes: [] },
  ask_at: { reads: [], writes: [] },
  connect: { reads: [], writes: [] },
  sign_in: { reads: [], writes: ['organization'] },
  sign_in_factor: { reads: [], writes: ['organization'] },
  sign_in_passkey: { reads: [], writes: ['organization'] },
  passkey_show: { reads: [], writes: [] },
  sign_in_enrol: { reads: [], writes: [] },
  sign_in_choose: { reads: [], writes: ['organization'] },
  sign_in_password: { reads: [], writes: ['organization'] },
  sign_out: { reads: [], writes: ['organization'] },
  offline_look: { reads: [], writes: [] },
  offline_enter: { reads: [], writes: ['organization', 'line'] },
  line_get: { reads: ['line'], writes: [] },
  line_try: { reads: [], writes: [] },
  queue_settle: { reads: [], writes: ['line', 'users'] },
  ticket_make: { reads: [], writes: ['line'] },
  sample_open: { reads: [], writes: ['organization'] },
  password_judge: { reads: [], writes: [] },
  preferences_get: { reads: [], writes: [] },
  preferences_set: { reads: [], writes: [] },
  import_load: { reads: [], writes: [] },
  import_adjust: { reads: [], writes: [] },
  import_run: { reads: [], writes: ['users', 'groups', 'mail'] },
  import_report: { reads: [], writes: [] },
  task_cancel: { reads: [], writes: [] },
  export_table: { reads: [], writes: [] },
  log_save: { reads: [], writes: [] },
  security_save: { reads: [], writes: [] },
  review_save: { reads: [], writes: [] },
  file_show: { reads: [], writes: [] },
  payment_open: { reads: [], writes: ['organization'] },
  private_browser: { reads: [], writes: [] },
  link_open: { reads: [], writes: [] },
  factor_open: { reads: [], writes: [] },
  asked_take: { reads: [], writes: [] },
  text_copy: { reads: [], writes: [] },
  mail_settings: { reads: ['mail'], writes: [] },
  mail_settings_save: { reads: [], writes: ['mail'] },
  mail_test: { reads: [], writes: [] },
  organization_get: { reads: ['organization'], writes: [] },
  organization_summary: { reads: ['organization', 'users', 'mail'], writes: [] },
  users_page: { reads: ['users'], writes: [] },
  users_count: { reads: ['users'], writes: [] },
  users_counts: { reads: ['users'], writes: [] },
  user_get: { reads: ['users'], writes: [] },
  user_invite: { reads: [], writes: ['users', 'groups', 'mail'] },
  user_edit: { reads: [], writes: ['users', 'groups'] },
  users_act: { reads: [], writes: ['users', 'groups', 'mail'] },
  command_undo: { reads: [], writes: ['users', 'groups', 'roles', 'licences', 'mail'] },
  groups_list: { reads: ['groups'], writes: [] },
  mails_page: { reads: ['mail'], writes: [] },
  mail_get: { reads: ['mail'], writes: [] },
  mail_retry: { reads: [], writes: ['mail'] },
  mail_server: { reads: ['mail'], writes: [] },
  wordings_get: { reads: ['mail'], writes: [] },
  wording_get: { reads: ['mail'], writes: [] },
  wording_try: { reads: [], writes: [] },
  wording_set: { reads: [], writes: ['mail'] },
  access_choices: { reads: ['users', 'roles', 'groups', 'licences'], writes: [] },
  person_get: { reads: ['users', 'roles', 'groups', 'licences'], writes: [] },
  person_activity: { reads: ['users', 'roles', 'groups', 'licences'], writes: [] },
  glass_get: { reads: ['users', 'roles', 'groups', 'licences'], writes: [] },
  glass_past: { reads: ['users', 'roles', 'groups', 'licences'], writes: [] },
  glass_mine: { reads: ['users', 'roles', 'groups', 'licences'], writes: [] },
  holdings_change: { reads: [], writes: ['users', 'roles', 'groups', 'licences'] },
  navigation_set: { reads: [], writes: ['users'] },
  period_set: { reads: [], writes: ['users', 'roles', 'groups', 'licences'] },
  roles_get: { reads: ['roles', 'users'], writes: [] },
  role_create: { reads: [], writes: ['roles'] },
  roles_edit: { reads: [], writes: ['roles', 'users'] },
  role_delete: { reads: [], writes: ['roles', 'users'] },
  groups_get: { reads: ['groups', 'users'], writes: [] },
  group_create: { reads: [], writes: ['groups'] },
  group_edit: { reads: [], writes: ['groups', 'users'] },
  group_delete: { reads: [], writes: ['groups', 'users'] },
  licences_get: { reads: ['licences', 'users'], writes: [] },
  holders_page: { reads: ['licences', 'users'], writes: [] },
  seats_set: { reads: [], writes: ['licences', 'roles', 'groups'] },
  plan_set: { reads: [], writes: ['licences', 'organization'] },
  company_get: { reads: ['organization'], writes: [] },
  company_check: { reads: [], writes: [] },
  details_set: { reads: [], writes: ['organization'] },
  offers_get: { reads: [], writes: [] },
  order_price: { reads: [], writes: [] },
  organization_add: { reads: [], writes: ['organization'] },
  sub_accounts_get: { reads: ['organization', 'users', 'licences'], writes: [] },
  billing_get: { reads: ['organization', 'licences'], writes: [] },
  terms_set: { reads: [], writes: ['organization'] },
  payment_page: { reads: [], writes: ['organization'] },
  order_place: { reads: [], writes: ['organization', 'licences', 'roles', 'groups', 'mail'] },
  user_password_set: { reads: [], writes: ['users', 'mail'] },
  user_sessions: { reads: ['users'], writes: [] },
  user_session_end: { reads: [], writes: ['users'] },
  user_lock: { reads: [], writes: ['users', 'groups', 'licences', 'mail'] },
  user_sign_in_as: { reads: [], writes: ['users', 'mail'] },
  policy_get: { reads: ['organization', 'users'], writes: [] },
  policy_set: { reads: [], writes: ['organization'] },
  portal_add: { reads: [], writes: ['organization', 'roles'] },
  key_add: { reads: [], writes: ['users'] },
  key_revoke: { reads: [], writes: ['users'] },
  team_add: { reads: [], writes: ['organization', 'roles'] },
  team_rename: { reads: [], writes: ['organization', 'roles', 'users'] },
  team_remove: { reads: [], writes: ['organization', 'roles', 'users'] },
  portal_remove: { reads: [], writes: ['organization', 'roles', 'users'] },
  palette_find: { reads: ['users', 'roles', 'groups'], writes: [] },
  log_page: { reads: ['users', 'groups', 'roles', 'licences', 'mail', 'organization'], writes: [] },
  log_entry: { reads: ['users', 'groups', 'roles', 'licences', 'mail', 'organization'], writes: [] },
  log_kinds: { reads: [], writes: [] },
  log_verify: { reads: [], writes: [] },
  log_export: { reads: [], writes: [] },
  review_get: { reads: ['users', 'roles', 'organization'], writes: [] },
  review_sign: { reads: [], writes: ['organization', 'users', 'roles'] },
  review_sheet: { reads: [], writes: [] },
  review_paper: { reads: [], writes: [] },
  report_get: { reads: ['users', 'licences'], writes: [] },
  security_get: { reads: ['users', 'roles', 'organization'], writes: [] },
  security_list: { reads: ['users', 'roles', 'organization'], writes: [] },
  security_report: { reads: [], writes: [] },
  replica_part: { reads: [], writes: [] },
  ticket_key: { reads: [], writes: [] },
  queued_give: { reads: [], writes: ['users', 'groups', 'mail'] },
  table_get: { reads: [], writes: [] },
  tables_import: { reads: [], writes: ['users', 'groups', 'mail'] },
};
