/** Which rows of the table of permissions are shown, and where the arrows go. */
import type { GlassModule, GlassProduct } from '../../contract';
import { matches } from '../../kit/fold';

/** A product with more modules opens by hand, and in steps of this many. */
export const STEP = 40;

export interface Shown {
  product: GlassProduct;
  open: boolean;
  /** Its one module bears its name: the row stands for both. */
  solo: boolean;
  modules: GlassModule[];
  /** How many more there are to show. */
  rest: number;
  allowed: number;
  of: number;
}

/** Products with the modules to draw. What was typed finds modules and actions, and opens what it finds. */
export function shownOf(
  products: readonly GlassProduct[],
  text: string,
  opened: ReadonlyMap<string, boolean>,
  steps: ReadonlyMap<string, number>,
): Shown[] {
  const typed = text.trim();
  return products.flatMap((product): Shown[] => {
    const found =
      typed === ''
        ? product.modules
        : product.modules.filter((module) =>
            matches(`${product.name} ${module.label} ${module.marks.map(({ label }) => label).join(' ')}`, typed),
          );
    if (found.length === 0) return [];
    const solo = product.modules.length === 1 && product.modules[0]?.label === product.name;
    const open = solo || (opened.get(product.key) ?? (typed !== '' || product.modules.length <= STEP));
    const modules = open ? found.slice(0, steps.get(product.key) ?? STEP) : [];
    const marks = product.modules.flatMap((module) => module.marks);
    return [
      {
        product,
        open,
        solo,
        modules,
        rest: open ? found.length - modules.length : 0,
        allowed: marks.filter(({ allowed }) => allowed).length,
        of: marks.length,
      },
    ];
  });
}

const STEPS: Record<string, [rows: number, cols: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The cell that a key leads to, from a cell; `null` leaves the key alone. */
export function move(event: KeyboardEvent, from: HTMLElement, body: HTMLElement): HTMLElement | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const lines = [...body.querySelectorAll<HTMLElement>('tr.line')];
  const cells = (line: HTMLElement | undefined) => [...(line?.querySelectorAll<HTMLElement>('[data-cell]') ?? [])];
  const row = lines.findIndex((line) => line.contains(from));
  const own = cells(lines[row]);
  if (event.key === 'Home') return own[0] ?? null;
  if (event.key === 'End') return own.at(-1) ?? null;
  const step = STEPS[event.key];
  if (step === undefined) return null;
  const [down, right] = step;
  if (down === 0) return own[own.indexOf(from) + (getComputedStyle(body).direction === 'rtl' ? -right : right)] ?? null;
  const col = Number(from.dataset.cell);
  for (let at = row + down; at >= 0 && at < lines.length; at += down) {
    const there = cells(lines[at]);
    const nearest = there.toSorted(
      (a, b) => Math.abs(Number(a.dataset.cell) - col) - Math.abs(Number(b.dataset.cell) - col),
    )[0];
    if (nearest) return nearest;
  }
  return null;
}
