/** The permission tree as plain values: what each node shows, and what a press on it sets. It draws nothing. */
import type { ActionView, CatalogueView, ModuleView, ProductView } from '../../contract';
import { matches } from '../../kit/fold';
import { counted, m, number } from '../../words';
import { titleOf } from './marks';

/** A role or a group that gives a permission. */
export interface Giver {
  kind: 'role' | 'group';
  name: string;
}

/** What a person would have by now. */
export interface Having {
  /** What roles and groups give already, each with those that do. */
  given: ReadonlyMap<string, readonly Giver[]>;
  /** What is set for this person. */
  here: ReadonlySet<string>;
  /** What is taken from this person. */
  restricted: ReadonlySet<string>;
}

export type Tick = 'on' | 'mixed' | 'off' | 'given';

export interface TreeRow {
  id: string;
  level: number;
  /** Position among its siblings, from 1, and how many there are. */
  at: number;
  of: number;
  label: string;
  tick: Tick;
  /** `null` for an action. */
  open: boolean | null;
  /** Why a press does nothing. */
  locked: string | null;
  /** What stands at the end of the line. */
  note: string;
  tip: string;
  more: string;
  /** The last line under its product. */
  last: boolean;
  /** What it stands for. */
  actions: readonly Node[];
}

interface Node {
  action: ActionView;
  module: ModuleView;
}

const YOURS = m.shared_tree_not_yours();
const nodesOf = (module: ModuleView): Node[] => module.actions.map((action) => ({ action, module }));
const nodesIn = (product: ProductView): Node[] => product.modules.flatMap(nodesOf);
const has = ({ given, here, restricted }: Having, { action: { permission } }: Node): boolean =>
  !restricted.has(permission) && (given.has(permission) || here.has(permission));

/** Whether a press can set or unset it. */
const free = ({ given, restricted }: Having, { action: { permission, yours } }: Node): boolean =>
  yours && !given.has(permission) && !restricted.has(permission);

/** Whether a product is one module under its own name: its actions stand right under it. */
const solo = ({ name, modules }: ProductView): ModuleView | null =>
  modules.length === 1 && modules[0]?.label === name ? modules[0] : null;

function counts(nodes: readonly Node[], having: Having, level: number): string {
  const allowed = nodes.filter((node) => has(having, node)).length;
  if (allowed === nodes.length) return counted(m.shared_tree_all, nodes.length);
  if (allowed === 0 && level === 1) return m.shared_tree_none_of_it();
  return m.shared_tree_some({ count: allowed, n: number(allowed), all: number(nodes.length) });
}

function tickOf(nodes: readonly Node[], having: Having): Tick {
  const allowed = nodes.filter((node) => has(having, node));
  if (allowed.length === 0) return 'off';
  if (allowed.length < nodes.length) return 'mixed';
  return allowed.every(({ action }) => having.given.has(action.permission)) ? 'given' : 'on';
}

function branch(id: string, level: number, label: string, nodes: Node[], open: boolean, having: Having): TreeRow {
  const locked = nodes.some((node) => free(having, node)) ? null : m.shared_tree_nothing_yours();
  const note = counts(nodes, having, level);
  return { ...blank, id, level, label, tick: tickOf(nodes, having), open, locked, note, actions: nodes };
}

const blank = { at: 1, of: 1, last: false, tip: '', more: '' };

function leaf(level: number, node: Node, having: Having): TreeRow {
  const { action, module } = node;
  const { permission } = action;
  const given = having.given.get(permission);
  const taken = having.restricted.has(permission);
  const from =
    given &&
    m.shared_tree_from({
      givers: given
        .map(({ kind, name }) => (kind === 'role' ? m.shared_tree_role({ name }) : m.shared_tree_group({ name })))
        .join(m.shared_joint()),
    });
  const needs =
    action.key !== 'view' && module.actions.some(({ key }) => key === 'view') ? m.shared_tree_needs_view() : '';
  const locked = taken ? m.shared_source_restriction() : given ? from : action.yours ? null : YOURS;
  return {
    ...blank,
    id: permission,
    level,
    label: action.label,
    tick: taken ? 'off' : given ? 'given' : having.here.has(permission) ? 'on' : 'off',
    open: null,
    locked: locked ?? null,
    note:
      locked === YOURS
        ? YOURS
        : taken
          ? m.shared_tree_restricted()
          : given
            ? given.map(({ name }) => name).join(m.shared_joint())
            : '',
    tip: `${titleOf(action, module.label)}\n${action.explanation || locked || m.shared_tree_undescribed()}`,
    more: [action.explanation && locked ? m.shared_tree_locked({ why: locked }) : '', needs].filter(Boolean).join(' '),
    actions: [node],
  };
}

