/** The columns of a group's members. */
import type { Column } from '../../kit/grid/columns';

export const COLUMNS: readonly Column[] = [
  { id: 'name', label: 'Name', sorts: true, head: true, class: 'c-name' },
  { id: 'tier', label: 'Standing', width: 84, sorts: true, class: 'c-tier' },
  { id: 'since', label: 'In it since', width: 116, class: 'c-since' },
  { id: 'last_active', label: 'Last active', width: 112, sorts: true, class: 'c-last' },
  { id: 'act', label: 'Remove', width: 96, quiet: true, class: 'c-gear' },
];
