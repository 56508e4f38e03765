import { describe, expect, it } from 'vitest';
import type { CatalogueView, GlassView, Mark, Source, WaitingView } from '../../contract';
import { beginningOf, endingOf, permissionsOf } from './dated';
import { didWords } from './hold';
import { periodWords } from './words';

const NOW = new Date(2026, 10, 18, 12).getTime();
const DAY = new Date(2026, 11, 3).getTime();
const source = (kind: Source['kind'], until: number | null): Source => ({
  kind,
  name: '',
  since: NOW,
  by: 'Ada',
  until,
});
const mark = (action: string, ...sources: Source[]): Mark => ({
  permission: `contacts.${action}`,
  action,
  label: action.charAt(0).toUpperCase() + action.slice(1),
  explanation: '',
  allowed: true,
  sources,
  refusal: null,
});
const glass = (...marks: Mark[]): GlassView => ({
  member: 'm',
  name: 'Ann',
  asleep: '',
  count: 0,
  of: 0,
  products: [
    {
      key: 'base',
      name: 'Base',
      modules: [{ key: 'contacts', label: 'Contacts', inMenu: true, hidden: false, marks }],
    },
  ],
});

describe('permissions with dates (B13)', () => {
  it('are those that end: granted or restricted here, not what a role gives until a day', () => {
    const view = glass(
      mark('view', source('role', DAY)),
      mark('edit', source('grant', DAY)),
      mark('delete', source('grant', null)),
      mark('manage', source('role', null), source('restriction', DAY)),
    );
    expect(endingOf(view).map(({ what, name, until }) => [what, name, until])).toEqual([
      [{ is: 'grant', of: 'contacts.edit' }, 'Edit contacts', DAY],
      [{ is: 'restriction', of: 'contacts.manage' }, 'Manage contacts', DAY],
    ]);
  });

  it('and those that wait, by their permission', () => {
    const waiting = (what: WaitingView['what']): WaitingView => ({
      what,
      name: '',
      period: { from: DAY, until: null },
      by: null,
    });
    const all = beginningOf([waiting({ is: 'role', of: 'r' }), waiting({ is: 'grant', of: 'contacts.edit' })]);
    expect([...all.keys()]).toEqual(['contacts.edit']);
  });

  it('are chosen by name; what the giver lacks is locked with its reason, and can be taken from others (R13)', () => {
    const action = (key: string, yours: boolean) => ({
      permission: `contacts.${key}`,
      key,
      label: key === 'view' ? 'View' : 'Edit',
      explanation: '',
      yours,
    });
    const catalogue: CatalogueView = {
      permissions: 2,
      products: [
        {
          key: 'base',
          name: 'Base',
          explanation: '',
          modules: [{ key: 'contacts', label: 'Contacts', actions: [action('view', true), action('edit', false)] }],
        },
      ],
    };
    const locks = (is: 'grant' | 'restriction') =>
      permissionsOf(catalogue, is).map(({ name, locked }) => [name, locked]);
    expect(locks('grant')).toEqual([
      ['View contacts', null],
      ['Edit contacts', 'You don’t have this, so you can’t give it.'],
    ]);
    expect(locks('restriction').map(([, locked]) => locked)).toEqual([null, null]);
  });

  it('are told of in words that fit', () => {
    const grant = { is: 'grant', of: 'contacts.edit' } as const;
    const restriction = { is: 'restriction', of: 'contacts.edit' } as const;
    expect(didWords({ give: grant, until: DAY }, 'Edit contacts')).toBe('Edit contacts granted');
    expect(didWords({ give: restriction, until: DAY }, 'It')).toBe('It restricted');
    expect(didWords({ give: restriction, from: DAY }, 'It')).toBe('It will be restricted');
    expect(didWords({ give: { is: 'role', of: 'r' } }, 'Editor')).toBe('Editor added');
    expect(didWords({ take: grant }, 'It')).toBe('It removed');
  });
});

describe('dates of a membership (B13, B6)', () => {
  it('say plainly that a first day to come suspends until then', () => {
    const until = { from: DAY, until: null };
    expect(periodWords(until, 'active', NOW)).toBe('Suspended at once, until 3 Dec: access opens by itself then.');
    expect(periodWords(until, 'suspended', NOW)).toBe('Access opens by itself on 3 Dec.');
    expect(periodWords({ from: null, until: DAY }, 'active', NOW)).toBe('Suspended after 2 Dec.');
    expect(periodWords({ from: null, until: null }, 'active', NOW)).toBe('');
  });
});
