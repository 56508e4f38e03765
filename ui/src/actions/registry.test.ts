import { expect, it, vi } from 'vitest';
import { commands } from './commands.svelte';
import { registry } from './registry.svelte';

it('an action of a screen that is about to be shown runs once it is there', () => {
  vi.useFakeTimers();
  const invite = vi.fn();
  registry.soon('user.invite');
  const stop = registry.offer({ 'user.invite': invite }, 'users');
  vi.runAllTimers();
  expect(invite).toHaveBeenCalledTimes(1);
  stop();
  registry.offer({ 'user.invite': invite })();
  vi.runAllTimers();
  expect(invite, 'not again').toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

it('the newest handler goes first, and one that returns false passes', () => {
  const old = vi.fn();
  const stops = [registry.offer({ undo: old }), registry.offer({ undo: () => false as const })];
  expect(registry.run('undo')).toBe(true);
  expect(old).toHaveBeenCalledTimes(1);
  stops.forEach((stop) => stop());
  expect(registry.run('undo'), 'nobody carries it out').toBe(false);
});

it('commands of a screen go with it, and stand in the place of an older one while it is there', () => {
  const choice = (label: string) => ({ id: 'x', label, icon: 'plus', says: '' });
  const stops = [commands.offer(() => [choice('old')]), commands.offer(() => [choice('new')])];
  expect(commands.all.map(({ label }) => label)).toEqual(['new']);
  stops[1]?.();
  expect(commands.all.map(({ label }) => label)).toEqual(['old']);
  stops[0]?.();
  expect(commands.all).toEqual([]);
});
