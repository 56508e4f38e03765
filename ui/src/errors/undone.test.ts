import { expect, test } from 'vitest';
import type { Outcome } from '../contract';
import { undoneWords } from './undone';

const outcome = (done: number, refused: number): Outcome => ({
  command: 'c',
  preview: false,
  done,
  member: null,
  refused,
  refusals: Array.from({ length: refused }, () => ({
    member: null,
    name: '',
    refusal: { code: 'conflict', message: 'Ann moved on since.', help: '', field: null, about: null },
  })),
  undoable: true,
  role: null,
  group: null,
  impact: null,
});

test('an undo that reached everything says so', () => {
  expect(undoneWords(outcome(3, 0))).toBe('Undone');
});

test('an undo that reached some names how many stayed, and why', () => {
  expect(undoneWords(outcome(3, 1))).toBe('3 changes undone, 1 stays as it is. Ann moved on since.');
});

test('an undo that reached nothing never says that it did', () => {
  expect(undoneWords(outcome(0, 2))).toBe('Nothing was undone. Ann moved on since.');
});
