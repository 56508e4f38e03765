import { expect, it } from 'vitest';
import { move } from './move';

it.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 247, 247],
  ['ArrowUp', 0, 0],
  ['Home', 100, 0],
  ['End', 100, 247],
  ['PageDown', 0, 15],
  ['PageUp', 3, 0],
])('%s at row %i goes to row %i', (key, at, to) => {
  expect(move(key, at, 248, 16)).toBe(to);
});

it('leaves other keys and empty lists alone', () => {
  expect(move('a', 3, 248, 16)).toBeNull();
  expect(move('ArrowDown', 0, 0, 16)).toBeNull();
});
