// What the Columns step needs to know about a table, worked out from how Rust read it.

import type { FieldChoice, TableView } from '../../contract';
import { m, number } from '../../words';

/** The word of the mapping for a column that is not read. */
export const IGNORE = 'ignore';

const ENCODINGS: readonly [word: string, label: string][] = [
  ['utf8', 'UTF-8'],
  ['utf16_le', m.import_text_utf16_le()],
  ['utf16_be', m.import_text_utf16_be()],
  ['windows1252', m.import_text_west()],
  ['windows1250', m.import_text_central()],
  ['iso88592', m.import_text_central_unix()],
  ['windows1251', m.import_text_cyrillic()],
  ['windows1253', m.import_text_greek()],
  ['windows1254', m.import_text_turkish()],
  ['windows1257', m.import_text_baltic()],
  ['macintosh', m.import_text_mac()],
  ['shift_jis', m.import_text_japanese()],
  ['gbk', m.import_text_chinese_simplified()],
  ['big5', m.import_text_chinese_traditional()],
  ['euc_kr', m.import_text_korean()],
];

/** The encodings to choose from; the one that the table has is among them, under its own spelling. */
export function encodingOptions(current: string): { value: string; label: string }[] {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z0-9]/g, '');
  const options = ENCODINGS.map(([word, label]) => ({ value: plain(word) === plain(current) ? current : word, label }));
  return options.some(({ value }) => value === current) ? options : [{ value: current, label: current }, ...options];
}

export const DELIMITERS = [
  { value: ',', label: m.import_comma() },
  { value: ';', label: m.import_semicolon() },
  { value: '\t', label: m.import_tab() },
  { value: '|', label: m.import_bar() },
];

export const KINDS = [
  { value: 'people', label: m.common_people() },
  { value: 'groups', label: m.common_groups() },
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
  return head ? head : m.import_column({ n: number(column + 1) });
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
