// Actions on the one user: done at once, with the way back in a toast. What can’t be undone asks.

import type { Action, WireError } from '../contract';
import { mutate, newCommandId } from '../data';
import { present } from '../errors/present';
import { doneToast } from './done';
import { DONE_WORDS, isSure, type Sure } from './userActions';

export class Deeds {
  busy = $state<Action | null>(null);
  problem = $state.raw<WireError | null>(null);
  /** What is being asked about, as it can’t be undone. */
  asking = $state<Sure | null>(null);

  /** Acts on one user, or asks first where there is no way back; `true` when it was done. */
  async start(action: Action, member: string, name: string): Promise<boolean> {
    if (!isSure(action)) return await this.act(action, member, name);
    this.asking = action;
    return false;
  }

  readonly #pressed = new Set<Action>();
  #last: Promise<unknown> = Promise.resolve();

  /**
   * Acts on one user; `true` when it was done. What is pressed while another action is under way comes after it: what
   * was done is often seen before it is answered. The same pressed twice is done once.
   */
  act(action: Action, member: string, name: string): Promise<boolean> {
    if (this.#pressed.has(action)) return Promise.resolve(false);
    this.#pressed.add(action);
    const done = this.#last.then(() => this.#act(action, member, name)).finally(() => this.#pressed.delete(action));
    this.#last = done;
    return done;
  }

  async #act(action: Action, member: string, name: string): Promise<boolean> {
    this.busy = action;
    this.problem = null;
    try {
      const outcome = await mutate('users_act', {
        command: newCommandId(),
        action,
        target: { by: 'ids', ids: [member] },
        mode: 'all_or_none',
        preview: false,
      });
      const refused = outcome.refusals[0]?.refusal;
      if (refused !== undefined) {
        this.problem = {
          code: refused.code,
          message: refused.message,
          help: refused.help,
          fields: {},
          about: refused.about,
        };
        return false;
      }
      doneToast(DONE_WORDS[action](name), outcome);
      return true;
    } catch (problem) {
      this.problem = present(problem).error;
      return false;
    } finally {
      this.busy = null;
    }
  }
}
