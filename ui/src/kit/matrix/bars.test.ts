import { expect, it } from 'vitest';
import { barsOf } from './bars';

it('a bar stands for each action, in their order', () => {
  const { width, on, off } = barsOf([true, false, true]);
  expect(width).toBe(19);
  expect(on.match(/M\d+ /g)).toEqual(['M1 ', 'M15 ']);
  expect(off).toContain('M7.625');
});

it('the same pattern is drawn once', () => {
  expect(barsOf([true, true])).toBe(barsOf([true, true]));
  expect(barsOf([])).toEqual({ width: 0, on: '', off: '' });
});
