/** What became of an undo, in a line: all of it, some of it, or none. */
import type { Outcome } from '../contract';
import { m, number } from '../words';

export function undoneWords({ done, refused, refusals }: Outcome): string {
  if (refused === 0) return m.app_undone();
  const why = refusals[0]?.refusal.message ?? '';
  if (done === 0) return m.app_nothing_undone({ why }).trim();
  return m.app_some_undone({ done, n: number(done), refused, left: number(refused), why }).trim();
}
