/** The columns of each tab. */
import type { Tab } from '../../contract';
import type { Column } from '../../kit/grid/columns';

const name: Column = { id: 'name', label: 'Name', sorts: true, head: true, class: 'c-name' };
const role: Column = { id: 'tier', label: 'Role', width: 80, sorts: true };
const groups: Column = { id: 'groups', label: 'Groups', width: 164, class: 'c-groups' };
const roles: Column = { id: 'roles', label: 'Roles', width: 152, class: 'c-roles' };
const licences: Column = { id: 'licences', label: 'Licenses', width: 152, class: 'c-lics' };
const gear: Column = { id: 'gear', label: 'Actions', width: 44, quiet: true, class: 'c-gear' };

export const COLUMNS: Record<Tab, readonly Column[]> = {
  active: [
    name,
    role,
    roles,
    groups,
    licences,
    { id: 'factor', label: '2FA', width: 96, class: 'c-factor' },
    { id: 'last_active', label: 'Last active', width: 156, sorts: true, class: 'c-last' },
    { id: 'access', label: 'Access', width: 58, class: 'c-switch' },
    gear,
  ],
  pending: [
    name,
    role,
    roles,
    groups,
    { id: 'added', label: 'Invited', width: 190, sorts: true, class: 'c-when' },
    { id: 'until', label: 'Link works until', width: 130 },
    { id: 'resend', label: 'Send again', width: 112, quiet: true, class: 'c-act' },
    gear,
  ],
  archived: [
    name,
    role,
    roles,
    groups,
    { id: 'archived', label: 'Archived', width: 130 },
    { id: 'restore', label: 'Restore', width: 112, quiet: true, class: 'c-act' },
    gear,
  ],
};

/** Columns that a person may take away. */
export const OPTIONAL = new Set([
  'tier',
  'roles',
  'groups',
  'licences',
  'factor',
  'last_active',
  'access',
  'added',
  'until',
  'archived',
]);
