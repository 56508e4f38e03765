/** Words and tones of the licenses screen that are chosen from data. */
import type { Impact, PackageView, PlanView } from '../../contract';
import { counted, m, number } from '../../words';

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
export const FILL_WORDS: Record<Fill, string> = { plain: '', warn: m.licences_few_left(), bad: m.licences_none_left() };

/** Free seats as a number, or the word for none. */
export function freeWords({ free }: Pick<PackageView, 'free'>): string {
  return free <= 0 ? m.licences_free_none() : number(free);
}

/** Who gains what by a product that is taken: through roles and groups, and whoever has everything. */
export function takenWords({ reach, people }: Impact): string {
  const most = people.reduce((sum, { gained }) => Math.max(sum, gained.length), 0);
  if (most === 0) return m.licences_gains_none();
  return m.licences_gains({ reach, most, people: number(reach), permissions: number(most) });
}

/** "Fleet Pro". */
export function fullName({ product, name }: { product: string; name: string }): string {
  return `${product} ${name}`;
}

/** Where the organization stands: "11 of 15 admin users in use". */
export const planWords = (plan: PlanView): string => m.licences_plan(standing(plan));

/** The same as a sentence of its own. */
export const planSentence = (plan: PlanView): string => m.licences_plan_sentence(standing(plan));

function standing({ plan, used, plans }: PlanView) {
  const limit = plans.find((one) => one.plan === plan)?.administrators ?? 0;
  return { count: limit, n: number(limit), used: number(used) };
}

/** How many people the idle note speaks of. */
export function idleWords(idle: number): string {
  return counted(m.licences_idle, idle);
}

/** What revoking theirs would make free. */
export function idleGain(idle: number, free: number): string {
  const seats = Math.max(0, free) + idle;
  return m.licences_idle_gain({ idle, seats, n: number(seats) });
}

/** The sum for the status line. */
export function summary(packages: readonly PackageView[]): string[] {
  const used = packages.reduce((sum, one) => sum + one.used, 0);
  const seats = packages.reduce((sum, one) => sum + one.seats, 0);
  const products = new Set(packages.map((one) => one.product)).size;
  return [
    counted(m.licences_products, products),
    m.licences_seats_sum({ count: seats, n: number(seats), used: number(used) }),
  ];
}

/** Seats as somebody types them; `null` for what is no number of seats. */
export function seatsOf(typed: string): number | null {
  const digits = typed.replace(/[\s\u2009\u202f\u00a0]/g, '');
  return /^\d{1,7}$/.test(digits) ? Number(digits) : null;
}
