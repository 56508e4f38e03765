/** The curve of coverage as paths: pure arithmetic, no drawing. */
import type { CoveragePoint } from '../../contract';
import { region } from '../../words';

export const BOX = { width: 560, height: 168, left: 34, right: 552, top: 10, bottom: 146 } as const;

export interface Plot {
  line: string;
  /** What is missing to a hundred percent. */
  gap: string;
  /** The lines that are written beside. */
  grid: { percent: number; y: number }[];
  /** Days that are written beneath: where, and the moment. */
  days: { at: number; x: number; anchor: 'start' | 'middle' | 'end' }[];
  last: { x: number; y: number };
}

/** Of how many people in a hundred it is known that they have a second factor; of nobody, none. */
export const percent = ({ people, covered }: Pick<CoveragePoint, 'people' | 'covered'>): number =>
  people === 0 ? 0 : (covered / people) * 100;

const shares = new Intl.NumberFormat(region, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  useGrouping: false,
});

/** One digit behind the point, as figures are written: "91.5". */
export const written = (value: number): string => shares.format(Math.round(value * 10) / 10);

/** By how many points it rose since the beginning; `null` where there is nothing to compare with. */
export function risen(points: readonly CoveragePoint[]): number | null {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined || points.length < 2) return null;
  return Math.round((percent(last) - percent(first)) * 10) / 10;
}

/** Where a day stands. */
export const xOf = (index: number, count: number): number =>
  count < 2 ? BOX.right : BOX.left + ((BOX.right - BOX.left) * index) / (count - 1);

/** The curve; `null` where there is nothing to draw. */
export function plot(points: readonly CoveragePoint[]): Plot | null {
  if (points.length === 0) return null;
  const values = points.map(percent);
  // The foot is the ten below the lowest day: small differences are to be seen, and are labelled.
  const foot = Math.min(90, Math.max(0, Math.floor(Math.min(...values) / 10) * 10));
  const yOf = (value: number): number => BOX.bottom - ((BOX.bottom - BOX.top) * (value - foot)) / (100 - foot);
  const at = (value: number, index: number): string =>
    `${xOf(index, points.length).toFixed(1)} ${yOf(value).toFixed(1)}`;
  const drawn = values.length === 1 ? [values[0] as number, values[0] as number] : values;
  const path =
    values.length === 1
      ? `M${BOX.left} ${yOf(drawn[0] as number).toFixed(1)}L${BOX.right} ${yOf(drawn[0] as number).toFixed(1)}`
      : `M${values.map(at).join('L')}`;
  const step = 100 - foot > 50 ? 50 : 100 - foot > 20 ? 20 : 10;
  const grid = [];
  for (let value = 100; value >= foot; value -= step) grid.push({ percent: value, y: yOf(value) });
  const count = Math.min(4, points.length);
  const days = Array.from({ length: count }, (_, n) => {
    const index = count === 1 ? 0 : Math.round(((points.length - 1) * n) / (count - 1));
    const anchor: 'start' | 'middle' | 'end' = n === count - 1 ? 'end' : n === 0 ? 'start' : 'middle';
    return { at: points[index]?.at ?? 0, x: xOf(index, points.length), anchor };
  });
  return {
    line: path,
    gap: `${path}L${BOX.right} ${BOX.top}L${BOX.left} ${BOX.top}Z`,
    grid,
    days,
    last: { x: BOX.right, y: yOf(values.at(-1) as number) },
  };
}

/** Which point is nearest to a place on the picture. */
export function nearest(x: number, count: number): number {
  if (count < 2) return 0;
  const index = Math.round(((x - BOX.left) / (BOX.right - BOX.left)) * (count - 1));
  return Math.min(count - 1, Math.max(0, index));
}

/** Where a key moves the reading to; `null` for other keys. */
export function stepped(key: string, index: number, count: number): number | null {
  const to: Record<string, number> = {
    ArrowLeft: index - 1,
    ArrowDown: index - 1,
    ArrowRight: index + 1,
    ArrowUp: index + 1,
    PageDown: index - 7,
    PageUp: index + 7,
    Home: 0,
    End: count - 1,
  };
  const wanted = to[key];
  return wanted === undefined ? null : Math.min(count - 1, Math.max(0, wanted));
}
