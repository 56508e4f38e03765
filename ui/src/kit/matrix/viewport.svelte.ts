/** What of a matrix is visible, both ways. The numbers change only when another row or column comes into view. */
import { HEAD, rowAt } from './geometry';

interface Space {
  offsets: Float64Array;
  columns: number;
  /** Width of a column, and of the name that stays beside them. */
  width: number;
  name: number;
}

const SPARE_ROWS = 4;
/** Columns come and go by so many at once: each of them touches every row. */
const BLOCK = 4;

export class MatrixViewport {
  firstRow = $state(0);
  lastRow = $state(0);
  firstColumn = $state(0);
  lastColumn = $state(0);
  /** Size of what is visible, in px. */
  wide = $state(0);
  high = $state(0);
  #element: HTMLElement | null = null;
  #top = 0;
  #left = 0;

  constructor(private readonly space: () => Space) {}

  /** An attachment for the element that scrolls. */
  attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const measure = () => {
      this.wide = element.clientWidth;
      this.high = element.clientHeight;
      this.look();
    };
    const look = () => {
      this.#top = element.scrollTop;
      this.#left = Math.abs(element.scrollLeft);
      this.look();
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  };

  /** Works out what is visible. It asks the element nothing: that would have it laid out on the spot. */
  look(): void {
    const { offsets, columns, width, name } = this.space();
    const top = Math.min(this.#top, Math.max(0, (offsets.at(-1) ?? 0) + HEAD - this.high));
    const left = this.#left;
    const rows = offsets.length - 1;
    this.firstRow = Math.max(0, rowAt(offsets, top) - SPARE_ROWS);
    this.lastRow = Math.min(rows, rowAt(offsets, top + this.high - HEAD) + 1 + SPARE_ROWS);
    this.firstColumn = width === 0 ? 0 : Math.floor(Math.floor(left / width) / BLOCK) * BLOCK;
    this.lastColumn = width === 0 ? 0 : Math.min(columns, Math.ceil((left + this.wide - name) / width / BLOCK) * BLOCK);
  }

  /** How many rows of the common height are visible. */
  get page(): number {
    return Math.max(1, Math.floor((this.high - HEAD) / 28));
  }

  /** Moves as little as needed to show a cell; row -1 is the head, column 0 the name. */
  show(row: number, column: number): void {
    const element = this.#element;
    if (element === null) return;
    const { offsets, width, name } = this.space();
    if (row >= 0) {
      const start = offsets[row] ?? 0;
      const end = offsets[row + 1] ?? start;
      if (start < this.#top) element.scrollTop = start;
      else if (end > this.#top + this.high - HEAD) element.scrollTop = end - this.high + HEAD;
    }
    if (column > 0) {
      const sign = getComputedStyle(element).direction === 'rtl' ? -1 : 1;
      const start = (column - 1) * width;
      if (start < this.#left) element.scrollLeft = sign * start;
      else if (start + width > this.#left + this.wide - name)
        element.scrollLeft = sign * (start + width - this.wide + name);
    }
    this.#top = element.scrollTop;
    this.#left = Math.abs(element.scrollLeft);
    this.look();
  }
}
