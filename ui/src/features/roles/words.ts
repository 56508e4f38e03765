/** What the roles screen says. */
import type { RoleView } from '../../contract';
import { counted, number } from '../../kit/format';

/** The quiet line under a role's name. */
export function noteOf({ builtIn, editRefusal, yours, portal, members }: RoleView): string {
  return `${kindOf(builtIn, yours && editRefusal !== null, portal)} · ${number(members)}`;
}

function kindOf(builtIn: RoleView['builtIn'], yours: boolean, portal: boolean): string {
  if (builtIn === 'super_admin') return 'Always full';
  if (yours) return 'Your role';
  if (portal) return 'Portal';
  return builtIn === null ? 'Custom' : 'Default';
}

/** "Staff", "Staff and Finance", "3 roles". */
export function named(names: readonly string[]): string {
  return names.length <= 2 ? names.join(' and ') : `${number(names.length)} roles`;
}

/** What waits. */
export function changesWords(count: number, names: readonly string[]): string {
  return `${counted(count, 'change')} to ${named(names)}`;
}
