import { describe, expect, it } from 'vitest';
import { applyMine, clashes, keepTheirs } from './conflict';
import { blankForm, changedFields, editOf, inviteOf, touchesRights, type UserForm } from './form';

const seen: UserForm = {
  ...blankForm('en'),
  firstName: 'Łukasz',
  lastName: 'Wójcik',
  email: 'lukasz@nordlys.no',
  groups: ['a', 'b'],
};

describe('what a form changed', () => {
  it('is nothing while every field is as it was seen', () => {
    expect(changedFields(seen, { ...seen, groups: [...seen.groups] })).toEqual([]);
  });
  it('is nothing when only the order of groups differs', () => {
    expect(changedFields(seen, { ...seen, groups: ['b', 'a'] })).toEqual([]);
  });
  it('names each field that differs, in the order of the drawer', () => {
    expect(changedFields(seen, { ...seen, note: 'n', firstName: 'L', groups: ['a'] })).toEqual([
      'firstName',
      'groups',
      'note',
    ]);
  });
});

describe('the question that is asked', () => {
  it('of an edit holds only what was changed, and the version that was seen (R33)', () => {
    expect(editOf('c', 'm', 7, seen, { ...seen, phone: '+48 1' })).toEqual({
      command: 'c',
      member: 'm',
      seen: 7,
      phone: '+48 1',
    });
  });
  it('of an edit can empty a field', () => {
    expect(editOf('c', 'm', 7, { ...seen, note: 'old' }, seen)).toEqual({
      command: 'c',
      member: 'm',
      seen: 7,
      note: '',
    });
  });
  it('of an invitation holds no phone and no note', () => {
    expect(Object.keys(inviteOf('c', seen, true)).sort()).toEqual([
      'access',
      'command',
      'contact',
      'customer',
      'email',
      'firstName',
      'grants',
      'groups',
      'kind',
      'language',
      'lastName',
      'licences',
      'portals',
      'roles',
      'send',
      'tier',
    ]);
  });
  it('of an invitation leaves out what isn’t of its kind (R8, R9)', () => {
    const full: UserForm = {
      ...seen,
      tier: 'admin',
      access: 'custom',
      roles: ['r'],
      grants: ['contacts.view'],
      licences: ['fleet.pro'],
      portals: ['p'],
      contact: 'c',
    };
    expect(inviteOf('c', { ...full, kind: 'portal', access: 'all' }, true)).toMatchObject({
      tier: 'user',
      access: 'custom',
      roles: ['r'],
      groups: [],
      grants: [],
      licences: [],
      portals: ['p'],
      contact: 'c',
    });
    expect(inviteOf('c', { ...full, kind: 'api' }, true)).toMatchObject({
      email: '',
      send: false,
      tier: 'user',
      portals: [],
    });
    expect(inviteOf('c', { ...full, access: 'all' }, true)).toMatchObject({ grants: [], portals: [], contact: '' });
  });
  it('of an edit is about rights where roles, groups, grants, licences or the standing differ', () => {
    expect(touchesRights(seen, { ...seen, note: 'n', phone: '1' })).toBe(false);
    for (const change of [
      { roles: ['r'] },
      { groups: [] },
      { grants: ['a.view'] },
      { tier: 'admin' },
      { access: 'custom' },
    ] as const)
      expect(touchesRights(seen, { ...seen, ...change } as UserForm)).toBe(true);
  });
});

describe('a change by somebody else', () => {
  const theirs = { ...seen, email: 'theirs@nordlys.no', phone: '+47 1' };
  const mine = { ...seen, email: 'mine@nordlys.no', note: 'Mine' };

  it('clashes only where both changed the same field', () => {
    expect(clashes(seen, theirs, mine)).toEqual([
      { field: 'email', theirs: 'theirs@nordlys.no', mine: 'mine@nordlys.no' },
    ]);
  });
  it('doesn’t clash where both wrote the same', () => {
    expect(clashes(seen, theirs, { ...mine, email: theirs.email })).toEqual([]);
  });
  it('stays where I keep theirs, and what only I changed stays too', () => {
    expect(keepTheirs(seen, theirs, mine)).toEqual({ ...theirs, note: 'Mine' });
  });
  it('gives way where I apply mine, and what only they changed stays', () => {
    expect(applyMine(seen, theirs, mine)).toEqual({ ...theirs, email: 'mine@nordlys.no', note: 'Mine' });
  });
});
