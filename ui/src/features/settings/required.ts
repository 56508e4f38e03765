/** Of whom a second factor is required, and from when: what the form holds and what it comes to. */
import type { PolicyView, RequiredOf, SecondFactor } from '../../contract';
import { date } from '../../kit/format';
import { daysOf, readDays } from '../../kit/period';
import { counted, m, number } from '../../words';

export interface RequiredForm {
  of: RequiredOf;
  /** The first day, empty for at once. */
  from: string;
}

export const formOf = ({ of, from }: SecondFactor): RequiredForm => ({
  of,
  from: of === 'nobody' ? '' : daysOf({ from, until: null }).from,
});

export const sameForm = (one: RequiredForm, other: RequiredForm): boolean =>
  one.of === other.of && (one.of === 'nobody' || one.from === other.from);

/** What the form says, or what is wrong with its day. */
export function readForm({ of, from }: RequiredForm, now: number): SecondFactor | { words: string } {
  if (of === 'nobody') return { of, from: null };
  const read = readDays({ from, until: '' }, now);
  return 'words' in read ? { words: read.words } : { of, from: read.span.from };
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** How long it is until the rule holds, as the portal says it to everybody: whole days, the last one by its hours. */
export function countdownOf({ of, from }: SecondFactor, now: number): string {
  if (of === 'nobody' || from === null || from <= now) return '';
  const left = from - now;
  const inDays = left >= DAY;
  const count = inDays ? Math.floor(left / DAY) : Math.ceil(left / HOUR);
  const inputs = { count, n: number(count), date: date(from, now) };
  if (of === 'administrators')
    return inDays ? m.settings_factor_admins_days(inputs) : m.settings_factor_admins_hours(inputs);
  return inDays ? m.settings_factor_everybody_days(inputs) : m.settings_factor_everybody_hours(inputs);
}

/** Whom it would reach who has none yet: said before it is saved. */
export function reachOf({ of }: RequiredForm, view: PolicyView): string {
  if (of === 'nobody') return '';
  const missing = of === 'administrators' ? view.administratorsWithout : view.usersWithout;
  if (missing === 0) return m.settings_factor_none_without();
  return counted(of === 'administrators' ? m.settings_factor_admins_without : m.settings_factor_users_without, missing);
}
