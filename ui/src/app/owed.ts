/** What the owner is told of payments on every page but Billing’s own. A failed payment warns and takes nothing away. */
import type { BillingView } from '../contract';
import type { Frame } from '../kit/frame';

export function owed(billing: BillingView | undefined, run: () => void): Frame['lasting'] {
  if (billing === undefined || billing.terms.by !== 'provider') return null;
  switch (billing.payment?.is) {
    case 'failed':
      return {
        message: 'A payment failed.',
        help: 'Nothing is taken away. Check the card or the account.',
        verb: 'Billing',
        run,
      };
    case 'ended':
      return {
        message: 'The subscription has ended.',
        help: 'Nothing is taken away. Subscribe again, or pay by invoice.',
        verb: 'Billing',
        run,
      };
    default:
      return null;
  }
}
