// Actions on the one user in the drawer: done at once, with the way back in a toast. Only erasing asks.

import { undoStack } from '../../../actions';
import type { Action, Outcome, WireError } from '../../../contract';
import { mutate, newCommandId } from '../../../data';
import { toasts, type ToastAction } from '../../../kit/toast.svelte';
import { notice } from '../../../errors/notice.svelte';
import { undoneWords } from '../../../errors/undone';
import { present } from '../../../errors/present';
import { DONE_WORDS } from './words';

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

/** Says what was done, with Undo where it can be taken back; `more` stands before it. */
export function doneToast(words: string, outcome: Outcome, more: readonly ToastAction[] = []): void {
  if (outcome.undoable) undoStack.push(outcome.command);
  const undoing = outcome.undoable ? [{ label: 'Undo', run: () => void undo(outcome.command) }] : [];
  toasts.show(words, { actions: [...more, ...undoing], timed: outcome.undoable, about: outcome.command });
}

async function undo(command: string): Promise<void> {
  try {
    undoStack.drop(command);
    const outcome = await mutate('command_undo', { command });
    toasts.show(undoneWords(outcome), { icon: 'undo-2', seconds: outcome.refused > 0 ? 8 : 4 });
  } catch (problem) {
    notice.show(problem);
  }
}
