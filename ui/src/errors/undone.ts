/** What became of an undo, in a line: all of it, some of it, or none. */
import type { Outcome } from '../contract';

export function undoneWords({ done, refused, refusals }: Outcome): string {
  if (refused === 0) return 'Undone';
  const why = refusals[0]?.refusal.message ?? '';
  if (done === 0) return `Nothing was undone. ${why}`.trim();
  return `${done === 1 ? '1 change' : `${done} changes`} undone, ${refused === 1 ? '1 stays' : `${refused} stay`} as it is. ${why}`.trim();
}
