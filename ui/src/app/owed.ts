/** What the owner is told of payments on every page but Billing’s own. A failed payment warns and takes nothing away. */
import type { BillingView } from '../contract';
import type { Frame } from '../kit/frame';
import { m } from '../words';

export function owed(billing: BillingView | undefined, run: () => void): Frame['lasting'] {
  if (billing === undefined || billing.terms.by !== 'provider') return null;
  switch (billing.payment?.is) {
    case 'failed':
      return {
        message: m.app_owed_failed(),
        help: m.app_owed_failed_help(),
        verb: m.app_owed_billing(),
        run,
      };
    case 'ended':
      return {
        message: m.app_owed_ended(),
        help: m.app_owed_ended_help(),
        verb: m.app_owed_billing(),
        run,
      };
    default:
      return null;
  }
}
