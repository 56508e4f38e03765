import { describe, expect, it } from 'vitest';
import type { UserCounts, UserRow } from '../../../contract';
import { tierCards } from './tiers';
import { permissionSum } from './words';

const counts = {
  active: 9,
  suspended: 0,
  pending: 0,
  archived: 0,
  admins: 2,
  planUsed: 2,
  planLimit: 5,
} satisfies UserCounts;
const full = { ...counts, planUsed: 5 };
const row = (change: Partial<UserRow>) => ({ tier: 'user', isYou: false, ...change }) as UserRow;
const locks = (cards: ReturnType<typeof tierCards>) =>
  Object.fromEntries(cards.map((card) => [card.value, card.locked !== undefined]));

it('an administrator may give both roles while the plan has places', () => {
  expect(locks(tierCards(null, 'owner', counts))).toEqual({ admin: false, user: false });
});
it('a full plan locks Admin and says how many there are (R21)', () => {
  const [admin] = tierCards(null, 'owner', full);
  expect(admin?.locked).toContain('All 5 administrators');
});
it('a full plan doesn’t lock Admin for somebody who is one already (R21)', () => {
  expect(locks(tierCards(row({ tier: 'admin' }), 'owner', full))).toEqual({ admin: false, user: false });
});
it('the owner stays the owner (R15)', () => {
  expect(locks(tierCards(row({ tier: 'owner' }), 'owner', counts))).toEqual({ owner: true, admin: true, user: true });
});
it('nobody changes their own role (R17)', () => {
  expect(locks(tierCards(row({ tier: 'admin', isYou: true }), 'admin', counts))).toEqual({ admin: true, user: true });
});
it('a user can’t make administrators (R13)', () => {
  expect(locks(tierCards(null, 'user', counts))).toEqual({ admin: true, user: false });
});

describe('the sum at the foot of the permissions', () => {
  it('says what is known: one group exactly, several at most', () => {
    expect(permissionSum([{ name: 'IT', permissions: 1 }])).toEqual(['1 permission in all', 'from IT']);
    expect(
      permissionSum([
        { name: 'IT', permissions: 8 },
        { name: 'Crewing', permissions: 7 },
      ]),
    ).toEqual(['Up to 15 permissions in all', 'from 2 groups, which may share some']);
  });
});
