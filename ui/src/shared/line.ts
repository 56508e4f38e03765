/** Working without a connection, in words: what waits, how it ended, and who has to be asked (R32, R33). */
import type { LineView, QueuedView, QueuedWhat } from '../contract';
import type { IconName } from '../kit/icons';
import { counted, m } from '../words';
import { ACTION_WORDS } from './userActions';

/** Why something is not offered without a connection. */
export const NEEDS_LINE = m.shared_needs_line();

/** Whether everything is read from this computer. */
export const isAway = (line: LineView | null | undefined): boolean => line?.online === false;

/** The reason not to do what can't wait; `null` while there is a connection. */
export const needsLine = (line: LineView | null | undefined): string | null => (isAway(line) ? NEEDS_LINE : null);

const FIELDS = [
  ['firstName', m.shared_field_first_name()],
  ['lastName', m.shared_field_last_name()],
  ['phone', m.shared_field_phone()],
  ['language', m.shared_field_language()],
  ['note', m.shared_field_note()],
] as const;

/** What was given, as its button says it. */
export function whatWords(what: QueuedWhat): string {
  switch (what.what) {
    case 'act':
      return ACTION_WORDS[what.action];
    case 'temporary_password':
      return m.shared_what_temporary_password();
    case 'ticket':
      return m.shared_what_ticket();
    case 'profile':
      return m.shared_what_profile({
        fields: FIELDS.filter(([field]) => what[field] !== null)
          .map(([, label]) => label)
          .join(m.shared_joint()),
      });
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

/** "3 waiting" and "2 need you", where any do. */
export function pendingEach(entries: readonly QueuedView[]): string[] {
  const waiting = entries.filter((entry) => placeOf(entry) === 'waiting').length;
  const needs = entries.filter((entry) => placeOf(entry) === 'needs').length;
  return [
    ...(waiting > 0 ? [counted(m.shared_queue_waiting, waiting)] : []),
    ...(needs > 0 ? [counted(m.shared_queue_needs, needs)] : []),
  ];
}

/** "3 waiting, 2 need you"; `null` where nothing does. */
export function pendingWords(entries: readonly QueuedView[]): string | null {
  const words = pendingEach(entries);
  return words.length > 0 ? words.join(m.shared_joint()) : null;
}

/** Whether something of the queue can’t be read or kept here, so that somebody has to look. */
export const isUnread = (line: LineView | null): boolean =>
  line !== null && (line.unreadable !== null || line.refusal !== null || line.unread.length > 0);

export interface Mark {
  icon: IconName;
  tone: 't-accent' | 't-warning' | 't-danger' | 't-success';
  words: string;
}

const MARKS: Record<
  QueuedView['standing']['is'],
  Omit<Mark, 'words'> & { said: (inputs: { what: string }) => string }
> = {
  waiting: { icon: 'clock', tone: 't-accent', said: m.shared_mark_waiting },
  conflict: { icon: 'git-merge-conflict', tone: 't-warning', said: m.shared_mark_conflict },
  refused: { icon: 'octagon-x', tone: 't-danger', said: m.shared_mark_refused },
  applied: { icon: 'circle-check', tone: 't-success', said: m.shared_mark_applied },
  dropped: { icon: 'undo-2', tone: 't-success', said: m.shared_mark_dropped },
  kept_theirs: { icon: 'circle-check', tone: 't-success', said: m.shared_mark_kept_theirs },
};

/** The mark of an entry. */
export function markOfEntry({ standing, what }: QueuedView): Mark {
  const { icon, tone, said } = MARKS[standing.is];
  return { icon, tone, words: said({ what: whatWords(what) }) };
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
