// Words and marks of the import that are chosen from data.

import type { ImportOutcome, ImportRow, ImportView, TableView } from '../../contract';
import { counted, number } from '../../kit/format';

/** What each outcome is called, and its ink. */
export const OUTCOMES: readonly { outcome: ImportOutcome; word: string; ink: string }[] = [
  { outcome: 'created', word: 'New', ink: 'var(--ink-1)' },
  { outcome: 'changed', word: 'Changed', ink: 'var(--ink-2)' },
  { outcome: 'unchanged', word: 'As they are', ink: 'var(--ink-4)' },
  { outcome: 'refused', word: 'Refused', ink: 'var(--ink-gap)' },
];

/** Rows of a preview or a report that belong together. */
export interface RowSet {
  id: string;
  label: string;
  /** How many there are; `rows` may be the first of them. */
  count: number;
  rows: readonly ImportRow[];
  refused: boolean;
  groups: boolean;
}

/** The sets that hold something: what needs a person first, then people, then groups. */
export function rowSets(view: ImportView, tables: readonly TableView[]): RowSet[] {
  const of = (outcome: ImportOutcome, groups: boolean | null) =>
    view.rows.filter(
      (row) => row.outcome === outcome && (groups === null || groups === (tables[row.table]?.kind === 'groups')),
    );
  const set = (id: string, label: string, count: number, rows: readonly ImportRow[], more: Partial<RowSet> = {}) => ({
    id,
    label,
    count,
    rows,
    refused: false,
    groups: false,
    ...more,
  });
  return [
    set('refused', 'Refused', view.refused, of('refused', null), { refused: true }),
    set('people-new', 'New people', view.created, of('created', false)),
    set('people-changed', 'Changed people', view.changed, of('changed', false)),
    set('groups-new', 'New groups', view.groupsCreated, of('created', true), { groups: true }),
    set('groups-changed', 'Changed groups', view.groupsChanged, of('changed', true), { groups: true }),
  ].filter(({ count }) => count > 0);
}

/** Whether anything would be written. */
export function writes(view: ImportView): boolean {
  return view.created + view.changed + view.groupsCreated + view.groupsChanged + view.modules > 0;
}

/** The button that carries it out, with its number. */
export function runWords(view: ImportView): string {
  const people = view.created + view.changed;
  if (people > 0) return `Import ${people === 1 ? '1 person' : `${number(people)} people`}`;
  return `Import ${counted(view.groupsCreated + view.groupsChanged, 'group')}`;
}

/** What a table is, in a line. */
export function tableWords(table: TableView): string {
  const rows =
    table.kind === 'groups'
      ? counted(table.rows, 'group')
      : table.rows === 1
        ? '1 person'
        : `${number(table.rows)} people`;
  return table.source ? `${rows}, ${table.source}` : rows;
}

/** The folded answer of the Files step. */
export function filesWords(tables: readonly TableView[]): string {
  if (tables.length === 0) return 'Tables of people and groups, as CSV';
  return tables.map((table) => table.name).join(', ');
}
