/** Numbers and times as people read them; Intl alone. Times come in, "now" comes in. */

import { counted, locale, m, number, region } from '../words';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export { number };

/** An amount in minor units: "€ 1 067.50", and "€ 149" where nothing stands behind the point. */
export function money(minor: number, currency: string): string {
  const form = { style: 'currency', currency, currencyDisplay: 'narrowSymbol' } as const;
  const parts = new Intl.NumberFormat(region, form).formatToParts(0);
  const sign = parts.find(({ type }) => type === 'currency')?.value ?? currency;
  const places = parts.find(({ type }) => type === 'fraction')?.value.length ?? 0;
  const unit = 10 ** places;
  const rest = minor % unit;
  if (locale !== 'en') {
    const short = rest === 0 ? { maximumFractionDigits: 0 } : {};
    return new Intl.NumberFormat(region, { ...form, ...short }).format(minor / unit);
  }
  const behind = rest === 0 ? '' : `.${String(rest).padStart(places, '0')}`;
  return `${sign}\u00a0${number(Math.trunc(minor / unit))}${behind}`;
}

const days = new Map<string, Intl.DateTimeFormat>();
function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify(options);
  let found = days.get(key);
  if (found === undefined) days.set(key, (found = new Intl.DateTimeFormat(region, options)));
  return found;
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** A past moment: under a day relative, then "Yesterday", then a date, with its year when that isn't this year. */
export function ago(at: number, now: number): string {
  const past = now - at;
  if (past < MINUTE) return m.common_now();
  if (past < HOUR) return counted(m.kit_ago_minutes, Math.floor(past / MINUTE));
  if (past < DAY) return counted(m.kit_ago_hours, Math.floor(past / HOUR));
  if (startOfDay(now) - startOfDay(at) <= DAY + HOUR) return m.common_yesterday();
  return date(at, now);
}

/** A past moment within a sentence: "yesterday", "5 min ago", "12 Nov"; `day` where it is a date. */
export function within(at: number, now: number): { words: string; day: boolean } {
  const words = ago(at, now);
  if (words === m.common_now()) return { words: m.kit_within_now(), day: false };
  if (words === m.common_yesterday()) return { words: m.kit_within_yesterday(), day: false };
  return { words, day: words === date(at, now) };
}

/** A past moment as a log writes it: under a day relative, then the day with its time. */
export function moment(at: number, now: number): string {
  const words = ago(at, now);
  const day = now - at >= DAY && new Date(at).getFullYear() === new Date(now).getFullYear();
  return day ? `${words} ${formatter({ hour: '2-digit', minute: '2-digit' }).format(at)}` : words;
}

/** A past moment by the clock: "14:09", with its day when that isn't today. */
export function timeOf(at: number, now: number): string {
  const time = formatter({ hour: '2-digit', minute: '2-digit' }).format(at);
  return startOfDay(at) === startOfDay(now) ? time : `${date(at, now)} ${time}`;
}

/** A date, short: "17 Nov", or "17 Nov 2024" when it isn't this year. */
export function date(at: number, now: number): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return formatter(
    sameYear ? { day: 'numeric', month: 'short' } : { day: 'numeric', month: 'short', year: 'numeric' },
  ).format(at);
}

/** A coming moment: "in 12 min", "in 5 h", then a date; what is over says so. */
export function until(at: number, now: number): string {
  const left = at - now;
  if (left <= 0) return m.kit_expired();
  if (left < HOUR) return counted(m.kit_in_minutes, Math.max(1, Math.floor(left / MINUTE)));
  if (left < DAY) return counted(m.kit_in_hours, Math.floor(left / HOUR));
  return date(at, now);
}

/** The exact moment, for tooltips. */
export function exact(at: number): string {
  return formatter({
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

/** How many bytes, in the nearest unit: "12 kB". */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB'];
  let size = value;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = size < 10 && unit > 0 ? 1 : 0;
  const form = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return `${new Intl.NumberFormat(region, form).format(size)} ${units[unit]}`;
}
