/** Words and glyphs of a person's page that are chosen from data. */
import type { Holding, Period, PersonLicence, Status } from '../../contract';
import { date } from '../../kit/format';
import type { IconName } from '../../kit/icons';

export const ICONS: Record<Holding['is'], IconName> = {
  role: 'key-round',
  group: 'layers',
  licence: 'ticket',
  portal: 'log-in',
  team: 'users-round',
  grant: 'check',
  restriction: 'ban',
};

/** What dates of a membership come to: who is in waits outside until a first day, and is out after the last (B13). */
export function periodWords({ from, until }: Period, status: Status, now: number): string {
  const waits = from !== null && from > now;
  return [
    waits && status === 'active' && `Suspended at once, until ${date(from, now)}: access opens by itself then.`,
    waits && status !== 'active' && `Access opens by itself on ${date(from, now)}.`,
    until !== null && `Suspended after ${date(until - 1, now)}.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** What stands under a licence, and how grave it is. */
export function seatWords(one: PersonLicence, now: number): { words: string; tone: '' | 't-danger' } {
  if (one.held) return { words: one.since === null ? 'Uses a seat' : `Since ${date(one.since, now)}`, tone: '' };
  if (one.freed) return { words: 'Comes back with access', tone: '' };
  if (one.free <= 0) return { words: 'No seats left', tone: 't-danger' };
  return { words: one.free === 1 ? '1 seat left' : `${one.free} seats left`, tone: '' };
}
