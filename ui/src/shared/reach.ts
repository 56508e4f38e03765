/** Whom a change of rights reaches, in a sentence. */
import { counted, m } from '../words';

/** As soon as it is saved. */
export function reachWords(changes: number, people: number): string {
  if (people === 0) return changes === 1 ? m.shared_reaches_nobody() : m.shared_reaches_many_nobody();
  return counted(changes === 1 ? m.shared_reaches : m.shared_reaches_many, people);
}

/** How it is said that nobody has something, and that some have it. */
export interface Had {
  nobody: () => string;
  some: Parameters<typeof counted>[0];
}

/** Of what people have: a role, a portal. */
export const HAVE_IT: Had = { nobody: m.shared_have_nobody, some: m.shared_have };
/** Of what people are in: a group, a team. */
export const IN_IT: Had = { nobody: m.shared_in_nobody, some: m.shared_in };

/** What a deletion does to those who have it. */
export function lossWords(reach: number, losing: number, have: Had): string {
  if (reach === 0) return have.nobody();
  const who = counted(have.some, reach);
  if (losing === 0) return `${who} ${m.shared_loss_none({ count: reach })}`;
  if (losing === reach) return `${who} ${m.shared_loss_all({ count: reach })}`;
  return `${who} ${counted(m.shared_loss_some, losing)}`;
}
