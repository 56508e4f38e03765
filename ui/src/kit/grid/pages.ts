/**
 * The pages of a long list: the newest used are kept, only what is visible is asked for, and answers to
 * old questions are dropped. Positions come from the other side; the nearest known place goes with each
 * question, which makes deep pages quick.
 */
export interface Place {
  offset: number;
  cursor: string;
}

export interface Answer<Row> {
  rows: Row[];
  total: number | null;
  first: Place | null;
  last: Place | null;
}

/** Rows that one question asks for. */
export const PAGE = 100;

export type Load<Row> = (offset: number, take: number, anchor: Place | null) => Promise<Answer<Row>>;

interface Page<Row> {
  rows: Row[];
  /** Of an older state of the list: shown until its successor arrives. */
  old: boolean;
}

export class PageCache<Row> {
  /** Rows in all, as far as known. */
  total = 0;
  /** Whether `total` is exact. */
  exact = false;
  /** Why the newest question failed; the rows that were there stay. */
  problem: unknown = null;

  #pages = new Map<number, Page<Row>>();
  #places: Place[] = [];
  #flying = new Set<number>();
  #question = 0;
  #wanted: number[] = [];

  /** `changed` is called whenever rows, total or problem differ. */
  constructor(
    private load: Load<Row>,
    private readonly changed: () => void,
    private readonly take = PAGE,
    private readonly keep = 60,
  ) {}

  /** The row at a position, when it is here. */
  row(at: number): Row | undefined {
    return this.#pages.get(Math.floor(at / this.take))?.rows[at % this.take];
  }

  /** Whether anything is on its way. */
  get waiting(): boolean {
    return this.#flying.size > 0;
  }

  /** Whether there is an answer to the question that is asked now. */
  get answered(): boolean {
    return this.exact || [...this.#pages.values()].some(({ old }) => !old);
  }

  /** All rows that are here, with their positions. */
  *rows(): Generator<[number, Row]> {
    for (const [page, { rows }] of this.#pages) {
      for (const [at, row] of rows.entries()) yield [page * this.take + at, row];
    }
  }

  /** Asks something else: the rows that are here stay until the answer comes, or until `forget`. */
  ask(load: Load<Row>): void {
    this.load = load;
    this.refresh();
  }

  /** The list changed: what is here is old, and is asked for again when it is wanted. */
  refresh(): void {
    this.#question += 1;
    this.#flying.clear();
    this.#places = [];
    this.exact = false;
    for (const page of this.#pages.values()) page.old = true;
    this.#next();
  }

  /** Drops what is old. */
  forget(): void {
    for (const [at, page] of this.#pages) if (page.old) this.#pages.delete(at);
    this.changed();
  }

  /** These rows are visible: `first` up to before `last`. */
  want(first: number, last: number): void {
    const from = Math.floor(first / this.take);
    const to = Math.floor(Math.max(first, last - 1) / this.take);
    this.#wanted = Array.from({ length: to - from + 1 }, (_, n) => from + n);
    this.#next();
  }

  /** Sets the exact total that was counted elsewhere. */
  count(total: number): void {
    this.total = total;
    this.exact = true;
    this.changed();
  }

  /** The rows from `first` up to before `last`, loaded where they aren't here. */
  async range(first: number, last: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (let page = Math.floor(first / this.take); page * this.take < last; page += 1) {
      const here = this.#pages.get(page);
      const found =
        here && !here.old
          ? here.rows
          : (await this.load(page * this.take, this.take, this.#nearest(page * this.take))).rows;
      rows.push(...found.slice(Math.max(0, first - page * this.take), Math.max(0, last - page * this.take)));
    }
    return rows;
  }

  #nearest(offset: number): Place | null {
    let best: Place | null = null;
    for (const place of this.#places) {
      if (best === null || Math.abs(place.offset - offset) < Math.abs(best.offset - offset)) best = place;
    }
    return best;
  }

  #next(): void {
    for (const page of this.#wanted) {
      if (this.#flying.size >= 2) return;
      const here = this.#pages.get(page);
      if (here) {
        // Newest used last: a map keeps its order.
        this.#pages.delete(page);
        this.#pages.set(page, here);
      }
      if ((here === undefined || here.old) && !this.#flying.has(page)) void this.#fetch(page);
    }
  }

  async #fetch(page: number): Promise<void> {
    const question = this.#question;
    this.#flying.add(page);
    try {
      const answer = await this.load(page * this.take, this.take, this.#nearest(page * this.take));
      if (question !== this.#question) return;
      this.#flying.delete(page);
      this.#keep(page, answer);
    } catch (problem) {
      if (question !== this.#question) return;
      this.#flying.delete(page);
      this.problem = problem;
      this.#wanted = this.#wanted.filter((other) => other !== page);
    }
    this.changed();
    this.#next();
  }

  #keep(page: number, { rows, total, first, last }: Answer<Row>): void {
    this.problem = null;
    // The first answer to a new question: nothing of the old one stands beside it.
    if (!this.answered)
      for (const at of [...this.#pages.keys()]) if (!this.#wanted.includes(at)) this.#pages.delete(at);
    this.#pages.delete(page);
    this.#pages.set(page, { rows, old: false });
    const end = page * this.take + rows.length;
    if (total !== null) {
      this.total = total;
      this.exact = true;
    } else if (rows.length < this.take && (rows.length > 0 || page === 0)) {
      this.total = end;
      this.exact = true;
    } else if (!this.exact) {
      this.total = Math.max(end + 1, this.total);
    }
    for (const place of [first, last]) if (place) this.#places.push(place);
    if (this.#places.length > 400) this.#places = this.#places.slice(-300);
    for (const oldest of this.#pages.keys()) {
      if (this.#pages.size <= this.keep) break;
      this.#pages.delete(oldest);
    }
    // Pages past the end of a list that became shorter.
    if (this.exact)
      for (const at of [...this.#pages.keys()]) if (at * this.take >= this.total && at > 0) this.#pages.delete(at);
  }
}
