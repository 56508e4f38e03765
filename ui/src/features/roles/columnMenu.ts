/** What can be done to a role from its column's head. */
import type { RoleView } from '../../contract';
import type { MenuEntry } from '../../kit/menu';
import { why } from '../../shared/why';
import { m } from '../../words';

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
      label: m.roles_act_describe(),
      icon: 'pencil',
      reason: why(role.editRefusal),
      run: acts.describe,
    },
    {
      kind: 'action',
      id: 'clone',
      label: m.roles_act_clone(),
      icon: 'copy',
      reason: why(role.giveRefusal),
      run: acts.clone,
    },
    {
      kind: 'action',
      id: 'compare',
      label: other ? m.roles_act_compare_with({ name: comparing }) : m.roles_act_compare(),
      icon: 'git-compare-arrows',
      run: acts.compare,
    },
    { kind: 'line', id: 'line' },
    {
      kind: 'action',
      id: 'delete',
      label: m.roles_act_delete(),
      icon: 'x',
      danger: true,
      reason: why(role.deleteRefusal),
      run: acts.remove,
    },
  ];
}
