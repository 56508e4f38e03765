/** What a change changed, field by field: for its impact, and to take it back. */
import type { Impact } from '../../contract';
import type { Group, Product, Role } from './authority-data';
import { rights } from './authority-rights';
import { nameOf, type Held, type Person } from './people';

/** Everything that a change can change. Lists are replaced, never mutated. */
export interface State {
  people: Person[];
  roles: Role[];
  groups: Group[];
  products: Product[];
  portals: { id: string; name: string }[];
  teams: { id: string; name: string }[];
  seats: Record<string, number>;
  plan: string;
}

type Kind = 'people' | 'roles' | 'groups';
type Record_ = { id: string } & Record<string, unknown>;
/** One record: the fields that changed, or the whole of it where it came or went. */
export interface Patch {
  kind: Kind;
  id: string;
  came: Record_ | null;
  went: Record_ | null;
  fields: [field: string, before: unknown, after: unknown][];
}

const KINDS: readonly Kind[] = ['people', 'roles', 'groups'];
const QUIET = new Set(['version', 'id']);
const list = (state: State, kind: Kind) => state[kind] as unknown as Record_[];
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The state as it is, safe from what comes. */
export function copy({ people, roles, groups, products, portals, teams, seats, plan }: State): State {
  return {
    people: people.map((one) => ({ ...one })),
    roles: roles.map((one) => ({ ...one })),
    groups: groups.map((one) => ({ ...one })),
    products,
    portals,
    teams,
    seats,
    plan,
  };
}

/** A record with each holding as a field of its own. */
function flat(one: Record_): Record<string, unknown> {
  const { held, ...rest } = one;
  const holdings = Object.entries((held ?? {}) as Record<string, Held>);
  return { ...rest, ...Object.fromEntries(holdings.map(([key, value]) => [`held/${key}`, value])) };
}

function differ(before: Record_, after: Record_): Patch['fields'] {
  if (Object.keys(after).every((field) => QUIET.has(field) || before[field] === after[field])) return [];
  const [was, is] = [flat(before), flat(after)];
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((field): Patch['fields'] =>
    QUIET.has(field) || same(was[field], is[field]) ? [] : [[field, was[field], is[field]]],
  );
}

/** What differs between two states, record by record. */
export function patches(before: State, after: State): Patch[] {
  return KINDS.flatMap((kind) => {
    const old = new Map(list(before, kind).map((one) => [one.id, one]));
    const fresh = new Map(list(after, kind).map((one) => [one.id, one]));
    return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((id): Patch[] => {
      const [was, is] = [old.get(id), fresh.get(id)];
      if (was === undefined) return [{ kind, id, came: is ?? null, went: null, fields: [] }];
      if (is === undefined) return [{ kind, id, came: null, went: was, fields: [] }];
      const fields = differ(was, is);
      return fields.length > 0 ? [{ kind, id, came: null, went: null, fields }] : [];
    });
  });
}

/** Whether a record still stands as a change left it. */
export function stands(state: State, { kind, id, went, fields }: Patch): boolean {
  const now = list(state, kind).find((one) => one.id === id);
  if (went) return now === undefined;
  if (now === undefined) return false;
  const is = flat(now);
  return fields.every(([field, , after]) => same(is[field], after));
}

/** Takes a change of one record back. */
export function revert(state: State, { kind, id, came, went, fields }: Patch): void {
  const all = list(state, kind);
  if (came) Object.assign(state, { [kind]: all.filter((one) => one.id !== id) });
  else if (went) Object.assign(state, { [kind]: [...all, went] });
  else
    for (const one of all) {
      if (one.id !== id) continue;
      const held = { ...((one.held ?? {}) as Record<string, unknown>) };
      for (const [field, before] of fields) {
        if (!field.startsWith('held/')) one[field] = before;
        else if (before === undefined) delete held[field.slice(5)];
        else held[field.slice(5)] = before;
      }
      if (one.held) one.held = held;
      one.version = Number(one.version) + 1;
    }
}

const all = (state: State) => () =>
  state.products.flatMap((p) => p.modules.flatMap((m) => m.actions.map((a) => a.permission)));

/** Who gains and loses what between two states, among those that are reached. */
export function impact(before: State, after: State, reach: Iterable<string>): Impact {
  const [old, fresh] = [
    { ...before, permissions: all(before) },
    { ...after, permissions: all(after) },
  ];
  const touched = [...new Set(reach)];
  const people = touched.flatMap((id) => {
    const [was, is] = [before.people.find((p) => p.id === id), after.people.find((p) => p.id === id)];
    const had = was ? rights(old, was) : new Set<string>();
    const has = is ? rights(fresh, is) : new Set<string>();
    const one = is ?? was;
    const only = (some: Set<string>, other: Set<string>) => [...some].filter((permission) => !other.has(permission));
    return one ? [{ member: id, name: nameOf(one), gained: only(has, had), lost: only(had, has) }] : [];
  });
  people.sort((a, b) => b.lost.length - a.lost.length || b.gained.length - a.gained.length);
  const seats = (state: State) =>
    state.people.reduce((sum, p) => sum + Object.keys(p.held).filter((key) => key.startsWith('licence:')).length, 0);
  const moved = seats(after) - seats(before);
  const awake = (state: State) => new Set(state.people.filter((p) => p.status === 'active').map((p) => p.id));
  const still = awake(after);
  const losers = people.filter((one) => one.lost.length > 0);
  const gave = losers.filter(({ name }) =>
    after.people.some((p) => Object.values(p.held).some((held) => held.by === name)),
  );
  return {
    reach: touched.length,
    people: people.slice(0, 200),
    licencesGiven: Math.max(0, moved),
    licencesTaken: Math.max(0, -moved),
    sessionsEnded: [...awake(before)].filter((id) => !still.has(id)).length,
    givenOn: gave.map(({ name }) => `What ${name} gave to others stays with them.`),
  };
}
