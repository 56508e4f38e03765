/** The columns of each tab. */
import type { Tab } from '../../contract';
import type { Column } from '../../kit/grid/columns';
import { m } from '../../words';

const name: Column = { id: 'name', label: m.common_name(), sorts: true, head: true, class: 'c-name' };
const role: Column = { id: 'tier', label: m.common_role(), width: 80, sorts: true };
const groups: Column = { id: 'groups', label: m.common_groups(), width: 164, class: 'c-groups' };
const roles: Column = { id: 'roles', label: m.common_roles(), width: 152, class: 'c-roles' };
const licences: Column = { id: 'licences', label: m.common_licenses(), width: 152, class: 'c-lics' };
const gear: Column = { id: 'gear', label: m.users_column_gear(), width: 44, quiet: true, class: 'c-gear' };

export const COLUMNS: Record<Tab, readonly Column[]> = {
  active: [
    name,
    role,
    roles,
    groups,
    licences,
    { id: 'factor', label: m.users_column_factor(), width: 96, class: 'c-factor' },
    { id: 'last_active', label: m.common_last_active(), width: 156, sorts: true, class: 'c-last' },
    { id: 'access', label: m.users_column_access(), width: 58, class: 'c-switch' },
    gear,
  ],
  pending: [
    name,
    role,
    roles,
    groups,
    { id: 'added', label: m.common_invited(), width: 190, sorts: true, class: 'c-when' },
    { id: 'until', label: m.users_column_until(), width: 130 },
    { id: 'resend', label: m.users_send_again(), width: 112, quiet: true, class: 'c-act' },
    gear,
  ],
  archived: [
    name,
    role,
    roles,
    groups,
    { id: 'archived', label: m.common_archived(), width: 130 },
    { id: 'restore', label: m.common_restore(), width: 112, quiet: true, class: 'c-act' },
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
