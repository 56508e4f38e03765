/** Working without a connection, in words: what waits, how it ended, and who has to be asked (R32, R33). */
import type { LineView, QueuedView, QueuedWhat } from '../contract';
import { counted } from '../kit/format';
import type { IconName } from '../kit/icons';
import { ACTION_WORDS } from './userActions';

/** Why something is not offered without a connection. */
export const NEEDS_LINE = 'This needs a connection. Do it once there is one.';

/** Whether everything is read from this computer. */
export const isAway = (line: LineView | null | undefined): boolean => line?.online === false;

/** The reason not to do what can't wait; `null` while there is a connection. */
export const needsLine = (line: LineView | null | undefined): string | null => (isAway(line) ? NEEDS_LINE : null);

const FIELDS = [
  ['firstName', 'first name'],
  ['lastName', 'last name'],
  ['phone', 'phone'],
  ['language', 'language'],
  ['note', 'note'],
] as const;

/** What was given, as its button says it. */
export function whatWords(what: QueuedWhat): string {
  switch (what.what) {
    case 'act':
      return ACTION_WORDS[what.action];
    case 'temporary_password':
      return 'Set temporary password';
    case 'ticket':
      return 'Tell the log of the reset ticket';
    case 'profile':
      return `Change ${FIELDS.filter(([field]) => what[field] !== null)
        .map(([, label]) => label)
        .join(', ')}`;
  }
}

/** How an entry stands: where it belongs in the queue. */
export type Place = 'needs' | 'waiting' | 'done';

export function placeOf({ standing }: QueuedView): Place {
  switch (standing.is) {
    case 'waiting':
      return 'waiting';
    case 'conflict':
    case 'refused':
      return 'needs';
    default:
      return 'done';
  }
}

/** "3 waiting, 2 need you"; `null` where nothing does. */
export function pendingWords(entries: readonly QueuedView[]): string | null {
  const waiting = entries.filter((entry) => placeOf(entry) === 'waiting').length;
  const needs = entries.filter((entry) => placeOf(entry) === 'needs').length;
  const words = [
    ...(waiting > 0 ? [counted(waiting, 'waiting', 'waiting')] : []),
    ...(needs > 0 ? [counted(needs, 'needs you', 'need you')] : []),
  ];
  return words.length > 0 ? words.join(', ') : null;
}

export interface Mark {
  icon: IconName;
  tone: 't-accent' | 't-warning' | 't-danger' | 't-success';
  words: string;
}

const MARKS: Record<QueuedView['standing']['is'], Omit<Mark, 'words'> & { word: string }> = {
  waiting: { icon: 'clock', tone: 't-accent', word: 'Waiting' },
  conflict: { icon: 'git-merge-conflict', tone: 't-warning', word: 'Conflict' },
  refused: { icon: 'octagon-x', tone: 't-danger', word: 'Refused' },
  applied: { icon: 'circle-check', tone: 't-success', word: 'Applied' },
  dropped: { icon: 'undo-2', tone: 't-success', word: 'Taken back' },
  kept_theirs: { icon: 'circle-check', tone: 't-success', word: 'Theirs kept' },
};

/** The mark of an entry. */
export function markOfEntry({ standing, what }: QueuedView): Mark {
  const { icon, tone, word } = MARKS[standing.is];
  return { icon, tone, words: `${word}: ${whatWords(what)}` };
}

const WEIGHT: Record<Place, number> = { needs: 2, waiting: 1, done: 0 };

/** What stands in the margin of each person's row: what needs somebody first, then what waits, then what is done. */
export function marksOf(entries: readonly QueuedView[], withDone: boolean): ReadonlyMap<string, Mark> {
  const found = new Map<string, QueuedView>();
  for (const entry of entries) {
    if (!withDone && placeOf(entry) === 'done') continue;
    const before = found.get(entry.member);
    if (before === undefined || WEIGHT[placeOf(entry)] >= WEIGHT[placeOf(before)]) found.set(entry.member, entry);
  }
  return new Map([...found].map(([member, entry]) => [member, markOfEntry(entry)]));
}
