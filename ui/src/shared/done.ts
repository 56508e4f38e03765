/** What was done, said with the way back: every command that can be undone ends here. */
import { undoStack } from '../actions';
import type { Outcome } from '../contract';
import { mutate } from '../data';
import { notice } from '../errors/notice.svelte';
import { undoneWords } from '../errors/undone';
import { toasts, type ToastAction } from '../kit/toast.svelte';

/** Says what was done, with Undo where it can be taken back; `more` stands before it. */
export function doneToast(words: string, outcome: Outcome, more: readonly ToastAction[] = []): void {
  if (outcome.undoable) undoStack.push(outcome.command);
  const undoing = outcome.undoable ? [{ label: 'Undo', run: () => void undo(outcome.command) }] : [];
  toasts.show(words, { actions: [...more, ...undoing], timed: outcome.undoable, about: outcome.command });
}

/** Takes a command back, now or later, and says what became of it. */
export async function undo(command: string): Promise<void> {
  try {
    undoStack.drop(command);
    toasts.settle(command);
    const outcome = await mutate('command_undo', { command });
    toasts.show(undoneWords(outcome), { icon: 'undo-2', seconds: outcome.refused > 0 ? 8 : 4 });
  } catch (problem) {
    notice.show(problem);
  }
}
