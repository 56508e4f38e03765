/**
 * What a modal layer does to the rest of the window: it becomes inert, and the focus comes back to where it
 * was. Toasts stay reachable, for they carry Undo.
 */

/** What stays reachable beside a layer. */
const KEPT = '.toasts, #layers';

/** Where the focus was lately, oldest first: a layer opened from a menu goes back past the menu. */
let lately: HTMLElement[] = [];
if (typeof document !== 'undefined') {
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement) lately = [...lately.slice(-7), target];
  });
}

/** Notes where the focus is before a layer opens; returns how to put it back. */
export function remember(): () => void {
  const places = lately;
  return () => {
    // After the layer is gone, so that nothing of it takes the focus again.
    setTimeout(() => {
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      places
        .findLast((place) => place.isConnected && place.closest('[inert]') === null)
        ?.focus({ preventScroll: true });
    });
  };
}

/** Makes everything but these elements inert; returns how to end it. */
export function raise(...own: HTMLElement[]): () => void {
  const rest = [...document.body.children].flatMap((child) => beside(child, own));
  for (const element of rest) element.inert = true;
  return () => {
    for (const element of rest) element.inert = false;
  };
}

/** The outermost elements of a branch that hold neither the layer nor what stays reachable. */
function beside(branch: Element, own: readonly HTMLElement[]): HTMLElement[] {
  if (
    !(branch instanceof HTMLElement) ||
    branch.inert ||
    branch instanceof HTMLScriptElement ||
    branch.matches(KEPT) ||
    own.includes(branch)
  )
    return [];
  const mixed = own.some((element) => branch.contains(element)) || branch.querySelector(KEPT) !== null;
  return mixed ? [...branch.children].flatMap((child) => beside(child, own)) : [branch];
}

/** Puts the focus on what a layer marks as first, else on its first field, else on a button. */
export function focusFirst(layer: HTMLElement): void {
  const first =
    layer.querySelector<HTMLElement>('[data-first]:not([disabled])') ??
    layer.querySelector<HTMLElement>(
      'input:not([disabled], [type="radio"], [type="checkbox"]), textarea:not([disabled])',
    );
  (first ?? layer.querySelector<HTMLElement>('button:not([disabled])') ?? layer).focus();
}
