/** The organization in memory: people, structure, seats, log; one door for changes, with impact and undo. */
import type { Holding, Outcome, Plan, RefusedFor } from '../../contract';
import { PACKAGES, PLANS, PORTALS, TEAMS, products, type Group, type Product, type Role } from './authority-data';
import { groups, roles } from './authority-seeds';
import { copy, impact, patches, revert, stands, type Patch, type State } from './authority-history';
import { GROUPS, idOf, makePeople, nameOf, type Person } from './people';

/** The key of a holding in `Person.held`. */
export const keyOf = ({ is, of }: Holding): string => `${is}:${of}`;
export const holdingOf = (key: string): Holding => {
  const at = key.indexOf(':');
  return { is: key.slice(0, at), of: key.slice(at + 1) } as Holding;
};
/** What of one kind a person holds, as ids. */
export const holds = (p: Person, is: Holding['is'] | 'freed'): string[] =>
  Object.keys(p.held).flatMap((key) => (key.startsWith(`${is}:`) ? key.slice(is.length + 1) : []));

export interface Line {
  seq: number;
  at: number;
  member: string;
  title: string;
  detail: string;
  actor: string | null;
  command: string;
}

export type Note = (member: string, title: string, detail?: string) => void;
export type Done = { done: number; reach?: string[]; refusals?: RefusedFor[] } & Partial<Outcome>;

export class World implements State {
  people: Person[];
  products: Product[];
  roles: Role[];
  groups: Group[];
  portals = PORTALS;
  teams = TEAMS;
  seats: Record<string, number> = Object.fromEntries(
    PACKAGES.filter((p) => p.seats > 0).map((p) => [p.package, p.seats]),
  );
  plan: Plan = 'business';
  log: Line[] = [];
  readonly you: string;
  readonly #opened: number;
  #seq = 1_000;
  #undo = new Map<string, { changed: Patch[]; rest: Partial<State> }>();
  #done = new Map<string, Outcome>();
  #told = new Set<string>();

  constructor(
    count: number,
    readonly now: () => number,
    { owner = false, own = 3 }: { owner?: boolean; own?: number } = {},
  ) {
    this.#opened = now();
    this.products = products(own);
    this.roles = roles(this.permissions());
    this.groups = groups(GROUPS);
    this.people = makePeople(count, now());
    this.you = idOf(1, owner ? 0 : 1);
  }

