/**
 * From when until when, as people write it: days of this computer's calendar. A period begins with its first
 * day and ends when its last day is over.
 */
import { m } from '../words';

/** Milliseconds since 1970; both open is at once and for good. */
export interface Span {
  from: number | null;
  until: number | null;
}

export const OPEN: Span = { from: null, until: null };

const two = (value: number) => String(value).padStart(2, '0');

/** A moment's day as a date field writes it: 2026-01-31. */
export function dayOf(at: number): string {
  const date = new Date(at);
  return `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first moment of a day, `days` later; `null` for what is no day. */
function startOf(day: string, days = 0): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (found === null) return null;
  const date = new Date(0);
  date.setHours(0, 0, 0, 0);
  date.setFullYear(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  // 31 February is none.
  if (dayOf(date.getTime()) !== day) return null;
  date.setDate(date.getDate() + days);
  return date.getTime();
}

/** The days of a period, empty where it is open: what the two fields show. */
export function daysOf({ from, until }: Span): { from: string; until: string } {
  return { from: from === null ? '' : dayOf(from), until: until === null ? '' : dayOf(until - 1) };
}

export type Read = { span: Span } | { field: 'from' | 'until'; words: string };

/** The period that two fields say, or which of them is wrong and why. */
export function readDays(days: { from: string; until: string }, now: number): Read {
  const today = dayOf(now);
  const from = days.from === '' ? null : startOf(days.from);
  const until = days.until === '' ? null : startOf(days.until, 1);
  if (days.from !== '' && from === null) return { field: 'from', words: m.kit_no_such_day() };
  if (days.until !== '' && until === null) return { field: 'until', words: m.kit_no_such_day() };
  if (until !== null && until <= now) return { field: 'until', words: m.kit_day_over() };
  if (from !== null && until !== null && until <= from) return { field: 'until', words: m.kit_ends_before() };
  // Today and before is at once: nothing can begin in the past.
  return { span: { from: from === null || days.from <= today ? null : from, until } };
}

/** A period in a few words; `day` writes one. Empty where it is open. */
export function spanWords({ from, until }: Span, day: (at: number) => string): string {
  if (from !== null && until !== null) return m.kit_span_both({ from: day(from), until: day(until - 1) });
  if (from !== null) return m.kit_span_from({ day: day(from) });
  return until === null ? '' : m.kit_span_until({ day: day(until - 1) });
}
