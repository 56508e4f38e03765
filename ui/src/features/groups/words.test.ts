import { expect, it } from 'vitest';
import type { Outcome } from '../../contract';
import { gainWords } from './words';

const outcome = (gains: number[], refused: string[] = []): Outcome => ({
  command: 'c',
  preview: true,
  done: gains.length,
  member: null,
  refused: refused.length,
  refusals: refused.map((name) => ({
    member: name,
    name,
    refusal: { code: 'ceiling', message: 'Ann has more than you.', help: '', field: null, about: null },
  })),
  undoable: false,
  role: null,
  group: null,
  impact: {
    reach: gains.length,
    people: gains.map((count, n) => ({
      member: `m${n}`,
      name: '',
      gained: Array.from({ length: count }, (_, at) => `contacts.${at}`),
      lost: [],
    })),
    licencesGiven: 0,
    licencesTaken: 0,
    sessionsEnded: 0,
    givenOn: [],
  },
});

it('adding says what people gain by it, and who can’t be added', () => {
  expect(gainWords(outcome([0, 0]))).toBe('Nobody gains a permission by it.');
  expect(gainWords(outcome([3]))).toBe('1 person gains 3 permissions.');
  expect(gainWords(outcome([3, 3, 0]))).toBe('2 people gain 3 permissions.');
  expect(gainWords(outcome([3, 1]))).toBe('2 people gain up to 3 permissions.');
  expect(gainWords(outcome([1], ['Ann']))).toBe(
    '1 person gains 1 permission. Ann can’t be added: Ann has more than you.',
  );
  expect(gainWords(outcome([1], ['Ann', 'Bo']))).toBe('1 person gains 1 permission. 2 can’t be added.');
});
