import { expect, it } from 'vitest';
import type { GlassView, Mark, Source } from '../../contract';
import { allowedIn, menuWords, narrow } from './filter';

const mark = (permission: string, allowed: boolean, source?: Partial<Source>): Mark => ({
  permission,
  action: permission.split('.')[1] ?? '',
  label: permission.endsWith('view') ? 'View' : 'Edit',
  explanation: '',
  allowed,
  sources: source ? [{ kind: 'role', name: '', since: null, by: null, until: null, ...source }] : [],
  refusal: null,
});
const module = (key: string, label: string, ...marks: Mark[]) => ({ key, label, inMenu: true, hidden: false, marks });
const glass: GlassView = {
  member: 'm',
  name: 'Ayşe Yıldırım',
  asleep: '',
  count: 2,
  of: 4,
  products: [
    {
      key: 'fleet',
      name: 'Fleet',
      modules: [
        module('vessels', 'Vessels', mark('vessels.view', true, { name: 'Staff' }), mark('vessels.edit', false)),
      ],
    },
    { key: 'crew', name: 'Crew', modules: [module('contracts', 'Contracts', mark('contracts.view', false))] },
    { key: 'contacts', name: 'Contacts', modules: [module('contacts', 'Contacts', mark('contacts.view', true))] },
  ],
};
const shown = (text: string, only: boolean) =>
  narrow(glass, text, only).flatMap(({ modules }) =>
    modules.flatMap(({ marks }) => marks.map((one) => one.permission)),
  );

it('shows everything, or only what they have (row 87)', () => {
  expect(shown('', false)).toHaveLength(4);
  expect(shown('', true)).toEqual(['vessels.view', 'contacts.view']);
  expect(allowedIn(narrow(glass, '', false))).toBe(2);
});

it('finds a permission by product, module, action, or where it comes from', () => {
  expect(shown('edit ves', false)).toEqual(['vessels.edit']);
  expect(shown('staff', false)).toEqual(['vessels.view']);
  expect(shown('crew', true)).toEqual([]);
});

it('says how a module stands in the menu', () => {
  const base = { key: '', label: '', marks: [] };
  expect(menuWords({ ...base, inMenu: true, hidden: false })).toBe('In the menu');
  expect(menuWords({ ...base, inMenu: false, hidden: true })).toBe('Hidden from the menu');
  expect(menuWords({ ...base, inMenu: false, hidden: false })).toBe('Not in the menu');
});
