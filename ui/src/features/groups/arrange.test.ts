import { describe, expect, it } from 'vitest';
import type { GroupView, ProductView } from '../../contract';
import { arrange, parentsFor, pathOf } from './arrange';

const group = (id: string, change: Partial<GroupView> = {}): GroupView => ({
  id,
  version: 1,
  name: id,
  description: '',
  builtIn: false,
  product: null,
  parent: null,
  members: 0,
  permissions: [],
  yours: false,
  editRefusal: null,
  deleteRefusal: null,
  giveRefusal: null,
  ...change,
});
const product = (key: string): ProductView => ({ key, name: key.toUpperCase(), explanation: '', modules: [] });
const groups = [
  group('Admin', { builtIn: true }),
  group('Captains', { builtIn: true, product: 'fleet' }),
  group('Agents', { product: 'helpdesk', description: 'First answer to every ticket' }),
  group('Asia', { parent: 'Sales' }),
  group('Japan', { parent: 'Asia' }),
  group('Sales'),
  group('Old', { product: 'gone' }),
];
const said = (items: ReturnType<typeof arrange>) =>
  items.map((item) => (item.kind === 'head' ? `# ${item.label} ${item.count}` : `${'-'.repeat(item.depth)}${item.id}`));

describe('groups in their list', () => {
  it('stand by product, the built-in first', () => {
    expect(said(arrange(groups, [product('helpdesk'), product('fleet')], 'product', ''))).toEqual([
      '# Came with Rollbook 1',
      'Admin',
      '# HELPDESK 1',
      'Agents',
      '# FLEET 1',
      'Captains',
      '# Of products 1',
      'Old',
      '# Across products 3',
      'Asia',
      'Japan',
      'Sales',
    ]);
  });

  it('stand by kind of work, each under its parent', () => {
    expect(said(arrange(groups, [], 'work', '')).slice(2, 6)).toEqual([
      '# Kinds of work 3',
      'Sales',
      '-Asia',
      '--Japan',
    ]);
  });

  it('are found by name and by what they are for', () => {
    expect(said(arrange(groups, [product('helpdesk')], 'work', 'TICKET'))).toEqual(['# Of products 1', 'Agents']);
    expect(said(arrange(groups, [], 'work', 'asia'))).toEqual(['# Kinds of work 1', 'Asia']);
    expect(arrange(groups, [], 'product', 'nothing')).toEqual([]);
  });
});

describe('a group’s parents', () => {
  const byId = new Map(groups.map((one) => [one.id, one]));
  const of = (id: string) => byId.get(id) ?? group(id);

  it('are a path', () => {
    expect(pathOf(byId, of('Japan')).map(({ id }) => id)).toEqual(['Sales', 'Asia']);
    expect(pathOf(byId, of('Sales'))).toEqual([]);
  });
  it('end where they would go round', () => {
    const round = new Map([
      ['a', group('a', { parent: 'b' })],
      ['b', group('b', { parent: 'a' })],
    ]);
    expect(pathOf(round, round.get('a')!).map(({ id }) => id)).toEqual(['a', 'b']);
  });
  it('are never itself nor what stands under it', () => {
    expect(parentsFor(groups, 'Sales').map(({ id }) => id)).toEqual(['Admin', 'Captains', 'Agents', 'Old']);
    expect(parentsFor(groups, null)).toHaveLength(groups.length);
  });
});
