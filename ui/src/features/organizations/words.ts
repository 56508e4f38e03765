/** What the overview of all organizations says: where each stands, what needs somebody, and the way to its remedy. */
import type { KnownOrganization, NeedCode, OrganizationLook, WireCode, WireError } from '../../contract';
import { ago } from '../../kit/format';
import type { IconName } from '../../kit/icons';
import { compare, counted, m } from '../../words';

/** An organization in the overview. */
export interface Row {
  key: string;
  known: KnownOrganization;
  /** What it said last; `null` before its first answer. */
  look: OrganizationLook | null;
  /** Why it doesn't answer now. */
  problem: WireError | null;
  /** The window looks at it. */
  here: boolean;
}

export type Tone = 'ok' | 'warn' | 'bad' | 'plain';

interface Standing {
  icon: IconName;
  tone: Tone;
  words: string;
}

/** What helps an organization that doesn't answer. */
export type Help = 'open' | 'again' | 'forget';

interface Trouble extends Standing {
  help: Help;
  label: string;
}

const OFFLINE: Trouble = {
  icon: 'cloud-off',
  tone: 'bad',
  words: m.organizations_offline(),
  help: 'again',
  label: m.common_try_again(),
};
const TROUBLES: Partial<Record<WireCode, Trouble>> = {
  passphrase_needed: {
    icon: 'lock',
    tone: 'plain',
    words: m.organizations_locked(),
    help: 'open',
    label: m.organizations_unlock(),
  },
  keychain_missing: {
    icon: 'lock',
    tone: 'warn',
    words: m.organizations_no_key(),
    help: 'again',
    label: m.common_try_again(),
  },
  signed_out: {
    icon: 'log-in',
    tone: 'warn',
    words: m.organizations_signed_out(),
    help: 'open',
    label: m.organizations_sign_in(),
  },
  session_over: {
    icon: 'log-in',
    tone: 'warn',
    words: m.organizations_signed_out(),
    help: 'open',
    label: m.organizations_sign_in(),
  },
  file_missing: {
    icon: 'octagon-x',
    tone: 'bad',
    words: m.organizations_not_there(),
    help: 'forget',
    label: m.organizations_take_off(),
  },
  not_an_organization: {
    icon: 'octagon-x',
    tone: 'bad',
    words: m.organizations_damaged(),
    help: 'again',
    label: m.common_try_again(),
  },
  in_use: { icon: 'lock', tone: 'warn', words: m.organizations_in_use(), help: 'again', label: m.common_try_again() },
  wrong_version: {
    icon: 'octagon-x',
    tone: 'bad',
    words: m.organizations_other_version(),
    help: 'again',
    label: m.common_try_again(),
  },
  not_allowed: {
    icon: 'lock',
    tone: 'warn',
    words: m.organizations_not_for_you(),
    help: 'forget',
    label: m.organizations_take_off(),
  },
};

const troubleOf = (problem: WireError): Trouble => TROUBLES[problem.code] ?? OFFLINE;

/** Where it stands, in a word or two. */
export function standing({ look, problem, known }: Row, now: number): Standing {
  if (problem !== null) return troubleOf(problem);
  if (look === null) return { icon: 'refresh-cw', tone: 'plain', words: m.organizations_asking() };
  if (known.kind === 'file') return { icon: 'circle-check', tone: 'ok', words: m.organizations_saved() };
  const seconds = Math.max(0, Math.floor((now - look.at) / 1_000));
  return {
    icon: 'circle-check',
    tone: 'ok',
    words: seconds < 60 ? counted(m.organizations_seconds_ago, seconds) : ago(look.at, now),
  };
}

/** Whether it answers. */
export const online = ({ look, problem }: Row): boolean => look !== null && problem === null;

/** Where a remedy is found in an organization. */
const REMEDIES: Record<NeedCode, { icon: IconName; label: string }> = {
  administrator_limit: { icon: 'circle-alert', label: m.organizations_change_plan() },
  emergency_used: { icon: 'triangle-alert', label: m.organizations_show_activity() },
  administrators_without_factor: { icon: 'triangle-alert', label: m.organizations_review() },
  failed_mails: { icon: 'mail-x', label: m.organizations_show_mails() },
  stale_invitations: { icon: 'clock-alert', label: m.organizations_show_invitations() },
};

