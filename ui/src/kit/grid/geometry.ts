/**
 * Which rows of a long list are drawn, and where. Pure arithmetic over rows of one height.
 *
 * Browsers cap the height of an element (WebKit near 33 million pixels), so a list that is taller than
 * `LIMIT` gets a canvas of that height and the scroll bar moves in larger steps; `top` stays exact, in the
 * list's own pixels.
 */
export const LIMIT = 15_000_000;

export interface Space {
  /** Rows in all. */
  rows: number;
  /** Height of one row, in px. */
  height: number;
  /** Height of what is visible of the rows, in px. */
  view: number;
  /** Room under the last row, in px. */
  pad?: number;
  /** Tallest canvas allowed. */
  limit?: number;
}

/** Height of the list in its own pixels. */
export function length({ rows, height, pad = 0 }: Space): number {
  return rows * height + pad;
}

/** Height of the canvas that scrolls. */
export function canvas(space: Space): number {
  return Math.min(length(space), space.limit ?? LIMIT);
}

/** Whether the canvas is shorter than the list. */
export function scaled(space: Space): boolean {
  return length(space) > (space.limit ?? LIMIT);
}

/** The furthest `top`. */
export function end(space: Space): number {
  return Math.max(0, length(space) - space.view);
}

function within(value: number, most: number): number {
  return Math.min(Math.max(0, value), most);
}

/** Where in the list the scroll position is. */
export function topOf(scroll: number, space: Space): number {
  if (!scaled(space)) return within(scroll, end(space));
  const room = canvas(space) - space.view;
  return within((scroll / room) * end(space), end(space));
}

/** The scroll position for a place in the list. */
export function scrollOf(top: number, space: Space): number {
  const place = within(top, end(space));
  if (!scaled(space)) return place;
  return (place / end(space)) * (canvas(space) - space.view);
}

export interface Drawn {
  /** First row drawn. */
  first: number;
  /** One past the last row drawn. */
  last: number;
}

/** The rows to draw at `top`, with `spare` more on both sides. */
export function drawn(top: number, space: Space, spare = 6): Drawn {
  const first = Math.max(0, Math.floor(top / space.height) - spare);
  const last = Math.min(space.rows, Math.ceil((top + space.view) / space.height) + spare);
  return { first: Math.min(first, last), last };
}

/** Where on the canvas row `first` stands while the list is at `top` and the bar at `scroll`. */
export function placeOf(first: number, top: number, scroll: number, space: Space): number {
  return scaled(space) ? scroll + first * space.height - top : first * space.height;
}

/** The nearest `top` at which a row is wholly visible. */
export function reveal(row: number, top: number, space: Space): number {
  const start = row * space.height;
  const visible = space.view - (space.pad ?? 0);
  if (start < top) return start;
  if (start + space.height > top + visible) return within(start + space.height - visible, end(space));
  return top;
}
