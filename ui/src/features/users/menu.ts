/** The menu of a row: what fits its status, with the reason where it may not be done. */
import { ACTIONS } from '../../actions';
import type { Action, UserRow } from '../../contract';
import type { MenuEntry } from '../../kit/menu';
import type { GiveKind } from './give.svelte';
import { ACTION_LOOK } from '../../shared/userActions';
import { asEntry, lockEntry, ticketEntry } from '../../shared/urgentMenu';
import { why } from '../../shared/why';

const GENTLE: readonly Action[] = ['resend', 'send_access', 'password_link', 'force_change', 'restore'];

/** What can be given from the menu, beside the actions on the person. */
const GIVEN = [
  { kind: 'roles', id: 'users.roles', icon: 'key-round' },
  { kind: 'group', id: 'users.group', icon: 'layers' },
  { kind: 'license', id: 'users.license', icon: 'ticket' },
] as const;

export interface RowDeeds {
  open: () => void;
  edit: () => void;
  act: (action: Action) => void;
  give: (kind: GiveKind) => void;
}

/** `away` is why what can't wait isn't done now: there is no connection. */
export function rowMenu(row: UserRow, away: string | null, { open, edit, act, give }: RowDeeds): MenuEntry[] {
  const entry = ({ action, refusal }: UserRow['may'][number]): MenuEntry => {
    const { id, icon, danger = false } = ACTION_LOOK[action];
    const { label, keys } = ACTIONS[id];
    return {
      kind: 'action',
      id,
      label,
      icon,
      danger,
      reason: why(refusal),
      run: () => act(action),
      ...(keys === undefined ? {} : { keys }),
    };
  };
  const gentle = row.may.filter(({ action }) => GENTLE.includes(action)).map(entry);
  const hard = row.may.filter(({ action }) => !GENTLE.includes(action)).map(entry);
  return [
    {
      kind: 'action',
      id: 'user.open',
      label: ACTIONS['user.open'].label,
      icon: 'user',
      keys: 'Enter',
      run: open,
    },
    {
      kind: 'action',
      id: 'user.edit',
      label: ACTIONS['user.edit'].label,
      icon: 'pencil',
      reason: why(row.editRefusal),
      run: edit,
    },
    ...gentle,
    ...asEntry(row),
    ...ticketEntry(row),
    ...(row.status === 'archived' ? [] : [{ kind: 'line', id: 'line-given' } as const]),
    ...(row.status === 'archived' ? [] : GIVEN).map(({ kind, id, icon }): MenuEntry => {
      const { label, keys } = ACTIONS[id] as { label: string; keys?: string };
      return {
        kind: 'action',
        id,
        label,
        icon,
        reason: away ?? (kind === 'license' ? null : why(row.editRefusal)),
        run: () => give(kind),
        ...(keys === undefined ? {} : { keys }),
      };
    }),
    ...(hard.length > 0 ? [{ kind: 'line', id: 'line' } as const] : []),
    ...hard,
    ...lockEntry(row),
  ];
}
