/** The rows of a matrix: modules in the order of their products, each with what can be done in it. Pure. */
import { fold } from '../fold';

/** One thing that can be done, by its number through the whole catalogue. */
export interface MatrixAction {
  at: number;
  id: string;
  key: string;
  label: string;
  explanation: string;
  /** Whether the person at the desk has it, so may give it. */
  yours: boolean;
}

export interface MatrixModule {
  key: string;
  label: string;
  /** Its product's name, where the module's own doesn't say it. */
  product: string;
  actions: readonly MatrixAction[];
}

export type MatrixRow =
  | { kind: 'module'; id: string; module: MatrixModule; open: boolean }
  | { kind: 'action'; id: string; module: MatrixModule; action: MatrixAction };

interface Catalogue {
  products: readonly {
    key: string;
    name: string;
    modules: readonly {
      key: string;
      label: string;
      actions: readonly { permission: string; key: string; label: string; explanation: string; yours: boolean }[];
    }[];
  }[];
}

/** Numbers a catalogue through: products, modules, actions, in their order, from 0. */
export function modulesOf({ products }: Catalogue): MatrixModule[] {
  let at = 0;
  return products.flatMap((product) =>
    product.modules.map(({ key, label, actions }) => ({
      key,
      label,
      // The organization's own modules stand under no product.
      product: product.key === '' || product.name === label ? '' : product.name,
      actions: actions.map(({ permission, ...action }) => ({ ...action, id: permission, at: at++ })),
    })),
  );
}

/** Every action by its number. */
export function actionsOf(modules: readonly MatrixModule[]): MatrixAction[] {
  return modules.flatMap(({ actions }) => actions);
}

/** What a permission is called among people: "Edit Contacts". */
export function nameOf(modules: readonly MatrixModule[]): (id: string) => string {
  const names = new Map(
    modules.flatMap(({ label, actions }) => actions.map((action) => [action.id, `${action.label} ${label}`])),
  );
  return (id) => names.get(id) ?? id;
}

export interface Narrowed {
  open: ReadonlySet<string>;
  /** What was typed to find. */
  text?: string;
  /** Shows only these. */
  only?: ((at: number) => boolean) | null;
}

/** What is shown: heads stay over whatever is found, and what is found is open. */
export function rowsOf(modules: readonly MatrixModule[], { open, text = '', only = null }: Narrowed): MatrixRow[] {
  const words = fold(text.trim()).split(/\s+/).filter(Boolean);
  const narrowed = words.length > 0 || only !== null;
  const rows: MatrixRow[] = [];
  for (const module of modules) {
    const found = narrowed ? module.actions.filter((action) => fits(module, action, words, only)) : module.actions;
    if (narrowed && found.length === 0) continue;
    const shown = narrowed || open.has(module.key);
    rows.push({ kind: 'module', id: `m:${module.key}`, module, open: shown });
    if (shown) for (const action of found) rows.push({ kind: 'action', id: action.id, module, action });
  }
  return rows;
}

function fits(
  module: MatrixModule,
  action: MatrixAction,
  words: readonly string[],
  only: ((at: number) => boolean) | null,
): boolean {
  if (only !== null && !only(action.at)) return false;
  if (words.length === 0) return true;
  const text = fold(`${action.label} ${module.label} ${module.product} ${action.id} ${action.explanation}`);
  return words.every((word) => text.includes(word));
}

/** A set of numbers as one byte each, so that asking costs nothing. */
export function marksOf(numbers: readonly number[], total: number): Uint8Array {
  const marks = new Uint8Array(total);
  for (const at of numbers) if (at < total) marks[at] = 1;
  return marks;
}

/** How many of a module's actions are marked. */
export function countIn(module: MatrixModule, has: (at: number) => boolean): number {
  return module.actions.reduce((sum, { at }) => sum + (has(at) ? 1 : 0), 0);
}
