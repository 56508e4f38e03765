/** What of the list is visible, as the scroll bar, the wheel and the keys move it. */
import { canvas, drawn, end, placeOf, reveal, scaled, scrollOf, topOf, type Drawn, type Space } from './geometry';

export class Viewport {
  #element: HTMLElement | null = null;
  #head = 0;
  #view = $state(0);
  #top = $state(0);
  #scroll = $state(0);

  constructor(private readonly shape: () => { rows: number; height: number; pad: number }) {}

  readonly space: Space = $derived.by(() => ({ ...this.shape(), view: this.#view }));
  readonly drawn: Drawn = $derived(drawn(Math.min(this.#top, end(this.space)), this.space));
  readonly canvas = $derived(canvas(this.space));
  readonly place = $derived(placeOf(this.drawn.first, Math.min(this.#top, end(this.space)), this.#scroll, this.space));
  /** How many whole rows are visible. */
  readonly page = $derived(Math.max(1, Math.floor((this.#view - (this.space.pad ?? 0)) / this.space.height)));

  /** An attachment for the element that scrolls; `head` is the height of the sticky head in it. */
  attach = (element: HTMLElement): (() => void) => {
    this.#element = element;
    const measure = () => {
      this.#head = element.querySelector('thead')?.offsetHeight ?? 0;
      this.#view = Math.max(0, element.clientHeight - this.#head);
    };
    const onscroll = () => {
      // Our own moves come back as events; they are exact already.
      if (Math.abs(element.scrollTop - this.#scroll) < 1) return;
      this.#scroll = element.scrollTop;
      this.#top = topOf(element.scrollTop, this.space);
    };
    const onwheel = (event: WheelEvent) => {
      if (!scaled(this.space) || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      this.to(this.#top + event.deltaY * ([1, this.space.height, this.#view][event.deltaMode] ?? 1));
    };
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    measure();
    element.addEventListener('scroll', onscroll, { passive: true });
    element.addEventListener('wheel', onwheel, { passive: false });
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', onscroll);
      element.removeEventListener('wheel', onwheel);
    };
  };

  /** Goes to a place in the list. */
  to(top: number): void {
    this.#top = Math.min(Math.max(0, top), end(this.space));
    this.#scroll = scrollOf(this.#top, this.space);
    if (this.#element) {
      this.#element.scrollTop = this.#scroll;
      // What the browser made of it, rounded or not there yet.
      this.#scroll = this.#element.scrollTop;
    }
  }

  /** Moves as little as needed to show a row. */
  show(row: number): void {
    const to = reveal(row, this.#top, this.space);
    if (to !== this.#top) this.to(to);
  }
}
