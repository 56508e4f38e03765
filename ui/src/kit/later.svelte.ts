/** Screens that the first view doesn't need: loaded when they are wanted, or when the window has nothing to do. */
export class Later<Screen extends object> {
  #component = $state.raw<Screen | null>(null);
  #loading: Promise<void> | null = null;

  constructor(private readonly source: () => Promise<{ default: Screen }>) {}

  /** The component; `null` while it loads, which asking begins. */
  get now(): Screen | null {
    if (this.#component === null) void this.load();
    return this.#component;
  }

  /** Loads it, once. */
  load(): Promise<void> {
    this.#loading ??= this.source().then(
      (module) => {
        this.#component = module.default;
      },
      () => {
        // It lies in the program itself: the next time it is wanted is another try.
        this.#loading = null;
      },
    );
    return this.#loading;
  }
}

/** Loads them one after the other while nobody waits for anything. */
export function loadWhenIdle(all: readonly { load(): Promise<void> }[], pause = 400): () => void {
  let timer: ReturnType<typeof setTimeout>;
  const next = (at: number): void => {
    timer = setTimeout(() => void all[at]?.load().then(() => next(at + 1)), pause);
  };
  next(0);
  return () => clearTimeout(timer);
}
