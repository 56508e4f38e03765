import { describe, expect, it } from 'vitest';
import type { PolicyView } from '../../contract';
import { countdownOf, formOf, readForm, reachOf, sameForm } from './required';

const now = new Date(2026, 10, 21, 9, 30).getTime();
const view = { administratorsWithout: 1, usersWithout: 142 } as PolicyView;

describe('of whom a second factor is required', () => {
  it('begins as it stands, with its day', () => {
    const from = new Date(2026, 11, 1).getTime();
    expect(formOf({ of: 'everybody', from })).toEqual({ of: 'everybody', from: '2026-12-01' });
    expect(formOf({ of: 'administrators', from: null })).toEqual({ of: 'administrators', from: '' });
    expect(formOf({ of: 'nobody', from })).toEqual({ of: 'nobody', from: '' });
  });
  it('comes to a moment, or to at once', () => {
    const from = new Date(2026, 11, 1).getTime();
    expect(readForm({ of: 'everybody', from: '2026-12-01' }, now)).toEqual({ of: 'everybody', from });
    expect(readForm({ of: 'everybody', from: '' }, now)).toEqual({ of: 'everybody', from: null });
    expect(readForm({ of: 'administrators', from: '2026-11-21' }, now)).toEqual({ of: 'administrators', from: null });
    expect(readForm({ of: 'nobody', from: '2026-12-01' }, now)).toEqual({ of: 'nobody', from: null });
    expect(readForm({ of: 'everybody', from: '2026-02-31' }, now)).toEqual({ words: 'There is no such day.' });
  });
  it('counts down to its day in whole days, the last one by its hours', () => {
    const in_ = (hours: number) => now + hours * 3_600_000;
    expect(countdownOf({ of: 'everybody', from: in_(73) }, now)).toBe(
      'All who sign in need one from 24 Nov: in 3 days.',
    );
    expect(countdownOf({ of: 'administrators', from: in_(24) }, now)).toBe(
      'Administrators need one from 22 Nov: in 1 day.',
    );
    expect(countdownOf({ of: 'everybody', from: in_(0.5) }, now)).toMatch(/: in 1 hour\.$/);
    expect(countdownOf({ of: 'everybody', from: now }, now), 'it holds').toBe('');
    expect(countdownOf({ of: 'everybody', from: null }, now)).toBe('');
    expect(countdownOf({ of: 'nobody', from: in_(73) }, now)).toBe('');
  });
  it('knows when nothing is changed', () => {
    expect(sameForm({ of: 'nobody', from: '' }, { of: 'nobody', from: '2026-12-01' })).toBe(true);
    expect(sameForm({ of: 'everybody', from: '' }, { of: 'everybody', from: '2026-12-01' })).toBe(false);
    expect(sameForm({ of: 'everybody', from: '' }, { of: 'administrators', from: '' })).toBe(false);
  });
  it('says whom it reaches who has none yet', () => {
    expect(reachOf({ of: 'nobody', from: '' }, view)).toBe('');
    expect(reachOf({ of: 'administrators', from: '' }, view)).toMatch(/^1 administrator has none yet/);
    expect(reachOf({ of: 'everybody', from: '' }, view)).toMatch(/^142 users have none yet/);
    expect(reachOf({ of: 'everybody', from: '' }, { ...view, usersWithout: 0 })).toMatch(/already/);
  });
});
