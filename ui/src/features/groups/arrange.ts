/** How groups stand in their list: by product, or by kind of work under their parents. Pure. */
import type { GroupView, ProductView } from '../../contract';
import { matches } from '../../kit/fold';
import { m } from '../../words';

export type Order = 'product' | 'work';

export type Item =
  | { kind: 'head'; id: string; label: string; count: number }
  | { kind: 'group'; id: string; group: GroupView; depth: number };

const HEADS = {
  built: m.groups_head_built(),
  across: m.groups_head_across(),
  work: m.groups_head_work(),
  of: m.groups_head_of(),
};

/** The list, with its heads. What was typed narrows it; heads without groups leave. */
export function arrange(
  groups: readonly GroupView[],
  products: readonly ProductView[],
  order: Order,
  text: string,
): Item[] {
  const found =
    text.trim() === '' ? groups : groups.filter(({ name, description }) => matches(`${name} ${description}`, text));
  const built = found.filter(({ builtIn, product }) => builtIn && product === null);
  const work = found.filter(({ builtIn, product }) => !builtIn && product === null);
  const of = found.filter(({ product }) => product !== null);
  if (order === 'work')
    return [
      ...section('built', HEADS.built, flat(built)),
      ...section('work', HEADS.work, text.trim() === '' ? tree(work) : flat(work)),
      ...section('of', HEADS.of, flat(of)),
    ];
  const known = new Set(products.map(({ key }) => key));
  return [
    ...section('built', HEADS.built, flat(built)),
    ...products.flatMap(({ key, name }) =>
      section(`p:${key}`, name, flat(of.filter(({ product }) => product === key))),
    ),
    // A product that the organization gave back.
    ...section('gone', HEADS.of, flat(of.filter(({ product }) => !known.has(product ?? '')))),
    ...section('across', HEADS.across, flat(work)),
  ];
}

function section(id: string, label: string, groups: Item[]): Item[] {
  return groups.length === 0 ? [] : [{ kind: 'head', id: `h:${id}`, label, count: groups.length }, ...groups];
}

function flat(groups: readonly GroupView[]): Item[] {
  return groups.map((group) => ({ kind: 'group', id: group.id, group, depth: 0 }));
}

/** Each under its parent, where the parent is in the list too. */
function tree(groups: readonly GroupView[]): Item[] {
  const here = new Set(groups.map(({ id }) => id));
  const children = new Map<string | null, GroupView[]>();
  for (const group of groups) {
    const parent = group.parent !== null && here.has(group.parent) ? group.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), group]);
  }
  const below = (parent: string | null, depth: number): Item[] =>
    (children.get(parent) ?? []).flatMap((group) => [
      { kind: 'group' as const, id: group.id, group, depth },
      ...below(group.id, depth + 1),
    ]);
  return below(null, 0);
}

/** A group's parents, outermost first. */
export function pathOf(groups: ReadonlyMap<string, GroupView>, group: GroupView): GroupView[] {
  const path: GroupView[] = [];
  let at = group.parent === null ? undefined : groups.get(group.parent);
  while (at !== undefined && !path.includes(at)) {
    path.unshift(at);
    at = at.parent === null ? undefined : groups.get(at.parent);
  }
  return path;
}

/** Groups that can be a group's parent: neither itself nor any that stands under it. */
export function parentsFor(groups: readonly GroupView[], id: string | null): GroupView[] {
  if (id === null) return [...groups];
  const byId = new Map(groups.map((group) => [group.id, group]));
  return groups.filter((group) => group.id !== id && !pathOf(byId, group).some((parent) => parent.id === id));
}