  permissions(): string[] {
    return this.products.flatMap((p) => p.modules.flatMap((m) => m.actions.map((a) => a.permission)));
  }
  person(id: string): Person {
    return this.#find(this.people, id, 'This person isn’t in the organization any more.');
  }
  me(): Person {
    return this.person(this.you);
  }
  role(id: string): Role {
    return this.#find(this.roles, id, 'This role isn’t there any more.');
  }
  group(id: string): Group {
    return this.#find(this.groups, id, 'This group isn’t there any more.');
  }
  #find<T extends { id: string }>(all: T[], id: string, words: string): T {
    const found = all.find((one) => one.id === id);
    if (!found)
      throw { code: 'not_found', message: words, help: 'Refresh the list.', field: null, about: null, fields: {} };
    return found;
  }
  used(key: string): number {
    return this.people.reduce((sum, p) => sum + (p.held[`licence:${key}`] ? 1 : 0), 0);
  }
  free(key: string): number {
    return (this.seats[key] ?? 0) - this.used(key);
  }
  planUsed(): number {
    return this.people.filter((p) => (p.status === 'active' || p.status === 'pending') && p.tier !== 'user').length;
  }
  planLimit(): number {
    return PLANS.find(([plan]) => plan === this.plan)?.[1] ?? 0;
  }

  /** Carries a change out, or only says what it would do. */
  change(command: string, preview: boolean, run: (note: Note) => Done): Outcome {
    const again = this.#done.get(command);
    if (again && !preview) return again;
    this.tick();
    const before = copy(this);
    const lines: [member: string, title: string, detail: string][] = [];
    let done: Done;
    try {
      done = run((member, title, detail = '') => lines.push([member, title, detail]));
    } catch (problem) {
      Object.assign(this, before);
      throw problem;
    }
    const changed = patches(before, this);
    const people = changed.flatMap(({ kind, id }) => (kind === 'people' ? [id] : []));
    const would = impact(before, this, [...(done.reach ?? []), ...people]);
    const { refusals = [], ...more } = done;
    delete more.reach;
    const outcome: Outcome = {
      command,
      preview,
      member: null,
      role: null,
      group: null,
      refused: refusals.length,
      undoable: changed.length > 0,
      ...more,
      refusals: refusals.slice(0, 200),
      impact: preview ? would : null,
    };
    if (preview) {
      Object.assign(this, before);
      return outcome;
    }
    const rest: Partial<State> = before.plan === this.plan ? {} : { plan: before.plan };
    if (before.seats !== this.seats) Object.assign(rest, { seats: before.seats, products: before.products });
    if (outcome.undoable) this.#undo.set(command, { changed, rest });
    const moved = new Set(changed.map(({ id }) => id));
    for (const one of [...this.people, ...this.roles, ...this.groups]) if (moved.has(one.id)) one.version += 1;
    for (const [member, title, detail] of lines) {
      const by = would.people.find((one) => one.member === member);
      const many = (count: number, word: string) =>
        count === 0 ? [] : [`${count} ${count === 1 ? 'permission' : 'permissions'} ${word}`];
      const words = [...many(by?.gained.length ?? 0, 'gained'), ...many(by?.lost.length ?? 0, 'lost')].join(', ');
      this.#say(member, title, detail || words, command);
    }
    this.#done.set(command, outcome);
    return outcome;
  }

  #say(member: string, title: string, detail: string, command: string): void {
    this.#seq += 1;
    this.log.push({ seq: this.#seq, at: this.now(), member, title, detail, actor: nameOf(this.me()), command });
  }

  undoable(command: string): boolean {
    return this.#undo.has(command);
  }

  /** Takes a change back, unless what it changed was changed again; or only says what that would do. */
  undo(command: string, preview: boolean): Outcome {
    const stop = (code: 'nothing_to_undo' | 'conflict', message: string, help = '') => ({
      code,
      message,
      help,
      field: null,
      about: null,
      fields: {},
    });
    const kept = this.#undo.get(command);
    if (!kept) throw stop('nothing_to_undo', 'There is nothing to undo.');
    if (!kept.changed.every((patch) => stands(this, patch)))
      throw stop('conflict', 'Somebody changed this since.', 'Look at it, then change it by hand.');
    const before = copy(this);
    for (const patch of kept.changed) revert(this, patch);
    Object.assign(this, kept.rest);
    const people = kept.changed.flatMap(({ kind, id }) => (kind === 'people' ? [id] : []));
    const would = preview ? impact(before, this, people) : null;
    if (preview) Object.assign(this, before);
    else {
      this.#undo.delete(command);
      const title = this.log.find((line) => line.command === command)?.title ?? 'Change';
      for (const { id, kind, came } of kept.changed)
        if (kind === 'people' && came === null) this.#say(id, `${title}: undone`, '', `undo-${command}`);
    }
    return {
      command,
      preview,
      done: Math.max(1, kept.changed.length),
      member: null,
      refused: 0,
      refusals: [],
      undoable: false,
      role: null,
      group: null,
      impact: would,
    };
  }

  /** What begins and ends by itself (B13). */
  tick(): void {
    const now = this.now();
    for (const p of this.people) {
      const due = p.waiting.filter((one) => (one.period.from ?? 0) <= now);
      const over = Object.entries(p.held).filter(([, { until }]) => until !== null && until <= now);
      if (due.length === 0 && over.length === 0) continue;
      const held = { ...p.held };
      for (const { what, period, by } of due)
        held[keyOf(what)] = { since: period.from ?? now, by, until: period.until };
      for (const [key] of over) delete held[key];
      Object.assign(p, { held, waiting: p.waiting.filter((one) => !due.includes(one)), version: p.version + 1 });
    }
  }

  /** Entries about one person, newest first. */
  lines(id: string, titleOf: (key: string) => string): Line[] {
    const p = this.person(id);
    if (!this.#told.has(id)) this.#tell(p, titleOf);
    return this.log.filter((line) => line.member === id).sort((a, b) => b.at - a.at || b.seq - a.seq);
  }

  /** What happened before the organization was opened here. */
  #tell(p: Person, titleOf: (key: string) => string): void {
    this.#told.add(p.id);
    const say = (at: number, title: string, actor: string | null, key: string | null = null, detail = '') => {
      const command = `old-${p.id}-${(this.#seq += 1)}`;
      this.log.push({ seq: this.#seq - 1_000_000, at, member: p.id, title, detail, actor, command });
      if (key !== null) {
        const fields: Patch['fields'] = [[`held/${key}`, undefined, p.held[key]]];
        this.#undo.set(command, { changed: [{ kind: 'people', id: p.id, came: null, went: null, fields }], rest: {} });
      }
    };
    say(p.addedAt, 'Invited', p.addedBy);
    // What came since stands in the log itself; a seat that was freed is no giving.
    for (const [key, { since, by }] of Object.entries(p.held).filter(
      ([key, { since }]) => since < this.#opened && !key.startsWith('freed:'),
    ))
      say(since, titleOf(key), by, key, key.startsWith('grant') ? 'set for this person' : '');
    if (p.id.endsWith('5'))
      for (let n = 1; n < 60; n += 1)
        say(p.addedAt + n * 4 * 86_400_000, n % 3 ? 'Phone changed' : 'Language changed', p.addedBy);
  }
}
