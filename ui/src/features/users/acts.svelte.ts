/** What is done to one or many users from the list: at once, with the way back; what has no way back and large archives ask. */
import type { Action, Outcome, Target, UserRow } from '../../contract';
import { call, mutate, newCommandId, progress } from '../../data';
import { notice } from '../../errors/notice.svelte';
import { doneToast } from '../../shared/done';
import { reasons } from '../../shared/reasons.svelte';
import { DONE_WORDS, isSure, type Sure } from '../../shared/userActions';
import { savedToast } from '../../shared/saved';
import { done } from './words';
import { m, number } from '../../words';

/** A question that stands before an action. */
export interface Asking {
  action: 'archive' | Sure;
  target: Target;
  count: number;
  /** The person, where it is one. */
  name: string | null;
}

export class Acts {
  busy = $state(false);
  asking = $state.raw<Asking | null>(null);

  /** `left` is called when something was done to a target, which may have left the list. */
  constructor(private readonly left: (action: Action, target: Target) => void) {}

  /** One action on one user. */
  one(row: UserRow, action: Action): void {
    const target: Target = { by: 'ids', ids: [row.id] };
    if (isSure(action)) this.asking = { action, target, count: 1, name: row.name };
    else void this.#at(action, target, row.name);
  }

  /** One action on many. */
  many(action: Action, target: Target, count: number): void {
    if (this.busy) return;
    if (isSure(action) || (action === 'archive' && count > 1)) this.asking = { action, target, count, name: null };
    else void this.#at(action, target, null);
  }

  /** The question was answered with yes. */
  async confirm(): Promise<void> {
    const { asking } = this;
    if (asking === null) return;
    const done = await this.run(asking.action, asking.target, asking.name);
    this.asking = null;
    if (done) this.left(asking.action, asking.target);
  }

  async #at(action: Action, target: Target, name: string | null): Promise<void> {
    if (await this.run(action, target, name)) this.left(action, target);
  }

  /** Acts; whether anything was done. */
  async run(action: Action, target: Target, name: string | null): Promise<boolean> {
    let changed = false;
    await this.#work(async () => {
      const outcome = await mutate('users_act', {
        command: newCommandId(),
        action,
        target,
        mode: 'what_is_possible',
        preview: false,
      });
      changed = outcome.done > 0;
      this.#say(action, outcome, name);
    });
    return changed;
  }

  /** Writes the list to a file. */
  async export(target: Target): Promise<void> {
    await this.#work(async () => {
      const file = await call('export_table', { kind: 'people', target });
      savedToast(m.users_exported({ count: file.rows, n: number(file.rows), file: file.name }), file);
    });
  }

  /** Stops the long thing that runs. */
  stop(): void {
    void call('task_cancel', null).catch((problem: unknown) => notice.show(problem));
  }

  async #work(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    notice.clear();
    try {
      await work();
    } catch (problem) {
      notice.show(problem);
    } finally {
      this.busy = false;
      progress.end();
    }
  }

  #say(action: Action, outcome: Outcome, name: string | null): void {
    const only = outcome.refusals[0];
    if (name !== null && outcome.done === 0 && only) {
      notice.show({ ...only.refusal, fields: {} });
      return;
    }
    const show =
      outcome.refusals.length > 0 ? [{ label: m.shared_show_reasons(), run: () => reasons.show(outcome) }] : [];
    doneToast(name === null ? done(action, outcome) : DONE_WORDS[action](name), outcome, show);
  }
}
