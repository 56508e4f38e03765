// An import on its way: which files, how they are read, what would happen, what did. It draws nothing.

import { undoStack } from '../../actions';
import type { AdjustTable, ImportView, LoadedFile, Progress, TablesView, WireError } from '../../contract';
import { call, mutate, newCommandId } from '../../data';
import { onProgress } from '../../data/progress';
import { present } from '../../errors/present';
import { undoneWords } from '../../errors/undone';
import { toasts } from '../../kit/toast.svelte';
import { readFiles, type LeftOut } from './files';
import { fitting, ready } from './mapping';
import { m } from '../../words';

/** The steps, in order. */
export const FILES = 0;
export const COLUMNS = 1;
export const PREVIEW = 2;
export const RUN = 3;

/** A correction of one table, as the person made it. */
export type Correction = Omit<AdjustTable, 'import' | 'table'>;

export class ImportState {
  step = $state(FILES);
  tables = $state.raw<TablesView | null>(null);
  leftOut = $state.raw<LeftOut[]>([]);
  /** Whether new people get an invitation. */
  invite = $state(false);
  preview = $state.raw<ImportView | null>(null);
  result = $state.raw<ImportView | null>(null);
  problem = $state.raw<WireError | null>(null);
  busy = $state<'read' | 'adjust' | 'preview' | 'run' | 'undo' | 'report' | null>(null);
  /** How far it is; the last news stays until something else begins. */
  progress = $state.raw<Progress | null>(null);
  undone = $state(false);
  /** The person ended it on the way. */
  cancelled = $state(false);

  /** Nobody looks any more: what comes of it is said in a toast. */
  left = false;

  #files: LoadedFile[] = [];
  #corrections = new Map<string, Correction>();
  #command = newCommandId();

  get ready(): boolean {
    return ready(this.tables?.tables ?? []);
  }
  get rows(): number {
    return (this.tables?.tables ?? []).reduce((sum, table) => sum + table.rows, 0);
  }

  /** Adds files to those there are; one of the same name takes its place. One that can't be read is left out. */
  async add(files: readonly File[]): Promise<void> {
    await this.#during('read', async () => {
      const read = await readFiles(files);
      this.leftOut = read.leftOut;
      if (read.files.length === 0) return;
      try {
        await this.#load(this.#with(read.files));
      } catch (problem) {
        if (present(problem).error.code !== 'bad_table') throw problem;
        await this.#addSingly(read.files);
      }
    });
  }

  /** Leaves one file out again. */
  async remove(name: string): Promise<void> {
    this.leftOut = [];
    const files = this.#files.filter((file) => file.name !== name);
    this.#corrections.delete(name);
    if (files.length > 0) await this.#during('read', () => this.#load(files));
    else [this.#files, this.tables, this.preview] = [[], null, null];
  }

  /** Corrects how one table is read. */
  async adjust(table: number, change: Correction): Promise<void> {
    const tables = this.tables;
    const name = tables?.tables[table]?.name;
    if (tables === null || name === undefined) return;
    await this.#during('adjust', async () => {
      this.tables = await call('import_adjust', { import: tables.import, table, ...change });
      const read = this.tables.tables[table];
      const fit = read && fitting(read);
      if (fit) this.tables = await call('import_adjust', { import: tables.import, table, mapping: fit });
      // Another delimiter makes other columns: what was said of the old ones is void.
      const kept =
        change.mapping === undefined
          ? { ...this.#corrections.get(name), mapping: undefined }
          : this.#corrections.get(name);
      this.#corrections.set(name, withoutHoles({ ...kept, ...change }));
      this.preview = null;
    });
  }

  /** Says what would happen. */
  async look(): Promise<void> {
    await this.#during('preview', async () => {
      this.preview = await this.#ask(newCommandId(), true);
      this.step = PREVIEW;
    });
  }

  /** Carries it out. */
  async run(): Promise<void> {
    this.step = RUN;
    this.undone = false;
    this.cancelled = false;
    await this.#during('run', async () => {
      this.result = await this.#ask(this.#command, false);
      undoStack.push(this.#command);
    });
    this.cancelled = this.problem?.code === 'cancelled';
    if (!this.left) return;
    if (this.problem) toasts.show(`${this.problem.message} ${this.problem.help}`.trim(), { icon: 'octagon-x' });
    else toasts.show(m.import_done_toast(), { actions: [{ label: m.common_undo(), run: () => void this.undo() }] });
  }

  /** Ends what runs; nothing of it is written. */
  async cancel(): Promise<void> {
    await call('task_cancel', null).catch(() => undefined);
  }

  /** Takes the import back. */
  async undo(): Promise<boolean> {
    return await this.#during('undo', async () => {
      const outcome = await mutate('command_undo', { command: this.#command });
      if (outcome.refused > 0) toasts.show(undoneWords(outcome), { icon: 'undo-2' });
      undoStack.drop(this.#command);
      this.undone = true;
    });
  }

  /** Writes every row's outcome to a file; `null` when it couldn't. */
  async report(): Promise<{ path: string; name: string } | null> {
    const tables = this.tables;
    let saved: { path: string; name: string } | null = null;
    if (tables !== null)
      await this.#during('report', async () => void (saved = await call('import_report', tables.import)));
    return saved;
  }

  /** Goes to an earlier step, or on to one that is reached already. */
  goTo(step: number): void {
    this.problem = null;
    this.step = step;
    this.#command = newCommandId();
    this.result = null;
    this.cancelled = false;
  }

  #with(files: readonly LoadedFile[]): LoadedFile[] {
    const names = files.map((file) => file.name);
    return [...this.#files.filter((file) => !names.includes(file.name)), ...files];
  }

  // One bad table must not keep the others out.
  async #addSingly(files: readonly LoadedFile[]): Promise<void> {
    for (const file of files) {
      try {
        await this.#load(this.#with([file]));
      } catch (problem) {
        const { error, message, help } = present(problem);
        if (error.code !== 'bad_table') throw problem;
        const words = `${message} ${help}`.trim();
        this.leftOut = [...this.leftOut, { name: file.name, words: words.replace(`${file.name}: `, '') }];
      }
    }
  }

  async #load(files: LoadedFile[]): Promise<void> {
    let tables = await call('import_load', { files });
    for (const [at, table] of tables.tables.entries()) {
      const correction = this.#corrections.get(table.name);
      if (correction !== undefined)
        tables = await call('import_adjust', { import: tables.import, table: at, ...correction });
    }
    this.#files = files;
    this.tables = tables;
    this.preview = null;
  }

  async #ask(command: string, preview: boolean): Promise<ImportView> {
    const req = { import: this.tables?.import ?? 0, command, invite: this.invite, preview };
    return preview ? await call('import_run', req) : await mutate('import_run', req);
  }

  async #during(what: NonNullable<ImportState['busy']>, run: () => Promise<void>): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = what;
    this.problem = null;
    this.progress = null;
    const stop = onProgress('import', (progress) => (this.progress = progress));
    try {
      await run();
      return true;
    } catch (problem) {
      this.problem = present(problem).error;
      return false;
    } finally {
      stop();
      this.busy = null;
    }
  }
}

function withoutHoles(correction: Correction): Correction {
  return Object.fromEntries(Object.entries(correction).filter(([, value]) => value !== undefined)) as Correction;
}
