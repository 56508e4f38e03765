/**
 * The backend in memory, for tests and for the screen in a browser without a window; never part of a build.
 * Address parameters: `people` (how many), `delay` (ms before each answer), `start` (nothing open yet),
 * `as=owner` (the owner sits at the desk), `modules` (how many a table brought), `roles`, `groups` (at least so many),
 * `line=away` (over a server, without a connection),
 * `many` (other organizations beside it), `fail` (a command that fails, `users_page:2` from the third time on).
 */
import type { AppView, OrganizationView, Preferences } from '../../contract';
import { toWireError, type Backend, type Events, type Req, type Res } from '../backend';
import type { CommandName, Commands } from '../../contract';
import { authority } from './authority';
import { logOf } from './log';
import { company } from './company';
import { credentials } from './credentials';
import { fill } from './authority-many';
import { FakeFar } from './far';
import { FakeLine } from './line';
import { FakeMany } from './many';
import { FakeMails, FakeTables } from './mails';
import { idOf, initialsOf, nameOf } from './people';
import { FakeUsers } from './users';
import { securityOf } from './security';
import { wordings } from './wordings';

export interface FakeOptions {
  people?: number;
  delay?: number;
  /** A command that fails, after so many times that it doesn't. */
  fail?: { name: string; after: number };
  open?: boolean;
  /** Over a server; `away`: without a connection. */
  line?: 'away' | 'there' | null;
  /** Other organizations are known too. */
  many?: boolean;
  /** Who sits at the desk; otherwise an administrator without every permission. */
  owner?: boolean;
  /** How many modules a table brought. */
  own?: number;
  /** At least so many. */
  roles?: number;
  groups?: number;
  now?: () => number;
}

function fromAddress(): FakeOptions {
  const asked = new URLSearchParams(globalThis.location?.search ?? '');
  const [name = '', after = '0'] = (asked.get('fail') ?? '').split(':');
  return {
    fail: { name, after: Number(after) },
    people: Number(asked.get('people') ?? 288),
    delay: Number(asked.get('delay') ?? 15),
    open: !asked.has('start'),
    line: asked.get('line') as 'away' | 'there' | null,
    many: asked.has('many'),
    owner: asked.get('as') === 'owner',
    own: Number(asked.get('modules') ?? 3),
    roles: Number(asked.get('roles') ?? 0),
    groups: Number(asked.get('groups') ?? 0),
  };
}

