/** A module's bars, one for each thing that can be done in it: what is drawn full, and what in outline. */
export interface Bars {
  width: number;
  on: string;
  off: string;
}

const drawn = new Map<string, Bars>();

/** The bars of a pattern, 5 by 12 px each, 2 px apart; every pattern is drawn once. */
export function barsOf(held: readonly boolean[]): Bars {
  const key = held.map((on) => (on ? '1' : '0')).join('');
  let bars = drawn.get(key);
  if (bars === undefined) {
    const at = (wanted: boolean, path: (x: number) => string) =>
      held.flatMap((on, n) => (on === wanted ? path(n * 7) : [])).join('');
    bars = {
      width: Math.max(0, held.length * 7 - 2),
      on: at(true, (x) => `M${x + 1} 0h3q1 0 1 1v10q0 1-1 1h-3q-1 0-1-1v-10q0-1 1-1z`),
      off: at(false, (x) => `M${x + 0.625} .625h3.75v10.75h-3.75z`),
    };
    drawn.set(key, bars);
  }
  return bars;
}
