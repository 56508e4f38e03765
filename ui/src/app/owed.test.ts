import { describe, expect, test, vi } from 'vitest';
import type { BillingView } from '../contract';
import { owed } from './owed';

const paid = (by: 'invoice' | 'provider', payment: BillingView['payment']): BillingView =>
  ({ terms: { by, email: '', reference: '' }, payment }) as BillingView;

describe('what the owner is told of payments outside Billing', () => {
  test('is a payment that failed, and a subscription that ended, with the way to Billing', () => {
    const go = vi.fn();
    const failed = owed(paid('provider', { is: 'failed', since: 1 }), go);
    expect(failed).toMatchObject({ message: 'A payment failed.', verb: 'Billing' });
    failed?.run();
    expect(go).toHaveBeenCalledOnce();
    expect(owed(paid('provider', { is: 'ended' }), go)?.message).toBe('The subscription has ended.');
  });
  test('is nothing while all is well, unknown, or paid by invoice', () => {
    const go = vi.fn();
    for (const view of [
      undefined,
      paid('provider', null),
      paid('provider', { is: 'fine' }),
      paid('provider', { is: 'open' }),
    ])
      expect(owed(view, go)).toBeNull();
    expect(owed(paid('invoice', { is: 'ended' }), go)).toBeNull();
  });
});
