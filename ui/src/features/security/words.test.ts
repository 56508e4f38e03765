import { describe, expect, test } from 'vitest';
import type { SecurityRow } from '../../contract';
import { askedWords, hintOf, markWords, sinceOf, stateOf } from './words';

const NOW = new Date(2026, 10, 22, 14, 0).getTime();
const DAY = 86_400_000;
const row = (change: object): SecurityRow =>
  ({
    row: {
      tier: 'admin',
      status: 'active',
      roles: [],
      addedAt: NOW - 400 * DAY,
      lastActive: null,
      email: 'a@b.example',
    },
    asks: 0,
    askedAt: null,
    factorLostAt: null,
    factorRequired: false,
    shutAt: null,
    lostRole: null,
    lowerRefusal: null,
    ...change,
  }) as unknown as SecurityRow;

describe('what the security page says', () => {
  test('tells who was asked, how often, and when last', () => {
    expect(askedWords(0, null, NOW)).toBe('');
    expect(askedWords(1, NOW - 60_000 * 5, NOW)).toBe('Asked 5 min ago');
    expect(askedWords(2, NOW - 10 * DAY, NOW)).toBe('Asked twice, last on 12 Nov');
    expect(askedWords(4, NOW - DAY, NOW)).toBe('Asked 4 times, last yesterday');
  });
  test('tells who never had one from who lost it', () => {
    expect(stateOf(row({}), 'without_factor', NOW)).toEqual({ state: 'Never set up', more: '' });
    const lost = stateOf(row({ factorLostAt: NOW - 2 * DAY, factorRequired: true }), 'without_factor', NOW);
    expect(lost.state).toBe('Removed');
    expect(lost.more).toMatch(/^20 Nov .*, Required at the next sign-in$/);
  });
  test('names the role that was deleted under somebody', () => {
    const lost = row({ lostRole: { name: 'Port agent', at: NOW - 2 * DAY } });
    expect(sinceOf(lost, 'without_role', NOW)).toBe('Role “Port agent” was deleted 20 Nov');
    expect(sinceOf(row({}), 'without_role', NOW)).toMatch(/^Added /);
  });
  test('tells since when somebody is out', () => {
    const out = row({ shutAt: NOW - 9 * DAY });
    expect(sinceOf({ ...out, row: { ...out.row, status: 'suspended' } }, 'hidden_administrators', NOW)).toBe(
      'Suspended 13 Nov',
    );
  });
  test('counts in words', () => {
    expect(hintOf('hidden_administrators', 1, 90)).toBe('1 closed account that still holds admin rights');
    expect(hintOf('dormant', 12, 90)).toBe('12 users without a sign-in for 90 days');
  });
  test('names the day a rule changed', () => {
    const mark = { at: NOW - 52 * DAY, rule: { of: 'everybody' as const, from: null }, by: null, byYou: false };
    expect(markWords(mark, NOW)).toBe('1 Oct: required of everybody');
  });
});
