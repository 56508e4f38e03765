import { describe, expect, it } from 'vitest';
import type { GlassModule, Mark, Source, SourceKind } from '../../contract';
import { ends, fromOf, lookOf, lower, pressOf, sourceLines, spoken, waitingWords } from './marks';

const source = (kind: SourceKind, name = '', more: Partial<Source> = {}): Source => ({
  kind,
  name,
  since: null,
  by: null,
  until: null,
  ...more,
});
const mark = (action: string, allowed: boolean, ...sources: Source[]): Mark => ({
  permission: `contacts.${action}`,
  action,
  label: action.charAt(0).toUpperCase() + action.slice(1),
  explanation: '',
  allowed,
  sources,
  refusal: null,
});
const module = (...marks: Mark[]): GlassModule => ({
  key: 'contacts',
  label: 'Contacts',
  inMenu: true,
  hidden: false,
  marks,
});

describe('a mark', () => {
  it('is given here, inherited, restricted, or none (R11)', () => {
    expect(lookOf(mark('edit', true, source('grant')))).toBe('given');
    expect(lookOf(mark('edit', true, source('role', 'Staff')))).toBe('inherited');
    expect(lookOf(mark('edit', false, source('role', 'Staff'), source('restriction')))).toBe('restricted');
    expect(lookOf(mark('edit', false))).toBe('none');
  });

  it('says where it comes from, since when and by whom (B5)', () => {
    const at = new Date(2026, 10, 18).getTime();
    const sales = source('group', 'Sales', { since: at, by: 'Ingrid Solbakken' });
    expect(sourceLines(mark('edit', true, sales), at)).toEqual([
      'Granted by group Sales, since 18 Nov, by Ingrid Solbakken',
    ]);
    expect(sourceLines(mark('edit', false), at)).toEqual(['Not granted']);
    expect(spoken(mark('edit', true, sales), 'Contacts')).toBe('Edit Contacts: granted by group Sales');
  });

  it('names the restriction before what it takes away', () => {
    const lines = sourceLines(mark('edit', false, source('role', 'Staff'), source('restriction')), 0);
    expect(lines).toEqual(['Restricted for this person', 'Granted by role Staff']);
  });

  it('counts the last day of what ends', () => {
    const end = new Date(2026, 11, 1).getTime();
    const until = source('role', 'Staff', { until: end });
    expect(sourceLines(mark('view', true, until), end)).toEqual(['Granted by role Staff, until 30 Nov']);
  });
});

describe('a press', () => {
  it('withdraws what is set here, before it restricts what comes from elsewhere', () => {
    const both = mark('edit', true, source('grant'), source('role', 'Staff'));
    expect(pressOf(both, module(both))).toMatchObject({ give: [], take: [{ is: 'grant', of: 'contacts.edit' }] });
    const inherited = mark('edit', true, source('all'));
    expect(pressOf(inherited, module(inherited)).give).toEqual([{ is: 'restriction', of: 'contacts.edit' }]);
  });

  it('lifts a restriction', () => {
    const restricted = mark('edit', false, source('restriction'));
    expect(pressOf(restricted, module(restricted))).toMatchObject({
      take: [{ is: 'restriction', of: 'contacts.edit' }],
    });
  });

  it('grants View with what needs it, and says so', () => {
    const edit = mark('edit', false);
    const press = pressOf(edit, module(mark('view', false), edit));
    expect(press.give.map(({ of }) => of)).toEqual(['contacts.view', 'contacts.edit']);
    expect(press.words).toBe('View and edit contacts granted');
  });

  it('grants alone where View is there, is locked, or was taken on purpose', () => {
    const edit = mark('edit', false);
    const locked = {
      ...mark('view', false),
      refusal: { code: 'ceiling', message: '', help: '', field: null, about: null },
    } as const;
    for (const view of [
      mark('view', true, source('role', 'Staff')),
      locked,
      mark('view', false, source('restriction')),
    ])
      expect(pressOf(edit, module(view, edit)).give.map(({ of }) => of)).toEqual(['contacts.edit']);
  });
});

it('the column From names each source once', () => {
  const staff = source('role', 'Staff');
  expect(fromOf(module(mark('view', true, staff), mark('edit', true, staff, source('grant'))))).toEqual({
    names: ['Staff'],
    here: true,
    restricted: false,
  });
});

it('names inside a sentence lose their capital, abbreviations keep it', () => {
  expect(['Charter parties', 'IT', 'e-CMR', 'deploy'].map(lower)).toEqual(['charter parties', 'IT', 'e-CMR', 'deploy']);
});

describe('what holds for a while (B13)', () => {
  const now = new Date(2026, 10, 18).getTime();
  const period = { from: new Date(2026, 11, 3).getTime(), until: new Date(2026, 11, 10).getTime() };
  it('says when it begins by itself, and by whom', () => {
    const one = { what: { is: 'grant', of: 'contacts.edit' } as const, name: '', period, by: 'Henrik Aas' };
    expect(waitingWords(one, now)).toBe('Begins by itself: 3 Dec to 9 Dec, by Henrik Aas');
    const taken = { ...one, what: { is: 'restriction', of: 'contacts.edit' } as const, by: null };
    expect(waitingWords({ ...taken, period: { ...period, until: null } }, now)).toBe(
      'Is restricted by itself: from 3 Dec',
    );
  });
  it('is marked where it was set here, not where a role ends', () => {
    expect(ends(mark('edit', true, source('grant', '', { until: period.until })))).toBe(true);
    expect(ends(mark('edit', true, source('role', 'Staff', { until: period.until })))).toBe(false);
    expect(ends(mark('edit', true, source('grant')))).toBe(false);
  });
});
