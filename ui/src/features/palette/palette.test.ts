import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { commands, type Choice } from '../../actions';
import type { UserRow } from '../../contract';
import { script } from '../../data/script';
import { PaletteState } from './palette.svelte';

const hanh = { id: 'hanh', name: 'Nguyễn Thị Minh Hạnh', email: 'hanh@nordlys.no', status: 'active' } as UserRow;
const role = (id: string, more: Partial<Choice> = {}): Choice => ({
  id,
  label: id,
  icon: 'key-round',
  says: '',
  ...more,
});

describe('the palette', () => {
  const suspend = vi.fn();
  const add = vi.fn();
  const close = vi.fn();
  let roles: Choice[];
  let stops: (() => void)[];
  let palette: PaletteState;
  const typed = async (text: string) => {
    palette.type(text);
    await vi.advanceTimersByTimeAsync(0);
  };

  beforeEach(async () => {
    vi.useFakeTimers();
    vi.stubGlobal('document', { documentElement: { dataset: {} } });
    [suspend, add, close].forEach((one) => one.mockClear());
    script({
      palette_find: (text) => ({ people: /^ng/.test(text) ? [hanh] : [], roles: [], groups: [] }),
      user_get: () => {
        throw new Error('not asked');
      },
      preferences_set: () => null,
    });
    roles = [role('Staff', { run: add })];
    const person = { icon: 'send', fits: () => true, reason: () => null, says: () => '' };
    stops = [
      commands.offerForPeople([
        { ...person, id: 'suspend', label: 'Suspend access', of: 'Suspend access of', run: suspend },
        {
          ...person,
          id: 'role',
          label: 'Add role…',
          of: 'Add role to',
          then: (row) => ({ title: `Add role to ${row.name}`, placeholder: 'Role', choices: async () => roles }),
        },
      ]),
    ];
    palette = new PaletteState(close);
    await vi.advanceTimersByTimeAsync(0);
  });
  afterEach(() => {
    stops.forEach((stop) => stop());
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('closes, then does what was chosen', async () => {
    await typed('sus ng');
    palette.enter();
    expect(close).toHaveBeenCalledTimes(1);
    expect(suspend, 'only once the focus is back').not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(suspend).toHaveBeenCalledWith(hanh);
  });

  it('asks whom, then does it to them', async () => {
    await typed('sus');
    palette.enter();
    await typed('ng');
    expect(palette.step?.title).toBe('Suspend access of');
    palette.enter();
    await vi.advanceTimersByTimeAsync(1);
    expect(suspend).toHaveBeenCalledWith(hanh);
  });

  it('goes step by step, and back', async () => {
    await typed('add role ng');
    palette.enter();
    await vi.advanceTimersByTimeAsync(0);
    expect(palette.options.map(({ id }) => id)).toEqual(['Staff']);
    await typed('xyz');
    expect(palette.options).toEqual([]);
    expect([palette.back(), palette.back()]).toEqual([true, false]);
  });

  it('does nothing that is locked', async () => {
    roles = [role('Admin', { run: add, reason: 'You can’t give it.' })];
    await typed('add role ng');
    palette.enter();
    await vi.advanceTimersByTimeAsync(0);
    palette.enter();
    await vi.advanceTimersByTimeAsync(1);
    expect([palette.reason, add.mock.calls.length, close.mock.calls.length]).toEqual(['You can’t give it.', 0, 0]);
  });

  it('asks the rules what will happen, and is locked by their refusal', async () => {
    roles = [role('Admin', { run: add, foresee: async () => ({ says: '', reason: 'The ceiling is lower.' }) })];
    await typed('add role ng');
    palette.enter();
    await vi.advanceTimersByTimeAsync(200);
    palette.enter();
    await vi.advanceTimersByTimeAsync(1);
    expect([palette.reason, add.mock.calls.length]).toEqual(['The ceiling is lower.', 0]);
  });

  it('does what is typed, and not what an older answer had chosen', async () => {
    await typed('ng');
    palette.type('sus ng');
    palette.enter();
    expect(close, 'the answer isn’t there yet').not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(suspend).toHaveBeenCalledWith(hanh);
  });

  it('forgets what was pressed when somebody goes on typing', async () => {
    palette.type('sus ng');
    palette.enter();
    palette.type('sus ngu');
    await vi.advanceTimersByTimeAsync(1);
    expect([suspend.mock.calls.length, close.mock.calls.length]).toEqual([0, 0]);
  });

  it('drops answers to what is no longer asked', async () => {
    palette.type('sus ng');
    palette.type('xyz');
    await vi.advanceTimersByTimeAsync(0);
    expect(palette.options).toEqual([]);
  });
});