/** One line of what needs somebody. */
export interface NeedLine {
  id: string;
  row: Row;
  name: string;
  icon: IconName;
  tone: Tone;
  words: string;
  label: string;
  remedy: { by: 'help'; help: Help } | { by: 'need'; code: NeedCode };
}

/** The name as it is now, or was when it was last open. */
export const nameOf = ({ look, known }: Row): string => look?.summary.name ?? known.name;

/** What needs somebody: what doesn't answer first, then by what each organization says is urgent. */
export function needsOf(rows: readonly Row[]): NeedLine[] {
  const lines: NeedLine[] = [];
  for (const row of rows) {
    if (row.problem === null) continue;
    const { icon, tone, help, label } = troubleOf(row.problem);
    const words = `${row.problem.message} ${row.problem.help}`.trim();
    lines.push({ id: row.key, row, name: nameOf(row), icon, tone, words, label, remedy: { by: 'help', help } });
  }
  for (const row of rows) {
    if (!online(row)) continue;
    for (const { code, words } of row.look?.summary.needs ?? []) {
      const { icon, label } = REMEDIES[code];
      const id = `${row.key} ${code}`;
      lines.push({ id, row, name: nameOf(row), icon, tone: 'warn', words, label, remedy: { by: 'need', code } });
    }
  }
  return lines;
}

/** The figures over all that answered at least once. */
export function figures(rows: readonly Row[]): {
  users: number;
  pending: number;
  administrators: number;
  limit: number;
  /** Per cent of those who can sign in; `null` where nobody can. */
  coverage: number | null;
} {
  const sum = { users: 0, pending: 0, administrators: 0, limit: 0, active: 0, covered: 0 };
  for (const { look } of rows) {
    if (look === null) continue;
    sum.users += look.summary.members;
    sum.pending += look.summary.pending;
    sum.administrators += look.summary.administrators;
    sum.limit += look.summary.administratorLimit;
    sum.active += look.summary.active;
    sum.covered += look.summary.protected;
  }
  const { users, pending, administrators, limit } = sum;
  return { users, pending, administrators, limit, coverage: share(sum.covered, sum.active) };
}

/** Per cent with one digit, never 100 before all are in; `null` of nothing. */
export function share(part: number, whole: number): number | null {
  if (whole === 0) return null;
  return Math.floor((1_000 * part) / whole) / 10;
}

export type SortKey = 'name' | 'members' | 'administrators' | 'coverage' | 'sync';
export interface Sort {
  key: SortKey;
  descending: boolean;
}

const VALUES: Record<Exclude<SortKey, 'name'>, (look: OrganizationLook) => number> = {
  members: ({ summary }) => summary.members,
  administrators: ({ summary }) => summary.administrators / Math.max(1, summary.administratorLimit),
  coverage: ({ summary }) => share(summary.protected, summary.active) ?? 100,
  sync: ({ at }) => at,
};

/** In order; what hasn't answered stands at the end, ties by name. */
export function sorted(rows: readonly Row[], { key, descending }: Sort): Row[] {
  const sign = descending ? -1 : 1;
  const byName = (a: Row, b: Row) => compare(nameOf(a), nameOf(b));
  if (key === 'name') return rows.toSorted((a, b) => sign * byName(a, b));
  const value = VALUES[key];
  return rows.toSorted((a, b) => {
    if (a.look === null || b.look === null) return Number(a.look === null) - Number(b.look === null) || byName(a, b);
    return sign * (value(a.look) - value(b.look)) || byName(a, b);
  });
}

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether a name, domain or place has every word of what was typed. */
export function fits(row: Row, typed: string): boolean {
  const text = folded(`${nameOf(row)} ${row.look?.summary.domain ?? ''} ${row.known.account} ${row.known.place}`);
  return folded(typed)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
