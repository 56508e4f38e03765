import { beforeEach, describe, expect, it } from 'vitest';
import type { AdjustTable, ImportRow, ImportView, LoadTables, TablesView } from '../../contract';
import { refuse, script, type Script } from '../../data/script';
import { COLUMNS, ImportState, PREVIEW, RUN } from './import.svelte';
import { offerFiles, tableDrop, takeFiles } from './offered';
import { rowSets, runWords, writes } from './words';

let now: Script;

const outcome: ImportView = {
  preview: true,
  command: 'c',
  created: 2,
  changed: 1,
  unchanged: 0,
  refused: 0,
  groupsCreated: 0,
  groupsChanged: 0,
  modules: 0,
  rows: [],
  impact: null,
};
const load = ({ files }: LoadTables): TablesView => ({
  import: now.sent('import_load').length,
  tables: files.map(({ name }) => ({
    name,
    kind: 'people',
    source: '',
    encoding: 'utf-8',
    delimiter: ',',
    header: true,
    columns: ['a'],
    mapping: ['email'],
    fields: [],
    sample: [],
    rows: 1,
    problem: '',
  })),
});
const csv = (name: string) => new File(['a'], name);

beforeEach(() => {
  let tables: TablesView = { import: 0, tables: [] };
  now = script({
    import_load: (req) => (tables = load(req)),
    import_adjust: ({ import: _, table, ...change }: AdjustTable) => {
      tables = { ...tables, tables: tables.tables.map((one, at) => (at === table ? { ...one, ...change } : one)) };
      return tables;
    },
    import_run: (req) => ({ ...outcome, preview: req.preview, command: req.command }),
    command_undo: ({ command }) => ({
      command,
      preview: false,
      done: 3,
      member: null,
      refused: 0,
      refusals: [],
      undoable: false,
      role: null,
      group: null,
      impact: null,
    }),
  });
});

describe('files of an import', () => {
  it('come together, and one of the same name takes the older one’s place', async () => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    await state.add([csv('groups.csv'), csv('people.csv')]);
    expect(
      now
        .sent('import_load')
        .at(-1)
        ?.files.map((file) => file.name),
    ).toEqual(['groups.csv', 'people.csv']);
  });
  it('that can’t be read are named, and the tables there are stay', async () => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    await state.add([new File(['x'], 'photo.png')]);
    expect(state.leftOut.map((file) => file.name)).toEqual(['photo.png']);
    expect(state.tables?.tables.map((table) => table.name)).toEqual(['people.csv']);
  });
  it('keep the corrections of the person when others are added', async () => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    await state.adjust(0, { delimiter: ';' });
    await state.adjust(0, { mapping: ['ignore'] });
    await state.add([csv('groups.csv')]);
    expect(state.tables?.tables[0]).toMatchObject({ name: 'people.csv', delimiter: ';', mapping: ['ignore'] });
  });
  it('lose the mapping of columns that another delimiter replaced', async () => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    await state.adjust(0, { mapping: ['ignore'] });
    await state.adjust(0, { delimiter: ';' });
    await state.add([csv('groups.csv')]);
    expect(now.sent('import_adjust').at(-1)).toEqual({ import: expect.any(Number), table: 0, delimiter: ';' });
  });
  it('of which one is no table leave that one out and keep the others', async () => {
    const takes = now.answers.import_load;
    now.answers.import_load = (req) => {
      if (req.files.some((file) => file.name === 'bad.csv'))
        return refuse('bad_table', { message: 'bad.csv: It holds no text.' })();
      return takes?.(req) ?? load(req);
    };
    const state = new ImportState();
    await state.add([csv('people.csv'), csv('bad.csv'), csv('groups.csv')]);
    expect(state.tables?.tables.map((table) => table.name)).toEqual(['people.csv', 'groups.csv']);
    expect(state.leftOut).toEqual([{ name: 'bad.csv', words: 'It holds no text.' }]);
    expect(state.problem).toBeNull();
  });
  it('lose what another kind of table can’t hold', async () => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    const adjusts = now.answers.import_adjust;
    now.answers.import_adjust = async (req) => {
      const answer = (await adjusts?.(req)) ?? load({ files: [] });
      return {
        ...answer,
        tables: answer.tables.map((table) => ({
          ...table,
          fields: [
            { field: 'group_name', label: 'Group' },
            { field: 'ignore', label: 'Not imported' },
          ],
        })),
      };
    };
    await state.adjust(0, { kind: 'groups' });
    expect(now.sent('import_adjust').at(-1)?.mapping).toEqual(['ignore']);
  });
  it('taken out to the last one leave nothing', async () => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    await state.remove('people.csv');
    expect(state.tables).toBeNull();
    expect(state.ready).toBe(false);
  });
});

