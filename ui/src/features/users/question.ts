/** What the list of users asks, and what it remembers of each tab. */
import type { Kind, Sort, SortKey, Tab, UserFilter } from '../../contract';
import { preferences } from '../../data';

/** What a tab remembers; the search text is not among it. */
export interface Memory {
  sort: Sort;
  /** Columns that were taken away. */
  hidden: string[];
  filter: Omit<UserFilter, 'tab' | 'text'>;
}

export interface Screen {
  tab: Tab;
  /** Which kind of members is listed. */
  kind: Kind;
  tabs: Record<Tab, Memory>;
}

export const NO_FILTER: Memory['filter'] = {
  tiers: [],
  group: null,
  suspended: null,
  awayDays: null,
  withoutSecondFactor: false,
  role: null,
  licence: null,
  kind: null,
  withoutRole: false,
};

const memory = (key: SortKey, descending: boolean): Memory => ({
  sort: { key, descending },
  hidden: ['roles'],
  filter: NO_FILTER,
});

const FRESH: Screen = {
  tab: 'active',
  kind: 'regular',
  tabs: { active: memory('last_active', true), pending: memory('added', true), archived: memory('name', false) },
};

const TABS = new Set<unknown>(['active', 'pending', 'archived']);
const KINDS = new Set<unknown>(['regular', 'portal', 'api', 'system']);

/** What was remembered, mended where an older version wrote less. */
export function recall(): Screen {
  const kept = preferences.screen<Partial<Screen>>('users', {});
  const tabs = { ...FRESH.tabs };
  for (const tab of ['active', 'pending', 'archived'] as const) {
    const old: Partial<Memory> = kept.tabs?.[tab] ?? {};
    tabs[tab] = { ...tabs[tab], ...old, filter: { ...NO_FILTER, ...old.filter } };
  }
  return {
    tab: TABS.has(kept.tab) ? (kept.tab as Tab) : 'active',
    kind: KINDS.has(kept.kind) ? (kept.kind as Kind) : 'regular',
    tabs,
  };
}

/** The list as a link from elsewhere wants it: a tab with these filters. */
export function quickly(tab: Tab, filter: Partial<Memory['filter']>): Screen {
  const now = recall();
  return {
    tab,
    kind: 'regular',
    tabs: { ...now.tabs, [tab]: { ...now.tabs[tab], filter: { ...NO_FILTER, ...filter } } },
  };
}

export function remember(screen: Screen): void {
  preferences.remember('users', screen);
}
