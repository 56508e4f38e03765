import { describe, expect, it } from 'vitest';
import type { Refusal, UserRow } from '../../../contract';
import { tierCards } from './tiers';
import { addsTo, seatsLeft, sumWords } from './words';

const full: Refusal = {
  code: 'plan_full',
  message: 'All 5 administrators of the plan are in use.',
  help: 'Choose User.',
  field: null,
  about: null,
};
const row = (change: Partial<UserRow>) => ({ tier: 'user', isYou: false, ...change }) as UserRow;
const locks = (cards: ReturnType<typeof tierCards>) =>
  Object.fromEntries(cards.map((card) => [card.value, card.locked !== undefined]));

it('both standings can be given while nothing stands against it', () => {
  expect(locks(tierCards(null, null))).toEqual({ admin: false, user: false });
});
it('a full plan locks Admin and says how many there are (R21)', () => {
  const [admin] = tierCards(null, full);
  expect(admin?.locked).toBe('All 5 administrators of the plan are in use. Choose User.');
});
it('a full plan doesn’t lock Admin for somebody who is one already (R21)', () => {
  expect(locks(tierCards(row({ tier: 'admin' }), full))).toEqual({ admin: false, user: false });
});
it('the owner stays the owner (R15)', () => {
  expect(locks(tierCards(row({ tier: 'owner' }), null))).toEqual({ owner: true, admin: true, user: true });
});
it('nobody changes their own standing (R17)', () => {
  expect(locks(tierCards(row({ tier: 'admin', isYou: true }), null))).toEqual({ admin: true, user: true });
});

describe('the words of the drawer', () => {
  it('say what roles and groups give already', () => {
    expect(addsTo([], 0)).toBe('What you tick here is all they may do.');
    expect(addsTo(['Staff'], 1)).toBe('Staff already grants 1. What you tick here adds to it.');
    expect(addsTo(['Staff', 'Crewing'], 28)).toBe(
      'Staff and Crewing already grant 28. What you tick here adds to them.',
    );
    expect(addsTo(['A', 'B', 'C', 'D'], 9)).toBe('A, B and 2 more already grant 9. What you tick here adds to them.');
  });
  it('sum up what there is in all', () => {
    const having = {
      given: new Map([['a.view', [{ kind: 'role' as const, name: 'A' }]]]),
      here: new Set(['a.edit', 'a.view']),
      restricted: new Set<string>(),
    };
    expect(sumWords(having)).toEqual(['2 permissions in all', '1 from roles and groups, 1 set here']);
  });
  it('warn before the seats are gone', () => {
    const seats = (free: number) =>
      seatsLeft({ package: '', product: '', name: '', explanation: '', seats: 40, used: 40 - free, free });
    expect([seats(8), seats(2), seats(0)]).toEqual([
      { words: '8 of 40 left', tone: 'faint' },
      { words: '2 of 40 left', tone: 't-warning' },
      { words: 'No seats left', tone: 't-danger' },
    ]);
  });
});
