// The form of one user as plain values: what it holds, what was changed, and the question that it asks.
// Whether a value is right is for Rust to say; nothing is judged here.

import type { AccessMode, EditUser, InviteUser, Kind, Tier, UserView } from '../../../contract';
import { m } from '../../../words';

/** Everything that the drawer can hold of a user. Lists are ids, in the order chosen. */
export interface UserForm {
  /** How a new one reaches the organization; of a user that is there it stays. */
  kind: Kind;
  firstName: string;
  lastName: string;
  email: string;
  tier: Tier;
  access: AccessMode;
  roles: string[];
  groups: string[];
  grants: string[];
  licences: string[];
  portals: string[];
  contact: string;
  customer: string;
  language: string;
  phone: string;
  note: string;
}

export type FormField = keyof UserForm;

export const FORM_FIELDS = [
  'kind',
  'firstName',
  'lastName',
  'email',
  'tier',
  'access',
  'roles',
  'groups',
  'grants',
  'licences',
  'portals',
  'contact',
  'customer',
  'language',
  'phone',
  'note',
] as const satisfies readonly FormField[];

/** How a field is called on screen. */
export const FIELD_WORDS: Record<FormField, string> = {
  kind: m.users_kind(),
  firstName: m.common_first_name(),
  lastName: m.common_last_name(),
  email: m.common_email(),
  tier: m.common_role(),
  access: m.common_permissions(),
  roles: m.common_roles(),
  groups: m.common_groups(),
  grants: m.users_set_here(),
  licences: m.common_licenses(),
  portals: m.users_portals(),
  contact: m.users_contact(),
  customer: m.users_customer(),
  language: m.users_language_of_mails(),
  phone: m.common_phone(),
  note: m.common_note(),
};

/** Fields whose change can give or take rights: what it does is shown before it is saved. */
const RIGHTS: readonly FormField[] = ['tier', 'access', 'roles', 'groups', 'grants', 'licences', 'portals'];

/** An empty form for inviting, in the organization's language. */
export function blankForm(language: string): UserForm {
  return {
    kind: 'regular',
    firstName: '',
    lastName: '',
    email: '',
    tier: 'user',
    access: 'all',
    roles: [],
    groups: [],
    grants: [],
    licences: [],
    portals: [],
    contact: '',
    customer: '',
    language,
    phone: '',
    note: '',
  };
}

/** The form of a user as Rust knows them. */
export function formOf(view: UserView): UserForm {
  return {
    kind: view.row.kind,
    firstName: view.firstName,
    lastName: view.lastName,
    email: view.row.email,
    tier: view.row.tier,
    access: view.access,
    roles: [...view.roles],
    groups: view.groups.map((group) => group.id),
    grants: [...view.grants],
    licences: [...view.licences],
    portals: [...view.portals],
    contact: view.contact,
    customer: view.customer,
    language: view.language,
    phone: view.phone,
    note: view.note,
  };
}

/** Whether two forms hold the same in one field; the order of a list doesn't count. */
export function sameIn(field: FormField, one: UserForm, other: UserForm): boolean {
  const [mine, theirs] = [one[field], other[field]];
  if (!Array.isArray(mine) || !Array.isArray(theirs)) return mine === theirs;
  const known = new Set(theirs);
  return mine.length === theirs.length && mine.every((id) => known.has(id));
}

/** The fields in which two forms differ, in the order of the drawer. */
export function changedFields(before: UserForm, now: UserForm): FormField[] {
  return FORM_FIELDS.filter((field) => !sameIn(field, before, now));
}

/** Whether what was changed can give or take rights. */
export function touchesRights(before: UserForm, now: UserForm): boolean {
  return changedFields(before, now).some((field) => RIGHTS.includes(field));
}

/** The question for inviting: what doesn't belong to the kind is left out. */
export function inviteOf(command: string, form: UserForm, send: boolean): InviteUser {
  const { kind, firstName, lastName, email, tier, access, language } = form;
  const portal = kind === 'portal';
  return {
    command,
    kind,
    firstName,
    lastName: kind === 'api' ? '' : lastName,
    email: kind === 'api' ? '' : email,
    tier: kind === 'regular' ? tier : 'user',
    access: portal ? 'custom' : access,
    roles: form.roles,
    groups: portal ? [] : form.groups,
    grants: portal || access === 'all' ? [] : form.grants,
    licences: portal ? [] : form.licences,
    portals: portal ? form.portals : [],
    contact: portal ? form.contact : '',
    customer: portal ? form.customer : '',
    language,
    send: kind !== 'api' && send,
  };
}

/** The question for an edit: only what differs from what the screen saw. */
export function editOf(command: string, member: string, seen: number, before: UserForm, now: UserForm): EditUser {
  const changes = Object.fromEntries(
    changedFields(before, now)
      .filter((field) => field !== 'kind')
      .map((field) => [field, now[field]]),
  ) as Omit<Partial<UserForm>, 'kind'>;
  return { command, member, seen, ...changes };
}
