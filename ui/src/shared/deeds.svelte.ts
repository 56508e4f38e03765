// Actions on the one user: done at once, with the way back in a toast. Only erasing asks.

import type { Action, WireError } from '../contract';
import { mutate, newCommandId } from '../data';
import { present } from '../errors/present';
import { doneToast } from './done';
import { DONE_WORDS } from './userActions';

export class Deeds {
  busy = $state<Action | null>(null);
  problem = $state.raw<WireError | null>(null);
  /** Whether it is being asked if the user is to be erased. */
  erasing = $state(false);

  /** Acts on one user; `true` when it was done. */
  async act(action: Action, member: string, name: string): Promise<boolean> {
    if (this.busy !== null) return false;
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
