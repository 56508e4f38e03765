/** The holders of one package: what is asked, and the pages that are here. */
import type { HolderRow, Package } from '../../contract';
import { call, onChanged } from '../../data';
import { PageCache, type Load } from '../../kit/grid/pages';

/** How long somebody is away before their seat is worth a look. */
export const IDLE_DAYS = 60;
const TAKE = 100;
const MOST = 500;

export class Holders {
  text = $state('');
  /** Only those who are idle. */
  idleOnly = $state(false);
  /** How many of all holders are idle. */
  idle = $state(0);

  #tick = $state(0);
  #cache: PageCache<HolderRow>;
  #frame = 0;

  constructor(private readonly pack: Package) {
    this.#cache = new PageCache(this.#loader(), () => (this.#tick += 1), TAKE);
  }

  /** Follows changes until the returned function is called. */
  start(): () => void {
    const stop = onChanged((tags) => {
      if (tags.includes('users') || tags.includes('licences')) this.#cache.ask(this.#loader());
    });
    return () => {
      stop();
      cancelAnimationFrame(this.#frame);
    };
  }

  row = (at: number): HolderRow | undefined => (this.#tick >= 0 ? this.#cache.row(at) : undefined);
  get total(): number {
    return this.#tick >= 0 ? this.#cache.total : 0;
  }
  get answered(): boolean {
    return this.#tick >= 0 && this.#cache.answered;
  }
  get problem(): unknown {
    return this.#tick >= 0 ? this.#cache.problem : null;
  }

  want = (first: number, last: number): void => this.#cache.want(first, Math.max(last, first + 1));
  retry = (): void => this.#cache.ask(this.#loader());

  find(text: string): void {
    this.text = text;
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#ask());
  }
  showIdle(only: boolean): void {
    this.idleOnly = only;
    this.#ask();
  }

  /** Everybody who is idle, whatever is typed. */
  async idleOnes(): Promise<string[]> {
    const ids: string[] = [];
    for (;;) {
      const { rows, total } = await call('holders_page', {
        package: this.pack,
        text: '',
        idleDays: IDLE_DAYS,
        offset: ids.length,
        take: MOST,
      });
      ids.push(...rows.map(({ row }) => row.id));
      if (rows.length === 0 || ids.length >= total) return ids;
    }
  }

  #ask(): void {
    this.#cache.problem = null;
    this.#cache.ask(this.#loader());
  }

  #loader(): Load<HolderRow> {
    const text = this.text.trim();
    const idleDays = this.idleOnly ? IDLE_DAYS : null;
    return async (offset, take) => {
      const view = await call('holders_page', { package: this.pack, text, idleDays, offset, take });
      this.idle = view.idle;
      // The last idle one was revoked: all of them show again.
      if (view.idle === 0 && this.idleOnly) this.showIdle(false);
      return { rows: view.rows, total: view.total, first: null, last: null };
    };
  }
}
