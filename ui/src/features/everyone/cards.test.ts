import { expect, test } from 'vitest';
import type { KnownOrganization, UserRow } from '../../contract';
import { byOrganization, cardsOf } from './cards';

const known = (name: string): KnownOrganization => ({
  kind: 'file',
  place: `/${name}.rollbook`,
  organization: '',
  account: '',
  name,
  openedAt: 0,
  byPassphrase: false,
  present: true,
});

const row = (id: string, name: string, email: string): UserRow => ({
  id,
  version: 1,
  name,
  initials: name.slice(0, 1),
  email,
  kind: 'regular',
  tier: 'user',
  status: 'active',
  groups: [],
  groupCount: 0,
  roles: [],
  licences: [],
  secondFactor: null,
  lastActive: null,
  roll: 0,
  isYou: false,
  addedAt: 0,
  addedBy: null,
  invitationUntil: null,
  archivedAt: null,
  may: [],
  editRefusal: null,
  asRefusal: null,
  passwordRefusal: null,
  lockRefusal: null,
});

const answer = (name: string, ...rows: UserRow[]) => ({ known: known(name), organization: name, rows });

test('somebody in many organizations is one card with all memberships', () => {
  const cards = cardsOf([
    answer('Vauban', row('1', 'Ngũgĩ', 'Ngugi@Example.org')),
    answer('Fjord', row('2', 'Ngũgĩ wa', 'ngugi@example.org'), row('3', 'Ann', 'ann@example.org')),
  ]);
  expect(cards.map(({ name, memberships }) => [name, memberships.map(({ organization }) => organization)])).toEqual([
    ['Ann', ['Fjord']],
    ['Ngũgĩ', ['Fjord', 'Vauban']],
  ]);
});

test('what has no address is nobody else', () => {
  const cards = cardsOf([
    answer('Fjord', row('1', 'Printer', ''), row('2', 'Printer', '')),
    answer('Vauban', row('1', 'Printer', '')),
  ]);
  expect(cards).toHaveLength(3);
});

test('each organization is asked for its own people alone', () => {
  const cards = cardsOf([
    answer('Fjord', row('1', 'Ann', 'ann@example.org'), row('2', 'Bo', 'bo@example.org')),
    answer('Vauban', row('9', 'Ann', 'ann@example.org')),
  ]);
  const parts = byOrganization(cards.flatMap(({ memberships }) => memberships));
  expect(parts.map(({ organization, members }) => [organization, members.map(({ row }) => row.id)])).toEqual([
    ['Fjord', ['1', '2']],
    ['Vauban', ['9']],
  ]);
});
