import { describe, expect, it } from 'vitest';
import type { TableView } from '../../contract';
import { LARGEST, holdsFiles, readFiles } from './files';
import { encodingOptions, fieldOptions, headOf, readColumns, ready, remap, widthOf } from './mapping';

const table: TableView = {
  name: 'people.csv',
  kind: 'people',
  source: 'Google Workspace export',
  encoding: 'utf-8',
  delimiter: ',',
  header: true,
  columns: ['First Name', 'E-mail', ''],
  mapping: ['first_name', 'email', 'ignore'],
  fields: [
    { field: 'first_name', label: 'First name' },
    { field: 'email', label: 'E-mail' },
    { field: 'ignore', label: 'Not read' },
  ],
  sample: [['Ayşe', 'ayse@nordlys.no', '', 'over']],
  rows: 1,
  problem: '',
};

describe('reading files', () => {
  it('gives their bytes unchanged, whatever the encoding', async () => {
    const bytes = new Uint8Array(70_000).map((_, at) => at % 256);
    const { files, leftOut } = await readFiles([new File([bytes], 'a.CSV')]);
    expect(leftOut).toEqual([]);
    expect([...Buffer.from(files[0]!.base64, 'base64')]).toEqual([...bytes]);
  });
  it('names a file that can’t be read and goes on with the others', async () => {
    const gone = new File(['x'], 'gone.csv');
    gone.arrayBuffer = () => Promise.reject(new DOMException('', 'NotFoundError'));
    const { files, leftOut } = await readFiles([gone, new File(['a;b'], 'b.tsv')]);
    expect(files.map((file) => file.name)).toEqual(['b.tsv']);
    expect(leftOut).toEqual([{ name: 'gone.csv', words: expect.stringContaining('can’t be read') }]);
  });
  it('leaves out what is no table, what is empty and what is too large, each with its reason', async () => {
    const large = new File(['x'], 'large.csv');
    Object.defineProperty(large, 'size', { value: LARGEST + 1 });
    const { files, leftOut } = await readFiles([new File(['x'], 'photo.png'), new File([], 'none.csv'), large]);
    expect(files).toEqual([]);
    expect(leftOut.map((file) => file.words)).toEqual([
      expect.stringContaining('.csv'),
      'The file is empty.',
      expect.stringContaining('256 MB'),
    ]);
  });
  it('tells files from a text that is dragged', () => {
    expect(holdsFiles({ types: ['Files'] } as unknown as DataTransfer)).toBe(true);
    expect(holdsFiles({ types: ['text/plain'] } as unknown as DataTransfer)).toBe(false);
    expect(holdsFiles(null)).toBe(false);
  });
});

describe('the mapping of columns', () => {
  it('changes one column and leaves the others, also where a field stands twice', () => {
    expect(remap(table.mapping, 2, 'email')).toEqual(['first_name', 'email', 'email']);
    expect(table.mapping[2]).toBe('ignore');
  });
  it('offers a word that it doesn’t know rather than lose it', () => {
    expect(fieldOptions(table.fields, 'shoe_size')[0]).toEqual({ value: 'shoe_size', label: 'shoe_size' });
    expect(fieldOptions(table.fields, 'email')).toHaveLength(3);
  });
  it('offers every encoding, the table’s own under its own spelling', () => {
    expect(encodingOptions('utf-8')[0]).toEqual({ value: 'utf-8', label: 'UTF-8' });
    expect(encodingOptions('utf8')).toHaveLength(15);
    expect(encodingOptions('klingon')[0]).toEqual({ value: 'klingon', label: 'klingon' });
  });
  it('numbers a column that has no head', () => {
    expect(headOf(table, 0)).toBe('First Name');
    expect(headOf(table, 2)).toBe('Column 3');
    expect(headOf({ ...table, header: false }, 0)).toBe('Column 1');
  });
  it('shows a ragged row in full', () => {
    expect(widthOf(table)).toBe(4);
  });
  it('counts the columns that are read', () => {
    expect(readColumns(table)).toBe(2);
  });
  it('is ready only when no table has a problem', () => {
    expect(ready([table])).toBe(true);
    expect(ready([table, { ...table, problem: 'No column holds an e-mail.' }])).toBe(false);
    expect(ready([])).toBe(false);
  });
});
