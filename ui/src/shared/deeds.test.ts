import { describe, expect, it, vi } from 'vitest';

const given: { action: string; end: (done: number) => void }[] = [];
vi.mock('../data', () => ({
  newCommandId: () => String(given.length),
  mutate: (_name: string, { action }: { action: string }) =>
    new Promise((end) => {
      given.push({ action, end: (done) => end({ done, refusals: [], undoable: false }) });
    }),
}));
vi.mock('./done', () => ({ doneToast: () => undefined }));

const { Deeds } = await import('./deeds.svelte');
const settled = (): Promise<void> => new Promise((go) => setTimeout(go));

describe('actions on one user', () => {
  it('come one after the other, and the same pressed twice is done once', async () => {
    const deeds = new Deeds();
    const asked = deeds.act('ask_factor', 'm-1', 'Ann Lee');
    await settled();
    const again = deeds.act('ask_factor', 'm-1', 'Ann Lee');
    const required = deeds.act('require_factor', 'm-1', 'Ann Lee');
    await settled();
    expect(given.map(({ action }) => action)).toEqual(['ask_factor']);
    expect(deeds.busy).toBe('ask_factor');
    given[0]?.end(1);
    expect(await asked).toBe(true);
    expect(await again).toBe(false);
    await settled();
    expect(given.map(({ action }) => action)).toEqual(['ask_factor', 'require_factor']);
    given[1]?.end(1);
    expect(await required).toBe(true);
    expect(deeds.busy).toBe(null);
  });
});
