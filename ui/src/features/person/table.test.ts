import { describe, expect, it } from 'vitest';
import type { GlassProduct, Mark } from '../../contract';
import { shownOf, STEP } from './table';

const mark = (action: string, allowed: boolean): Mark => ({
  permission: `x.${action}`,
  action,
  label: action,
  explanation: '',
  allowed,
  sources: [],
  refusal: null,
});
const product = (key: string, name: string, labels: string[]): GlassProduct => ({
  key,
  name,
  modules: labels.map((label) => ({
    key: label,
    label,
    inMenu: true,
    hidden: false,
    marks: [mark('View', true), mark('Edit', false)],
  })),
});
const many = product(
  '',
  '',
  Array.from({ length: 202 }, (_, n) => `module-${n}`),
);
const few = product('fleet', 'Fleet', ['Vessels', 'Voyages']);
const none = new Map<string, never>();

describe('the rows of the table', () => {
  it('are all there while a product is short, with its count', () => {
    expect(shownOf([few], '', none, none)).toMatchObject([{ open: true, solo: false, rest: 0, allowed: 2, of: 4 }]);
  });

  it('wait until a long product is opened, and come in steps', () => {
    expect(shownOf([many], '', none, none)).toMatchObject([{ open: false, modules: [], rest: 0 }]);
    const [opened] = shownOf([many], '', new Map([['', true]]), none);
    expect([opened?.modules.length, opened?.rest]).toEqual([STEP, 202 - STEP]);
    const [more] = shownOf([many], '', new Map([['', true]]), new Map([['', 240]]));
    expect([more?.modules.length, more?.rest]).toEqual([202, 0]);
  });

  it('are found by product, module or action, in what is closed too', () => {
    const found = shownOf([few, many], 'module-20', none, none);
    expect(found).toHaveLength(1);
    expect(found[0]?.modules.map(({ label }) => label)).toEqual(['module-20', 'module-200', 'module-201']);
    expect(shownOf([few], 'edit vess', none, none)[0]?.modules).toHaveLength(1);
    expect(shownOf([few], 'nothing', none, none)).toEqual([]);
  });

  it('need no head where the one module bears the product’s name', () => {
    expect(shownOf([product('contacts', 'Contacts', ['Contacts'])], '', none, none)[0]?.solo).toBe(true);
  });
});
