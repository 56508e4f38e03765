import { describe, expect, it } from 'vitest';
import { ago, bytes, date, moment, number, until } from './format';

const now = new Date(2026, 10, 21, 14, 0).getTime();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('numbers', () => {
  it('have a thin space in thousands', () => {
    expect(number(248)).toBe('248');
    expect(number(48_212)).toBe('48\u2009212');
    expect(number(1_000_000)).toBe('1\u2009000\u2009000');
  });
  it('say sizes in the nearest unit', () => {
    expect([bytes(12), bytes(1_240), bytes(45_000_000)]).toEqual(['12 B', '1.2 kB', '45 MB']);
  });
});

describe('times', () => {
  it('are relative under a day, then a date', () => {
    expect(ago(now - 20_000, now)).toBe('Now');
    expect(ago(now - 12 * MINUTE, now)).toBe('12 min ago');
    expect(ago(now - 13 * HOUR, now)).toBe('13 h ago');
    expect(ago(now - 26 * HOUR, now)).toBe('Yesterday');
    expect(ago(now - 4 * DAY, now)).toBe('17 Nov');
  });
  it('stand in a log with their time, as long as the year is this one', () => {
    expect(moment(now - 46 * MINUTE, now)).toBe('46 min ago');
    expect(moment(now - 26 * HOUR, now)).toBe('Yesterday 12:00');
    expect(moment(now - 4 * DAY, now)).toBe('17 Nov 14:00');
    expect(moment(new Date(2024, 10, 17, 9, 5).getTime(), now)).toBe('17 Nov 2024');
  });
  it('name the year when it is another', () => {
    expect(date(new Date(2024, 10, 17).getTime(), now)).toBe('17 Nov 2024');
  });
  it('say how long something still works', () => {
    expect(until(now + 30 * MINUTE, now)).toBe('in 30 min');
    expect(until(now + 5 * HOUR, now)).toBe('in 5 h');
    expect(until(now + 3 * DAY, now)).toBe('24 Nov');
    expect(until(now, now)).toBe('Expired');
  });
});
