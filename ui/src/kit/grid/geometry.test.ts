import { describe, expect, it } from 'vitest';
import { canvas, drawn, end, LIMIT, placeOf, reveal, scaled, scrollOf, topOf, type Space } from './geometry';

const short: Space = { rows: 248, height: 40, view: 648 };
const million: Space = { rows: 1_000_000, height: 40, view: 648 };

describe('the window over a list', () => {
  it('draws what is visible and a few rows more, never outside the list', () => {
    expect(drawn(0, short)).toEqual({ first: 0, last: 23 });
    expect(drawn(4_000, short)).toEqual({ first: 94, last: 123 });
    expect(drawn(end(short), short).last).toBe(248);
    expect(drawn(0, { ...short, rows: 0 })).toEqual({ first: 0, last: 0 });
  });

  it('leaves a short list as it is: scroll position and place are the same', () => {
    expect(scaled(short)).toBe(false);
    expect(canvas(short)).toBe(248 * 40);
    expect(topOf(1_234, short)).toBe(1_234);
    expect(scrollOf(1_234, short)).toBe(1_234);
  });

  it('keeps the canvas of a million rows under what browsers allow', () => {
    expect(scaled(million)).toBe(true);
    expect(canvas(million)).toBe(LIMIT);
  });

  it('reaches the first and the last row of a million by the scroll bar', () => {
    expect(topOf(0, million)).toBe(0);
    const bottom = topOf(LIMIT - million.view, million);
    expect(bottom).toBe(end(million));
    expect(drawn(bottom, million).last).toBe(1_000_000);
  });

  it('finds the way back from place to scroll position at any depth', () => {
    for (const top of [0, 41, 20_000_000, 39_000_000.5, end(million)])
      expect(topOf(scrollOf(top, million), million)).toBeCloseTo(top, 5);
  });

  it('puts the rows of a scaled list exactly where the eye is', () => {
    const top = 20_000_013;
    const scroll = scrollOf(top, million);
    const { first } = drawn(top, million);
    const onScreen = placeOf(first, top, scroll, million) - scroll;
    expect(onScreen, 'the first drawn row stands at its own offset above the view').toBeCloseTo(first * 40 - top, 5);
  });

  it('shows a row with as little movement as it can', () => {
    expect(reveal(3, 0, short), 'visible already').toBe(0);
    expect(reveal(0, 400, short), 'above: to its start').toBe(0);
    expect(reveal(20, 0, short), 'below: to its end').toBe(21 * 40 - 648);
    expect(reveal(20, 0, { ...short, pad: 72 }), 'the bulk bar hides nothing').toBe(21 * 40 - (648 - 72));
  });

  it('stays inside a list that became shorter', () => {
    expect(topOf(9_000, { ...short, rows: 3 })).toBe(0);
    expect(scrollOf(9_000, { ...short, rows: 3 })).toBe(0);
  });
});
