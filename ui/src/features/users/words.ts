/** Words of the list that are chosen from data. */
import type { Action, Kind, Outcome, Tab, Tier, UserCounts, UserFilter, UserRow } from '../../contract';
import type { IconName } from '../../kit/icons';
import { counted, m, number } from '../../words';

export const KINDS: Record<Kind, string> = {
  regular: m.users_kind_regular(),
  portal: m.common_portal(),
  api: m.users_kind_api(),
  system: m.users_kind_system(),
};
export const TIERS: Record<Tier, string> = {
  owner: m.common_owner(),
  admin: m.common_admin(),
  user: m.common_user(),
};
export const TABS: Record<Tab, string> = {
  active: m.common_active(),
  pending: m.users_pending(),
  archived: m.common_archived(),
};

/** What stands against a row, for the margin; `null` when nothing does. */
export function markOf(row: UserRow, now: number): { icon: IconName; words: string; warning: boolean } | null {
  if (row.status === 'suspended') return { icon: 'circle-pause', words: m.common_suspended(), warning: false };
  if (row.status === 'pending' && (row.invitationUntil === null || row.invitationUntil <= now))
    return { icon: 'clock', words: m.users_invitation_expired(), warning: true };
  if (row.status === 'active' && row.tier !== 'user' && row.secondFactor === null)
    return { icon: 'shield-alert', words: m.users_admin_without_factor(), warning: true };
  return null;
}

/** How a bulk action reads in a toast: "12 suspended". */
const PAST = {
  suspend: m.users_done_suspend,
  reactivate: m.users_done_reactivate,
  archive: m.users_done_archive,
  restore: m.users_done_restore,
  resend: m.users_done_resend,
  send_access: m.users_done_send_access,
  password_link: m.users_done_password_link,
  force_change: m.users_done_force_change,
  end_sessions: m.users_done_end_sessions,
  reset_factor: m.users_done_reset_factor,
  ask_factor: m.users_done_ask_factor,
  require_factor: m.users_done_require_factor,
  revoke: m.users_done_revoke,
  erase: m.users_done_erase,
} satisfies Record<Action, unknown>;

/** What a bulk action did: "12 suspended, 2 skipped". */
export function done(action: Action, { done: many, refused }: Outcome): string {
  const said = counted(PAST[action], many);
  return refused === 0 ? said : m.shared_said_skipped({ count: refused, n: number(refused), said });
}

const OF_KIND = {
  regular: { users: m.users_regular_users, invitations: m.users_regular_invitations },
  portal: { users: m.users_portal_users, invitations: m.users_portal_invitations },
  api: { users: m.users_api_users, invitations: m.users_api_invitations },
  system: { users: m.users_system_users, invitations: m.users_system_invitations },
} satisfies Record<Kind, unknown>;

const OF_TAB = {
  active: { whole: m.common_count_users, part: m.users_of_users },
  pending: { whole: m.common_count_invitations, part: m.users_of_invitations },
  archived: { whole: m.users_archived_users, part: m.users_of_archived },
} satisfies Record<Tab, unknown>;

/** How many the list holds, for the status line. */
export function summary(
  filter: UserFilter,
  narrowed: boolean,
  total: number,
  counts: UserCounts | undefined,
): string[] {
  if (filter.kind !== null) {
    const { invitations, users } = OF_KIND[filter.kind];
    return [counted(filter.tab === 'pending' ? invitations : users, total)];
  }
  if (counts === undefined) return [];
  const all = counts[filter.tab];
  const { whole, part } = OF_TAB[filter.tab];
  if (narrowed) return [part({ count: all, n: number(all), found: number(total) })];
  const words = [counted(whole, all)];
  if (filter.tab === 'active' && counts.suspended > 0) words.push(counted(m.users_suspended_count, counts.suspended));
  return words;
}

/** What an empty list of another kind says. */
export const EMPTY_KIND: Record<Exclude<Kind, 'regular'>, { title: string; words: string }> = {
  portal: {
    title: m.users_no_portal(),
    words: m.users_no_portal_words(),
  },
  api: { title: m.users_no_api(), words: m.users_no_api_words() },
  system: { title: m.users_no_system(), words: m.users_no_system_words() },
};

/** What an empty tab says. */
export const EMPTY: Record<Tab, { title: string; words: string }> = {
  active: {
    title: m.users_nobody_here(),
    words: m.users_nobody_here_words(),
  },
  pending: { title: m.users_nobody_waiting(), words: m.users_nobody_waiting_words() },
  archived: {
    title: m.users_nobody_archived(),
    words: m.users_nobody_archived_words(),
  },
};
