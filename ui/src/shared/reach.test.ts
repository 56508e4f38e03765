import { expect, it } from 'vitest';
import { HAVE_IT, lossWords, reachWords } from './reach';

it('a change says whom it reaches', () => {
  expect(reachWords(2, 142)).toBe('They reach 142 people as soon as you save.');
  expect(reachWords(1, 1)).toBe('It reaches 1 person as soon as you save.');
  expect(reachWords(1, 0)).toBe('It reaches nobody yet.');
});

it('a deletion says who loses by it', () => {
  expect(lossWords(0, 0, HAVE_IT)).toBe('Nobody has it.');
  expect(lossWords(1, 0, HAVE_IT)).toBe('1 person has it. They lose no permission by it.');
  expect(lossWords(3, 0, HAVE_IT)).toBe('3 people have it. None of them loses a permission by it.');
  expect(lossWords(3, 1, HAVE_IT)).toBe('3 people have it. 1 of them loses permissions.');
  expect(lossWords(3, 3, HAVE_IT)).toBe('3 people have it. All of them lose permissions.');
  expect(lossWords(1, 1, HAVE_IT)).toBe('1 person has it. They lose permissions.');
});
