/** Words of the security page that are chosen from data. */
import type { RuleMark, SecurityList, SecurityRow, SecurityView } from '../../contract';
import { date, moment, within } from '../../kit/format';
import { counted, listed, m, number } from '../../words';

export const TITLES: Record<SecurityList, () => string> = {
  without_factor: m.security_title_without_factor,
  without_role: m.security_title_without_role,
  hidden_administrators: m.security_title_hidden,
  dormant: m.security_title_dormant,
  stale_invitations: m.security_title_stale,
};

/** What stands under a list's title. */
export function hintOf(list: SecurityList, total: number, days: number): string {
  switch (list) {
    case 'without_factor':
      return counted(m.common_count_admins, total);
    case 'without_role':
      return counted(m.security_hint_without_role, total);
    case 'hidden_administrators':
      return counted(m.security_hint_hidden, total);
    case 'dormant':
      return m.security_hint_dormant({
        count: total,
        n: number(total),
        days: counted(m.common_count_days, days),
      });
    case 'stale_invitations':
      return counted(m.security_hint_stale, total);
  }
}

/** What an empty list says. */
export const NONE: Record<SecurityList, () => string> = {
  without_factor: m.security_none_without_factor,
  without_role: m.security_none_without_role,
  hidden_administrators: m.security_none_hidden,
  dormant: m.security_none_dormant,
  stale_invitations: m.security_none_stale,
};

/** The second line of a name. */
export function sinceOf({ row, shutAt, lostRole }: SecurityRow, list: SecurityList, now: number): string {
  if (list === 'hidden_administrators') {
    const archived = row.status === 'archived';
    if (shutAt === null) return archived ? m.common_archived() : m.common_suspended();
    const when = within(shutAt, now).words;
    return archived ? m.security_archived_since({ when }) : m.security_suspended_since({ when });
  }
  if (list === 'without_role' && lostRole !== null)
    return m.security_role_deleted({ role: lostRole.name, when: within(lostRole.at, now).words });
  if (list === 'stale_invitations') return row.email;
  if (list === 'dormant') return row.email;
  return m.security_added({ day: date(row.addedAt, now) });
}

/** What is the matter, and what is known about it. */
export function stateOf(one: SecurityRow, list: SecurityList, now: number): { state: string; more: string } {
  const { row } = one;
  switch (list) {
    case 'without_factor':
      return {
        state: one.factorLostAt === null ? m.security_never_set_up() : m.security_removed(),
        more: listed(
          [
            one.factorLostAt === null ? '' : moment(one.factorLostAt, now),
            one.factorRequired ? m.security_required_next() : askedWords(one.asks, one.askedAt, now),
          ].filter((words) => words !== ''),
        ),
      };
    case 'without_role':
      return { state: m.security_no_role(), more: '' };
    case 'hidden_administrators':
      return {
        state: row.roles.includes('Super Admin')
          ? m.common_super_admin()
          : row.tier === 'owner'
            ? m.common_owner()
            : m.common_admin(),
        more: signedIn(row.lastActive, now),
      };
    case 'dormant':
      return {
        state: row.lastActive === null ? m.security_never_signed_in() : m.security_away(),
        more:
          row.lastActive === null ? m.security_added({ day: date(row.addedAt, now) }) : signedIn(row.lastActive, now),
      };
    case 'stale_invitations':
      return { state: m.security_link_expired(), more: m.security_invited({ when: within(row.addedAt, now).words }) };
  }
}

const signedIn = (at: number | null, now: number): string =>
  at === null ? m.security_never_signed_in() : m.security_last_signed_in({ when: within(at, now).words });

/** How often somebody was asked: "Asked twice, last on 12 Nov". */
export function askedWords(times: number, at: number | null, now: number): string {
  if (times === 0 || at === null) return '';
  const { words: when, day } = within(at, now);
  if (times === 2) return day ? m.security_asked_twice_on({ when }) : m.security_asked_twice({ when });
  return (day ? m.security_asked_on : m.security_asked)({ count: times, n: number(times), when });
}

/** What a rule asks from a day on, for the mark on the curve: "1 Oct: everybody was asked". */
export function markWords({ at, rule }: RuleMark, now: number): string {
  const words = {
    nobody: m.security_mark_nobody,
    administrators: m.security_mark_admins,
    everybody: m.security_mark_everybody,
  }[rule.of];
  return words({ day: date(at, now) });
}

/** The mark with who set the rule, where that is known. */
export function markedBy(mark: RuleMark, now: number): string {
  const words = markWords(mark, now);
  if (mark.byYou) return m.security_mark_by_you({ mark: words });
  return mark.by === null || mark.by === '' ? words : m.security_mark_by({ mark: words, name: mark.by });
}

/** A sentence about what was done on a day: by the reader, by somebody with a name, and by whoever. */
interface Done {
  byYou: (inputs: { day: string }) => string;
  by: (inputs: { day: string; name: string }) => string;
  plain: (inputs: { day: string }) => string;
}

export const CHANGED: Done = { byYou: m.security_changed_by_you, by: m.security_changed_by, plain: m.security_changed };
export const SIGNED: Done = { byYou: m.security_signed_by_you, by: m.security_signed_by, plain: m.security_signed };
export const REVIEWED: Done = {
  byYou: m.security_last_reviewed_by_you,
  by: m.security_last_reviewed_by,
  plain: m.security_last_reviewed,
};

/** The sentence, with who did it where that is known. */
export function byWhom(done: Done, day: string, { by, byYou }: { by: string | null; byYou: boolean }): string {
  if (byYou) return done.byYou({ day });
  return by === null ? done.plain({ day }) : done.by({ day, name: by });
}

export const PLANS: Record<SecurityView['plan'], () => string> = {
  starter: m.security_starter,
  professional: m.security_professional,
  business: m.security_business,
  enterprise: m.security_enterprise,
};

/** The plan that comes after each, and its limit of admin users. */
const NEXT: Record<SecurityView['plan'], { plan: SecurityView['plan']; limit: number } | null> = {
  starter: { plan: 'professional', limit: 5 },
  professional: { plan: 'business', limit: 15 },
  business: { plan: 'enterprise', limit: 50 },
  enterprise: null,
};

/** How many admin users may still come, and what is needed after them. */
export function freeWords({ plan: own, limit, administrators }: SecurityView): string {
  const free = limit - administrators;
  const next = NEXT[own];
  if (next === null) return free > 0 ? counted(m.security_free, free) : m.security_none_free();
  const plan = m.security_plan_with({ plan: PLANS[next.plan](), n: number(next.limit) });
  return free > 0
    ? m.security_free_before({ count: free, n: number(free), plan })
    : m.security_none_free_before({ plan });
}
