// What the Columns step needs to know about a table, worked out from how Rust read it.

import type { FieldChoice, TableView } from '../../contract';

/** The word of the mapping for a column that is not read. */
export const IGNORE = 'ignore';

export const ENCODINGS = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'utf-16le', label: 'UTF-16 LE' },
  { value: 'utf-16be', label: 'UTF-16 BE' },
  { value: 'windows-1252', label: 'Windows-1252' },
];

export const DELIMITERS = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar' },
];

export const KINDS = [
  { value: 'people', label: 'People' },
  { value: 'groups', label: 'Groups' },
];

/** The mapping with one column set to another field. */
export function remap(mapping: readonly string[], column: number, field: string): string[] {
  return mapping.map((word, at) => (at === column ? field : word));
}

/** The options of a mapping select. A word that isn't among the choices is shown as it is, never lost. */
export function fieldOptions(fields: readonly FieldChoice[], current: string): { value: string; label: string }[] {
  const options = fields.map(({ field, label }) => ({ value: field, label }));
  return options.some((option) => option.value === current)
    ? options
    : [{ value: current, label: current }, ...options];
}

/** The mapping without what the kind of the table doesn't have; `null` where everything fits. */
export function fitting(table: TableView): string[] | null {
  const known = table.fields.map(({ field }) => field);
  const mapping = table.mapping.map((word) => (known.includes(word) ? word : IGNORE));
  return known.length > 0 && mapping.some((word, at) => word !== table.mapping[at]) ? mapping : null;
}

/** The head over a column, or its number where the table has no heads. */
export function headOf(table: TableView, column: number): string {
  const head = table.header ? table.columns[column]?.trim() : '';
  return head ? head : `Column ${column + 1}`;
}

/** The columns in which a table is shown: every one that a head, the mapping or a row names. */
export function widthOf(table: TableView): number {
  return Math.max(table.columns.length, table.mapping.length, ...table.sample.map((row) => row.length));
}

/** How many columns are read. */
export function readColumns(table: TableView): number {
  return table.mapping.filter((word) => word !== IGNORE).length;
}

/** Whether every table can be taken. */
export function ready(tables: readonly TableView[]): boolean {
  return tables.length > 0 && tables.every((table) => table.problem === '');
}