/** The lines of the tree. What was typed narrows it, and opens what it finds. */
export function rowsOf(catalogue: CatalogueView, having: Having, open: ReadonlySet<string>, text = ''): TreeRow[] {
  const typed = text.trim();
  const found = (product: ProductView, { module, action }: Node): boolean =>
    typed === '' || matches(`${product.name} ${module.label} ${action.label} ${action.explanation}`, typed);
  const products = catalogue.products.flatMap((product) => {
    const nodes = nodesIn(product).filter((node) => found(product, node));
    return nodes.length > 0 ? [{ product, nodes }] : [];
  });
  return products.flatMap(({ product, nodes }, n) => {
    const id = `p:${product.key}`;
    const shown = typed !== '' || open.has(id);
    const top = {
      ...branch(id, 1, product.name || m.shared_tree_own_modules(), nodes, shown, having),
      at: n + 1,
      of: products.length,
    };
    const under = !shown ? [] : solo(product) ? leaves(2, nodes, having) : modulesOf(nodes, having, open, typed !== '');
    const rows = [top, ...under];
    return rows.map((row, at) => ({ ...row, last: at === rows.length - 1 }));
  });
}

const leaves = (level: number, nodes: readonly Node[], having: Having): TreeRow[] =>
  nodes.map((node, at) => ({ ...leaf(level, node, having), at: at + 1, of: nodes.length }));

function modulesOf(nodes: readonly Node[], having: Having, open: ReadonlySet<string>, all: boolean): TreeRow[] {
  const modules = [...new Set(nodes.map(({ module }) => module))];
  return modules.flatMap((module, at) => {
    const own = nodes.filter((node) => node.module === module);
    const id = `m:${module.key}`;
    const shown = all || open.has(id);
    const row = { ...branch(id, 2, module.label, own, shown, having), at: at + 1, of: modules.length };
    return [row, ...(shown ? leaves(3, own, having) : [])];
  });
}

/**
 * What is set for the person after a press. What can be done in a module needs that it is seen: setting one
 * sets View with it, and taking View away takes with it what was set beside it.
 */
export function pressed(row: TreeRow, having: Having): string[] {
  const here = new Set(having.here);
  const own = row.actions.filter((node) => free(having, node));
  const wanted = own.some(({ action }) => !here.has(action.permission));
  for (const { action, module } of own) {
    const view = nodesOf(module).find((node) => node.action.key === 'view');
    if (wanted) {
      here.add(action.permission);
      if (view && free(having, view)) here.add(view.action.permission);
    } else {
      here.delete(action.permission);
      if (action.key === 'view') for (const other of module.actions) here.delete(other.permission);
    }
  }
  return [...here];
}

interface Carrier {
  id: string;
  name: string;
  permissions: readonly number[];
}

/** What chosen roles and groups give together, by permission. */
export function givenBy(
  catalogue: CatalogueView,
  roles: readonly Carrier[],
  groups: readonly Carrier[],
): Map<string, Giver[]> {
  const permissions = catalogue.products.flatMap((product) => nodesIn(product).map(({ action }) => action.permission));
  const given = new Map<string, Giver[]>();
  const add = (kind: Giver['kind'], { name, permissions: carried }: Carrier): void => {
    for (const at of carried) {
      const permission = permissions[at];
      if (permission !== undefined) given.set(permission, [...(given.get(permission) ?? []), { kind, name }]);
    }
  };
  for (const role of roles) add('role', role);
  for (const group of groups) add('group', group);
  return given;
}

/** How many permissions there would be in all, from roles and groups, and set here. */
export function sumOf({ given, here, restricted }: Having): { all: number; given: number; here: number } {
  const from = [...given.keys()].filter((permission) => !restricted.has(permission)).length;
  const own = [...here].filter((permission) => !given.has(permission) && !restricted.has(permission)).length;
  return { all: from + own, given: from, here: own };
}
