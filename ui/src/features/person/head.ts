/** What the head of a person's page offers, from what Rust says may be done. */
import type { ACTIONS as Table } from '../../actions';
import type { Action, Kind, Refusal, UserRow } from '../../contract';
import type { MenuEntry } from '../../kit/menu';
import { ACTION_LOOK } from '../../shared/userActions';
import { asEntry, lockEntry, ticketEntry } from '../../shared/urgentMenu';
import { why } from '../../shared/why';
import { m } from '../../words';

export const KINDS: Record<Kind, () => string> = {
  regular: m.person_kind_regular,
  portal: m.person_kind_portal,
  api: m.person_kind_api,
  system: m.person_kind_system,
};

const permit = (row: UserRow, ...actions: Action[]) => row.may.find(({ action }) => actions.includes(action));

/** What sends somebody a link, best first. */
const SENT: readonly Action[] = ['resend', 'password_link', 'send_access'];

/** The switch Access, and the button that does the same. */
export function accessOf(row: UserRow): { on: boolean; word: string; action: Action | null; why: string | null } {
  const found = permit(row, 'suspend', 'reactivate', 'revoke', 'restore') ?? null;
  const word = {
    active: m.person_access_on(),
    suspended: m.common_suspended(),
    pending: m.person_not_accepted(),
    archived: m.common_archived(),
  }[row.status];
  return { on: row.status === 'active', word, action: found?.action ?? null, why: why(found?.refusal) };
}

/** The link that lets somebody choose a password: by the invitation, or later. */
export function sendOf(row: UserRow): { word: string; action: Action | null; why: string | null } {
  const fitting = row.may.filter(({ action }) => SENT.includes(action));
  const found = fitting.find(({ refusal }) => refusal === null) ?? fitting[0];
  const word = found?.action === 'resend' ? m.person_send_invitation() : m.person_send_password();
  if (found) return { word, action: found.action, why: why(found.refusal) };
  const refused = row.kind === 'api' ? m.person_api_no_password() : m.person_cant_sign_in({ name: row.name });
  return { word, action: null, why: refused };
}

interface Doing {
  see: () => void;
  copy: () => void;
  edit: () => void;
  act: (action: Action) => void;
  actions: typeof Table;
  reason: (refusal: Refusal | null) => string | null;
}

/** Everything that can be done, for the menu. */
export function moreOf(row: UserRow, { see, copy, edit, act, actions, reason }: Doing): MenuEntry[] {
  return [
    { kind: 'action', id: 'see', label: m.person_see_as(), icon: 'glasses', run: see },
    {
      kind: 'action',
      id: 'user.edit',
      label: actions['user.edit'].label,
      icon: 'pencil',
      reason: reason(row.editRefusal),
      run: edit,
    },
    { kind: 'action', id: 'copy-link', label: m.person_copy_link(), icon: 'link', run: copy },
    ...asEntry(row),
    ...ticketEntry(row),
    ...(row.may.length > 0 ? [{ kind: 'line', id: 'line' } as const] : []),
    ...row.may.map(({ action, refusal }): MenuEntry => {
      const { id, icon, danger = false } = ACTION_LOOK[action];
      const { label, keys } = actions[id];
      const entry = {
        kind: 'action',
        id,
        label,
        icon,
        danger,
        reason: reason(refusal),
        run: () => act(action),
      } as const;
      return keys === undefined ? entry : { ...entry, keys };
    }),
    ...lockEntry(row),
  ];
}
