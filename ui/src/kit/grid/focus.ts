/** Focus among the controls of one row: the row itself, then what can be pressed in it. */
const CONTROLS = 'a[href], button:not([disabled]), input:not([disabled])';

/** Moves by one control; before the first and after the last is the row. Returns whether it moved. */
export function step(row: HTMLElement, forward: boolean): boolean {
  const stops: HTMLElement[] = [row, ...row.querySelectorAll<HTMLElement>(CONTROLS)].filter(
    (stop) => stop.offsetParent !== null || stop === row,
  );
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = stops[at + (forward ? 1 : -1)];
  next?.focus({ preventScroll: true });
  return next !== undefined;
}

/** Whether a press on this element is the element's own business, not the row's. */
export function ownPress(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button, input, label, select, textarea') !== null;
}
