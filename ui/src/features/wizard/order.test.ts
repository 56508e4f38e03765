import { describe, expect, it } from 'vitest';
import type { OffersView } from '../../contract';
import { money } from '../../kit/format';
import { linesOf, orderOf, orderWords, seatsOf } from './order';

const OFFERS: OffersView = {
  currency: 'EUR',
  plans: [
    { plan: 'starter', administrators: 2, price: 1900 },
    { plan: 'business', administrators: 15, price: 14_900 },
  ],
  products: [
    {
      name: 'Fleet',
      explanation: 'Vessels',
      packages: [
        { package: 'fleet.standard', name: 'Standard', price: 600 },
        { package: 'fleet.pro', name: 'Pro', price: 900 },
      ],
    },
  ],
  quoteFrom: 500,
  countries: ['NO'],
  domain: 'rollbook.example',
  onPage: true,
};

describe('an order', () => {
  it('has a line for the plan and for each package', () => {
    const lines = linesOf(OFFERS, orderOf('business', [{ package: 'fleet.pro', seats: 25 }]));
    expect(lines).toEqual([
      { name: 'Business plan', total: 14_900 },
      { name: 'Fleet Pro, 25 seats', total: 22_500 },
    ]);
  });
  it('leaves out what isn’t sold', () => {
    expect(linesOf(OFFERS, orderOf('starter', [{ package: 'fleet.gold', seats: 3 }]))).toHaveLength(1);
  });
  it('is said in one line', () => {
    expect(orderWords(OFFERS, orderOf('business', [{ package: 'fleet.pro', seats: 1 }]))).toBe('Business, Fleet Pro 1');
  });
  it('has at least one seat of what it has', () => {
    expect(['', '0', '-4', 'x', '7.9', '99999999'].map(seatsOf)).toEqual([1, 1, 1, 1, 7, 10_000_000]);
  });
});

describe('an amount', () => {
  it('has its cents only where there are some', () => {
    expect(money(14_900, 'EUR')).toBe('€\u00a0149');
    expect(money(106_750, 'EUR')).toBe('€\u00a01\u2009067.50');
    expect(money(5, 'EUR')).toBe('€\u00a00.05');
    expect(money(1200, 'JPY')).toBe('¥\u00a01\u2009200');
  });
});
