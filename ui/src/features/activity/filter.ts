/** What the log is narrowed by, and how it is said. */
import type { LogKind, LogQuery, LogResult, LogTopic } from '../../contract';
import { locale, m, region } from '../../words';

export const TOPICS: Record<LogTopic, string> = {
  people: m.common_users(),
  rights: m.activity_topic_rights(),
  roles: m.common_roles(),
  groups: m.common_groups(),
  signing_in: m.activity_topic_signing_in(),
  organization: m.common_organization(),
  mail: m.common_mail(),
};

export const RESULTS: Record<LogResult, string> = {
  left_out: m.activity_result_left_out(),
  refused: m.activity_result_refused(),
};

export type When = 'today' | 'week' | 'month' | 'year' | 'all';

export const WHENS: readonly { value: When; label: string; days: number | null }[] = [
  { value: 'today', label: m.common_today(), days: 1 },
  { value: 'week', label: m.activity_week(), days: 7 },
  { value: 'month', label: m.activity_month(), days: 30 },
  { value: 'year', label: m.activity_year(), days: 365 },
  { value: 'all', label: m.activity_all_time(), days: null },
];

export interface Narrowing {
  when: When;
  topics: LogTopic[];
  kind: string;
  person: { id: string; name: string } | null;
  origin: string;
  result: LogResult | null;
}

export const EVERYTHING: Narrowing = { when: 'all', topics: [], kind: '', person: null, origin: '', result: null };

/** The question behind it. Days begin at midnight here, so that a question stays the same for a day. */
export function query(narrowing: Narrowing, text: string, now: number): LogQuery {
  const days = WHENS.find(({ value }) => value === narrowing.when)?.days ?? null;
  const midnight = new Date(now);
  midnight.setHours(0, 0, 0, 0);
  if (days !== null) midnight.setDate(midnight.getDate() - (days - 1));
  return {
    text,
    person: narrowing.person?.id ?? null,
    topics: narrowing.topics,
    kinds: narrowing.kind === '' ? [] : [narrowing.kind],
    from: days === null ? null : midnight.getTime(),
    until: null,
    origin: narrowing.origin,
    result: narrowing.result,
  };
}

export interface Token {
  name: string;
  value: string;
  without: Partial<Narrowing>;
}

/** What it is narrowed by, each with how to take it away. */
export function tokens(narrowing: Narrowing, kinds: readonly LogKind[]): Token[] {
  const all: Token[] = [];
  const when = WHENS.find(({ value }) => value === narrowing.when);
  if (when && when.days !== null) all.push({ name: m.activity_when(), value: when.label, without: { when: 'all' } });
  if (narrowing.topics.length > 0) {
    const value = narrowing.topics.map((topic) => TOPICS[topic]).join(m.shared_joint());
    all.push({ name: m.activity_object(), value, without: { topics: [] } });
  }
  if (narrowing.kind !== '') {
    const value = kinds.find(({ kind }) => kind === narrowing.kind)?.label ?? narrowing.kind;
    all.push({ name: m.activity_action(), value, without: { kind: '' } });
  }
  if (narrowing.person)
    all.push({ name: m.activity_person(), value: narrowing.person.name, without: { person: null } });
  if (narrowing.origin !== '') all.push({ name: m.activity_from(), value: narrowing.origin, without: { origin: '' } });
  if (narrowing.result)
    all.push({ name: m.activity_result(), value: RESULTS[narrowing.result], without: { result: null } });
  return all;
}

/** Entries by day, newest first: `first` is the first entry of each day. */
export function isNewDay(at: number, before: number | undefined): boolean {
  return before === undefined || new Date(at).toDateString() !== new Date(before).toDateString();
}

/** "Today", "Yesterday" or nothing, and the day with its weekday. */
export function dayOf(at: number, now: number): { word: string; day: string } {
  const start = (time: number): number => new Date(time).setHours(0, 0, 0, 0);
  const days = Math.round((start(now) - start(at)) / 86_400_000);
  const word = days === 0 ? m.common_today() : days === 1 ? m.common_yesterday() : '';
  const year = new Date(at).getFullYear() === new Date(now).getFullYear() ? {} : { year: 'numeric' as const };
  const format = new Intl.DateTimeFormat(region, { weekday: 'long', day: 'numeric', month: 'long', ...year });
  const day = format.format(at);
  // In English, some engines put a comma behind the weekday.
  return { word, day: locale === 'en' ? day.replace(',', '') : day };
}

/** "9f3c…a71e". */
export const short = (seal: string): string => `${seal.slice(0, 4)}…${seal.slice(-4)}`;

/** "9f3c 5e72 91fa … 6e10 41b2". */
export function long(seal: string): string {
  const four = seal.match(/.{4}/g) ?? [];
  return [...four.slice(0, 3), '…', ...four.slice(-2)].join(' ');
}

/** "14:26:08". */
export const time = (at: number): string =>
  new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(at);

/** "14:26". */
export const minute = (at: number): string =>
  new Intl.DateTimeFormat(region, { hour: '2-digit', minute: '2-digit' }).format(at);
