/** Of whom a second factor is required, and from when: what the form holds and what it comes to. */
import type { PolicyView, RequiredOf, SecondFactor } from '../../contract';
import { counted, date } from '../../kit/format';
import { daysOf, readDays } from '../../kit/period';

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
  const span = left >= DAY ? counted(Math.floor(left / DAY), 'day') : counted(Math.ceil(left / HOUR), 'hour');
  const whom = of === 'administrators' ? 'Administrators' : 'All who sign in';
  return `${whom} need one from ${date(from, now)}: in ${span}.`;
}

/** Whom it would reach who has none yet: said before it is saved. */
export function reachOf({ of }: RequiredForm, view: PolicyView): string {
  if (of === 'nobody') return '';
  const missing = of === 'administrators' ? view.administratorsWithout : view.usersWithout;
  const who =
    of === 'administrators'
      ? counted(missing, 'administrator has', 'administrators have')
      : counted(missing, 'user has', 'users have');
  return missing === 0
    ? 'Everybody of them has one already.'
    : `${who} none yet. From that day they set one up when they sign in, before anything else.`;
}
