import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Later, loadWhenIdle } from './later.svelte';

const screen = () => 'a screen';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('a screen that comes later', () => {
  it('is loaded once, by whoever asks first', async () => {
    const source = vi.fn(async () => ({ default: screen }));
    const later = new Later(source);
    expect(later.now).toBeNull();
    await later.load();
    expect(later.now).toBe(screen);
    expect(source).toHaveBeenCalledTimes(1);
  });

  it('is tried again after a failure', async () => {
    const source = vi.fn(async () => ({ default: screen })).mockRejectedValueOnce(new Error('gone'));
    const later = new Later(source);
    await later.load();
    expect(later.now).toBeNull();
    await later.load();
    expect(later.now).toBe(screen);
  });
});

describe('while nobody waits', () => {
  it('one screen after the other is loaded', async () => {
    const sources = [0, 1].map(() => vi.fn(async () => ({ default: screen })));
    loadWhenIdle(
      sources.map((source) => new Later(source)),
      10,
    );
    await vi.advanceTimersByTimeAsync(10);
    expect(sources.map((source) => source.mock.calls.length)).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(10);
    expect(sources.map((source) => source.mock.calls.length)).toEqual([1, 1]);
  });

  it('nothing is loaded any more once it was stopped', async () => {
    const source = vi.fn(async () => ({ default: screen }));
    loadWhenIdle([new Later(source)], 10)();
    await vi.advanceTimersByTimeAsync(100);
    expect(source).not.toHaveBeenCalled();
  });
});
