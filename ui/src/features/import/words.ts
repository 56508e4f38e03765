// Words and marks of the import that are chosen from data.

import type { ImportOutcome, ImportRow, ImportView, TableView } from '../../contract';
import { counted, listed, m } from '../../words';

/** What each outcome is called, and its ink. */
export const OUTCOMES: readonly { outcome: ImportOutcome; word: string; ink: string }[] = [
  { outcome: 'created', word: m.import_new(), ink: 'var(--ink-1)' },
  { outcome: 'changed', word: m.import_changed(), ink: 'var(--ink-2)' },
  { outcome: 'unchanged', word: m.import_as_they_are(), ink: 'var(--ink-4)' },
  { outcome: 'refused', word: m.common_refused(), ink: 'var(--ink-gap)' },
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
    set('refused', m.common_refused(), view.refused, of('refused', null), { refused: true }),
    set('people-new', m.import_new_people(), view.created, of('created', false)),
    set('people-changed', m.import_changed_people(), view.changed, of('changed', false)),
    set('groups-new', m.import_new_groups(), view.groupsCreated, of('created', true), { groups: true }),
    set('groups-changed', m.import_changed_groups(), view.groupsChanged, of('changed', true), { groups: true }),
  ].filter(({ count }) => count > 0);
}

/** Whether anything would be written. */
export function writes(view: ImportView): boolean {
  return view.created + view.changed + view.groupsCreated + view.groupsChanged + view.modules > 0;
}

/** The button that carries it out, with its number. */
export function runWords(view: ImportView): string {
  const people = view.created + view.changed;
  if (people > 0) return counted(m.import_go_people, people);
  return counted(m.import_go_groups, view.groupsCreated + view.groupsChanged);
}

/** What a table is, in a line. */
export function tableWords(table: TableView): string {
  const rows = counted(table.kind === 'groups' ? m.common_count_groups : m.common_count_people, table.rows);
  return table.source ? m.import_of({ rows, source: table.source }) : rows;
}

/** The folded answer of the Files step. */
export function filesWords(tables: readonly TableView[]): string {
  if (tables.length === 0) return m.import_tables();
  return listed(tables.map((table) => table.name));
}
