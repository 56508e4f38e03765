import { describe, expect, test } from 'vitest';
import { BOX, nearest, percent, plot, risen, stepped, written } from './curve';

const DAY = 86_400_000;
const points = (...covered: number[]) => covered.map((n, day) => ({ at: day * DAY, people: 200, covered: n }));

describe('the curve of coverage', () => {
  test('is a share of the people who were there on that day', () => {
    expect(percent({ people: 248, covered: 227 })).toBeCloseTo(91.53, 2);
    expect(percent({ people: 0, covered: 0 })).toBe(0);
    expect(written(91.53)).toBe('91.5');
    expect(written(100)).toBe('100.0');
  });
  test('says by how much it rose, or fell, and nothing of one day', () => {
    expect(risen(points(164, 170, 183))).toBe(9.5);
    expect(risen(points(183, 164))).toBe(-9.5);
    expect(risen(points(183))).toBeNull();
    expect(risen([])).toBeNull();
  });
  test('runs from the first day at the left to today at the right, with the gap above it', () => {
    const drawn = plot(points(164, 170, 183));
    expect(drawn?.line.startsWith(`M${BOX.left.toFixed(1)} `)).toBe(true);
    expect(drawn?.line.split('L')).toHaveLength(3);
    expect(drawn?.gap.endsWith(`L${BOX.right} ${BOX.top}L${BOX.left} ${BOX.top}Z`)).toBe(true);
    expect(drawn?.grid.map((one) => one.percent)).toEqual([100, 90, 80]);
    expect(drawn?.grid.at(-1)?.y).toBe(BOX.bottom);
    expect(drawn?.last.x).toBe(BOX.right);
    expect(drawn?.days.map((day) => day.anchor)).toEqual(['start', 'middle', 'end']);
  });
  test('stays in its box when nobody is covered, when all are, and on the first day', () => {
    for (const one of [points(0, 0), points(200, 200), points(7)]) {
      const numbers =
        plot(one)
          ?.line.match(/[\d.]+/g)
          ?.map(Number) ?? [];
      expect(numbers.length).toBeGreaterThan(3);
      expect(numbers.every((n) => n >= BOX.top && n <= BOX.right)).toBe(true);
    }
    expect(plot([])).toBeNull();
  });
  test('is read day by day with the keys, and by pointing', () => {
    expect(stepped('ArrowLeft', 0, 90)).toBe(0);
    expect(stepped('ArrowRight', 3, 90)).toBe(4);
    expect(stepped('PageUp', 85, 90)).toBe(89);
    expect(stepped('Home', 40, 90)).toBe(0);
    expect(stepped('a', 40, 90)).toBeNull();
    expect(nearest(BOX.left, 90)).toBe(0);
    expect(nearest(BOX.right + 50, 90)).toBe(89);
    expect(nearest(300, 1)).toBe(0);
  });
});
