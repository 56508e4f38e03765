/** Words of the list that are chosen from data. */
import type { Action, Kind, Outcome, Tab, Tier, UserCounts, UserFilter, UserRow } from '../../contract';
import { counted, number } from '../../kit/format';
import type { IconName } from '../../kit/icons';

export const KINDS: Record<Kind, string> = { regular: 'Regular', portal: 'Portal', api: 'API', system: 'System' };
export const TIERS: Record<Tier, string> = { owner: 'Owner', admin: 'Admin', user: 'User' };
export const TABS: Record<Tab, string> = { active: 'Active', pending: 'Pending', archived: 'Archived' };

/** What stands against a row, for the margin; `null` when nothing does. */
export function markOf(row: UserRow, now: number): { icon: IconName; words: string; warning: boolean } | null {
  if (row.status === 'suspended') return { icon: 'circle-pause', words: 'Suspended', warning: false };
  if (row.status === 'pending' && (row.invitationUntil === null || row.invitationUntil <= now))
    return { icon: 'clock', words: 'Invitation expired', warning: true };
  if (row.status === 'active' && row.tier !== 'user' && row.secondFactor === null)
    return { icon: 'shield-alert', words: 'Admin without 2FA', warning: true };
  return null;
}

/** How a bulk action reads in a toast: "12 suspended". */
const PAST: Record<Action, string> = {
  suspend: 'suspended',
  reactivate: 'reactivated',
  archive: 'archived',
  restore: 'restored',
  resend: 'invited again',
  send_access: 'get access info',
  password_link: 'get a password link',
  force_change: 'choose a new password',
  end_sessions: 'signed out',
  reset_factor: 'without their second factor',
  ask_factor: 'asked by mail',
  require_factor: 'set up 2FA at the next sign-in',
  revoke: 'revoked',
  erase: 'erased',
};

/** What a bulk action did: "12 suspended, 2 skipped". */
export function done(action: Action, { done: many, refused }: Outcome): string {
  const first = `${number(many)} ${PAST[action]}`;
  return refused === 0 ? first : `${first}, ${number(refused)} skipped`;
}

/** How many the list holds, for the status line. */
export function summary(
  filter: UserFilter,
  narrowed: boolean,
  total: number,
  counts: UserCounts | undefined,
): string[] {
  if (filter.kind !== null) {
    const kind = filter.kind === 'api' ? 'API' : filter.kind;
    return [counted(total, `${kind} ${filter.tab === 'pending' ? 'invitation' : 'user'}`)];
  }
  if (counts === undefined) return [];
  const all = counts[filter.tab];
  const [one, many] = (
    {
      active: ['user', 'users'],
      pending: ['invitation', 'invitations'],
      archived: ['archived user', 'archived users'],
    } as const
  )[filter.tab];
  if (narrowed) return [`${number(total)} of ${counted(all, one, many)}`];
  const words = [counted(all, one, many)];
  if (filter.tab === 'active' && counts.suspended > 0) words.push(`${number(counts.suspended)} suspended`);
  return words;
}

/** What an empty list of another kind says. */
export const EMPTY_KIND: Record<Exclude<Kind, 'regular'>, { title: string; words: string }> = {
  portal: {
    title: 'No portal users here',
    words: 'Portal users are customers: they sign in to a portal of the organization and see nothing else.',
  },
  api: { title: 'No API users here', words: 'API users are programs. Each has its own roles, and no password.' },
  system: { title: 'No system users here', words: 'System users are Rollbook’s own. Nobody can change them.' },
};

/** What an empty tab says. */
export const EMPTY: Record<Tab, { title: string; words: string }> = {
  active: {
    title: 'Nobody is here yet',
    words: 'People appear here once they accept their invitation, or when you import them.',
  },
  pending: { title: 'Nobody is waiting', words: 'Invitations you send stay here until they are accepted.' },
  archived: {
    title: 'Nobody is archived',
    words: 'People you archive leave the list and keep their history here. They can be restored.',
  },
};
