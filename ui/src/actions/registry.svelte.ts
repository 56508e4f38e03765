/** Who carries out which action now: screens offer handlers while they are shown, keys and menus run them. */
import { preferences } from '../data';
import { match, takesText } from './keys';
import type { ActionId, Scope } from './table';

type Handler = () => void | false;

/** Whether this is macOS, where Ctrl is written for Cmd. */
export const MAC = typeof navigator !== 'undefined' && /Mac/.test(navigator.platform);

class Registry {
  #handlers = new Map<ActionId, Handler[]>();
  #scopes: Scope[] = ['global'];
  #awaited: { id: ActionId; until: number } | null = null;

  /** Offers handlers; the newest wins, and one that returns `false` passes. Returns how to withdraw them. */
  offer(handlers: Partial<Record<ActionId, Handler>>, scope?: Scope): () => void {
    const entries = Object.entries(handlers) as [ActionId, Handler][];
    for (const [id, handler] of entries) this.#handlers.set(id, [handler, ...(this.#handlers.get(id) ?? [])]);
    if (scope) this.#scopes = [...this.#scopes, scope];
    const awaited = this.#awaited;
    if (awaited !== null && awaited.id in handlers) {
      this.#awaited = null;
      if (Date.now() < awaited.until) setTimeout(() => this.run(awaited.id));
    }
    return () => {
      for (const [id, handler] of entries)
        this.#handlers.set(
          id,
          (this.#handlers.get(id) ?? []).filter((other) => other !== handler),
        );
      if (scope) this.#scopes = this.#scopes.filter((other, at) => at !== this.#scopes.lastIndexOf(scope));
    };
  }

  /** Runs an action; `false` when nobody carries it out. */
  run(id: ActionId): boolean {
    return (this.#handlers.get(id) ?? []).some((handler) => handler() !== false);
  }

  /** Runs an action of a screen that is about to be shown. */
  soon(id: ActionId): void {
    this.#awaited = { id, until: Date.now() + 5_000 };
  }

  /** Gives a press to the action it means. Layers on top (dialogs, menus) keep their keys. */
  press(event: KeyboardEvent): void {
    if (event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]')) return;
    const meant = match(event, {
      scopes: this.#scopes,
      typing: takesText(target),
      letterKeys: preferences.now.letterKeys,
      mac: MAC,
    });
    if (meant.some((id) => this.run(id))) event.preventDefault();
  }
}

export const registry = new Registry();
