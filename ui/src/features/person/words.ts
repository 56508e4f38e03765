/** Words and glyphs of a person's page that are chosen from data. */
import type { Holding, Period, PersonLicence, Status } from '../../contract';
import { date } from '../../kit/format';
import type { IconName } from '../../kit/icons';
import { counted, m } from '../../words';

export const ICONS: Record<Holding['is'], IconName> = {
  role: 'key-round',
  group: 'layers',
  licence: 'ticket',
  portal: 'log-in',
  team: 'users-round',
  grant: 'check',
  restriction: 'ban',
};

/** What is said where one of these is added: to find it, to choose it, where there is none. */
export const adding = (is: Added): Words => WORDS[is];

type Added = 'role' | 'group' | 'portal' | 'team' | 'grant' | 'restriction';
type Words = Record<'first' | 'find' | 'none' | 'add', () => string> & {
  noMatch: (of: { text: string }) => string;
  addName: (of: { name: string }) => string;
};
const ADD = { add: m.common_add, addName: m.person_add_name };
const PERMISSION = {
  first: m.person_first_choose_permission,
  find: m.person_find_permission,
  none: m.person_no_more_permissions,
  noMatch: m.person_no_permission_matches,
};
const WORDS: Record<Added, Words> = {
  role: {
    ...ADD,
    first: m.person_first_choose_role,
    find: m.person_find_role,
    none: m.person_no_more_roles,
    noMatch: m.person_no_role_matches,
  },
  group: {
    ...ADD,
    first: m.person_first_choose_group,
    find: m.person_find_group,
    none: m.person_no_more_groups,
    noMatch: m.person_no_group_matches,
  },
  portal: {
    ...ADD,
    first: m.person_first_choose_portal,
    find: m.person_find_portal,
    none: m.person_no_more_portals,
    noMatch: m.person_no_portal_matches,
  },
  team: {
    ...ADD,
    first: m.person_first_choose_team,
    find: m.person_find_team,
    none: m.person_no_more_teams,
    noMatch: m.person_no_team_matches,
  },
  grant: { ...PERMISSION, add: m.person_grant, addName: m.person_grant_name },
  restriction: { ...PERMISSION, add: m.person_restrict, addName: m.person_restrict_name },
};

/** How long something lasts that begins later, within a line: "from 3 Dec". */
export function lasting({ from, until }: Period, now: number): string {
  const day = (at: number) => date(at, now);
  if (from !== null && until !== null) return m.person_waits_both({ from: day(from), until: day(until - 1) });
  if (from !== null) return m.person_waits_from({ day: day(from) });
  return until === null ? '' : m.person_waits_until({ day: day(until - 1) });
}

/** What dates of a membership come to: who is in waits outside until a first day, and is out after the last (B13). */
export function periodWords({ from, until }: Period, status: Status, now: number): string {
  const waits = from !== null && from > now;
  return [
    waits && status === 'active' && m.person_waits_at_once({ day: date(from, now) }),
    waits && status !== 'active' && m.person_opens_on({ day: date(from, now) }),
    until !== null && m.person_suspended_after({ day: date(until - 1, now) }),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What stands under a licence, and how grave it is. */
export function seatWords(one: PersonLicence, now: number): { words: string; tone: '' | 't-danger' } {
  if (one.held)
    return {
      words: one.since === null ? m.person_uses_seat() : m.person_since({ day: date(one.since, now) }),
      tone: '',
    };
  if (one.freed) return { words: m.person_comes_back(), tone: '' };
  if (one.free <= 0) return { words: m.person_no_seats(), tone: 't-danger' };
  return { words: counted(m.person_seats_left, one.free), tone: '' };
}
