/** What somebody may do and why, and what the person at the desk can't change: the rules R11 to R17, small. */
import type { GlassModule, GlassProduct, GlassView, Mark, Refusal, Source } from '../../contract';
import type { Group, Product, Role } from './authority-data';
import { nameOf, type Person } from './people';

export interface Known {
  people: Person[];
  roles: Role[];
  groups: Group[];
  products: Product[];
  permissions(): string[];
}
interface Desk extends Known {
  you: string;
  me(): Person;
}

const no = (code: Refusal['code'], message: string, help = ''): Refusal => ({
  code,
  message,
  help,
  field: null,
  about: null,
});

const held = (p: Person, is: string): string[] =>
  Object.keys(p.held).flatMap((key) => (key.startsWith(`${is}:`) ? key.slice(is.length + 1) : []));

/** Who has everything, whatever else is set. */
export function above(world: Known, p: Person): 'owner' | 'super_admin' | null {
  if (p.tier === 'owner') return 'owner';
  const top = world.roles.find((role) => role.builtIn === 'super_admin');
  return top && p.held[`role:${top.id}`] ? 'super_admin' : null;
}

/** Effective permissions, as they hold once the person is active. */
export function rights(world: Known, p: Person): Set<string> {
  const all = world.permissions();
  if (above(world, p)) return new Set(all);
  const got = new Set(p.access === 'all' && p.kind === 'regular' ? all : []);
  for (const id of held(p, 'role'))
    for (const one of world.roles.find((r) => r.id === id)?.permissions ?? []) got.add(one);
  for (const id of held(p, 'group'))
    for (const one of world.groups.find((g) => g.id === id)?.permissions ?? []) got.add(one);
  for (const one of held(p, 'grant')) got.add(one);
  for (const one of held(p, 'restriction')) got.delete(one);
  return got;
}

/** Where a permission comes from, and what takes it away. */
export function sources(world: Known, p: Person, permission: string): Source[] {
  const found: Source[] = [];
  const plain = (kind: Source['kind'], name: string) => found.push({ kind, name, since: null, by: null, until: null });
  const top = above(world, p);
  if (top === 'owner') plain('owner', 'Owner');
  if (top === 'super_admin') plain('super_admin', 'Super Admin');
  if (top === null && p.access === 'all') plain('all', 'All permissions');
  const carriers = [
    ...world.roles.map((one) => ['role', one] as const),
    ...world.groups.map((one) => ['group', one] as const),
  ];
  for (const [kind, one] of carriers) {
    const since = p.held[`${kind}:${one.id}`];
    if (since && one.permissions.includes(permission)) found.push({ kind, name: one.name, ...since });
  }
  const given = p.held[`grant:${permission}`];
  if (given) found.push({ kind: 'grant', name: 'Set here', ...given });
  const taken = p.held[`restriction:${permission}`];
  if (taken && top === null) found.push({ kind: 'restriction', name: 'Restricted here', ...taken });
  return found;
}

const covers = (mine: Set<string>, theirs: Iterable<string>) => [...theirs].every((one) => mine.has(one));

/** Why roles, groups and permissions of somebody can't be changed. */
export function standing(world: Desk, p: Person): Refusal | null {
  const boss = world.people.find((one) => one.tier === 'owner');
  const ask = boss && boss.id !== world.you ? `Ask ${nameOf(boss)} (Owner).` : '';
  if (p.id === world.you) return no('yourself', 'You can’t change your own rights.', ask);
  return touch(world, p);
}

/** Why somebody can't be touched at all (R14). */
export function touch(world: Desk, p: Person): Refusal | null {
  if (p.kind === 'system') return no('system_fixed', 'System members can’t be changed.');
  if (p.status === 'archived') return no('wrong_status', `${nameOf(p)} is archived.`, 'Restore first.');
  if (p.id === world.you) return null;
  if (p.tier === 'owner') return no('owner_fixed', `${nameOf(p)} is the owner and always has everything.`);
  if (!covers(rights(world, world.me()), rights(world, p)))
    return no(
      'rank_too_low',
      `${nameOf(p)} may do things that you may not.`,
      'Ask somebody who has as many permissions.',
    );
  return null;
}

/** Why this can't be given by the person at the desk (R13). */
export function ceiling(world: Desk, permissions: Iterable<string>, words: string): Refusal | null {
  return covers(rights(world, world.me()), permissions) ? null : no('ceiling', words, 'Ask somebody who has them.');
}

function asleep(p: Person): string {
  const words = {
    active: '',
    pending: 'The invitation isn’t accepted yet: nothing of this holds before.',
    suspended: 'Suspended: nothing of this holds until access is on again.',
    archived: 'Archived: nothing of this holds.',
  };
  return words[p.status];
}

/** Everything that somebody sees and may do. */
export function glass(world: Desk, p: Person): GlassView {
  const got = rights(world, p);
  const yours = rights(world, world.me());
  const locked = standing(world, p);
  const top = above(world, p);
  const mark = (action: Product['modules'][number]['actions'][number]): Mark => ({
    permission: action.permission,
    action: action.key,
    label: action.label,
    explanation: action.explanation,
    allowed: got.has(action.permission),
    sources: sources(world, p, action.permission),
    refusal:
      locked ??
      (top === 'super_admin'
        ? no('super_admin_fixed', 'Super Admin always has every permission.', 'Take the role away first.')
        : null) ??
      (p.kind === 'portal' ? no('not_allowed', 'Permissions of portal members come from portal roles alone.') : null) ??
      (yours.has(action.permission)
        ? null
        : no('ceiling', 'You don’t have this, so you can’t give it.', 'Ask somebody who has it.')),
  });
  const products = world.products.map((product): GlassProduct => ({
    key: product.key,
    name: product.name,
    modules: product.modules.map((module): GlassModule => {
      const marks = module.actions.map(mark);
      const hidden = p.hidden.includes(module.key);
      return {
        key: module.key,
        label: module.label,
        hidden,
        inMenu: !hidden && marks.some((one) => one.allowed),
        marks,
      };
    }),
  }));
  return {
    member: p.id,
    name: nameOf(p),
    asleep: asleep(p),
    count: got.size,
    of: world.permissions().length,
    products,
  };
}
