/** Whether somebody is at the window: what is far away isn't asked again and again for nobody, which would keep sessions alive. */

/** Without a key or a movement for so long, nobody is there. */
const GONE = 120_000;

class Watched {
  now = $state(true);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    if (typeof document === 'undefined') return;
    for (const sign of ['pointermove', 'pointerdown', 'keydown', 'wheel'])
      document.addEventListener(sign, () => this.#seen(), { passive: true, capture: true });
    this.#seen();
  }

  #seen(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.now = false), GONE);
    this.now = true;
  }
}

export const watched = new Watched();
