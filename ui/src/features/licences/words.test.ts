import { describe, expect, it } from 'vitest';
import type { PackageView } from '../../contract';
import { fillOf, freeWords, idleGain, idleWords, planWords, seatsOf, summary, takenWords } from './words';

const of = (seats: number, used: number): PackageView => ({
  package: 'fleet.pro',
  product: 'Fleet',
  name: 'Pro',
  explanation: '',
  seats,
  used,
  free: seats - used,
});

describe('seats of a package', () => {
  it('are told apart: enough, few, none', () => {
    expect(fillOf(of(50, 42))).toBe('plain');
    expect(fillOf(of(40, 38))).toBe('warn');
    expect(fillOf(of(20, 17))).toBe('warn');
    expect(fillOf(of(12, 12))).toBe('bad');
    expect(fillOf(of(0, 0)), 'a package without seats isn’t full').toBe('plain');
  });

  it('that are free are a number, or None', () => {
    expect(freeWords(of(50, 42))).toBe('8');
    expect(freeWords(of(12, 12))).toBe('None');
  });

  it('are summed for the status line', () => {
    expect(summary([of(50, 42), of(40, 38)])).toEqual(['1 product', '80 of 90 seats used']);
  });

  it('are read as typed', () => {
    expect(seatsOf(' 1 200 ')).toBe(1200);
    expect(seatsOf('')).toBeNull();
    expect(seatsOf('-4')).toBeNull();
    expect(seatsOf('4.5')).toBeNull();
  });
});

describe('idle holders', () => {
  it('are named with what they would free', () => {
    expect(idleWords(3)).toBe('3 holders haven’t signed in for 60 days.');
    expect(idleGain(3, 8)).toBe('Revoke theirs and you have 11 seats free.');
    expect(idleWords(1)).toBe('1 holder hasn’t signed in for 60 days.');
    expect(idleGain(1, 0)).toBe('Revoke it and you have 1 seat free.');
  });
});

it('the plan says where the organization stands (R21)', () => {
  const plans = [
    { plan: 'starter' as const, administrators: 2 },
    { plan: 'business' as const, administrators: 15 },
  ];
  expect(planWords({ plan: 'business', used: 11, plans })).toBe('11 of 15 admin users in use');
});

describe('a product that is taken', () => {
  const person = (gained: string[]) => ({ member: 'm', name: 'Ann', gained, lost: [] });
  const impact = (reach: number, ...people: string[][]) => ({
    reach,
    people: people.map(person),
    licencesGiven: 0,
    licencesTaken: 0,
    sessionsEnded: 0,
    givenOn: [],
  });
  it('says who gains what before it is taken (B6)', () => {
    expect(takenWords(impact(41, ['forms.view'], ['forms.view', 'forms.edit']))).toBe(
      '41 people gain up to 2 permissions through roles, groups and access to everything.',
    );
    expect(takenWords(impact(1, ['forms.view']))).toContain('1 person gains 1 permission ');
    expect(takenWords(impact(3, [], []))).toBe('Nobody gains a permission by it yet.');
  });
});
