import { describe, expect, it, vi } from 'vitest';
import { PageCache, type Answer, type Place } from './pages';

/** A list of `total` rows that answers when it is told to. */
function source(total: number, told = true) {
  const asked: {
    offset: number;
    take: number;
    anchor: Place | null;
    answer: () => void;
    fail: (problem: unknown) => void;
  }[] = [];
  let tag = 'row';
  const load = (offset: number, take: number, anchor: Place | null) =>
    new Promise<Answer<string>>((resolve, reject) => {
      const rows = Array.from(
        { length: Math.max(0, Math.min(take, total - offset)) },
        (_, n) => `${tag} ${offset + n}`,
      );
      const place = (at: number) => ({ offset: at, cursor: `c${at}` });
      asked.push({
        offset,
        take,
        anchor,
        answer: () =>
          resolve({
            rows,
            total: told ? total : null,
            first: rows.length ? place(offset) : null,
            last: rows.length ? place(offset + rows.length - 1) : null,
          }),
        fail: reject,
      });
    });
  return { asked, load, rename: (name: string) => (tag = name) };
}

const settle = async () => {
  for (let n = 0; n < 5; n += 1) await Promise.resolve();
};

describe('the pages of a list', () => {
  it('asks for what is visible, once, and tells when it came', async () => {
    const list = source(1_000);
    const changed = vi.fn();
    const pages = new PageCache(list.load, changed, 100);
    pages.want(0, 30);
    pages.want(2, 32);
    expect(list.asked.map(({ offset, take }) => [offset, take])).toEqual([[0, 100]]);
    expect(pages.row(5), 'nothing is invented while it is on its way').toBeUndefined();
    list.asked[0]?.answer();
    await settle();
    expect(pages.row(5)).toBe('row 5');
    expect(pages.total).toBe(1_000);
    expect(changed).toHaveBeenCalled();
  });

  it('sends the nearest known place with a question', async () => {
    const list = source(10_000);
    const pages = new PageCache(list.load, () => undefined, 100);
    pages.want(0, 30);
    list.asked[0]?.answer();
    await settle();
    pages.want(5_000, 5_030);
    expect(list.asked[1]?.anchor).toEqual({ offset: 99, cursor: 'c99' });
    list.asked[1]?.answer();
    await settle();
    pages.want(5_100, 5_130);
    expect(list.asked[2]?.anchor).toEqual({ offset: 5_099, cursor: 'c5099' });
  });

  it('drops an answer to an old question', async () => {
    const list = source(500);
    const pages = new PageCache(list.load, () => undefined, 100);
    pages.want(0, 30);
    const other = source(3);
    other.rename('found');
    pages.ask(other.load);
    pages.want(0, 30);
    other.asked[0]?.answer();
    await settle();
    list.asked[0]?.answer();
    await settle();
    expect(pages.row(0), 'the late answer must not win').toBe('found 0');
    expect(pages.total).toBe(3);
  });

  it('keeps old rows on screen until their successors arrive', async () => {
    const list = source(500);
    const pages = new PageCache(list.load, () => undefined, 100);
    pages.want(0, 30);
    list.asked[0]?.answer();
    await settle();
    list.rename('new');
    pages.refresh();
    expect(pages.row(0)).toBe('row 0');
    expect(list.asked).toHaveLength(2);
    list.asked[1]?.answer();
    await settle();
    expect(pages.row(0)).toBe('new 0');
  });

  it('drops old rows when it is told that they have waited long enough', async () => {
    const list = source(500);
    const pages = new PageCache(list.load, () => undefined, 100);
    pages.want(0, 30);
    list.asked[0]?.answer();
    await settle();
    pages.refresh();
    pages.forget();
    expect(pages.row(0)).toBeUndefined();
  });

  it('keeps what is there when a question fails, and says why', async () => {
    const list = source(500);
    const pages = new PageCache(list.load, () => undefined, 100);
    pages.want(0, 30);
    list.asked[0]?.answer();
    await settle();
    pages.refresh();
    list.asked[1]?.fail(new Error('disk'));
    await settle();
    expect(pages.row(0)).toBe('row 0');
    expect(pages.problem).toEqual(new Error('disk'));
    expect(list.asked, 'it does not ask again by itself').toHaveLength(2);
  });

  it('learns the total from a page that is not full, and guesses one more until then', async () => {
    const list = source(150, false);
    const pages = new PageCache(list.load, () => undefined, 100);
    pages.want(0, 30);
    list.asked[0]?.answer();
    await settle();
    expect([pages.total, pages.exact]).toEqual([101, false]);
    pages.want(90, 120);
    list.asked[1]?.answer();
    await settle();
    expect([pages.total, pages.exact]).toEqual([150, true]);
  });

  it('keeps only the newest used pages', async () => {
    const list = source(10_000);
    const pages = new PageCache(list.load, () => undefined, 100, 3);
    for (const at of [0, 1_000, 2_000, 3_000]) {
      pages.want(at, at + 10);
      list.asked.at(-1)?.answer();
      await settle();
    }
    expect(pages.row(0), 'the oldest went').toBeUndefined();
    expect(pages.row(3_000)).toBe('row 3000');
  });

  it('gives a range across pages, loading what is missing', async () => {
    const list = source(1_000);
    const pages = new PageCache(list.load, () => undefined, 100);
    const range = pages.range(95, 205);
    for (let n = 0; n < 3; n += 1) {
      list.asked[n]?.answer();
      await settle();
    }
    const rows = await range;
    expect(rows).toHaveLength(110);
    expect([rows[0], rows.at(-1)]).toEqual(['row 95', 'row 204']);
  });
});
