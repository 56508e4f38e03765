/**
 * Changes of rights that wait for Save, of roles or of a group: what they are, whom they would reach, what
 * stands against them, and what happens when somebody else was quicker. It draws nothing.
 */
import type { Impact, Outcome, WireError } from '../contract';
import { changed as reread } from '../data';
import { present } from '../errors/present';
import {
  changedCells,
  difference,
  drop,
  NOTHING,
  press,
  rebase,
  set,
  stale,
  type Changes,
  type Saved,
} from '../kit/matrix/changes';
import type { Cells, MatrixColumn } from '../kit/matrix/columns';
import { actionsOf, type MatrixAction, type MatrixModule } from '../kit/matrix/model';
import { m } from '../words';

/** One column's change as commands name it. */
export interface Edit {
  id: string;
  seen: number;
  give: string[];
  take: string[];
}

/** A column as it is saved now. */
export interface Held extends Saved {
  name: string;
  /** How many have it. */
  members: number;
}

/** Carries edits out, or only says what they would do. */
export type Send = (edits: Edit[], preview: boolean) => Promise<Outcome>;

const PAUSE = 200;
export const NOT_YOURS = m.shared_not_yours();

export class Waiting {
  changes = $state.raw<Changes>(NOTHING);
  saved = $state.raw<ReadonlyMap<string, Held>>(new Map());
  modules = $state.raw<readonly MatrixModule[]>([]);
  /** What saving would do, as far as it is known. */
  impact = $state.raw<Impact | null>(null);
  /** What stands against saving. */
  problem = $state.raw<WireError | null>(null);
  busy = $state(false);

  readonly actions = $derived<readonly MatrixAction[]>(actionsOf(this.modules));
  readonly count = $derived(changedCells(this.changes));
  readonly dirty = $derived(this.count > 0);
  /** Columns that somebody else changed or deleted since they were seen. */
  readonly stale = $derived(stale(this.changes, [...this.saved.values()]));

  /** What stands against saving, in words; `null` when nothing does. */
  readonly against = $derived.by<string | null>(() => {
    if (this.stale.length > 0 && !this.busy) return m.shared_quicker();
    return this.problem === null ? null : `${this.problem.message} ${this.problem.help}`.trim();
  });

  #names = new Map<string, string>();
  #own = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  /** `tag` is what is read again after a conflict. */
  constructor(
    private readonly send: Send,
    private readonly tag: string,
  ) {}

  /** What is saved now, read again. My own other changes to a column are no conflict. */
  see(modules: readonly MatrixModule[], saved: readonly Held[]): void {
    this.modules = modules;
    this.saved = new Map(saved.map((one) => [one.id, one]));
    for (const one of saved) this.#names.set(one.id, one.name);
    // While it is being saved, what is read again may be of that making.
    if (this.busy) return;
    for (const one of saved) {
      if (this.#own.has(one.id)) this.changes = rebase(this.changes, one);
    }
    this.#own.clear();
    if (this.stale.length > 0) this.impact = null;
    else if (this.dirty) this.#ask();
  }

  /** The next version of this column is of my own making, unless the returned function is called. */
  mine(id: string): () => void {
    this.#own.add(id);
    return () => this.#own.delete(id);
  }

  readonly cells: Cells = {
    has: ({ id }, at) => this.has(id, at),
    changed: ({ id }, at) => {
      const change = this.changes.get(id);
      return change !== undefined && change.now[at] !== change.base[at];
    },
    lock: ({ id }, at) => (this.#may(id, at, !this.has(id, at)) ? null : NOT_YOURS),
  };

  has = (id: string, at: number): boolean => (this.changes.get(id)?.now ?? this.saved.get(id)?.marks)?.[at] === 1;

  /** Sets one cell, and what goes with it; without an action, all of the module or nothing of it. */
  press(column: MatrixColumn, module: MatrixModule, action: MatrixAction | null): void {
    const held = this.saved.get(column.id);
    if (held === undefined || column.lock || this.busy) return;
    const can = (at: number, on: boolean) => this.#may(column.id, at, on);
    const all = module.actions.map(({ at }) => at);
    const on =
      action === null ? all.some((at) => can(at, true) && !this.has(column.id, at)) : !this.has(column.id, action.at);
    const cells = action === null ? all.filter((at) => can(at, on)) : press(module, action.at, on, can);
    // What was pressed can't be set: nothing else is either.
    if (action !== null && !cells.includes(action.at)) return;
    this.changes = set(this.changes, held, cells, on);
    this.#changed();
  }

  /** Throws away what waits, all of it or some columns. */
  discard(ids: readonly string[] = [...this.changes.keys()]): void {
    this.changes = drop(this.changes, ids);
    this.#changed();
  }

  /** Puts my changes on top of what somebody else saved; what was deleted leaves. */
  takeOver(): void {
    for (const id of this.stale) {
      const now = this.saved.get(id);
      this.changes = now === undefined ? drop(this.changes, [id]) : rebase(this.changes, now);
    }
    this.#changed();
  }

  /** The names of the columns that change, even of those that are gone. */
  names(ids: Iterable<string> = this.changes.keys()): string[] {
    return [...ids].map((id) => this.#names.get(id) ?? '');
  }

  /** Saves; `null` when it didn't work: the state says why. */
  async save(): Promise<Outcome | null> {
    if (this.busy || !this.dirty || this.stale.length > 0) return null;
    this.busy = true;
    clearTimeout(this.#timer);
    this.#asked += 1;
    const ids = [...this.changes.keys()];
    try {
      const outcome = await this.send(this.#edits(), false);
      const refused = outcome.refusals[0]?.refusal;
      if (outcome.done === 0 && refused !== undefined) {
        this.problem = { ...refused, fields: {} };
        return null;
      }
      this.changes = drop(this.changes, ids);
      this.impact = null;
      this.problem = null;
      return outcome;
    } catch (problem) {
      await this.#refused(problem);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Looks again at what saving would do. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const mine = (this.#asked += 1);
    try {
      const outcome = await this.send(this.#edits(), true);
      if (mine !== this.#asked) return;
      const refused = outcome.refusals[0]?.refusal;
      this.problem = refused === undefined ? null : { ...refused, fields: {} };
      this.impact = outcome.impact;
    } catch (problem) {
      if (mine === this.#asked) await this.#refused(problem);
    }
  }

  /** Nothing is asked any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#asked += 1;
  }

  #edits(): Edit[] {
    const id = (at: number) => this.actions[at]?.id ?? '';
    return [...this.changes].map(([column, change]) => {
      const { give, take } = difference(change);
      return { id: column, seen: change.seen, give: give.map(id), take: take.map(id) };
    });
  }

  /** What was there may be taken and given back; what wasn't needs to be one's own (R13). */
  #may(id: string, at: number, on: boolean): boolean {
    if (!on) return true;
    const base = this.changes.get(id)?.base ?? this.saved.get(id)?.marks;
    return base?.[at] === 1 || this.actions[at]?.yours === true;
  }

  #changed(): void {
    this.problem = null;
    this.impact = null;
    this.stop();
    if (this.dirty && this.stale.length === 0) this.#ask();
  }

  #ask(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), PAUSE);
  }

  async #refused(problem: unknown): Promise<void> {
    const { error, severity } = present(problem);
    if (severity === 'silent') return;
    this.impact = null;
    this.problem = error;
    // Who was quicker is seen by reading again; then the conflict is said, with the way on.
    if (error.code === 'conflict' || error.code === 'not_found') {
      await reread([this.tag]).catch(() => undefined);
      if (this.stale.length > 0) this.problem = null;
    }
  }
}
