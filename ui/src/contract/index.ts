// Generated from the Rust contract (crates/directory/src/contract, src-tauri/command_list.rs). Don't edit.

export type MemberId = string;
export type OrganizationId = string;
export type AccountId = string;
export type GroupId = string;
export type CommandId = string;
export type MailId = string;
export type Timestamp = number;

export type Kind = 'regular' | 'portal' | 'api' | 'system';
export type Tier = 'user' | 'admin' | 'owner';
export type Status = 'pending' | 'active' | 'suspended' | 'archived';
export type Tab = 'active' | 'pending' | 'archived';
export type AccessMode = 'all' | 'custom';
export type Plan = 'starter' | 'professional' | 'business' | 'enterprise';
export type Action = 'suspend' | 'reactivate' | 'archive' | 'restore' | 'resend' | 'revoke' | 'erase';
export type Field = 'first_name' | 'last_name' | 'email' | 'tier' | 'access' | 'language' | 'phone' | 'note';

export type Code =
  | 'not_allowed'
  | 'rank_too_low'
  | 'ceiling'
  | 'owner_fixed'
  | 'yourself'
  | 'system_fixed'
  | 'wrong_status'
  | 'suspended_already'
  | 'archived_already'
  | 'email_taken'
  | 'plan_full'
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'nothing_to_undo'
  | 'link_dead';

export type WireCode =
  | Code
  | 'nothing_open'
  | 'keychain_missing'
  | 'passphrase_needed'
  | 'wrong_key'
  | 'not_an_organization'
  | 'newer_file'
  | 'in_use'
  | 'file_missing'
  | 'read_only'
  | 'disk_full'
  | 'file_exists'
  | 'bad_table'
  | 'cancelled'
  | 'mail'
  | 'internal';

export type Refusal = { code: Code; message: string; help: string; field: string | null; about: MemberId | null };
export type WireError = {
  code: WireCode;
  message: string;
  help: string;
  fields: { [key in string]?: string };
  about: string | null;
};

export type AppView = {
  version: string;
  platform: string;
  folder: string;
  keychain: KeychainView;
  known: Array<KnownFile>;
  open: OrganizationView | null;
  problem: WireError | null;
};
export type KeychainView = { available: boolean; name: string; words: string };
export type KnownFile = { path: string; name: string; openedAt: Timestamp; byPassphrase: boolean; present: boolean };
export type CreateOrganization = {
  name: string;
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  passphrase: string | null;
};
export type OpenFile = { path: string; passphrase: string | null };
export type OrganizationView = {
  id: OrganizationId;
  name: string;
  initials: string;
  plan: Plan;
  language: string;
  you: YouView;
  path: string;
  byPassphrase: boolean;
  invitationHours: number;
};
export type YouView = { id: MemberId; name: string; initials: string; email: string };
export type JudgePassword = { password: string; names: Array<string>; email: string; organization: string };
export type PasswordView = {
  rules: Array<PasswordRuleView>;
  strength: number;
  word: string;
  guess: string;
  acceptable: boolean;
  problem: string;
};
export type PasswordRuleView = { words: string; met: boolean };
export type Preferences = {
  theme: string;
  density: string;
  letterKeys: boolean;
  sidebar: boolean;
  screens: { [key in string]?: string };
};
export type SavedFile = { path: string; name: string; rows: number };
export type Changed = { tags: Array<Tag> };
export type Tag = 'users' | 'groups' | 'mail' | 'organization';

