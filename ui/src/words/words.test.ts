import { describe, expect, it } from 'vitest';
import { counted, listed, m, spoken } from '.';

describe('the words of the window', () => {
  it('are of the first language that somebody reads and the window speaks', () => {
    expect(spoken(['nl', 'de-AT', 'en'])).toEqual({ locale: 'de', tag: 'de-AT' });
    expect(spoken(['pt_BR'])).toEqual({ locale: 'en', tag: 'en' });
    expect(spoken(['AR'])).toEqual({ locale: 'ar', tag: 'AR' });
  });
  it('count as the language does', () => {
    expect(counted(m.common_count_people, 1)).toBe('1 person');
    expect(counted(m.common_count_people, 12345)).toBe('12\u2009345 people');
  });
  it('stand after one another as the language separates them', () => {
    expect(listed(['Ida', 'Theo', 'Torleif'])).toBe('Ida, Theo, Torleif');
    expect(listed(['Ida'])).toBe('Ida');
    expect(listed([])).toBe('');
  });
});
