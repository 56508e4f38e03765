import { beforeEach, expect, test, vi } from 'vitest';
import { router } from '../actions';
import type { AppView, KnownOrganization, OrganizationView } from '../contract';
import { notice } from '../errors/notice.svelte';
import { carryOut } from './asked';
import { going } from './going.svelte';

const known = (organization: string): KnownOrganization => ({
  kind: 'server',
  place: 'https://accounts.example',
  organization,
  account: 'ingrid@nordlys.example',
  name: organization,
  openedAt: 0,
  byPassphrase: false,
  present: true,
});
const app = (open: string, ...others: string[]): AppView => ({
  version: '1',
  platform: 'linux',
  folder: '',
  keychain: { available: true, name: '', words: '' },
  known: others.map(known),
  open: { id: open } as OrganizationView,
  named: null,
  problem: null,
});
const user = (organization: string) => ({ is: 'user' as const, organization, member: 'ingrid' });

beforeEach(() => {
  vi.restoreAllMocks();
  notice.clear();
});

test('a link to somebody in the open organization shows them', async () => {
  const go = vi.spyOn(router, 'go').mockReturnValue();
  await carryOut(user('nordlys'), app('nordlys', 'fjord'));
  expect(go).toHaveBeenCalledWith({ screen: 'person', id: 'ingrid' });
});

test('a link to somebody in another organization that is known opens it, and goes to them there', async () => {
  const to = vi.spyOn(going, 'to').mockResolvedValue();
  const view = app('nordlys', 'fjord');
  await carryOut(user('fjord'), view);
  expect(to).toHaveBeenCalledWith(view.known[0], view.open, { screen: 'person', id: 'ingrid' });
});

test('a link to an organization that nobody knows here, and nonsense, are said and lead nowhere', async () => {
  const go = vi.spyOn(router, 'go').mockReturnValue();
  await carryOut(user('elsewhere'), app('nordlys', 'fjord'));
  expect(notice.now?.message).toContain('isn’t open here');
  await carryOut({ is: 'unreadable', link: 'rollbook://nonsense' }, app('nordlys'));
  expect(notice.now?.message).toContain('rollbook://nonsense');
  expect(go).not.toHaveBeenCalled();
});

test('a file of a second start is opened, once what is unsaved lets go', async () => {
  const open = vi.spyOn(going.opening, 'open').mockResolvedValue();
  const free = vi.spyOn(router, 'free').mockReturnValue(false);
  await carryOut({ is: 'file', path: '/home/ingrid/fjord.rollbook' }, app('nordlys'));
  expect(open).not.toHaveBeenCalled();
  free.mock.calls[0]?.[1]();
  expect(open).toHaveBeenCalledWith('/home/ingrid/fjord.rollbook');
});
