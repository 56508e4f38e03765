import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeHoldings, Holding } from '../../contract';
import type { Backend } from '../backend';
import { fakeBackend } from '.';
import { idOf } from './ids';

// The screens are drawn against this backend: what it says has to be true.

const AYSE = idOf(1, 5);
const OPEN = { from: null, until: null };
let backend: Backend;
let at = 0;
let commands = 0;
beforeEach(() => {
  at = Date.UTC(2026, 10, 21, 14);
  backend = fakeBackend({ people: 288, now: () => at });
});

const change = (more: Partial<ChangeHoldings>): ChangeHoldings => ({
  command: `c${(commands += 1)}`,
  give: [],
  take: [],
  period: OPEN,
  target: { by: 'ids', ids: [AYSE] },
  mode: 'what_is_possible',
  preview: false,
  ...more,
});
const person = () => backend.call('person_get', AYSE);
const mark = async (permission: string) => {
  const { glass } = await person();
  const found = glass.products
    .flatMap(({ modules }) => modules.flatMap(({ marks }) => marks))
    .find((one) => one.permission === permission);
  if (!found) throw new Error(`${permission} is nowhere`);
  return found;
};
const group = async (name: string): Promise<Holding> => {
  const found = (await backend.call('groups_get', null)).groups.find((one) => one.name === name);
  return { is: 'group', of: found?.id ?? '' };
};

describe('permissions', () => {
  it('are roles, groups and grants, without what is restricted (R11)', async () => {
    expect(await mark('contacts.edit')).toMatchObject({ allowed: true, sources: [{ kind: 'group', name: 'Sales' }] });
    await backend.call('holdings_change', change({ give: [{ is: 'restriction', of: 'contacts.edit' }] }));
    const taken = await mark('contacts.edit');
    expect([taken.allowed, taken.sources.map(({ kind }) => kind)]).toEqual([false, ['group', 'restriction']]);
  });

  it('can’t be given by who lacks them (R13)', async () => {
    expect((await mark('contracts.manage')).refusal?.code).toBe('ceiling');
    const outcome = await backend.call('holdings_change', change({ give: [{ is: 'grant', of: 'contracts.manage' }] }));
    expect([outcome.done, outcome.refusals[0]?.refusal.code]).toEqual([0, 'ceiling']);
  });
});

describe('a change', () => {
  it('in preview says who gains what and writes nothing (B6)', async () => {
    const before = await person();
    const outcome = await backend.call('holdings_change', change({ give: [await group('Crewing')], preview: true }));
    expect(outcome.impact?.people[0]?.gained).toContain('seafarers.edit');
    expect(await person()).toEqual(before);
  });

  it('can be undone, and not after somebody changed the same again', async () => {
    const given = change({ give: [await group('Crewing')] });
    const before = (await person()).glass.count;
    await backend.call('holdings_change', given);
    expect((await person()).glass.count).toBeGreaterThan(before);
    await backend.call('command_undo', { command: given.command });
    expect((await person()).glass.count).toBe(before);
    await expect(backend.call('command_undo', { command: given.command })).rejects.toMatchObject({
      code: 'nothing_to_undo',
    });
  });

  it('with the same command is carried out once', async () => {
    const twice = change({ give: [{ is: 'grant', of: 'events.edit' }] });
    await backend.call('holdings_change', twice);
    await backend.call('holdings_change', twice);
    expect((await person()).activity.filter(({ title }) => title === 'Edit events granted')).toHaveLength(1);
  });
});

it('what is dated begins and ends by itself (B13)', async () => {
  const day = 86_400_000;
  const period = { from: at + day, until: at + 2 * day };
  await backend.call('holdings_change', change({ give: [await group('Crewing')], period }));
  const names = async () => (await person()).memberOf.map(({ name }) => name);
  expect((await person()).waiting.map(({ name }) => name)).toEqual(['Crewing']);
  at += day;
  expect(await names()).toContain('Crewing');
  at += day;
  expect(await names()).not.toContain('Crewing');
});

it('seats end where they were bought (R22), and are freed with the access (R4)', async () => {
  const outcome = await backend.call('holdings_change', change({ give: [{ is: 'licence', of: 'payroll.standard' }] }));
  expect(outcome.refusals[0]?.refusal.message).toBe('No seats of Payroll Standard are left.');
  const act = (action: 'suspend' | 'reactivate') =>
    backend.call('users_act', {
      command: action,
      action,
      target: { by: 'ids', ids: [AYSE] },
      mode: 'all_or_none',
      preview: false,
    });
  await act('suspend');
  expect((await person()).licences.filter(({ held, freed }) => held || freed).map(({ held }) => held)).not.toContain(
    true,
  );
  await act('reactivate');
  expect((await person()).licences.some(({ held }) => held)).toBe(true);
});
