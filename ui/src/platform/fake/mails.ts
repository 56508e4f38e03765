/** The outbox and the tables of the backend in memory. */
import type {
  AdjustTable,
  ImportView,
  LoadTables,
  MailSettingsView,
  MailsPage,
  MailsPageView,
  MailView,
  Outcome,
  RetryMails,
  RunImport,
  SaveMailSettings,
  TablesView,
} from '../../contract';
import { HOUR, idOf, nameOf, type Person } from './people';

export class FakeMails {
  settings: MailSettingsView = { server: null, hasPassword: false, keptIn: 'Keychain', byServer: false };
  #mails: MailView[];

  constructor(people: Person[], now: number) {
    this.#mails = people
      .filter((p) => p.status === 'pending')
      .map((p, n) => {
        const state =
          n === 2
            ? ('failed' as const)
            : n === 3
              ? ('retrying' as const)
              : n > 4
                ? ('sent' as const)
                : ('waiting' as const);
        return {
          row: {
            id: idOf(3, n),
            member: p.id,
            toName: nameOf(p),
            toAddress: p.email,
            subject: 'You are invited to Nordlys Rederi',
            state,
            createdAt: p.addedAt,
            sentAt: state === 'sent' ? p.addedAt + 4_000 : null,
            nextAt: state === 'retrying' ? now + HOUR / 2 : null,
            attempts: state === 'waiting' ? 0 : state === 'failed' ? 8 : 1,
            problem:
              state === 'failed'
                ? 'The server answered “550 mailbox unavailable”.'
                : state === 'retrying'
                  ? 'The server didn’t answer.'
                  : '',
            hasLink: state !== 'sent',
          },
          text: `Hello ${nameOf(p)},\n\nHenrik Aas invites you to Nordlys Rederi.\nThe link works for 72 hours.\n`,
          link: state === 'sent' ? null : 'http://127.0.0.1:4000/i/example',
        };
      });
  }

  page(req: MailsPage): MailsPageView {
    const of = (...states: string[]) => this.#mails.filter((m) => states.includes(m.row.state)).length;
    const text = req.text.toLowerCase();
    const all = this.#mails.filter(
      (m) =>
        (req.state === null || m.row.state === req.state) &&
        `${m.row.toName} ${m.row.toAddress} ${m.row.subject}`.toLowerCase().includes(text),
    );
    return {
      rows: all.slice(req.offset, req.offset + req.take).map((m) => m.row),
      total: all.length,
      waiting: of('waiting', 'retrying'),
      failed: of('failed'),
      sent: of('sent'),
    };
  }

  get(id: string): MailView {
    const found = this.#mails.find((m) => m.row.id === id);
    if (!found)
      throw { code: 'not_found', message: 'This mail isn’t here any more.', help: '', fields: {}, about: null };
    return found;
  }

  retry({ command, mails, preview = false }: RetryMails): Outcome {
    const rows = mails.map((id) => this.get(id).row);
    if (!preview) for (const row of rows) Object.assign(row, { state: 'waiting', problem: '', attempts: 0 });
    return {
      command,
      preview,
      done: rows.length,
      member: null,
      refused: 0,
      refusals: [],
      undoable: false,
      role: null,
      group: null,
      impact: null,
    };
  }

  save(req: SaveMailSettings): MailSettingsView {
    this.settings = {
      server: req.server,
      hasPassword: req.server !== null && (req.password !== null || this.settings.hasPassword),
      keptIn: 'Keychain',
      byServer: false,
    };
    return this.settings;
  }
}

/** Splits simple tables: enough to walk through the screen, not a reader of CSV. */
export class FakeTables {
  #view: TablesView = { import: 1, tables: [] };

  load(req: LoadTables): TablesView {
    const fields = [
      ['skip', 'Leave out'],
      ['email', 'E-mail'],
      ['first_name', 'First name'],
      ['last_name', 'Last name'],
      ['name', 'Name'],
      ['groups', 'Groups'],
      ['status', 'Status'],
      ['group', 'Group'],
      ['description', 'Description'],
    ].map(([field = '', label = '']) => ({ field, label }));
    const tables = req.files.map((file) => {
      const text = new TextDecoder().decode(Uint8Array.from(atob(file.base64), (c) => c.charCodeAt(0)));
      const rows = text
        .split(/\r?\n/)
        .filter(Boolean)
        .map((line) => line.split(','));
      const columns = rows[0] ?? [];
      const mapping = columns.map(
        (head) =>
          fields.find(
            (f) => f.label.toLowerCase() === head.trim().toLowerCase() || f.field === head.trim().toLowerCase(),
          )?.field ?? 'skip',
      );
      const kind = mapping.includes('group') ? 'groups' : 'people';
      return {
        name: file.name,
        kind,
        source: '',
        encoding: 'utf-8',
        delimiter: ',',
        header: true,
        columns,
        mapping,
        fields,
        sample: rows.slice(1, 6),
        rows: Math.max(0, rows.length - 1),
        problem:
          kind === 'groups' || mapping.includes('email') ? '' : 'No column holds the e-mail address. Choose one.',
      };
    });
    this.#view = { import: this.#view.import + 1, tables };
    return this.#view;
  }

  adjust({ table, import: _import, ...change }: AdjustTable): TablesView {
    const found = this.#view.tables[table];
    if (found) {
      Object.assign(found, Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)));
      found.problem =
        found.kind === 'groups' || found.mapping.includes('email')
          ? ''
          : 'No column holds the e-mail address. Choose one.';
    }
    return structuredClone(this.#view);
  }

  run(req: RunImport): ImportView {
    const rows = this.#view.tables.flatMap((table, t) =>
      table.sample.map((row, n) => ({
        table: t,
        line: n + 2,
        who: row[Math.max(0, table.mapping.indexOf(table.kind === 'groups' ? 'group' : 'email'))] ?? '',
        outcome: t === 0 && n === 1 ? ('refused' as const) : ('created' as const),
        words: t === 0 && n === 1 ? 'The address has no domain. Add what comes after @.' : '',
      })),
    );
    const refused = rows.filter((row) => row.outcome === 'refused').length;
    const many = (kind: string) =>
      this.#view.tables.reduce((sum, table) => sum + (table.kind === kind ? table.rows : 0), 0);
    return {
      preview: req.preview,
      command: req.command,
      created: Math.max(0, many('people') - refused),
      changed: 0,
      unchanged: 0,
      refused,
      groupsCreated: many('groups'),
      groupsChanged: 0,
      modules: 0,
      rows,
      impact: null,
    };
  }
}
