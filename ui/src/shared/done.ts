/** What was done, said with the way back: every command that can be undone ends here. */
import { undoStack } from '../actions';
import type { Outcome } from '../contract';
import { mutate } from '../data';
import { notice } from '../errors/notice.svelte';
import { undoneWords } from '../errors/undone';
import { toasts, type ToastAction } from '../kit/toast.svelte';
import { m } from '../words';

/** Says what was done, with Undo where it can be taken back; `more` stands before it. */
export function doneToast(words: string, outcome: Outcome, more: readonly ToastAction[] = []): void {
  if (outcome.waits === true) {
    waits(words, outcome, more);
    return;
  }
  if (outcome.undoable) undoStack.push(outcome.command);
  const undoing = outcome.undoable ? [{ label: m.common_undo(), run: () => void undo(outcome.command) }] : [];
  toasts.show(words, { actions: [...more, ...undoing], timed: outcome.undoable, about: outcome.command });
}

/** It isn't done yet: it waits on this computer, and can be taken back until it is sent. */
function waits(words: string, { command, done, refused }: Outcome, more: readonly ToastAction[]): void {
  // Given to several at once, each waits by an id of its own: the queue has them.
  const alone = done === 1 && refused === 0;
  if (alone) undoStack.pushGiven(command);
  const take = { label: m.shared_take_back(), run: () => void takeBack(command) };
  toasts.show(m.shared_done_waits({ done: words }), {
    icon: 'clock',
    actions: [...more, ...(alone ? [take] : [])],
    timed: alone,
    about: command,
  });
}

/** Takes back what still waits. */
export async function takeBack(command: string): Promise<void> {
  try {
    undoStack.drop(command);
    await mutate('queue_settle', { command, how: 'drop' });
    toasts.settle(command);
    toasts.show(m.shared_taken_back(), { icon: 'undo-2', seconds: 4 });
  } catch (problem) {
    notice.show(problem);
  }
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
