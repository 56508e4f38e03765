/** How the window looks and what it remembers: kept by Rust, mirrored here, applied to the document. */
import type { Preferences } from '../contract';
import { call } from './client';

class PreferenceStore {
  now = $state.raw<Preferences>({
    theme: 'system',
    density: 'comfortable',
    language: 'system',
    letterKeys: true,
    sidebar: true,
    screens: {},
  });

  /** Reads what was kept; a failure leaves the defaults. */
  async load(): Promise<void> {
    this.take(await call('preferences_get', null));
  }

  /** Takes what was kept from elsewhere. */
  take(kept: Preferences): void {
    this.now = kept;
    this.#apply();
  }

  /** Changes some of it and keeps the whole. */
  set(change: Partial<Preferences>): void {
    this.now = { ...this.now, ...change };
    this.#apply();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), 200);
  }

  /** What a screen remembers; `fallback` when there is nothing readable. */
  screen<T>(name: string, fallback: T): T {
    const kept = this.now.screens[name];
    if (kept === undefined) return fallback;
    try {
      return JSON.parse(kept) as T;
    } catch {
      return fallback;
    }
  }

  /** Has a screen remember something. */
  remember(name: string, value: unknown): void {
    const words = JSON.stringify(value);
    if (this.now.screens[name] !== words) this.set({ screens: { ...this.now.screens, [name]: words } });
  }

  /** Writes at once what waits to be written. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await call('preferences_set', this.now).catch(() => undefined);
  }

  #timer: ReturnType<typeof setTimeout> | undefined;

  #apply(): void {
    const root = document.documentElement;
    if (this.now.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.now.theme;
    root.dataset.density = this.now.density;
  }
}

export const preferences = new PreferenceStore();
