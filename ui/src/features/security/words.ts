/** Words of the security page that are chosen from data. */
import type { RuleMark, SecurityList, SecurityRow } from '../../contract';
import { ago, counted, date, moment } from '../../kit/format';

export const TITLES: Record<SecurityList, string> = {
  without_factor: 'Without 2FA',
  without_role: 'Without role',
  hidden_administrators: 'Hidden admins',
  dormant: 'Dormant',
  stale_invitations: 'Stale invitations',
};

/** What stands under a list's title. */
export function hintOf(list: SecurityList, total: number, days: number): string {
  switch (list) {
    case 'without_factor':
      return counted(total, 'admin');
    case 'without_role':
      return `${counted(total, 'admin')} can sign in and ${total === 1 ? 'has' : 'have'} no role`;
    case 'hidden_administrators':
      return `${counted(total, 'closed account')} that still ${total === 1 ? 'holds' : 'hold'} admin rights`;
    case 'dormant':
      return `${counted(total, 'user')} without a sign-in for ${counted(days, 'day')}`;
    case 'stale_invitations':
      return `${counted(total, 'invitation')} whose link no longer works`;
  }
}

/** What an empty list says. */
export const NONE: Record<SecurityList, string> = {
  without_factor: 'Every admin has a second factor.',
  without_role: 'Every admin has a role.',
  hidden_administrators: 'Nobody who is suspended or archived holds admin rights.',
  dormant: 'Everybody signed in lately.',
  stale_invitations: 'Every invitation has a link that works.',
};

/** The second line of a name. */
export function sinceOf({ row, shutAt, lostRole }: SecurityRow, list: SecurityList, now: number): string {
  if (list === 'hidden_administrators') {
    const out = row.status === 'archived' ? 'Archived' : 'Suspended';
    return shutAt === null ? out : `${out} ${lower(ago(shutAt, now))}`;
  }
  if (list === 'without_role' && lostRole !== null)
    return `Role “${lostRole.name}” was deleted ${lower(ago(lostRole.at, now))}`;
  if (list === 'stale_invitations') return row.email;
  if (list === 'dormant') return row.email;
  return `Added ${date(row.addedAt, now)}`;
}

const lower = (words: string): string =>
  /^[A-Z][a-z]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;

/** What is the matter, and what is known about it. */
export function stateOf(one: SecurityRow, list: SecurityList, now: number): { state: string; more: string } {
  const { row } = one;
  switch (list) {
    case 'without_factor':
      return {
        state: one.factorLostAt === null ? 'Never set up' : 'Removed',
        more: [
          one.factorLostAt !== null && moment(one.factorLostAt, now),
          one.factorRequired && 'Required at the next sign-in',
          !one.factorRequired && askedWords(one.asks, one.askedAt, now),
        ]
          .filter(Boolean)
          .join(', '),
      };
    case 'without_role':
      return { state: 'No role', more: '' };
    case 'hidden_administrators':
      return {
        state: row.roles.includes('Super Admin') ? 'Super Admin' : row.tier === 'owner' ? 'Owner' : 'Admin',
        more: signedIn(row.lastActive, now),
      };
    case 'dormant':
      return {
        state: row.lastActive === null ? 'Never signed in' : 'Away',
        more: row.lastActive === null ? `Added ${date(row.addedAt, now)}` : signedIn(row.lastActive, now),
      };
    case 'stale_invitations':
      return { state: 'Link expired', more: `Invited ${lower(ago(row.addedAt, now))}` };
  }
}

const signedIn = (at: number | null, now: number): string =>
  at === null ? 'Never signed in' : `Last signed in ${lower(ago(at, now))}`;

/** How often somebody was asked: "Asked twice, last on 12 Nov". */
export function askedWords(times: number, at: number | null, now: number): string {
  if (times === 0 || at === null) return '';
  const day = lower(ago(at, now));
  const on = /^\d+ [A-Z]/.test(day) ? `on ${day}` : day;
  if (times === 1) return `Asked ${on}`;
  return `Asked ${times === 2 ? 'twice' : `${times} times`}, last ${on}`;
}

/** What a rule asks from a day on, for the mark on the curve: "1 Oct: everybody was asked". */
export function markWords({ at, rule }: RuleMark, now: number): string {
  const what = {
    nobody: 'no longer required',
    administrators: 'required of admins',
    everybody: 'required of everybody',
  }[rule.of];
  return `${date(at, now)}: ${what}`;
}
