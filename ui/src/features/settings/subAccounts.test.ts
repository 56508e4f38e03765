import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SubAccount, SubAccountStanding } from '../../contract';
import { preferences } from '../../data';
import { refuse, script } from '../../data/script';
import { Entering } from '../../shared/enter.svelte';
import { paymentOf, stateOf } from './subAccounts';

const now = new Date(2026, 10, 21, 9, 30).getTime();
const stands: SubAccountStanding = {
  plan: 'business',
  members: 8,
  administrators: 2,
  administratorLimit: 15,
  standing: 'ordered',
  by: 'invoice',
  payment: null,
};
const row = (stands: SubAccount['stands']): SubAccount => ({ id: 'o', name: 'Havn', here: false, founded: 0, stands });

beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  preferences.take({ ...preferences.now, screens: {} });
});

describe('how a sub-account stands', () => {
  it('is active once it ordered, and a draft before', () => {
    expect(stateOf(row(stands)).words).toBe('Active');
    expect(stateOf(row({ ...stands, standing: 'draft' })).words).toBe('Draft');
    expect(paymentOf({ ...stands, standing: 'draft' }, now).words).toBe('Waits for a quote');
  });
  it('says what it asks for before it shows anything', () => {
    expect(stateOf(row(null))).toMatchObject({ tone: 'warn', words: 'Needs a second factor' });
  });
  it('says how the subscription stands, where there is one', () => {
    const paid = (payment: SubAccountStanding['payment']) => paymentOf({ ...stands, by: 'provider', payment }, now);
    expect(paymentOf(stands, now).words).toBe('By invoice');
    expect(paid(null).words).toBe('Not set up yet');
    expect(paid({ is: 'open' }).words).toBe('Not set up yet');
    expect(paid({ is: 'fine' })).toMatchObject({ tone: 'ok', words: 'Paid' });
    expect(paid({ is: 'failed', since: now })).toMatchObject({ tone: 'warn', words: 'Failed on 21 Nov' });
    expect(paid({ is: 'ended' })).toMatchObject({ tone: 'warn', words: 'Subscription ended' });
  });
});

describe('opening a sub-account', () => {
  it('goes there by the same sign-in, and says why where it can’t', async () => {
    const asked = script({ organization_enter: refuse('signed_out', { message: 'It asks for something more.' }) });
    const entering = new Entering();
    await entering.open('o');
    expect(asked.sent('organization_enter')).toEqual(['o']);
    expect(entering.problem?.message).toBe('It asks for something more.');
    expect(entering.into).toBeNull();
  });
});
