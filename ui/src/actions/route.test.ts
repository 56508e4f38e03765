import { expect, it } from 'vitest';
import { hashOf, parse, type Route } from './route.svelte';

it.each<[string, Route]>([
  ['#/users', { screen: 'users', drawer: null }],
  ['#/users/invite', { screen: 'users', drawer: { mode: 'invite' } }],
  [
    '#/users/edit/01930000-0001-7000-8000-000000000004',
    { screen: 'users', drawer: { mode: 'edit', id: '01930000-0001-7000-8000-000000000004' } },
  ],
  ['#/users/person/m1', { screen: 'person', id: 'm1' }],
  ['#/users/person/m1/edit', { screen: 'person', id: 'm1', edit: true }],
  ['#/glass', { screen: 'glass', id: null }],
  ['#/glass/m1', { screen: 'glass', id: 'm1' }],
  ['#/roles', { screen: 'roles' }],
  ['#/roles/r1', { screen: 'roles', role: 'r1' }],
  ['#/groups', { screen: 'groups' }],
  ['#/groups/g1', { screen: 'groups', group: 'g1' }],
  ['#/licenses', { screen: 'licenses' }],
  ['#/security', { screen: 'security' }],
  ['#/security/review', { screen: 'security', review: true }],
  ['#/activity', { screen: 'activity' }],
  ['#/import', { screen: 'import' }],
  ['#/mail', { screen: 'mail' }],
  ['#/settings', { screen: 'settings' }],
  ['#/organizations', { screen: 'organizations' }],
  ['#/everyone', { screen: 'everyone' }],
])('%s is a place and back', (hash, route) => {
  expect(parse(hash)).toEqual(route);
  expect(hashOf(route)).toBe(hash);
});

it('takes anything unknown for the list of users', () => {
  for (const hash of ['', '#', '#/nowhere', '#/users/edit', '#/users/<script>'])
    expect(parse(hash)).toEqual({ screen: 'users', drawer: null });
});
