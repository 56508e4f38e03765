import { describe, expect, it } from 'vitest';
import { applyMine, clashes, keepTheirs } from './conflict';
import { blankForm, changedFields, editOf, inviteOf, type UserForm } from './form';

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
      'email',
      'firstName',
      'groups',
      'language',
      'lastName',
      'send',
      'tier',
    ]);
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
