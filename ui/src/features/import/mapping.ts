// What the Columns step needs to know about a table, worked out from how Rust read it.

import type { FieldChoice, TableView } from '../../contract';

/** The word of the mapping for a column that is not read. */
export const IGNORE = 'ignore';

const ENCODINGS: readonly [word: string, label: string][] = [
  ['utf8', 'UTF-8'],
  ['utf16_le', 'UTF-16, low byte first'],
  ['utf16_be', 'UTF-16, high byte first'],
  ['windows1252', 'Western European'],
  ['windows1250', 'Central European'],
  ['iso88592', 'Central European, Unix'],
  ['windows1251', 'Cyrillic'],
  ['windows1253', 'Greek'],
  ['windows1254', 'Turkish'],
  ['windows1257', 'Baltic'],
  ['macintosh', 'Western European, old Mac'],
  ['shift_jis', 'Japanese'],
  ['gbk', 'Chinese, simplified'],
  ['big5', 'Chinese, traditional'],
  ['euc_kr', 'Korean'],
];

/** The encodings to choose from; the one that the table has is among them, under its own spelling. */
export function encodingOptions(current: string): { value: string; label: string }[] {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');
  const options = ENCODINGS.map(([word, label]) => ({ value: plain(word) === plain(current) ? current : word, label }));
  return options.some(({ value }) => value === current) ? options : [{ value: current, label: current }, ...options];
}

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
