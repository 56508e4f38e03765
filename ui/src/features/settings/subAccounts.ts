/** How the organizations of one owner stand, in words. */
import type { SubAccount, SubAccountStanding } from '../../contract';
import type { IconName } from '../../kit/icons';
import { date } from '../../kit/format';

export interface Words {
  tone: 'ok' | 'plain' | 'warn';
  icon: IconName;
  words: string;
}

/** Whether it ordered yet, or asks for something first. */
export function stateOf({ stands }: SubAccount): Words {
  if (stands === null) return { tone: 'warn', icon: 'shield-alert', words: 'Needs a second factor' };
  return stands.standing === 'draft'
    ? { tone: 'plain', icon: 'pencil', words: 'Draft' }
    : { tone: 'ok', icon: 'circle-check', words: 'Active' };
}

/** How it pays, and whether it did. */
export function paymentOf(stands: SubAccountStanding, now: number): Words {
  if (stands.standing === 'draft') return { tone: 'plain', icon: 'mail', words: 'Waits for a quote' };
  if (stands.by === 'invoice') return { tone: 'plain', icon: 'mail', words: 'By invoice' };
  switch (stands.payment?.is) {
    case 'fine':
      return { tone: 'ok', icon: 'circle-check', words: 'Paid' };
    case 'failed':
      return {
        tone: 'warn',
        icon: 'triangle-alert',
        words: `Failed on ${date(stands.payment.since, now)}`,
      };
    case 'ended':
      return { tone: 'warn', icon: 'triangle-alert', words: 'Subscription ended' };
    default:
      return { tone: 'plain', icon: 'clock', words: 'Not set up yet' };
  }
}
