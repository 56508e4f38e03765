// Words and marks of the import that are chosen from data.

import type { ImportOutcome, ImportView, TableView } from '../../contract';
import { counted, number } from '../../kit/format';

/** What each outcome is called, and its ink. */
export const OUTCOMES: readonly { outcome: ImportOutcome; word: string; ink: string }[] = [
  { outcome: 'created', word: 'New', ink: 'var(--ink-1)' },
  { outcome: 'changed', word: 'Changed', ink: 'var(--ink-2)' },
  { outcome: 'unchanged', word: 'As they are', ink: 'var(--ink-4)' },
  { outcome: 'refused', word: 'Refused', ink: 'var(--ink-gap)' },
];

/** "3 groups new, 1 changed, 2 modules enter the catalogue"; empty when nothing of the kind happens. */
export function besides(view: ImportView): string {
  const parts = [
    view.groupsCreated > 0 ? counted(view.groupsCreated, 'new group') : '',
    view.groupsChanged > 0 ? `${counted(view.groupsChanged, 'group')} changed` : '',
    view.modules > 0 ? `${counted(view.modules, 'module')} for the catalogue` : '',
  ].filter(Boolean);
  return parts.join(', ');
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
