// The form of one user as plain values: what it holds, what was changed, and the question that it asks.
// Whether a value is right is for Rust to say; nothing is judged here.

import type { AccessMode, EditUser, InviteUser, Tier, UserView } from '../../../contract';

/** Everything that the drawer can hold of a user. Groups are ids, in the order chosen. */
export interface UserForm {
  firstName: string;
  lastName: string;
  email: string;
  tier: Tier;
  access: AccessMode;
  groups: string[];
  language: string;
  phone: string;
  note: string;
}

export type FormField = keyof UserForm;

export const FORM_FIELDS = [
  'firstName',
  'lastName',
  'email',
  'tier',
  'access',
  'groups',
  'language',
  'phone',
  'note',
] as const satisfies readonly FormField[];

/** How a field is called on screen. */
export const FIELD_WORDS: Record<FormField, string> = {
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  tier: 'Role',
  access: 'Permissions',
  groups: 'Groups',
  language: 'Language of e-mails',
  phone: 'Phone',
  note: 'Note',
};

/** An empty form for inviting, in the organization's language. */
export function blankForm(language: string): UserForm {
  return {
    firstName: '',
    lastName: '',
    email: '',
    tier: 'user',
    access: 'all',
    groups: [],
    language,
    phone: '',
    note: '',
  };
}

/** The form of a user as Rust knows them. */
export function formOf(view: UserView): UserForm {
  return {
    firstName: view.firstName,
    lastName: view.lastName,
    email: view.row.email,
    tier: view.row.tier,
    access: view.access,
    groups: view.groups.map((group) => group.id),
    language: view.language,
    phone: view.phone,
    note: view.note,
  };
}

/** Whether two forms hold the same in one field; the order of groups doesn't count. */
export function sameIn(field: FormField, one: UserForm, other: UserForm): boolean {
  if (field !== 'groups') return one[field] === other[field];
  return one.groups.length === other.groups.length && one.groups.every((id) => other.groups.includes(id));
}

/** The fields in which two forms differ, in the order of the drawer. */
export function changedFields(before: UserForm, now: UserForm): FormField[] {
  return FORM_FIELDS.filter((field) => !sameIn(field, before, now));
}

/** The question for inviting. */
export function inviteOf(command: string, form: UserForm, send: boolean): InviteUser {
  const { firstName, lastName, email, tier, access, groups, language } = form;
  return { command, firstName, lastName, email, tier, access, groups, language, send };
}

/** The question for an edit: only what differs from what the screen saw. */
export function editOf(command: string, member: string, seen: number, before: UserForm, now: UserForm): EditUser {
  const changes = Object.fromEntries(
    changedFields(before, now).map((field) => [field, now[field]]),
  ) as Partial<UserForm>;
  return { command, member, seen, ...changes };
}
