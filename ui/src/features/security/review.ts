/** An access review on its way: what was decided so far, what is next, and what is signed. */
import type { ReviewDecision, SecurityRow, Verdict } from '../../contract';
import { counted, m, number } from '../../words';

export interface Decided {
  verdict: Verdict;
  reason: string;
  /** Kept for those who left the list by being removed. */
  name: string;
}

export type Decisions = Readonly<Record<string, Decided>>;

/** Whoever isn’t decided about yet, looked for from a place on and round again; `null` when all are. */
export function nextOpen(rows: readonly SecurityRow[], decided: Decisions, from: number): number | null {
  for (let n = 1; n <= rows.length; n += 1) {
    const at = (from + n) % rows.length;
    const row = rows[at];
    if (row !== undefined && decided[row.row.id] === undefined) return at;
  }
  return null;
}

/** How many of those in the list are decided about. */
export const done = (rows: readonly SecurityRow[], decided: Decisions): number =>
  rows.filter(({ row }) => decided[row.id] !== undefined).length;

/** Who is in the list and was decided to be removed: they lose the administration as the review is signed. */
export const toRemove = (rows: readonly SecurityRow[], decided: Decisions): SecurityRow[] =>
  rows.filter(({ row }) => decided[row.id]?.verdict === 'remove');

/** Who was to be removed and is no admin any more, as somebody else was quicker: none of the list. */
export function gone(rows: readonly SecurityRow[], decided: Decisions): (Decided & { id: string })[] {
  const here = new Set(rows.map(({ row }) => row.id));
  return Object.entries(decided)
    .filter(([id, one]) => one.verdict === 'remove' && !here.has(id))
    .map(([id, one]) => ({ id, ...one }));
}

/** The lines that are signed: everybody in the list, then who was removed. */
export function linesOf(rows: readonly SecurityRow[], decided: Decisions): ReviewDecision[] {
  const kept = rows.map(({ row }) => {
    const one = decided[row.id];
    return { member: row.id, verdict: one?.verdict ?? 'keep', reason: one?.reason ?? '' };
  });
  return [...kept, ...gone(rows, decided).map(({ id, verdict, reason }) => ({ member: id, verdict, reason }))];
}

/** What signing does to those who are removed: their administration ends, whether or not a permission goes with it. */
export function removedWords(reach: number, losing: number): string {
  if (losing === 0) return counted(m.security_removed_none, reach);
  if (losing === reach) return counted(m.security_removed_all, reach);
  return m.security_removed_some({ count: reach, n: number(reach), losing: number(losing) });
}

/** Why it can’t be signed yet; `null` when it can. */
export function notYet(rows: readonly SecurityRow[], decided: Decisions): string | null {
  const open = rows.length - done(rows, decided);
  if (open > 0) return counted(m.security_undecided, open);
  const silent = toRemove(rows, decided).find(({ row }) => decided[row.id]?.reason.trim() === '');
  return silent === undefined ? null : m.security_say_why({ name: silent.row.name });
}
