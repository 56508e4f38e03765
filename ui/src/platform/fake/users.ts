/** The users of the backend in memory: filters, order, pages, actions and undo, honest but small. */
import type {
  ActOnUsers,
  EditUser,
  InviteUser,
  Outcome,
  Refusal,
  RefusedFor,
  Sort,
  Target,
  UndoCommand,
  UserCounts,
  UserFilter,
  UsersCount,
  UsersPage,
  UsersPageView,
  UserView,
} from '../../contract';
import { GROUPS, HOUR, idOf, makePeople, nameOf, type Person } from './people';
import { apply, fold, matches, refusal, refuse, rowOf, TAB } from './rules';

export class FakeUsers {
  people: Person[];
  #next: number;
  #undo = new Map<string, { before: Person[]; added: string[] }>();
  #sorted: { key: string; rows: Person[] } | null = null;

  constructor(
    count: number,
    private readonly now: () => number,
  ) {
    this.people = makePeople(count, now());
    this.#next = count;
  }

  readonly you = idOf(1, 1);

  #list(filter: UserFilter, sort: Sort): Person[] {
    const key = JSON.stringify([filter, sort]);
    if (this.#sorted?.key === key) return this.#sorted.rows;
    const rank = { user: 0, admin: 1, owner: 2 };
    const collator = new Intl.Collator('en');
    const by: Record<Sort['key'], (a: Person, b: Person) => number> = {
      name: (a, b) => collator.compare(nameOf(a), nameOf(b)),
      email: (a, b) => collator.compare(a.email, b.email),
      tier: (a, b) => rank[a.tier] - rank[b.tier],
      last_active: (a, b) => (a.lastActive ?? 0) - (b.lastActive ?? 0),
      added: (a, b) => a.addedAt - b.addedAt,
    };
    const sign = sort.descending ? -1 : 1;
    const rows = this.people
      .filter((p) => matches(p, filter, this.now()))
      .sort((a, b) => sign * by[sort.key](a, b) || (a.id < b.id ? -1 : 1));
    this.#sorted = { key, rows };
    return rows;
  }

  page(req: UsersPage): UsersPageView {
    const all = this.#list(req.filter, req.sort);
    const rows = all.slice(req.offset, req.offset + Math.min(req.take, 500)).map((p) => rowOf(p, this.you));
    const at = (offset: number) => (all[offset] ? { offset, cursor: all[offset].id } : null);
    return {
      rows,
      offset: req.offset,
      total: req.filter.text === '' ? all.length : null,
      first: at(req.offset),
      last: rows.length > 0 ? at(req.offset + rows.length - 1) : null,
    };
  }

  count(filter: UserFilter): UsersCount {
    const all = this.people.filter((p) => matches(p, filter, this.now()));
    return { matching: all.length, administrators: all.filter((p) => p.tier !== 'user').length };
  }

  counts(): UserCounts {
    const of = (test: (p: Person) => boolean) => this.people.reduce((sum, p) => sum + (test(p) ? 1 : 0), 0);
    return {
      active: of((p) => TAB[p.status] === 'active'),
      suspended: of((p) => p.status === 'suspended'),
      pending: of((p) => p.status === 'pending'),
      archived: of((p) => p.status === 'archived'),
      admins: of((p) => TAB[p.status] === 'active' && p.tier !== 'user'),
      planUsed: of((p) => (p.status === 'active' || p.status === 'pending') && p.tier !== 'user'),
      planLimit: 15,
    };
  }

