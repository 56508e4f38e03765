/** Chooses the backend once, before anything is drawn. */
import type { Preferences } from '../contract';
import { toWireError, type Backend } from './backend';
import { tauriBackend } from './tauri';

export { isWireError, toWireError } from './backend';
export type { Backend, Events, Req, Res } from './backend';

declare global {
  interface Window {
    /** What Rust hands in before the page begins. */
    __ROLLBOOK__?: { preferences: Preferences };
  }
}

let chosen: Backend | undefined;

/** Takes the window's backend; in development without a window, the one in memory. */
export async function choose(): Promise<Backend> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { fakeBackend } = await import('./fake');
    chosen = fakeBackend();
  } else {
    chosen = tauriBackend();
  }
  return chosen;
}

/** The preferences as they were when the window was made; `null` when they may have changed since. */
export function handedIn(): Preferences | null {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const anew = navigation?.type === 'reload' || new URLSearchParams(location.search).has('language');
  return anew ? null : (window.__ROLLBOOK__?.preferences ?? null);
}

/** Sets the backend by hand, for tests. */
export function use(backend: Backend): void {
  chosen = backend;
}

/** The backend; `choose` or `use` comes first. */
export function backend(): Backend {
  if (chosen === undefined) throw toWireError(new Error('No backend was chosen.'));
  return chosen;
}
