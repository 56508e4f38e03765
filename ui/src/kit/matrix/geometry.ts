/** Where rows and columns of a matrix stand, which of them are drawn, and where keys move. Pure. */
import type { MatrixRow } from './model';

export const HEAD = 52;
const HEIGHT: Record<MatrixRow['kind'], number> = { module: 32, action: 28 };

/** Where each row begins; one more entry holds the end. */
export function offsetsOf(rows: readonly MatrixRow[]): Float64Array {
  const offsets = new Float64Array(rows.length + 1);
  rows.forEach(({ kind }, n) => (offsets[n + 1] = (offsets[n] ?? 0) + HEIGHT[kind]));
  return offsets;
}

/** The row at a height. */
export function rowAt(offsets: Float64Array, y: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How wide a column is: they share the room, and scroll when there is too little. */
export function columnWidth(room: number, columns: number, least: number): number {
  return columns === 0 ? 0 : Math.max(least, room / columns);
}

export interface Place {
  /** -1 is the head. */
  row: number;
  /** 0 is the name. */
  column: number;
}

export interface Shape {
  rows: number;
  columns: number;
  /** How many rows are visible. */
  page: number;
}

/** Where a key moves; `null` when it doesn't. */
export function moveCell(key: string, far: boolean, at: Place, { rows, columns, page }: Shape): Place | null {
  const last = rows - 1;
  const step = Math.max(1, page - 1);
  switch (key) {
    case 'ArrowRight':
      return { ...at, column: Math.min(columns, at.column + 1) };
    case 'ArrowLeft':
      return { ...at, column: Math.max(0, at.column - 1) };
    case 'ArrowDown':
      return { ...at, row: Math.min(last, at.row + 1) };
    case 'ArrowUp':
      return { ...at, row: Math.max(-1, at.row - 1) };
    case 'PageDown':
      return { ...at, row: Math.min(last, at.row + step) };
    case 'PageUp':
      return { ...at, row: Math.max(Math.min(0, last), at.row - step) };
    case 'Home':
      return far ? { row: 0, column: 0 } : { ...at, column: 0 };
    case 'End':
      return far ? { row: last, column: columns } : { ...at, column: columns };
    default:
      return null;
  }
}
