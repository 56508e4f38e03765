/** The menu of a row: what fits its status, with the reason where it may not be done. */
import { ACTIONS, type ActionId } from '../../actions';
import type { Action, UserRow } from '../../contract';
import type { IconName } from '../../kit/icons';
import type { MenuEntry } from '../../kit/menu';

const LOOK: Record<Action, { id: ActionId; icon: IconName; danger?: boolean }> = {
  resend: { id: 'user.resend', icon: 'send' },
  send_access: { id: 'user.send-access', icon: 'send' },
  suspend: { id: 'user.suspend', icon: 'circle-pause' },
  reactivate: { id: 'user.reactivate', icon: 'circle-play' },
  revoke: { id: 'user.revoke', icon: 'mail-x', danger: true },
  archive: { id: 'user.archive', icon: 'archive', danger: true },
  restore: { id: 'user.restore', icon: 'archive-restore' },
  erase: { id: 'user.erase', icon: 'eraser', danger: true },
};

const GENTLE: readonly Action[] = ['resend', 'send_access', 'restore'];

const why = (refusal: { message: string; help: string } | null) =>
  refusal === null ? null : `${refusal.message} ${refusal.help}`.trim();

export function rowMenu(row: UserRow, edit: () => void, act: (action: Action) => void): MenuEntry[] {
  const entry = ({ action, refusal }: UserRow['may'][number]): MenuEntry => {
    const { id, icon, danger = false } = LOOK[action];
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
      id: 'user.edit',
      label: ACTIONS['user.edit'].label,
      icon: 'pencil',
      keys: 'Enter',
      reason: why(row.editRefusal),
      run: edit,
    },
    ...gentle,
    ...(hard.length > 0 ? [{ kind: 'line', id: 'line' } as const] : []),
    ...hard,
  ];
}
