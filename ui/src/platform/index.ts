/** Chooses the backend once, before anything is drawn. */
import { toWireError, type Backend } from './backend';

export { isWireError, toWireError } from './backend';
export type { Backend, Events, Req, Res } from './backend';

let chosen: Backend | undefined;

/** Takes the window's backend; in development without a window, the one in memory. */
export async function choose(): Promise<Backend> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { fakeBackend } = await import('./fake');
    chosen = fakeBackend();
  } else {
    const { tauriBackend } = await import('./tauri');
    chosen = tauriBackend();
  }
  return chosen;
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
