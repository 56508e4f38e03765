import { expect, test } from 'vitest';
import type { KnownOrganization } from '../contract';
import { matching } from './switching';

const known = (name: string, account = ''): KnownOrganization => ({
  kind: 'server',
  place: 'https://accounts.example',
  organization: name,
  account,
  name,
  openedAt: 0,
  byPassphrase: false,
  present: true,
});
const names = (all: KnownOrganization[]) => all.map(({ name }) => name);

test('an organization is found by any part of its name, without its marks, one that begins so first', () => {
  const all = [known('Ateliers Vauban'), known('Österö'), known('Vauban'), known('Fjord', 'ann@vauban.example')];
  expect(names(matching(all, ''))).toEqual(['Ateliers Vauban', 'Fjord', 'Österö', 'Vauban']);
  expect(names(matching(all, 'vau'))).toEqual(['Vauban', 'Ateliers Vauban', 'Fjord']);
  expect(names(matching(all, 'OSTERO'))).toEqual(['Österö']);
  expect(matching(all, 'nordlys')).toEqual([]);
});
