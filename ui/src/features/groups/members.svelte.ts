/** The members of one group, page by page, and which of them are chosen. */
import type { Sort, SortKey, Target, UserFilter, UserRow } from '../../contract';
import { call, onChanged } from '../../data';
import { PageCache, type Load } from '../../kit/grid/pages';
import { NONE, size, type Selection } from '../../kit/grid/selection';
import { EVERYONE } from '../../shared/everyone';

const SCREENFUL = 12;

export class MemberList {
  selection = $state.raw<Selection>(NONE);
  text = $state('');
  tab = $state<'active' | 'pending'>('active');
  sort = $state.raw<Sort>({ key: 'name', descending: false });
  /** How many are invited and haven't come yet. */
  invited = $state(0);

  readonly filter = $derived.by<UserFilter>(() => ({
    ...EVERYONE,
    tab: this.tab,
    group: this.group,
    text: this.text.trim(),
  }));

  #tick = $state(0);
  #cache: PageCache<UserRow>;
  #frame = 0;

  constructor(readonly group: string) {
    this.#cache = new PageCache(this.#loader(), () => (this.#tick += 1));
  }

  /** Follows changes until the returned function is called. */
  start(): () => void {
    void this.#count();
    const stop = onChanged((tags) => {
      if (!tags.includes('users') && !tags.includes('groups')) return;
      this.#cache.ask(this.#loader());
      void this.#count();
    });
    return () => {
      stop();
      cancelAnimationFrame(this.#frame);
    };
  }

  row = (at: number): UserRow | undefined => (this.#tick >= 0 ? this.#cache.row(at) : undefined);
  get total(): number {
    return this.#tick >= 0 ? this.#cache.total : 0;
  }
  get answered(): boolean {
    return this.#tick >= 0 && this.#cache.answered;
  }
  get problem(): unknown {
    return this.#tick >= 0 ? this.#cache.problem : null;
  }
  /** How many rows to draw: a screenful before the first answer. */
  get rows(): number {
    return this.answered || this.problem !== null ? this.total : Math.max(this.total, SCREENFUL);
  }
  get chosen(): number {
    return size(this.selection, this.total);
  }

  want = (first: number, last: number): void => this.#cache.want(first, Math.max(last, first + 1));
  retry = (): void => this.#cache.ask(this.#loader());
  range = (from: number, to: number): Promise<UserRow[]> => this.#cache.range(from, to + 1);
  select = (selection: Selection): void => {
    this.selection = selection;
  };

  setTab(tab: 'active' | 'pending'): void {
    this.tab = tab;
    this.#ask();
  }
  setText(text: string): void {
    this.text = text;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#ask());
  }
  /** Sorts by a column; the same again turns the order round. */
  setSort(key: SortKey): void {
    this.sort = { key, descending: key === this.sort.key ? !this.sort.descending : key === 'last_active' };
    this.#ask();
  }

  /** The chosen as the backend names them. */
  target(): Target {
    const ids = [...this.selection.ids];
    return this.selection.mode === 'include'
      ? { by: 'ids', ids }
      : { by: 'matching', filter: this.filter, except: ids };
  }

  #ask(): void {
    this.selection = NONE;
    this.#cache.problem = null;
    this.#cache.ask(this.#loader());
  }

  #loader(): Load<UserRow> {
    const { filter, sort } = this;
    return async (offset, take, anchor) => {
      const view = await call('users_page', { filter, sort, offset, take, anchor });
      if (view.total === null && view.rows.length === take)
        void call('users_count', filter).then(
          ({ matching }) => {
            if (filter === this.filter) this.#cache.count(matching);
          },
          () => undefined,
        );
      return view;
    };
  }

  async #count(): Promise<void> {
    const filter: UserFilter = { ...EVERYONE, tab: 'pending', group: this.group };
    const { matching } = await call('users_count', filter).catch(() => ({ matching: 0 }));
    this.invited = matching;
    if (matching === 0 && this.tab === 'pending') this.setTab('active');
  }
}
