import { describe, expect, it } from 'vitest';
import type { ReportView } from '../../contract';
import { drawn, longest, sum, summed } from './words';

const line = (label: string, ...numbers: number[]) => ({ label, day: null, numbers });
const seats: ReportView = {
  columns: ['Package', 'Not assigned', 'Idle for 60 days', 'In use', 'Seats'],
  lines: [line('Fleet Pro', 2, 1, 7, 10), line('Crew Standard', 0, 0, 4, 4)],
};

describe('reports in words', () => {
  it('adds up a column', () => {
    expect(sum(seats, 3)).toBe(14);
    expect(sum({ columns: [], lines: [] }, 0)).toBe(0);
  });

  it('says what seats come to', () => {
    expect(summed('unused_licences', seats)).toBe('2 of 14 seats not assigned, 1 held by people who are away.');
  });

  it('says how many never signed in', () => {
    const view = { columns: ['Last sign-in', 'Users'], lines: [line('In the last 7 days', 3), line('Never', 1)] };
    expect(summed('away', view)).toBe('4 active users, 1 never signed in.');
  });

  it('draws the parts of all seats, and is never without a longest bar', () => {
    expect(drawn('unused_licences')).toEqual([2, 1, 0]);
    expect(longest('unused_licences', seats)).toBe(10);
    expect(longest('sign_ins', { columns: [], lines: [] })).toBe(1);
  });
});