export type UserFilter = {
  tab: Tab;
  text: string;
  tiers: Array<Tier>;
  group: GroupId | null;
  suspended: boolean | null;
  awayDays: number | null;
  withoutSecondFactor: boolean;
};
export type SortKey = 'name' | 'email' | 'tier' | 'last_active' | 'added';
export type Sort = { key: SortKey; descending: boolean };
export type UsersPage = { filter: UserFilter; sort: Sort; offset: number; take: number; anchor: Anchor | null };
export type Anchor = { offset: number; cursor: string };
export type UsersPageView = {
  rows: Array<UserRow>;
  offset: number;
  total: number | null;
  first: Anchor | null;
  last: Anchor | null;
};
export type UserRow = {
  id: MemberId;
  version: number;
  name: string;
  initials: string;
  email: string;
  kind: Kind;
  tier: Tier;
  status: Status;
  groups: Array<string>;
  groupCount: number;
  secondFactor: string | null;
  lastActive: Timestamp | null;
  roll: number;
  isYou: boolean;
  addedAt: Timestamp;
  addedBy: string | null;
  invitationUntil: Timestamp | null;
  archivedAt: Timestamp | null;
  may: Array<Permit>;
  editRefusal: Refusal | null;
};
export type Permit = { action: Action; refusal: Refusal | null };
export type UsersCount = { matching: number; administrators: number };
export type UserCounts = {
  active: number;
  suspended: number;
  pending: number;
  archived: number;
  admins: number;
  planUsed: number;
  planLimit: number;
};
export type UserView = {
  row: UserRow;
  firstName: string;
  lastName: string;
  access: AccessMode;
  groups: Array<GroupChoice>;
  language: string;
  phone: string;
  note: string;
};
export type GroupChoice = { id: GroupId; name: string; description: string; members: number; permissions: number };
export type InviteUser = {
  command: CommandId;
  firstName: string;
  lastName: string;
  email: string;
  tier: Tier;
  access: AccessMode;
  groups: Array<GroupId>;
  language: string;
  send: boolean;
};
export type EditUser = {
  command: CommandId;
  member: MemberId;
  seen: number;
  firstName?: string;
  lastName?: string;
  email?: string;
  tier?: Tier;
  access?: AccessMode;
  groups?: Array<GroupId>;
  language?: string;
  phone?: string;
  note?: string;
};
export type Target =
  | { by: 'ids'; ids: Array<MemberId> }
  | { by: 'matching'; filter: UserFilter; except: Array<MemberId> };
export type Mode = 'all_or_none' | 'what_is_possible';
export type ActOnUsers = { command: CommandId; action: Action; target: Target; mode: Mode; preview: boolean };
export type Outcome = {
  command: CommandId;
  preview: boolean;
  done: number;
  member: MemberId | null;
  refused: number;
  refusals: Array<RefusedFor>;
  undoable: boolean;
};
export type RefusedFor = { member: MemberId; name: string; refusal: Refusal };

export type LoadTables = { files: Array<LoadedFile> };
export type LoadedFile = { name: string; base64: string };
export type TablesView = { import: number; tables: Array<TableView> };
export type TableView = {
  name: string;
  kind: string;
  source: string;
  encoding: string;
  delimiter: string;
  header: boolean;
  columns: Array<string>;
  mapping: Array<string>;
  fields: Array<FieldChoice>;
  sample: Array<Array<string>>;
  rows: number;
  problem: string;
};
export type FieldChoice = { field: string; label: string };
export type AdjustTable = {
  import: number;
  table: number;
  kind?: string;
  encoding?: string;
  delimiter?: string;
  header?: boolean;
  mapping?: Array<string>;
};
export type RunImport = { import: number; command: CommandId; invite: boolean; preview: boolean };
export type ImportView = {
  preview: boolean;
  command: CommandId;
  created: number;
  changed: number;
  unchanged: number;
  refused: number;
  groupsCreated: number;
  groupsChanged: number;
  modules: number;
  rows: Array<ImportRow>;
};
export type ImportRow = { table: number; line: number; who: string; outcome: ImportOutcome; words: string };
export type ImportOutcome = 'created' | 'changed' | 'unchanged' | 'refused';
export type Progress = { task: string; done: number; total: number };
export type ExportTable = { kind: string; target: Target | null };

export type MailState = 'waiting' | 'retrying' | 'sent' | 'failed' | 'dropped';
export type MailsPage = { state: MailState | null; text: string; offset: number; take: number };
export type MailsPageView = { rows: Array<MailRow>; total: number; waiting: number; failed: number; sent: number };
export type MailRow = {
  id: MailId;
  member: MemberId | null;
  toName: string;
  toAddress: string;
  subject: string;
  state: MailState;
  createdAt: Timestamp;
  sentAt: Timestamp | null;
  nextAt: Timestamp | null;
  attempts: number;
  problem: string;
  hasLink: boolean;
};
export type MailView = { row: MailRow; text: string; link: string | null };
export type MailServer = {
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  fromName: string;
  fromAddress: string;
};
export type MailSecurity = 'implicit_tls' | 'start_tls' | 'plain_loopback';
export type MailSettingsView = { server: MailServer | null; hasPassword: boolean; keptIn: string };
export type SaveMailSettings = { server: MailServer | null; password: string | null };
export type TestMail = { server: MailServer; password: string | null; to: string };

