/** The list of users behind the screen: what is asked, the pages that are here, what is chosen. */
import type { Action, Kind, SortKey, Tab, Target, UserFilter, UserRow } from '../../contract';
import { call, onChanged } from '../../data';
import { NONE, size, type Selection } from '../../kit/grid/selection';
import { PageCache, type Load } from '../../kit/grid/pages';
import { askPage } from './first';
import { NO_FILTER, recall, remember, type Memory, type Screen } from './question';

/** Skeletons appear when an answer takes longer. */
const PATIENCE = 150;
/** Rows that stand for an answer that isn't there yet. */
const SCREENFUL = 24;
/** A line says what is awaited when it takes longer still. */
const LONG = 5_000;

export class UserList {
  screen = $state.raw<Screen>(recall());
  text = $state('');
  selection = $state.raw<Selection>(NONE);
  /** Administrators among the chosen; `null` while unknown. */
  chosenAdmins = $state<number | null>(0);
  /** The question has been open for long. */
  slow = $state(false);

  readonly tab = $derived(this.screen.tab);
  readonly memory = $derived(this.screen.tabs[this.screen.tab]);
  readonly kind = $derived(this.screen.kind);
  readonly filter: UserFilter = $derived({
    ...this.memory.filter,
    tab: this.tab,
    kind: this.kind === 'regular' ? null : this.kind,
    text: this.text.trim(),
  });
  readonly narrowed = $derived(
    this.filter.text !== '' || JSON.stringify(this.memory.filter) !== JSON.stringify(NO_FILTER),
  );

  /** Called when another list is shown: the grid goes to its start. */
  onfresh: () => void = () => undefined;

  #tick = $state(0);
  #cache: PageCache<UserRow>;
  #seen = new Map<string, UserRow>();
  #counted = '';
  #fresh = true;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #frame = 0;

  constructor() {
    this.#cache = new PageCache(this.#loader(), () => (this.#tick += 1));
    this.#watch();
  }

  /** Follows changes until the returned function is called. */
  start(): () => void {
    const stop = onChanged((tags) => {
      if (!tags.includes('users')) return;
      this.#counted = '';
      this.#fresh = false;
      this.#cache.ask(this.#loader());
    });
    return () => {
      stop();
      cancelAnimationFrame(this.#frame);
      this.#timers.forEach(clearTimeout);
    };
  }

  row = (at: number): UserRow | undefined => (this.#tick >= 0 ? this.#cache.row(at) : undefined);
  get total(): number {
    return this.#tick >= 0 ? this.#cache.total : 0;
  }
  /** How many rows to draw: a screenful before the first answer. */
  get rows(): number {
    if (this.bare) return 0;
    return this.#tick >= 0 && (this.#cache.answered || this.#cache.problem !== null)
      ? this.total
      : Math.max(this.total, SCREENFUL);
  }
  /** Whether the total is counted, not guessed. */
  get exact(): boolean {
    return this.#tick >= 0 && this.#cache.exact;
  }
  /** There is nothing to show but why: the newest question failed, and what was here answered another. */
  get bare(): boolean {
    return this.problem !== null && !this.#cache.answered && (this.#fresh || this.row(0) === undefined);
  }
  get problem(): unknown {
    return this.#tick >= 0 ? this.#cache.problem : null;
  }
  get chosen(): number {
    return size(this.selection, this.total);
  }

  want = (first: number, last: number): void => this.#cache.want(first, Math.max(last, first + 1));
  retry = (): void => this.#cache.ask(this.#loader());
  /** The rows between two positions, both included. */
  range = (from: number, to: number): Promise<UserRow[]> => this.#cache.range(from, to + 1);

  setTab(tab: Tab): void {
    if (tab !== this.tab) this.#change({ ...this.screen, tab });
  }
  setKind(kind: Kind): void {
    if (kind !== this.kind) this.#change({ ...this.screen, kind });
  }
  setText(text: string): void {
    this.text = text;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#ask());
  }
  setFilter(change: Partial<Memory['filter']>): void {
    this.#remind({ filter: { ...this.memory.filter, ...change } });
  }
  clearFilter(): void {
    this.#remind({ filter: NO_FILTER });
  }
  /** Sorts by a column; the same again turns the order round. */
  setSort(key: SortKey): void {
    const { sort } = this.memory;
    const descending = key === sort.key ? !sort.descending : key === 'last_active' || key === 'added' || key === 'tier';
    this.#remind({ sort: { key, descending } });
  }
  showColumn(id: string, shown: boolean): void {
    const hidden = this.memory.hidden.filter((other) => other !== id);
    this.screen = {
      ...this.screen,
      tabs: { ...this.screen.tabs, [this.tab]: { ...this.memory, hidden: shown ? hidden : [...hidden, id] } },
    };
    remember(this.screen);
  }

  select = (selection: Selection): void => {
    this.selection = selection;
    const admins = [...selection.ids].filter((id) => this.#seen.get(id)?.tier !== 'user').length;
    this.chosenAdmins = selection.mode === 'include' ? admins : null;
    if (selection.mode === 'exclude') {
      void call('users_count', this.filter).then(
        ({ administrators }) => {
          if (this.selection === selection) this.chosenAdmins = Math.max(0, administrators - admins);
        },
        () => undefined,
      );
    }
  };

  /** The chosen as the backend names them. */
  target(): Target {
    const ids = [...this.selection.ids];
    return this.selection.mode === 'include'
      ? { by: 'ids', ids }
      : { by: 'matching', filter: this.filter, except: ids };
  }

  /** Whether an action fits one of the chosen, as far as is known here. */
  fits(action: Action): boolean {
    if (this.selection.mode === 'exclude') return true;
    return [...this.selection.ids].some(
      (id) => this.#seen.get(id)?.may.some((permit) => permit.action === action) ?? true,
    );
  }

  #remind(change: Partial<Memory>): void {
    this.#change({ ...this.screen, tabs: { ...this.screen.tabs, [this.tab]: { ...this.memory, ...change } } });
  }

  #change(screen: Screen): void {
    this.screen = screen;
    remember(screen);
    this.#ask();
  }

  #ask(): void {
    this.select(NONE);
    this.#counted = '';
    this.#fresh = true;
    this.#cache.problem = null;
    this.onfresh();
    this.#cache.ask(this.#loader());
    this.#watch();
  }

  /** Old rows give way to skeletons after a moment, and words after long. */
  #watch(): void {
    this.#timers.forEach(clearTimeout);
    this.slow = false;
    this.#timers = [
      setTimeout(() => {
        if (!this.#cache.answered) this.#cache.forget();
      }, PATIENCE),
      setTimeout(() => (this.slow = this.#cache.waiting), LONG),
    ];
  }

  #loader(): Load<UserRow> {
    const { filter } = this;
    const { sort } = this.memory;
    return async (offset, take, anchor) => {
      const view = await askPage({ filter, sort, offset, take, anchor });
      for (const row of view.rows) this.#seen.set(row.id, row);
      if (view.total === null && view.rows.length === take) void this.#count(filter);
      this.slow = false;
      return view;
    };
  }

  async #count(filter: UserFilter): Promise<void> {
    const question = JSON.stringify(filter);
    const current = () => JSON.stringify(this.filter) === question;
    if (!current() || this.#counted === question) return;
    this.#counted = question;
    const { matching } = await call('users_count', filter);
    if (current() && this.#counted === question) this.#cache.count(matching);
  }
}
