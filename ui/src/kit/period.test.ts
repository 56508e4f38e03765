import { describe, expect, it } from 'vitest';
import { daysOf, OPEN, readDays, spanWords } from './period';

const now = new Date(2026, 0, 15, 12).getTime();
const at = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime();

describe('a period written as days (B13)', () => {
  it('holds through its last day', () => {
    expect(readDays({ from: '2026-02-01', until: '2026-02-28' }, now)).toEqual({
      span: { from: at(2026, 2, 1), until: at(2026, 3, 1) },
    });
  });

  it('reads back as it was written', () => {
    expect(daysOf({ from: at(2026, 2, 1), until: at(2026, 3, 1) })).toEqual({
      from: '2026-02-01',
      until: '2026-02-28',
    });
    expect(daysOf(OPEN)).toEqual({ from: '', until: '' });
  });

  it('that begins today or before begins at once', () => {
    expect(readDays({ from: '2026-01-15', until: '' }, now)).toEqual({ span: OPEN });
    expect(readDays({ from: '2025-12-01', until: '' }, now)).toEqual({ span: OPEN });
  });

  it('can end today, not before', () => {
    expect(readDays({ from: '', until: '2026-01-15' }, now)).toEqual({ span: { from: null, until: at(2026, 1, 16) } });
    expect(readDays({ from: '', until: '2026-01-14' }, now)).toMatchObject({ field: 'until' });
  });

  it('can’t end before it begins', () => {
    expect(readDays({ from: '2026-03-02', until: '2026-03-01' }, now)).toMatchObject({ field: 'until' });
    expect(readDays({ from: '2026-03-01', until: '2026-03-01' }, now), 'one day is a period').toHaveProperty('span');
  });

  it('says which day there isn’t', () => {
    expect(readDays({ from: '2026-02-31', until: '' }, now)).toMatchObject({ field: 'from' });
  });

  it('has words', () => {
    const day = (moment: number) => String(new Date(moment).getDate());
    expect(spanWords({ from: at(2026, 2, 1), until: at(2026, 3, 1) }, day)).toBe('1 to 28');
    expect(spanWords({ from: at(2026, 2, 3), until: null }, day)).toBe('From 3');
    expect(spanWords({ from: null, until: at(2026, 2, 4) }, day)).toBe('Until 3');
    expect(spanWords(OPEN, day)).toBe('');
  });
});
