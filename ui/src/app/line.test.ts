import { describe, expect, it } from 'vitest';
import { fakeBackend } from '../platform/fake';
import { isAway, needsLine, NEEDS_LINE, placeOf } from '../shared/line';

describe('without a connection', () => {
  const suspend = (member: string) => ({
    command: 'c1',
    action: 'suspend' as const,
    target: { by: 'ids' as const, ids: [member] },
    mode: 'what_is_possible' as const,
    preview: false,
  });
  const anybody = async (backend: ReturnType<typeof fakeBackend>) => {
    const page = await backend.call('users_page', {
      filter: {
        tab: 'active',
        text: '',
        tiers: ['user'],
        group: null,
        suspended: false,
        awayDays: null,
        withoutSecondFactor: false,
        role: null,
        licence: null,
        kind: null,
        withoutRole: false,
      },
      sort: { key: 'name', descending: false },
      offset: 0,
      take: 1,
      anchor: null,
    });
    return page.rows[0]?.id ?? '';
  };

  it('r32 what can wait waits, and the rest says why not', async () => {
    const backend = fakeBackend({ line: 'away' });
    const view = await backend.call('line_get', null);
    expect(isAway(view)).toBe(true);
    expect(needsLine(view)).toBe(NEEDS_LINE);
    const outcome = await backend.call('users_act', suspend(await anybody(backend)));
    expect(outcome).toMatchObject({ done: 1, waits: true, undoable: false });
    const archive = { ...suspend(await anybody(backend)), action: 'archive' as const };
    await expect(backend.call('users_act', archive)).rejects.toMatchObject({ code: 'not_allowed' });
  });
  it('r33 what was taken back isn’t applied once there is a connection', async () => {
    const backend = fakeBackend({ line: 'away' });
    await backend.call('users_act', suspend(await anybody(backend)));
    await backend.call('queue_settle', { command: 'c1', how: 'drop' });
    await backend.call('line_try', null);
    const view = await backend.call('line_get', null);
    expect(isAway(view)).toBe(false);
    expect(view?.entries.find(({ command }) => command === 'c1')?.standing.is).toBe('dropped');
    expect(view?.entries.filter((one) => placeOf(one) === 'waiting')).toEqual([]);
  });
});
