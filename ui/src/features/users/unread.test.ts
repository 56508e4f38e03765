import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { UserRow } from '../../contract';
import { changed } from '../../data';
import { refuse, script, type Script } from '../../data/script';
import { UserList } from './list.svelte';

let now: Script;
const page = {
  rows: [{ id: 'a', tier: 'user', may: [] } as unknown as UserRow],
  offset: 0,
  total: 1,
  first: null,
  last: null,
};

// What little of a window the list and the preferences touch.
vi.stubGlobal('document', { documentElement: { dataset: {} } });
vi.stubGlobal('cancelAnimationFrame', () => undefined);

beforeEach(() => {
  now = script({ users_page: () => page, preferences_set: () => null });
});

async function opened(): Promise<UserList> {
  const list = new UserList();
  list.want(0, 20);
  await vi.waitFor(() => expect(list.total).toBe(1));
  return list;
}

describe('a list that can’t be read', () => {
  it('has nothing to show where it never answered', async () => {
    now.answers.users_page = refuse('disk_full');
    const list = new UserList();
    list.want(0, 20);
    await vi.waitFor(() => expect(list.problem).not.toBeNull());
    expect([list.bare, list.rows]).toEqual([true, 0]);
  });
  it('shows nothing of another tab', async () => {
    const list = await opened();
    now.answers.users_page = refuse('disk_full');
    list.setTab('pending');
    expect(list.bare).toBe(false);
    list.want(0, 20);
    await vi.waitFor(() => expect(list.bare).toBe(true));
    now.answers.users_page = () => page;
    list.setTab('active');
    list.want(0, 20);
    await vi.waitFor(() => expect([list.problem, list.rows]).toEqual([null, 1]));
  });
  it('keeps the rows that were there when they are read again', async () => {
    const list = await opened();
    const stop = list.start();
    now.answers.users_page = refuse('disk_full');
    await changed(['users']);
    await vi.waitFor(() => expect(list.problem).not.toBeNull());
    expect([list.bare, list.rows, list.row(0)?.id]).toEqual([false, 1, 'a']);
    stop();
  });
});
