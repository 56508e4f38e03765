import { describe, expect, it } from 'vitest';
import type { AccessChoices, Outcome, UserRow } from '../../contract';
import { chipsOf, quickOf } from './filters';
import { rowMenu } from './menu';
import { NO_FILTER } from './question';
import { factor } from '../../shared/secondFactor';
import { done, markOf, summary } from './words';

const row: UserRow = {
  id: 'a',
  version: 1,
  name: 'Ada',
  initials: 'A',
  email: 'ada@nordlys.no',
  kind: 'regular',
  tier: 'admin',
  status: 'active',
  groups: [],
  groupCount: 0,
  secondFactor: 'totp',
  lastActive: 5,
  roll: 1,
  isYou: false,
  addedAt: 0,
  addedBy: null,
  invitationUntil: null,
  archivedAt: null,
  may: [
    { action: 'suspend', refusal: null },
    { action: 'archive', refusal: null },
  ],
  editRefusal: null,
  asRefusal: null,
  passwordRefusal: null,
  lockRefusal: null,
  roles: [],
  licences: [],
};
const counts = { active: 248, suspended: 1, pending: 9, archived: 31, admins: 11, planUsed: 11, planLimit: 15 };

describe('the margin', () => {
  it('is empty for somebody with nothing against them', () => expect(markOf(row, 10)).toBeNull());
  it('shows suspended, an admin without second factor, an expired invitation', () => {
    expect(markOf({ ...row, status: 'suspended' }, 10)?.words).toBe('Suspended');
    expect(markOf({ ...row, secondFactor: null }, 10)?.words).toBe('Admin without 2FA');
    expect(markOf({ ...row, status: 'pending', invitationUntil: 9 }, 10)?.words).toBe('Invitation expired');
    expect(markOf({ ...row, status: 'pending', invitationUntil: 11 }, 10)).toBeNull();
  });
  it('leaves users without second factor to their column', () => {
    expect(markOf({ ...row, tier: 'user', secondFactor: null }, 10)).toBeNull();
    expect(factor(null)).toEqual({ icon: 'shield-off', word: 'None', missing: true });
  });
});

describe('the row menu', () => {
  const nothing = { open: () => undefined, edit: () => undefined, act: () => undefined, give: () => undefined };
  const labels = (one: UserRow) =>
    rowMenu(one, null, nothing).flatMap((entry) => ('label' in entry ? [entry.label] : []));
  it('holds what fits the status', () => {
    const given = ['Add roles…', 'Add to group…', 'Grant license…'];
    const urgent = { as: 'Sign in as…', lock: 'Lock out now…' };
    expect(labels(row)).toEqual([
      'Open user',
      'Edit user',
      urgent.as,
      ...given,
      'Suspend access',
      'Archive user',
      urgent.lock,
    ]);
    expect(labels({ ...row, kind: 'api' })).not.toContain(urgent.as);
    expect(labels({ ...row, status: 'suspended' })).toContain(urgent.lock);
    expect(
      labels({
        ...row,
        status: 'pending',
        may: [
          { action: 'resend', refusal: null },
          { action: 'revoke', refusal: null },
        ],
      }),
    ).toEqual(['Open user', 'Edit user', 'Send invitation again', ...given, 'Revoke invitation']);
    expect(labels({ ...row, status: 'archived', may: [{ action: 'restore', refusal: null }] })).toEqual([
      'Open user',
      'Edit user',
      'Restore user',
    ]);
  });
  it('gives the reason of what may not be done', () => {
    const refusal = { code: 'owner_fixed' as const, message: 'The owner stays.', help: '', field: null, about: null };
    const menu = rowMenu({ ...row, may: [{ action: 'suspend', refusal }], editRefusal: refusal }, null, nothing);
    expect(menu.find(({ id }) => id === 'user.suspend')).toMatchObject({ reason: 'The owner stays.' });
    const locked = rowMenu({ ...row, asRefusal: refusal, lockRefusal: refusal }, null, nothing);
    expect(locked.find(({ id }) => id === 'user.sign-in-as')).toMatchObject({ reason: 'The owner stays.' });
    expect(locked.at(-1)).toMatchObject({ id: 'user.lock', reason: 'The owner stays.' });
    expect(menu.find(({ id }) => id === 'users.roles')).toMatchObject({ reason: 'The owner stays.' });
  });
});

const choices = {
  roles: [{ id: 'r', name: 'Fleet clerk' }],
  groups: [{ id: 'g', name: 'Crewing' }],
  packages: [{ package: 'fleet.pro', product: 'Fleet', name: 'Pro' }],
} as unknown as AccessChoices;

describe('filters', () => {
  it('show as a pressed quick one or as a chip, never as both', () => {
    const filter = { ...NO_FILTER, tiers: ['owner' as const, 'admin' as const], awayDays: 30, group: 'g' };
    expect(
      quickOf(filter, counts)
        .filter(({ on }) => on)
        .map(({ label }) => label),
    ).toEqual(['Admins', 'Away 30 days']);
    expect(chipsOf(filter, choices)).toEqual([{ name: 'Group', value: 'Crewing', remove: { group: null } }]);
  });
  it('name roles, groups and licenses', () => {
    const filter = { ...NO_FILTER, role: 'r', licence: 'fleet.pro', withoutRole: true };
    expect(chipsOf(filter, choices).map(({ name, value }) => `${name} ${value}`)).toEqual([
      'Role Fleet clerk',
      'Admins Without role',
      'License Fleet Pro',
    ]);
    expect(chipsOf({ ...NO_FILTER, role: 'r' }, undefined)[0]?.value, 'until it is known').toBe('…');
  });
  it('carry the counts that are known', () => {
    expect(quickOf(NO_FILTER, counts).map(({ count }) => count)).toEqual([undefined, 11, undefined]);
    const found = { withoutSecondFactor: 21, away: 6 };
    expect(quickOf(NO_FILTER, counts, found).map(({ count }) => count)).toEqual([21, 11, 6]);
  });
});

describe('words', () => {
  const outcome: Outcome = {
    command: 'c',
    preview: false,
    done: 12,
    member: null,
    refused: 2,
    refusals: [],
    undoable: true,
    role: null,
    group: null,
    impact: null,
  };
  it('say what was done and what was skipped', () => {
    expect(done('suspend', outcome)).toBe('12 suspended, 2 skipped');
    expect(done('archive', { ...outcome, refused: 0 })).toBe('12 archived');
  });
  it('sum up the list', () => {
    const filter = { ...NO_FILTER, tab: 'active' as const, text: '' };
    expect(summary(filter, false, 248, counts)).toEqual(['248 users', '1 suspended']);
    expect(summary(filter, true, 21, counts)).toEqual(['21 of 248 users']);
    expect(summary({ ...filter, tab: 'pending' }, false, 9, counts)).toEqual(['9 invitations']);
    expect(summary({ ...filter, kind: 'portal' }, false, 3, counts)).toEqual(['3 portal users']);
  });
});
