/** Where a key moves in a list; `null` when it doesn't. `page` is how many rows are visible. */
export function move(key: string, at: number, total: number, page: number): number | null {
  if (total === 0) return null;
  const last = total - 1;
  const step = Math.max(1, page - 1);
  const to: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: last,
    PageDown: at + step,
    PageUp: at - step,
  };
  const wanted = to[key];
  return wanted === undefined ? null : Math.min(Math.max(0, wanted), last);
}