describe('an import', () => {
  const previewed = async (): Promise<ImportState> => {
    const state = new ImportState();
    await state.add([csv('people.csv')]);
    state.goTo(COLUMNS);
    await state.look();
    return state;
  };

  it('is previewed before it runs, and the preview writes nothing', async () => {
    const state = await previewed();
    expect(state.step).toBe(PREVIEW);
    expect(now.sent('import_run').map((req) => req.preview)).toEqual([true]);
  });
  it('stays at its step with its tables when the preview fails', async () => {
    now.answers.import_run = refuse('bad_table');
    const state = await previewed();
    expect(state.step).toBe(COLUMNS);
    expect(state.problem?.code).toBe('bad_table');
    expect(state.tables?.tables).toHaveLength(1);
  });
  it('runs with the choice that was made, and undo names its own command', async () => {
    const state = await previewed();
    state.invite = true;
    await state.run();
    const run = now.sent('import_run').at(-1);
    expect(run).toMatchObject({ invite: true, preview: false });
    expect(await state.undo()).toBe(true);
    expect(now.sent('command_undo')).toEqual([{ command: run?.command }]);
    expect(state.undone).toBe(true);
  });
  it('that was cancelled says so, keeps what was chosen, and can run again', async () => {
    const state = await previewed();
    state.invite = true;
    now.answers.import_run = refuse('cancelled');
    await state.run();
    expect(state).toMatchObject({ step: RUN, cancelled: true, result: null, invite: true });
    now.answers.import_run = () => outcome;
    await state.run();
    expect(state).toMatchObject({ cancelled: false, problem: null, result: outcome });
  });
  it('tried again after a step back is another command', async () => {
    const state = await previewed();
    now.answers.import_run = refuse('disk_full');
    await state.run();
    state.goTo(PREVIEW);
    await state.run();
    const [, first, second] = now.sent('import_run');
    expect(first?.command).not.toBe(second?.command);
  });
});

describe('words of an import', () => {
  it('count the people that are written', () => {
    expect(runWords(outcome)).toBe('Import 3 people');
    expect(runWords({ ...outcome, created: 1, changed: 0 })).toBe('Import 1 person');
    expect(runWords({ ...outcome, created: 0, changed: 0, groupsCreated: 4 })).toBe('Import 4 groups');
  });
  it('keep people and groups apart, and what needs a person first', () => {
    const [table] = load({ files: [{ name: 'a.csv', base64: '' }] }).tables;
    const tables = [table!, { ...table!, kind: 'groups' }];
    const row = (at: number, who: string, result: ImportRow['outcome']): ImportRow => ({
      table: at,
      line: 2,
      who,
      outcome: result,
      words: '',
    });
    const rows = [row(1, 'admins', 'created'), row(0, 'ada@x.org', 'created'), row(1, 'staff', 'refused')];
    const sets = rowSets({ ...outcome, changed: 0, groupsCreated: 284, refused: 1, rows }, tables);
    expect(sets.map(({ label, count, rows }) => [label, count, rows.map(({ who }) => who)])).toEqual([
      ['Refused', 1, ['staff']],
      ['New people', 2, ['ada@x.org']],
      ['New groups', 284, ['admins']],
    ]);
  });
  it('know when there is nothing to write', () => {
    expect(writes({ ...outcome, created: 0, changed: 0, unchanged: 9 })).toBe(false);
    expect(writes({ ...outcome, created: 0, changed: 0, modules: 1 })).toBe(true);
  });
});

describe('files dropped on the window', () => {
  const drop = (files: File[]) => {
    let prevented = 0;
    const event = {
      dataTransfer: { types: ['Files'], files, dropEffect: '' },
      preventDefault: () => (prevented += 1),
    } as unknown as DragEvent;
    return { event, prevented: () => prevented };
  };

  it('wait for the import to open, then go there at once', () => {
    const taken: string[] = [];
    offerFiles([csv('a.csv')]);
    const stop = takeFiles((files) => taken.push(...files.map((file) => file.name)));
    offerFiles([csv('b.csv')]);
    stop();
    expect(taken).toEqual(['a.csv', 'b.csv']);
  });
  it('open the import only where it is wanted, and never replace the page', () => {
    let opened = 0;
    let wanted = false;
    const { ondrop } = tableDrop(
      () => wanted,
      () => (opened += 1),
    );
    const first = drop([csv('c.csv')]);
    ondrop(first.event);
    wanted = true;
    const second = drop([csv('d.csv')]);
    ondrop(second.event);
    const taken: string[] = [];
    takeFiles((files) => taken.push(...files.map((file) => file.name)))();
    expect({ opened, taken, prevented: first.prevented() + second.prevented() }).toEqual({
      opened: 1,
      taken: ['d.csv'],
      prevented: 2,
    });
  });
});
