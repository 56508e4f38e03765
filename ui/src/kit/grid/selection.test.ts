import { describe, expect, it } from 'vitest';
import { ALL, has, isEmpty, NONE, put, size, toggle } from './selection';

describe('a selection', () => {
  it('starts with nothing chosen', () => {
    expect(isEmpty(NONE, 248)).toBe(true);
    expect(has(NONE, 'a')).toBe(false);
  });

  it('is replaced, never changed', () => {
    const one = toggle(NONE, 'a');
    expect(has(one, 'a')).toBe(true);
    expect(NONE.ids.size, 'the value that was there stays as it was').toBe(0);
    expect(has(toggle(one, 'a'), 'a')).toBe(false);
  });

  it('takes all without naming them, and leaves out those that are taken away', () => {
    expect(size(ALL, 48_212)).toBe(48_212);
    const but = toggle(ALL, 'a');
    expect(but).toEqual({ mode: 'exclude', ids: new Set(['a']) });
    expect(size(but, 48_212)).toBe(48_211);
    expect(has(but, 'a')).toBe(false);
    expect(has(but, 'b')).toBe(true);
    expect(size(toggle(but, 'a'), 48_212)).toBe(48_212);
  });

  it('puts a range in or out in one step, in both modes', () => {
    expect(size(put(NONE, ['a', 'b', 'c'], true), 10)).toBe(3);
    expect(size(put(put(NONE, ['a', 'b', 'c'], true), ['a', 'b'], false), 10)).toBe(1);
    expect(size(put(ALL, ['a', 'b'], false), 10)).toBe(8);
    expect(size(put(put(ALL, ['a', 'b'], false), ['b', 'z'], true), 10)).toBe(9);
  });
});
