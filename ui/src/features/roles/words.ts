/** What the roles screen says. */
import type { RoleView } from '../../contract';
import { counted, m, number, region } from '../../words';

/** The quiet line under a role's name. */
export function noteOf({ builtIn, editRefusal, yours, portal, members }: RoleView): string {
  return `${kindOf(builtIn, yours && editRefusal !== null, portal)} · ${number(members)}`;
}

function kindOf(builtIn: RoleView['builtIn'], yours: boolean, portal: boolean): string {
  if (builtIn === 'super_admin') return m.roles_kind_full();
  if (yours) return m.roles_kind_yours();
  if (portal) return m.roles_kind_portal();
  return builtIn === null ? m.roles_kind_custom() : m.roles_kind_default();
}

/** "Staff", "Staff and Finance", "3 roles". */
export function named(names: readonly string[]): string {
  return names.length <= 2 ? new Intl.ListFormat(region).format(names) : counted(m.roles_several, names.length);
}

/** What waits; `message` says what of it. */
export function changesWords(count: number, names: readonly string[], message = m.roles_changes): string {
  return message({ count, n: number(count), roles: named(names) });
}
