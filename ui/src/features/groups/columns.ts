/** The columns of a group's members. */
import type { Column } from '../../kit/grid/columns';
import { m } from '../../words';

export const COLUMNS: readonly Column[] = [
  { id: 'name', label: m.common_name(), sorts: true, head: true, class: 'c-name' },
  { id: 'tier', label: m.groups_standing(), width: 84, sorts: true, class: 'c-tier' },
  { id: 'since', label: m.groups_in_since(), width: 116, class: 'c-since' },
  { id: 'last_active', label: m.common_last_active(), width: 112, sorts: true, class: 'c-last' },
  { id: 'act', label: m.common_remove(), width: 96, quiet: true, class: 'c-gear' },
];
