import { describe, expect, it } from 'vitest';
import { changedCells, difference, drop, NOTHING, press, rebase, set, stale } from './changes';
import { marksOf, type MatrixModule } from './model';

const module: MatrixModule = {
  key: 'contacts',
  label: 'Contacts',
  product: 'Contacts',
  actions: ['view', 'create', 'edit', 'delete', 'manage'].map((key, at) => ({
    at,
    id: `contacts.${key}`,
    key,
    label: key,
    explanation: '',
    yours: true,
  })),
};
const staff = { id: 'staff', version: 4, marks: marksOf([0, 1], 5) };
const all = () => true;

describe('changes that wait', () => {
  it('count what differs from what is saved, and nothing else', () => {
    const changed = set(NOTHING, staff, [2, 3], true);
    expect(changedCells(changed)).toBe(2);
    expect(difference(changed.get('staff')!)).toEqual({ give: [2, 3], take: [] });
    expect(set(changed, staff, [2, 3], false).size, 'back as it was').toBe(0);
    expect(staff.marks, 'what is saved stays').toEqual(marksOf([0, 1], 5));
  });

  it('are taken back one column at a time', () => {
    const both = set(set(NOTHING, staff, [2], true), { ...staff, id: 'finance' }, [0], false);
    expect([...drop(both, ['staff']).keys()]).toEqual(['finance']);
  });

  it('go on top of what somebody else saved meanwhile', () => {
    const changed = set(set(NOTHING, staff, [2, 3], true), staff, [1], false);
    const theirs = { id: 'staff', version: 5, marks: marksOf([0, 1, 2, 4], 5) };
    expect(stale(changed, [theirs])).toEqual(['staff']);
    const mine = rebase(changed, theirs);
    expect(stale(mine, [theirs])).toEqual([]);
    expect(difference(mine.get('staff')!), 'edit was given by them already').toEqual({ give: [3], take: [1] });
  });

  it('are nothing once somebody else saved the same', () => {
    const changed = set(NOTHING, staff, [2], true);
    expect(rebase(changed, { id: 'staff', version: 5, marks: marksOf([0, 1, 2], 5) }).size).toBe(0);
  });

  it('are stale when the column is gone', () => {
    expect(stale(set(NOTHING, staff, [2], true), [])).toEqual(['staff']);
  });
});

describe('a press', () => {
  it('on anything gives View as well', () => {
    expect(press(module, 3, true, all)).toEqual([3, 0]);
  });
  it('that takes View takes all', () => {
    expect(press(module, 0, false, all)).toEqual([0, 1, 2, 3, 4]);
  });
  it('otherwise is about its cell alone', () => {
    expect(press(module, 0, true, all)).toEqual([0]);
    expect(press(module, 3, false, all)).toEqual([3]);
  });
  it('sets nothing that can’t be set', () => {
    expect(press(module, 3, true, (at) => at !== 3)).toEqual([0]);
  });
});
