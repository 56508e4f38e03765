/** Gives one person something, or takes it away, and says what that did to their permissions. */
import type { Holding, Impact, Period } from '../../contract';
import { call, newCommandId } from '../../data';
import { holdings } from '../../shared/holdings.svelte';
import { counted, listed, m } from '../../words';

/** `seen` is the version of the person that the screen showed: dates that somebody moved since are a conflict. */
export type Change =
  { give: Holding; from?: number | null; until?: number | null; seen?: number } | { take: Holding; seen?: number };

/** "9 permissions lost"; empty where nothing moves. */
export function movedWords(impact: Impact | null): string {
  const [one] = impact?.people ?? [];
  if (!one) return '';
  const parts = [
    one.gained.length > 0 && counted(m.person_gained, one.gained.length),
    one.lost.length > 0 && counted(m.person_lost, one.lost.length),
  ].filter((part) => typeof part === 'string');
  return listed(parts);
}

const periodOf = (change: Change): Period =>
  'give' in change ? { from: change.from ?? null, until: change.until ?? null } : { from: null, until: null };
const listsOf = (change: Change): { give: Holding[]; take: Holding[] } =>
  'give' in change ? { give: [change.give], take: [] } : { give: [], take: [change.take] };

/** What a change would do to one person; `null` where it can't be asked. */
export async function foresee(member: string, change: Change): Promise<Impact | null> {
  const asked = call('holdings_change', {
    command: newCommandId(),
    ...listsOf(change),
    period: periodOf(change),
    target: { by: 'ids', ids: [member] },
    mode: 'what_is_possible',
    preview: true,
  });
  return (await asked.catch(() => null))?.impact ?? null;
}

/** What a toast says was done to it. */
export function didWords(change: Change, name: string): string {
  if ('take' in change) return m.person_did_removed({ name });
  if (change.from)
    return (change.give.is === 'restriction' ? m.person_did_restricted_later : m.person_did_later)({ name });
  if (change.give.is === 'grant') return m.person_did_granted({ name });
  return (change.give.is === 'restriction' ? m.person_did_restricted : m.person_did_added)({ name });
}

/** Whether it was done. */
export async function hold(member: string, name: string, change: Change): Promise<boolean> {
  const moved = movedWords(await foresee(member, change));
  const did = didWords(change, name);
  return holdings.change({
    ...listsOf(change),
    period: periodOf(change),
    target: { by: 'ids', ids: [member] },
    ...(change.seen === undefined ? {} : { seen: change.seen }),
    words: () =>
      moved === '' && 'give' in change && change.from === undefined
        ? m.person_dates_set({ name })
        : moved === ''
          ? did
          : m.person_moved({ words: did, moved }),
  });
}