export interface Commands {
  app_state: { req: null; res: AppView };
  organization_create: { req: CreateOrganization; res: OrganizationView };
  organization_open: { req: OpenFile; res: OrganizationView };
  organization_pick: { req: null; res: string | null };
  organization_close: { req: null; res: null };
  organization_forget: { req: OpenFile; res: null };
  sample_open: { req: null; res: OrganizationView };
  password_judge: { req: JudgePassword; res: PasswordView };
  preferences_get: { req: null; res: Preferences };
  preferences_set: { req: Preferences; res: null };
  users_page: { req: UsersPage; res: UsersPageView };
  users_count: { req: UserFilter; res: UsersCount };
  users_counts: { req: null; res: UserCounts };
  user_get: { req: MemberId; res: UserView };
  user_invite: { req: InviteUser; res: Outcome };
  user_edit: { req: EditUser; res: Outcome };
  users_act: { req: ActOnUsers; res: Outcome };
  command_undo: { req: CommandId; res: Outcome };
  groups_list: { req: null; res: Array<GroupChoice> };
  import_load: { req: LoadTables; res: TablesView };
  import_adjust: { req: AdjustTable; res: TablesView };
  import_run: { req: RunImport; res: ImportView };
  import_report: { req: number; res: SavedFile };
  task_cancel: { req: null; res: null };
  export_table: { req: ExportTable; res: SavedFile };
  file_show: { req: string; res: null };
  text_copy: { req: string; res: null };
  mails_page: { req: MailsPage; res: MailsPageView };
  mail_get: { req: MailId; res: MailView };
  mail_retry: { req: Array<MailId>; res: null };
  mail_settings: { req: null; res: MailSettingsView };
  mail_settings_save: { req: SaveMailSettings; res: MailSettingsView };
  mail_test: { req: TestMail; res: null };
}

export type CommandName = keyof Commands;

export const TAGS: Record<CommandName, { reads: Tag[]; writes: Tag[] }> = {
  app_state: { reads: ['organization'], writes: [] },
  organization_create: { reads: [], writes: ['organization'] },
  organization_open: { reads: [], writes: ['organization'] },
  organization_pick: { reads: [], writes: [] },
  organization_close: { reads: [], writes: ['organization'] },
  organization_forget: { reads: [], writes: ['organization'] },
  sample_open: { reads: [], writes: ['organization'] },
  password_judge: { reads: [], writes: [] },
  preferences_get: { reads: [], writes: [] },
  preferences_set: { reads: [], writes: [] },
  users_page: { reads: ['users'], writes: [] },
  users_count: { reads: ['users'], writes: [] },
  users_counts: { reads: ['users'], writes: [] },
  user_get: { reads: ['users'], writes: [] },
  user_invite: { reads: [], writes: ['users', 'groups', 'mail'] },
  user_edit: { reads: [], writes: ['users', 'groups'] },
  users_act: { reads: [], writes: ['users', 'groups', 'mail'] },
  command_undo: { reads: [], writes: ['users', 'groups', 'mail'] },
  groups_list: { reads: ['groups'], writes: [] },
  import_load: { reads: [], writes: [] },
  import_adjust: { reads: [], writes: [] },
  import_run: { reads: [], writes: ['users', 'groups', 'mail'] },
  import_report: { reads: [], writes: [] },
  task_cancel: { reads: [], writes: [] },
  export_table: { reads: [], writes: [] },
  file_show: { reads: [], writes: [] },
  text_copy: { reads: [], writes: [] },
  mails_page: { reads: ['mail'], writes: [] },
  mail_get: { reads: ['mail'], writes: [] },
  mail_retry: { reads: [], writes: ['mail'] },
  mail_settings: { reads: ['mail'], writes: [] },
  mail_settings_save: { reads: [], writes: ['mail'] },
  mail_test: { reads: [], writes: [] },
};