  #find(id: string): Person {
    const found = this.people.find((p) => p.id === id);
    if (!found) throw { ...refusal('not_found', 'This person isn’t in the organization any more.'), fields: {} };
    return found;
  }

  get(id: string): UserView {
    const p = this.#find(id);
    return {
      row: rowOf(p, this.you),
      firstName: p.first,
      lastName: p.last,
      access: p.access,
      groups: this.groups().filter((g) => p.groups.includes(g.name)),
      language: p.language,
      phone: p.phone,
      note: p.note,
    };
  }

  groups() {
    return GROUPS.map(([name, description], n) => ({
      id: idOf(2, n),
      name,
      description,
      members: this.people.filter((p) => p.status !== 'archived' && p.groups.includes(name)).length,
      permissions: 3 + ((n * 5) % 11),
    }));
  }

  #targets(target: Target): Person[] {
    if (target.by === 'ids') return target.ids.map((id) => this.#find(id));
    const except = new Set(target.except);
    return this.people.filter((p) => matches(p, target.filter, this.now()) && !except.has(p.id));
  }

  act(req: ActOnUsers): Outcome {
    const refusals: RefusedFor[] = [];
    const may: Person[] = [];
    for (const p of this.#targets(req.target)) {
      const no = refuse(p, req.action, this.you);
      if (no) refusals.push({ member: p.id, name: nameOf(p), refusal: no });
      else may.push(p);
    }
    const stop = refusals.length > 0 && req.mode === 'all_or_none';
    const done = stop ? [] : may;
    if (!req.preview && done.length > 0) {
      this.#keep(req.command, done);
      for (const p of done) apply(p, req.action, this.now());
    }
    return {
      command: req.command,
      preview: req.preview,
      done: done.length,
      member: req.target.by === 'ids' && req.target.ids.length === 1 ? (req.target.ids[0] ?? null) : null,
      refused: refusals.length,
      refusals: refusals.slice(0, 200),
      undoable: done.length > 0 && req.action !== 'erase' && req.action !== 'resend' && req.action !== 'send_access',
    };
  }

  #keep(command: string, people: Person[], added: string[] = []): void {
    this.#undo.set(command, { before: people.map((p) => ({ ...p })), added });
    this.#sorted = null;
  }

  undo({ command, preview = false }: UndoCommand): Outcome {
    const kept = this.#undo.get(command);
    if (!kept) throw { ...refusal('nothing_to_undo', 'There is nothing to undo.'), fields: {} };
    if (!preview) {
      this.#undo.delete(command);
      for (const before of kept.before) Object.assign(this.#find(before.id), before);
      this.people = this.people.filter((p) => !kept.added.includes(p.id));
      this.#sorted = null;
    }
    return {
      command,
      preview,
      done: kept.before.length + kept.added.length,
      member: null,
      refused: 0,
      refusals: [],
      undoable: false,
    };
  }

  invite(req: InviteUser): Outcome {
    const email = req.email.trim();
    const fail = (field: string, code: Refusal['code'], message: string, help = '') => ({
      ...refusal(code, message, help),
      fields: { [field]: message },
    });
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email))
      throw fail('email', 'invalid', `The address stops after “${email}”.`, 'Use name@company.no');
    const taken = this.people.find((p) => fold(p.email) === fold(email));
    if (taken) {
      const code =
        taken.status === 'archived'
          ? 'archived_already'
          : taken.status === 'suspended'
            ? 'suspended_already'
            : 'email_taken';
      throw {
        ...fail(
          'email',
          code,
          `${nameOf(taken)} already has this address${taken.status === 'active' ? '' : ` and is ${taken.status}`}.`,
        ),
        about: taken.id,
      };
    }
    const id = idOf(1, this.#next++);
    const now = this.now();
    this.people.push({
      id,
      version: 1,
      first: req.firstName,
      last: req.lastName,
      email,
      kind: 'regular',
      tier: req.tier,
      status: 'pending',
      groups: this.groups()
        .filter((g) => req.groups.includes(g.id))
        .map((g) => g.name),
      secondFactor: null,
      lastActive: null,
      roll: 0,
      addedAt: now,
      addedBy: 'Ingrid Solbakken',
      invitationUntil: now + 72 * HOUR,
      archivedAt: null,
      access: req.access,
      language: req.language,
      phone: '',
      note: '',
      erased: false,
    });
    this.#keep(req.command, [], [id]);
    return { command: req.command, preview: false, done: 1, member: id, refused: 0, refusals: [], undoable: true };
  }

  edit(req: EditUser): Outcome {
    const p = this.#find(req.member);
    this.#keep(req.command, [p]);
    const groups = req.groups
      ? this.groups()
          .filter((g) => req.groups?.includes(g.id))
          .map((g) => g.name)
      : p.groups;
    Object.assign(p, {
      first: req.firstName ?? p.first,
      last: req.lastName ?? p.last,
      email: req.email ?? p.email,
      tier: req.tier ?? p.tier,
      access: req.access ?? p.access,
      language: req.language ?? p.language,
      phone: req.phone ?? p.phone,
      note: req.note ?? p.note,
      groups,
      version: p.version + 1,
    });
    return { command: req.command, preview: false, done: 1, member: p.id, refused: 0, refusals: [], undoable: true };
  }
}
