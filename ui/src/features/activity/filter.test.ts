import { describe, expect, test } from 'vitest';
import { dayOf, EVERYTHING, isNewDay, long, query, short, tokens } from './filter';

const NOW = new Date(2026, 10, 21, 14, 26).getTime();
const KINDS = [{ kind: 'status_changed', topic: 'people' as const, label: 'Status changed' }];

describe('what the log is narrowed by', () => {
  test('nothing asks for all of it', () => {
    expect(query(EVERYTHING, '', NOW)).toEqual({
      text: '',
      person: null,
      topics: [],
      kinds: [],
      from: null,
      until: null,
      origin: '',
      result: null,
    });
    expect(tokens(EVERYTHING, KINDS)).toEqual([]);
  });

  test('the last seven days begin at a midnight, today included', () => {
    expect(query({ ...EVERYTHING, when: 'week' }, '', NOW).from).toBe(new Date(2026, 10, 15).getTime());
    expect(query({ ...EVERYTHING, when: 'today' }, '', NOW).from).toBe(new Date(2026, 10, 21).getTime());
  });

  test('each part is a token that can be taken away', () => {
    const narrowed = {
      when: 'week' as const,
      topics: ['people' as const, 'roles' as const],
      kind: 'status_changed',
      person: { id: 'a', name: 'Ann Lee' },
      origin: '192.0.2.7',
      result: 'refused' as const,
    };
    const all = tokens(narrowed, KINDS);
    expect(all.map(({ name, value }) => `${name} ${value}`)).toEqual([
      'When Last 7 days',
      'Object Users, Roles',
      'Action Status changed',
      'Person Ann Lee',
      'From 192.0.2.7',
      'Result Refused',
    ]);
    const left = all.reduce((rest, token) => ({ ...rest, ...token.without }), narrowed as typeof EVERYTHING);
    expect(left).toEqual(EVERYTHING);
  });
});

test('entries are headed by their day', () => {
  expect(isNewDay(NOW, undefined)).toBe(true);
  expect(isNewDay(NOW, NOW - 60_000)).toBe(false);
  expect(isNewDay(NOW, NOW - 24 * 3_600_000)).toBe(true);
  expect(dayOf(NOW, NOW)).toEqual({ word: 'Today', day: 'Saturday 21 November' });
  expect(dayOf(NOW - 24 * 3_600_000, NOW).word).toBe('Yesterday');
  expect(dayOf(new Date(2025, 0, 5).getTime(), NOW)).toEqual({ word: '', day: 'Sunday 5 January 2025' });
});

test('a seal is shown by its ends', () => {
  const seal = 'c08d5e7291fa'.padEnd(56, '0') + '6e1041b2';
  expect(short(seal)).toBe('c08d…41b2');
  expect(long(seal)).toBe('c08d 5e72 91fa … 6e10 41b2');
});
