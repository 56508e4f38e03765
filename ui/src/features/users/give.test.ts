import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AccessChoices, Outcome } from '../../contract';
import { script, type Script } from '../../data/script';
import { toasts } from '../../kit/toast.svelte';
import { Give, offersOf, type Offer } from './give.svelte';

const refusal = {
  code: 'ceiling' as const,
  message: 'You can’t give it.',
  help: 'Ask the owner.',
  field: null,
  about: null,
};
const choices = {
  roles: [
    { id: 'r1', name: 'Fleet clerk', members: 3, giveRefusal: null, portal: false },
    { id: 'r2', name: 'Admin', members: 2, giveRefusal: refusal, portal: false },
    { id: 'r3', name: 'Customer', members: 0, giveRefusal: null, portal: true },
  ],
  groups: [{ id: 'g', name: 'Crewing', members: 14, giveRefusal: null }],
  packages: [
    { package: 'fleet.pro', product: 'Fleet', name: 'Pro', used: 42, free: 8 },
    { package: 'payroll.standard', product: 'Payroll', name: 'Standard', used: 12, free: 0 },
  ],
} as unknown as AccessChoices;
const outcome = (more: Partial<Outcome> = {}): Outcome => ({
  command: 'c',
  preview: false,
  done: 12,
  member: null,
  refused: 2,
  refusals: [{ member: 'm', name: 'Henrik', refusal }],
  undoable: true,
  role: null,
  group: null,
  impact: null,
  ...more,
});
const target = { by: 'ids' as const, ids: Array.from({ length: 14 }, (_, n) => `m${n}`) };

describe('what is offered', () => {
  it('is locked where the rules refuse (R13) or no seat is free (R21)', () => {
    expect(offersOf('roles', choices).map(({ reason }) => reason)).toEqual([null, 'You can’t give it. Ask the owner.']);
    expect(
      offersOf('roles', choices, true).map(({ name }) => name),
      'portal roles are for portal members',
    ).toEqual(['Customer']);
    expect(offersOf('license', choices).map(({ reason }) => reason === null)).toEqual([true, false]);
    expect(
      offersOf('take-license', choices).every(({ reason }) => reason === null),
      'taking needs no seat',
    ).toBe(true);
  });
});

describe('giving to the chosen', () => {
  let asked: Script;
  let give: Give;
  let offers: Offer[];
  beforeEach(() => {
    vi.useFakeTimers();
    asked = script({ holdings_change: ({ preview }) => outcome({ preview }) });
    give = new Give();
    give.open({ kind: 'roles', target, count: 14, name: null, portal: false });
    offers = offersOf('roles', choices);
    return () => {
      toasts.clear();
      vi.useRealTimers();
    };
  });

  it('asks the rules first what it would do, without writing', async () => {
    give.toggle(offers[0] as Offer);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked.sent('holdings_change')).toMatchObject([{ preview: true, give: [{ is: 'role', of: 'r1' }], target }]);
    expect([give.reason, give.says]).toEqual([null, '2 people are skipped.']);
  });

  it('leaves what is locked', () => {
    give.toggle(offers[1] as Offer);
    expect(give.chosen).toEqual([]);
  });

  it('says how many got it and how many were skipped', async () => {
    give.toggle(offers[0] as Offer);
    expect(give.button).toBe('Add 1 role');
    await give.confirm();
    expect(asked.sent('holdings_change').at(-1)).toMatchObject({ preview: false, mode: 'what_is_possible', target });
    expect(toasts.all[0]?.words).toBe('Fleet clerk added to 12 people, 2 skipped');
    expect(toasts.all[0]?.actions.map(({ label }) => label)).toEqual(['Show reasons', 'Undo']);
    expect(give.asking).toBeNull();
  });

  it('does nothing where all of them are refused', async () => {
    asked.answers.holdings_change = ({ preview }) => outcome({ preview, done: 0 });
    give.toggle(offers[0] as Offer);
    await vi.advanceTimersByTimeAsync(200);
    expect(give.reason).toBe('You can’t give it. Ask the owner.');
    await give.confirm();
    expect(asked.sent('holdings_change').every(({ preview }) => preview)).toBe(true);
  });
});
