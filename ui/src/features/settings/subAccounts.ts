/** How the organizations of one owner stand, in words. */
import type { SubAccount, SubAccountStanding } from '../../contract';
import type { IconName } from '../../kit/icons';
import { date } from '../../kit/format';
import { m } from '../../words';

export interface Words {
  tone: 'ok' | 'plain' | 'warn';
  icon: IconName;
  words: string;
}

/** Whether it ordered yet, or asks for something first. */
export function stateOf({ stands }: SubAccount): Words {
  if (stands === null) return { tone: 'warn', icon: 'shield-alert', words: m.settings_accounts_needs_factor() };
  return stands.standing === 'draft'
    ? { tone: 'plain', icon: 'pencil', words: m.settings_accounts_draft() }
    : { tone: 'ok', icon: 'circle-check', words: m.settings_accounts_active() };
}

/** How it pays, and whether it did. */
export function paymentOf(stands: SubAccountStanding, now: number): Words {
  if (stands.standing === 'draft') return { tone: 'plain', icon: 'mail', words: m.settings_accounts_quote() };
  if (stands.by === 'invoice') return { tone: 'plain', icon: 'mail', words: m.settings_accounts_by_invoice() };
  switch (stands.payment?.is) {
    case 'fine':
      return { tone: 'ok', icon: 'circle-check', words: m.settings_accounts_paid() };
    case 'failed':
      return {
        tone: 'warn',
        icon: 'triangle-alert',
        words: m.settings_accounts_failed({ date: date(stands.payment.since, now) }),
      };
    case 'ended':
      return { tone: 'warn', icon: 'triangle-alert', words: m.settings_accounts_ended() };
    default:
      return { tone: 'plain', icon: 'clock', words: m.settings_accounts_not_set_up() };
  }
}
