/** Words and glyphs of a person's page that are chosen from data. */
import type { Holding, PersonLicence } from '../../contract';
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

/** What stands under a licence, and how grave it is. */
export function seatWords(one: PersonLicence, now: number): { words: string; tone: '' | 't-danger' } {
  if (one.held) return { words: one.since === null ? 'Uses a seat' : `Since ${date(one.since, now)}`, tone: '' };
  if (one.freed) return { words: 'Comes back with access', tone: '' };
  if (one.free <= 0) return { words: 'No seats left', tone: 't-danger' };
  return { words: one.free === 1 ? '1 seat left' : `${one.free} seats left`, tone: '' };
}
