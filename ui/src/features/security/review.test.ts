import { describe, expect, test } from 'vitest';
import type { SecurityRow } from '../../contract';
import { done, gone, linesOf, nextOpen, notYet, removedWords, toRemove, type Decisions } from './review';

const row = (id: string): SecurityRow => ({ row: { id, name: id.toUpperCase() } }) as unknown as SecurityRow;
const rows = ['a', 'b', 'c'].map(row);
const keep = { verdict: 'keep' as const, reason: '', name: '' };
const remove = (reason: string) => ({ verdict: 'remove' as const, reason, name: 'B' });

describe('an access review', () => {
  test('goes on with whoever is not decided about, round the list', () => {
    expect(nextOpen(rows, {}, -1)).toBe(0);
    expect(nextOpen(rows, { b: keep }, 0)).toBe(2);
    expect(nextOpen(rows, { b: keep, c: keep }, 2)).toBe(0);
    expect(nextOpen(rows, { a: keep, b: keep, c: keep }, 1)).toBeNull();
    expect(nextOpen([], {}, 0)).toBeNull();
  });
  test('is signed when all are decided about, and every removal has its reason', () => {
    expect(notYet(rows, {})).toBe('3 admins aren’t decided about yet.');
    expect(notYet(rows, { a: keep, b: remove(' '), c: keep })).toBe('Say why B is removed.');
    expect(notYet(rows, { a: keep, b: remove('Left'), c: keep })).toBeNull();
    expect(done(rows, { a: keep, x: keep })).toBe(1);
  });
  test('says what signing does to those who are removed', () => {
    expect(removedWords(1, 0)).toBe('1 admin is removed, and loses no permission beside.');
    expect(removedWords(2, 0)).toBe('2 admins are removed, and lose no permission beside.');
    expect(removedWords(1, 1)).toBe('1 admin is removed, and loses permissions.');
    expect(removedWords(3, 2)).toBe('3 admins are removed, and 2 of them lose permissions.');
  });
  test('keeps those whom somebody else removed meanwhile', () => {
    const decided: Decisions = { a: keep, b: remove('Left'), c: keep };
    expect(toRemove(rows, decided).map((one) => one.row.id)).toEqual(['b']);
    const after = [row('a'), row('c')];
    expect(gone(after, decided).map((one) => one.id)).toEqual(['b']);
    expect(linesOf(after, decided)).toEqual([
      { member: 'a', verdict: 'keep', reason: '' },
      { member: 'c', verdict: 'keep', reason: '' },
      { member: 'b', verdict: 'remove', reason: 'Left' },
    ]);
  });
});
