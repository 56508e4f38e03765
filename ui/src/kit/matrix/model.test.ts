import { describe, expect, it } from 'vitest';
import { columnWidth, moveCell, offsetsOf, rowAt } from './geometry';
import { countIn, marksOf, modulesOf, nameOf, rowsOf } from './model';

const five = (key: string) =>
  ['View', 'Create', 'Edit', 'Delete', 'Manage'].map((label) => ({
    permission: `${key}.${label.toLowerCase()}`,
    key: label.toLowerCase(),
    label,
    explanation: `${label} what is in it`,
    yours: true,
  }));
const modules = modulesOf({
  products: [
    {
      key: 'fleet',
      name: 'Fleet',
      modules: [
        { key: 'vessels', label: 'Vessels', actions: five('vessels') },
        { key: 'docking', label: 'Docking', actions: five('docking') },
      ],
    },
    { key: 'contacts', name: 'Contacts', modules: [{ key: 'contacts', label: 'Contacts', actions: five('contacts') }] },
  ],
});
const ids = (rows: ReturnType<typeof rowsOf>) => rows.map(({ id }) => id);

describe('the rows of a matrix', () => {
  it('are numbered through the catalogue', () => {
    expect(modules.map(({ actions }) => actions[0]?.at)).toEqual([0, 5, 10]);
    expect(nameOf(modules)('contacts.edit')).toBe('Edit Contacts');
    expect(countIn(modules[2]!, (at) => marksOf([10, 12, 99], 15)[at] === 1)).toBe(2);
  });

  it('are modules, closed until one is opened', () => {
    expect(ids(rowsOf(modules, { open: new Set() }))).toEqual(['m:vessels', 'm:docking', 'm:contacts']);
    expect(rowsOf(modules, { open: new Set(['docking']) })).toHaveLength(8);
  });

  it('name the product where the module doesn’t', () => {
    expect(modules.map(({ product }) => product)).toEqual(['Fleet', 'Fleet', '']);
    const own = { key: '', name: '', modules: [{ key: 'deploy', label: 'deploy', actions: five('deploy') }] };
    expect(modulesOf({ products: [own] })[0]?.product).toBe('');
  });

  it('keep the heads of what is found, open', () => {
    expect(ids(rowsOf(modules, { open: new Set(), text: 'edit cont' }))).toEqual(['m:contacts', 'contacts.edit']);
    expect(rowsOf(modules, { open: new Set(), text: 'nothing like it' })).toEqual([]);
  });

  it('can be only some', () => {
    expect(ids(rowsOf(modules, { open: new Set(['contacts']), only: (at) => at === 6 }))).toEqual([
      'm:docking',
      'docking.create',
    ]);
  });
});

describe('places in a matrix', () => {
  const rows = rowsOf(modules, { open: new Set(['contacts']) });
  const offsets = offsetsOf(rows);
  const shape = { rows: rows.length, columns: 3, page: 4 };

  it('are found by height', () => {
    expect(offsets.at(-1)).toBe(3 * 32 + 5 * 28);
    expect([0, 31, 32, 63, 96, 123, 124, 1e9].map((y) => rowAt(offsets, y))).toEqual([
      0,
      0,
      1,
      1,
      3,
      3,
      4,
      rows.length - 1,
    ]);
    expect(rowAt(offsetsOf([]), 10)).toBe(0);
  });

  it('share the room until it is too little', () => {
    expect(columnWidth(700, 7, 90)).toBe(100);
    expect(columnWidth(700, 50, 90)).toBe(90);
    expect(columnWidth(700, 0, 90)).toBe(0);
  });

  it('move by keys, up to the head and no further', () => {
    expect(moveCell('ArrowDown', false, { row: 2, column: 1 }, shape)).toEqual({ row: 3, column: 1 });
    expect(moveCell('ArrowDown', false, { row: 7, column: 1 }, shape)).toEqual({ row: 7, column: 1 });
    expect(moveCell('ArrowUp', false, { row: 0, column: 1 }, shape)).toEqual({ row: -1, column: 1 });
    expect(moveCell('ArrowUp', false, { row: -1, column: 1 }, shape)).toEqual({ row: -1, column: 1 });
    expect(moveCell('ArrowRight', false, { row: 1, column: 3 }, shape)).toEqual({ row: 1, column: 3 });
    expect(moveCell('ArrowLeft', false, { row: 1, column: 3 }, shape)).toEqual({ row: 1, column: 2 });
    expect(moveCell('End', false, { row: 1, column: 0 }, shape)).toEqual({ row: 1, column: 3 });
    expect(moveCell('Home', true, { row: 5, column: 3 }, shape)).toEqual({ row: 0, column: 0 });
    expect(moveCell('End', true, { row: 1, column: 0 }, shape)).toEqual({ row: 7, column: 3 });
    expect(moveCell('PageDown', false, { row: 1, column: 2 }, shape)).toEqual({ row: 4, column: 2 });
    expect(moveCell('PageUp', false, { row: 2, column: 2 }, shape)).toEqual({ row: 0, column: 2 });
    expect(moveCell('x', false, { row: 4, column: 2 }, shape)).toBeNull();
  });
});
