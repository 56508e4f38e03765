import { afterEach, describe, expect, it } from 'vitest';
import type { UsersPageView } from '../../contract';
import { changed } from '../../data';
import { script } from '../../data/script';
import { askFirstPage, askPage } from './first';
import { NO_FILTER } from './question';

const EMPTY: UsersPageView = { rows: [], offset: 0, total: 0, first: null, last: null };
const SORT = { key: 'last_active', descending: true } as const;
const FILTER = { ...NO_FILTER, tab: 'active' as const, text: '' };
const ask = (text = '') => askPage({ filter: { ...FILTER, text }, sort: SORT, offset: 0, take: 100, anchor: null });

afterEach(() => changed(['users']));

describe('the first page', () => {
  it('is asked before there is a list, and taken once', async () => {
    const backend = script({ users_page: () => EMPTY });
    await askFirstPage();
    await ask();
    expect(backend.sent('users_page')).toHaveLength(1);
    await ask();
    expect(backend.sent('users_page')).toHaveLength(2);
  });

  it('answers no other question', async () => {
    const backend = script({ users_page: () => EMPTY });
    await askFirstPage();
    await ask('berg');
    expect(backend.sent('users_page').map(({ filter }) => filter.text)).toEqual(['', 'berg']);
  });

  it('is worth nothing after a change', async () => {
    const backend = script({ users_page: () => EMPTY });
    await askFirstPage();
    await changed(['users']);
    await ask();
    expect(backend.sent('users_page')).toHaveLength(2);
  });
});
