import { describe, expect, it } from 'vitest';
import type { CatalogueView } from '../../contract';
import { givenBy, pressed, rowsOf, sumOf, type Giver, type Having, type TreeRow } from './tree';

const actions = (module: string, keys: string[], locked: string[] = []) =>
  keys.map((key) => ({
    permission: `${module}.${key}`,
    key,
    label: key.charAt(0).toUpperCase() + key.slice(1),
    explanation: `What ${key} does.`,
    yours: !locked.includes(key),
  }));
const catalogue: CatalogueView = {
  permissions: 9,
  products: [
    {
      key: 'crew',
      name: 'Crew',
      explanation: '',
      modules: [
        { key: 'seafarers', label: 'Seafarer records', actions: actions('seafarers', ['view', 'edit']) },
        {
          key: 'contracts',
          label: 'Contracts',
          actions: actions('contracts', ['view', 'edit', 'delete', 'manage'], ['manage']),
        },
      ],
    },
    {
      key: 'contacts',
      name: 'Contacts',
      explanation: '',
      modules: [{ key: 'contacts', label: 'Contacts', actions: actions('contacts', ['view', 'edit', 'delete']) }],
    },
  ],
};
const staff: Giver = { kind: 'role', name: 'Staff' };
const having = (here: string[] = [], given: Record<string, Giver[]> = {}, restricted: string[] = []): Having => ({
  given: new Map(Object.entries(given)),
  here: new Set(here),
  restricted: new Set(restricted),
});
const OPEN = new Set(['p:crew', 'm:contracts', 'p:contacts']);
const rows = (of: Having, open: ReadonlySet<string> = OPEN, text = '') => rowsOf(catalogue, of, open, text);
const row = (of: Having, id: string): TreeRow => {
  const found = rows(of).find((one) => one.id === id);
  if (!found) throw new Error(`${id} isn’t shown`);
  return found;
};

describe('the lines', () => {
  it('are the products while nothing is open', () => {
    expect(rows(having(), new Set()).map(({ label, note, open }) => [label, note, open])).toEqual([
      ['Crew', 'None', false],
      ['Contacts', 'None', false],
    ]);
  });

  it('open to modules and actions; a product that is one module opens to its actions', () => {
    expect(rows(having()).map(({ label, level }) => `${level} ${label}`)).toEqual([
      '1 Crew',
      '2 Seafarer records',
      '2 Contracts',
      '3 View',
      '3 Edit',
      '3 Delete',
      '3 Manage',
      '1 Contacts',
      '2 View',
      '2 Edit',
      '2 Delete',
    ]);
  });

  it('count, and show all, some or none', () => {
    const of = having(['contracts.view', 'contracts.edit', 'seafarers.view', 'seafarers.edit']);
    expect([row(of, 'p:crew').tick, row(of, 'p:crew').note]).toEqual(['mixed', '4 of 6']);
    expect([row(of, 'm:seafarers').tick, row(of, 'm:seafarers').note]).toEqual(['on', 'All 2']);
    expect(row(of, 'm:contracts').note).toBe('2 of 4');
    expect(row(of, 'p:contacts').tick).toBe('off');
  });

  it('lock what the person at the desk doesn’t have (R13), and what roles give already', () => {
    const of = having([], { 'contracts.view': [staff] });
    expect(row(of, 'contracts.manage')).toMatchObject({ locked: 'You don’t have this', note: 'You don’t have this' });
    expect(row(of, 'contracts.view')).toMatchObject({ tick: 'given', locked: 'From role Staff', note: 'Staff' });
  });

  it('are narrowed and opened by what is typed', () => {
    expect(rows(having(), new Set(), 'edit contr').map(({ id }) => id)).toEqual([
      'p:crew',
      'm:contracts',
      'contracts.edit',
    ]);
  });

  it('say what an action allows and that it needs View', () => {
    expect(row(having(), 'contracts.edit')).toMatchObject({
      tip: 'Edit contracts\nWhat edit does.',
      more: 'Needs View.',
    });
  });
});

describe('a press', () => {
  it('on an action sets View with it', () => {
    expect(pressed(row(having(), 'contracts.edit'), having())).toEqual(['contracts.edit', 'contracts.view']);
  });

  it('leaves View alone where a role gives it', () => {
    const of = having([], { 'contracts.view': [staff] });
    expect(pressed(row(of, 'contracts.edit'), of)).toEqual(['contracts.edit']);
  });

  it('that takes View away takes with it what was set beside it', () => {
    const of = having(['contracts.view', 'contracts.edit', 'contacts.view']);
    expect(pressed(row(of, 'contracts.view'), of)).toEqual(['contacts.view']);
  });

  it('on a module sets all that can be given, then takes it away', () => {
    const all = ['contracts.view', 'contracts.edit', 'contracts.delete'];
    expect(pressed(row(having(), 'm:contracts'), having())).toEqual(all);
    const of = having(all);
    expect(pressed(row(of, 'm:contracts'), of)).toEqual([]);
  });

  it('sets nothing that is restricted for the person', () => {
    const of = having([], {}, ['contracts.edit']);
    expect(pressed(row(of, 'm:contracts'), of)).not.toContain('contracts.edit');
  });
});

it('roles and groups give by number, each under its name', () => {
  const given = givenBy(
    catalogue,
    [{ id: 'r', name: 'Staff', permissions: [0, 2] }],
    [{ id: 'g', name: 'Crewing', permissions: [2, 99] }],
  );
  expect([...given]).toEqual([
    ['seafarers.view', [staff]],
    ['contracts.view', [staff, { kind: 'group', name: 'Crewing' }]],
  ]);
});

it('the sum counts each permission once', () => {
  const of = having(['contracts.view', 'contracts.edit'], { 'contracts.view': [staff], 'seafarers.view': [staff] }, [
    'seafarers.view',
  ]);
  expect(sumOf(of)).toEqual({ all: 2, given: 1, here: 1 });
});
