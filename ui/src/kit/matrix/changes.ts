/**
 * What waits to be saved: by column, what was seen, and what it shall be. Nothing here is mutated, so that a
 * screen can hold one value and replace it.
 */
import type { MatrixModule } from './model';

export interface Change {
  /** The version that was seen when the change began. */
  seen: number;
  base: Uint8Array;
  now: Uint8Array;
}

export type Changes = ReadonlyMap<string, Change>;

export const NOTHING: Changes = new Map();

/** Numbers that the change adds and takes away, ascending. */
export function difference({ base, now }: Pick<Change, 'base' | 'now'>): { give: number[]; take: number[] } {
  const give: number[] = [];
  const take: number[] = [];
  for (let at = 0; at < now.length; at += 1) {
    if (now[at] === base[at]) continue;
    (now[at] ? give : take).push(at);
  }
  return { give, take };
}

/** How many cells differ from what is saved. */
export function changedCells(changes: Changes): number {
  let sum = 0;
  for (const change of changes.values()) {
    const { give, take } = difference(change);
    sum += give.length + take.length;
  }
  return sum;
}

/** A column as it is saved. */
export interface Saved {
  id: string;
  version: number;
  marks: Uint8Array;
}

/** Sets cells of one column; a column that is as it was leaves. */
export function set(changes: Changes, saved: Saved, cells: readonly number[], on: boolean): Changes {
  const change = changes.get(saved.id) ?? { seen: saved.version, base: saved.marks, now: saved.marks };
  const now = change.now.slice();
  for (const at of cells) now[at] = on ? 1 : 0;
  return put(changes, saved.id, { ...change, now });
}

/**
 * The cells that one press in a module sets, and to what: whoever may do anything in it may view it, and
 * whoever may no longer view it may do nothing in it. `can` says which cells may be set.
 */
export function press(
  module: MatrixModule,
  at: number,
  on: boolean,
  can: (at: number, on: boolean) => boolean,
): number[] {
  const view = module.actions.find(({ key }) => key === 'view')?.at;
  const also = view === undefined ? [] : on ? [view] : at === view ? module.actions.map((action) => action.at) : [];
  return [at, ...also.filter((other) => other !== at)].filter((cell) => can(cell, on));
}

/** What I changed, on top of how the column is now. */
export function rebase(changes: Changes, saved: Saved): Changes {
  const change = changes.get(saved.id);
  if (change === undefined) return changes;
  const { give, take } = difference(change);
  const now = saved.marks.slice();
  for (const at of give) now[at] = 1;
  for (const at of take) now[at] = 0;
  return put(changes, saved.id, { seen: saved.version, base: saved.marks, now });
}

/** The same without some columns. */
export function drop(changes: Changes, ids: readonly string[]): Changes {
  return new Map([...changes].filter(([id]) => !ids.includes(id)));
}

/** Columns that somebody else saved since they were seen here, or deleted. */
export function stale(changes: Changes, saved: readonly Saved[]): string[] {
  return [...changes]
    .filter(([id, { seen }]) => saved.find((one) => one.id === id)?.version !== seen)
    .map(([id]) => id);
}

function put(changes: Changes, id: string, change: Change): Changes {
  const next = new Map(changes);
  const { give, take } = difference(change);
  if (give.length + take.length > 0) next.set(id, change);
  else next.delete(id);
  return next;
}
