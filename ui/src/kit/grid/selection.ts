/**
 * Which rows are chosen: some of them, or all but some. Values are replaced, never changed, so that
 * "select all" costs the same for ten rows as for a million and travels as one filter.
 */
export interface Selection {
  readonly mode: 'include' | 'exclude';
  readonly ids: ReadonlySet<string>;
}

export const NONE: Selection = { mode: 'include', ids: new Set() };
export const ALL: Selection = { mode: 'exclude', ids: new Set() };

export function has(selection: Selection, id: string): boolean {
  return selection.ids.has(id) === (selection.mode === 'include');
}

/** How many of `total` rows are chosen. */
export function size(selection: Selection, total: number): number {
  return selection.mode === 'include' ? selection.ids.size : Math.max(0, total - selection.ids.size);
}

export function isEmpty(selection: Selection, total: number): boolean {
  return size(selection, total) === 0;
}

/** The selection with these rows chosen, or not. */
export function put(selection: Selection, ids: Iterable<string>, chosen: boolean): Selection {
  const next = new Set(selection.ids);
  const keep = chosen === (selection.mode === 'include');
  for (const id of ids) {
    if (keep) next.add(id);
    else next.delete(id);
  }
  return { mode: selection.mode, ids: next };
}

export function toggle(selection: Selection, id: string): Selection {
  return put(selection, [id], !has(selection, id));
}
