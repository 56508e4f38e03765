/** Words and tones of the licenses screen that are chosen from data. */
import type { Impact, PackageView, PlanView } from '../../contract';
import { counted, number } from '../../kit/format';

/** A package is nearly full below this share of free seats. */
const FEW = 0.15;

export type Fill = 'plain' | 'warn' | 'bad';

/** How full a package is: free seats are few, or there are none. A package without seats is neither. */
export function fillOf({ seats, free }: Pick<PackageView, 'seats' | 'free'>): Fill {
  if (seats === 0) return 'plain';
  if (free <= 0) return 'bad';
  return free <= seats * FEW ? 'warn' : 'plain';
}

/** What the margin says of a package; empty when nothing is wrong. */
export const FILL_WORDS: Record<Fill, string> = { plain: '', warn: 'Few seats left', bad: 'No seats left' };

/** Free seats as a number, or the word for none. */
export function freeWords({ free }: Pick<PackageView, 'free'>): string {
  return free <= 0 ? 'None' : number(free);
}

/** Who gains what by a product that is taken: through roles and groups, and whoever has everything. */
export function takenWords({ reach, people }: Impact): string {
  const most = people.reduce((sum, { gained }) => Math.max(sum, gained.length), 0);
  if (most === 0) return 'Nobody gains a permission by it yet.';
  const each = reach === 1 ? 'gains' : 'gain up to';
  return `${counted(reach, 'person', 'people')} ${each} ${counted(most, 'permission')} through roles, groups and access to everything.`;
}

/** "Fleet Pro". */
export function fullName({ product, name }: { product: string; name: string }): string {
  return `${product} ${name}`;
}

/** Where the organization stands: "11 of 15 admin users in use". */
export function planWords({ plan, used, plans }: PlanView): string {
  const limit = plans.find((one) => one.plan === plan)?.administrators ?? 0;
  return `${number(used)} of ${counted(limit, 'admin user')} in use`;
}

/** How many people the idle note speaks of. */
export function idleWords(idle: number): string {
  return idle === 1
    ? '1 holder hasn’t signed in for 60 days.'
    : `${number(idle)} holders haven’t signed in for 60 days.`;
}

/** What revoking theirs would make free. */
export function idleGain(idle: number, free: number): string {
  return `Revoke ${idle === 1 ? 'it' : 'theirs'} and you have ${counted(Math.max(0, free) + idle, 'seat')} free.`;
}

/** The sum for the status line. */
export function summary(packages: readonly PackageView[]): string[] {
  const used = packages.reduce((sum, one) => sum + one.used, 0);
  const seats = packages.reduce((sum, one) => sum + one.seats, 0);
  const products = new Set(packages.map((one) => one.product)).size;
  return [counted(products, 'product'), `${number(used)} of ${counted(seats, 'seat')} used`];
}

/** Seats as somebody types them; `null` for what is no number of seats. */
export function seatsOf(typed: string): number | null {
  const digits = typed.replace(/[\s\u2009\u202f\u00a0]/g, '');
  return /^\d{1,7}$/.test(digits) ? Number(digits) : null;
}
