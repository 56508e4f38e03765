/** Locking out, signing in as somebody and reset tickets, as menus offer them. */
import { ACTIONS } from '../actions';
import type { UserRow } from '../contract';
import type { MenuEntry } from '../kit/menu';
import { fits, noTicket, urgent } from './urgent.svelte';
import { why } from './why';

/** “Sign in as…”, where it belongs. */
export function asEntry(row: UserRow): MenuEntry[] {
  if (!fits('sign_in_as', row)) return [];
  const run = (): void => urgent.ask('sign_in_as', row);
  const { label } = ACTIONS['user.sign-in-as'];
  return [{ kind: 'action', id: 'user.sign-in-as', label, icon: 'log-in', reason: why(row.asRefusal), run }];
}

/** “Make a reset ticket…”, where it belongs. */
export function ticketEntry(row: UserRow): MenuEntry[] {
  if (!fits('ticket', row)) return [];
  const run = (): void => urgent.ask('ticket', row);
  const { label } = ACTIONS['user.ticket'];
  return [{ kind: 'action', id: 'user.ticket', label, icon: 'ticket', reason: noTicket(row), run }];
}

/** “Lock out now…”, where it belongs. */
export function lockEntry(row: UserRow): MenuEntry[] {
  if (!fits('lock', row)) return [];
  const run = (): void => urgent.ask('lock', row);
  const { label } = ACTIONS['user.lock'];
  return [{ kind: 'action', id: 'user.lock', label, icon: 'lock', danger: true, reason: why(row.lockRefusal), run }];
}
