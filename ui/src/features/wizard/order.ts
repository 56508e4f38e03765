/** What is ordered, and what it comes to each month; pure, so the price is in view at every step. */
import type { OffersView, Order, PackagePrice, Plan, ProductOffer } from '../../contract';
import { PLAN_NAMES } from '../../shared/plans';
import { m, number } from '../../words';

/** What was chosen of one product. */
export interface Pick {
  package: string;
  seats: number;
}

export interface OrderLine {
  name: string;
  total: number;
}

const SEATS_MOST = 10_000_000;

/** The product that a package belongs to, and the package. */
export function soldAs(offers: OffersView, key: string): { product: ProductOffer; pack: PackagePrice } | null {
  for (const product of offers.products) {
    const pack = product.packages.find((one) => one.package === key);
    if (pack) return { product, pack };
  }
  return null;
}

/** A number of seats as typed; at least one. */
export function seatsOf(typed: string | number): number {
  const value = Math.trunc(Number(typed));
  return Number.isFinite(value) ? Math.min(SEATS_MOST, Math.max(1, value)) : 1;
}

export function orderOf(plan: Plan, picks: readonly Pick[]): Order {
  return { plan, packages: picks.map((pick) => ({ package: pick.package, seats: pick.seats })) };
}

/** The lines with their prices, the plan first; what isn't sold any more is left out. */
export function linesOf(offers: OffersView, order: Order): OrderLine[] {
  const plan = offers.plans.find((one) => one.plan === order.plan);
  const first = plan ? [{ name: m.wizard_plan({ plan: PLAN_NAMES[order.plan] }), total: plan.price }] : [];
  const rest = order.packages.flatMap(({ package: key, seats }) => {
    const sold = soldAs(offers, key);
    if (!sold) return [];
    const { product, pack } = sold;
    const name = m.wizard_line({ count: seats, n: number(seats), product: product.name, package: pack.name });
    return [{ name, total: pack.price * seats }];
  });
  return [...first, ...rest];
}

/** "Business, Fleet Pro 25, Crew Standard 40". */
export function orderWords(offers: OffersView, order: Order): string {
  const packages = order.packages.flatMap(({ package: key, seats }) => {
    const sold = soldAs(offers, key);
    return sold ? [`${sold.product.name} ${sold.pack.name} ${number(seats)}`] : [];
  });
  return [PLAN_NAMES[order.plan], ...packages].join(', ');
}