export function fakeBackend(
  {
    people = 288,
    delay = 0,
    open = true,
    line = null,
    many = false,
    now = Date.now,
    fail,
    owner = false,
    own = 3,
    roles = 0,
    groups = 0,
  }: FakeOptions = fromAddress(),
): Backend {
  const users = new FakeUsers(people, now, { owner, own });
  fill(users.world, roles, groups);
  const me = users.world.me();
  const mails = new FakeMails(users.people, now());
  const tables = new FakeTables();
  let times = 0;
  const listeners = new Map<keyof Events, Set<(payload: never) => void>>();
  const organization: OrganizationView = {
    id: idOf(0, 4),
    name: 'Nordlys Rederi',
    initials: 'NR',
    plan: 'business',
    language: 'nb',
    connection:
      line === null
        ? { kind: 'file', place: '/home/ingrid/Rollbook/nordlys.rollbook', byPassphrase: false }
        : { kind: 'server', place: 'https://accounts.nordlys.example', byPassphrase: false },
    invitationHours: 72,
    portal: 'http://127.0.0.1:49152',
    you: { id: me.id, name: nameOf(me), initials: initialsOf(nameOf(me)), email: me.email },
  };
  let preferences: Preferences = {
    theme: 'system',
    density: 'comfortable',
    language: 'system',
    letterKeys: true,
    sidebar: true,
    screens: {},
  };
  const state: AppView = {
    version: '0.1.0',
    platform: 'linux',
    folder: '/home/ingrid/Rollbook',
    keychain: { available: true, name: 'Keychain', words: '' },
    known: [
      {
        kind: 'file',
        place: organization.connection.place,
        organization: '',
        account: '',
        name: organization.name,
        openedAt: now() - 7_200_000,
        byPassphrase: false,
        present: true,
      },
    ],
    open: open ? organization : null,
    named: null,
    problem: null,
  };
  const opened = () => (state.open = organization);
  const closed = () => {
    state.open = null;
    return null;
  };
  const others = new FakeMany(organization, users, now);
  if (many) state.known.push(...others.others());
  const everything = { tags: ['users', 'groups', 'roles', 'licences', 'mail', 'organization', 'line'] as const };
  const tell = (): void => {
    for (const fn of listeners.get('changed') ?? []) fn({ tags: [...everything.tags] } as never);
  };
  const kept = line === null ? null : new FakeLine(users, now, tell, line === 'away');
  const far = new FakeFar(organization, () => void opened());

  const answers: { [C in CommandName]: (req: Commands[C]['req']) => Commands[C]['res'] } = {
    app_state: () => structuredClone(state),
    organization_create: (req) => {
      Object.assign(organization, { name: req.name, initials: req.name.slice(0, 2).toUpperCase() });
      return opened();
    },
    organization_open: opened,
    organization_pick: () => organization.connection.place,
    organization_close: closed,
    organization_resume: opened,
    organization_enter: opened,
    organization_look: (req) => others.look(req),
    organization_summary: () => others.look(state.known[0] as AppView['known'][number]).summary,
    ask_at: (req) => others.ask(req, answers),
    connect: ({ place }) => far.connect(place),
    sign_in: (req) => far.signIn(req),
    sign_in_factor: (req) => far.factor(req),
    sign_in_passkey: () => far.step(),
    passkey_show: () => ({ challenge: '019a2b00-0000-7000-8000-0000000000aa', code: '{}' }),
    sign_in_enrol: () => null,
    sign_in_choose: () => far.step(),
    sign_in_password: () => far.step(),
    sign_out: closed,
    organization_get: () => organization,
    organization_waiting: () => kept?.view().entries.filter(({ standing }) => standing.is === 'waiting').length ?? 0,
    organization_forget: ({ place }) => {
      state.known = state.known.filter((known) => known.place !== place);
      return null;
    },
    offline_look: ({ organization: asked }) => ({
      account: organization.you.email,
      synced: now() - 3_600_000,
      until: now() + 5 * 86_400_000,
      refusal: asked === 'never' ? toWireError(new Error('There is nothing here to work with.')) : null,
    }),
    offline_enter: ({ password }) => {
      if (password !== 'wrong') return opened();
      const message = 'This isn’t the password that was used here last.';
      throw { code: 'sign_in_failed', message, help: '', fields: { password: message }, about: null };
    },
    line_get: () => kept?.view() ?? null,
    line_try: () => kept?.try() ?? null,
    queue_settle: (req) => kept?.settle(req) ?? null,
    ticket_make: (req) => {
      if (kept === null) throw toWireError(new Error('Nothing is open.'));
      return kept.ticket(req);
    },
    sample_open: opened,
    password_judge: ({ password }) => {
      const strength = Math.min(4, Math.floor(password.length / 4));
      const rules = [
        { words: 'At least 12 characters', met: password.length >= 12 },
        { words: 'Not one of the common ones', met: !/pass|1234/i.test(password) },
      ];
      const acceptable = rules.every((rule) => rule.met);
      return {
        rules,
        strength,
        word: ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'][strength] ?? '',
        guess: `Would take ${strength > 2 ? 'centuries' : 'minutes'} to guess`,
        acceptable,
        problem: acceptable ? '' : 'The password is too easy to guess.',
      };
    },
    preferences_get: () => preferences,
    preferences_set: (req) => {
      preferences = req;
      return null;
    },
    users_page: (req) => users.page(req),
    users_count: (req) => users.count(req),
    users_counts: () => users.counts(),
    user_get: (req) => users.get(req),
    user_invite: (req) => users.invite(req),
    user_edit: (req) => users.edit(req),
    users_act: (req) => users.act(req),
    command_undo: (req) => users.undo(req),
    groups_list: () => users.groups(),
    import_load: (req) => tables.load(req),
    import_adjust: (req) => tables.adjust(req),
    import_run: (req) => tables.run(req),
    import_report: () => ({ path: '/home/ingrid/Downloads/import-report.csv', name: 'import-report.csv', rows: 3 }),
    task_cancel: () => null,
    export_table: ({ target }) => ({
      path: '/home/ingrid/Downloads/users.csv',
      name: 'users.csv',
      rows:
        target?.by === 'ids'
          ? target.ids.length
          : target
            ? users.count(target.filter).matching - target.except.length
            : users.people.length,
    }),
    file_show: () => null,
    private_browser: () => 'Firefox',
    link_open: () => null,
    factor_open: () => null,
    text_copy: () => null,
    asked_take: () => null,
    mails_page: (req) => mails.page(req),
    mail_get: (req) => structuredClone(mails.get(req)),
    mail_retry: (req) => mails.retry(req),
    mail_settings: () => mails.settings,
    mail_server: () => mails.settings.server,
    table_get: () => ({ text: '', rows: 0 }),
    // Replicas are filled by the program itself.
    replica_part: () => {
      throw toWireError(new Error('Nothing is copied here.'));
    },
    ticket_key: () => {
      throw toWireError(new Error('No ticket is made here.'));
    },
    queued_give: () => {
      throw toWireError(new Error('Nothing waits here.'));
    },
    tables_import: () => {
      throw toWireError(new Error('Files are read here.'));
    },
    mail_settings_save: (req) => mails.save(req),
    mail_test: () => null,
    ...authority(users),
    ...credentials(users),
    ...company(users, organization),
    ...logOf(users),
    ...securityOf(users),
    ...wordings(users),
  };

  return {
    async call<C extends CommandName>(name: C, req: Req<C>): Promise<Res<C>> {
      await new Promise((done) => setTimeout(done, delay));
      if (name === fail?.name && (times += 1) > fail.after)
        throw {
          code: 'disk_full',
          message: 'The disk is full.',
          help: 'Free some space, then try again.',
          fields: {},
          about: null,
        };
      const waits = kept?.given(name, req, () => answers[name](req)) ?? null;
      return (waits as Res<C> | null) ?? answers[name](req);
    },
    on<E extends keyof Events>(name: E, fn: (payload: Events[E]) => void) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(fn as (payload: never) => void));
      return () => set.delete(fn as (payload: never) => void);
    },
  };
}
