/** What can be done to a role from its column's head. */
import type { RoleView } from '../../contract';
import type { MenuEntry } from '../../kit/menu';
import { why } from '../../shared/why';

export interface RoleActs {
  describe: () => void;
  clone: () => void;
  compare: () => void;
  remove: () => void;
}

export function columnMenu(role: RoleView, comparing: string, acts: RoleActs): MenuEntry[] {
  const other = comparing !== '' && comparing !== role.name;
  return [
    ...(role.description ? ([{ kind: 'head', id: 'what', label: role.description }] as const) : []),
    {
      kind: 'action',
      id: 'describe',
      label: 'Rename and describe…',
      icon: 'pencil',
      reason: why(role.editRefusal),
      run: acts.describe,
    },
    { kind: 'action', id: 'clone', label: 'Clone…', icon: 'copy', reason: why(role.giveRefusal), run: acts.clone },
    {
      kind: 'action',
      id: 'compare',
      label: other ? `Compare with ${comparing}` : 'Compare…',
      icon: 'git-compare-arrows',
      run: acts.compare,
    },
    { kind: 'line', id: 'line' },
    {
      kind: 'action',
      id: 'delete',
      label: 'Delete…',
      icon: 'x',
      danger: true,
      reason: why(role.deleteRefusal),
      run: acts.remove,
    },
  ];
}
