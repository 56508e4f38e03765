/** The users of the backend in memory: filters, order, pages, actions and undo, honest but small. */
import type {
  Action,
  ActOnUsers,
  EditUser,
  GroupChoice,
  InviteUser,
  Outcome,
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
import type { Group } from './authority-data';
import { holds, World } from './authority-world';
import { FakeEditing } from './editing';
import { nameOf, type Person } from './people';
import { apply, matches, refuse, rowOf, TAB } from './rules';

const DID: Record<string, string> = {
  suspend: 'Suspended',
  reactivate: 'Reactivated',
  archive: 'Archived',
  restore: 'Restored',
  resend: 'Invitation sent again',
  send_access: 'Access info sent',
  password_link: 'Password link sent',
  force_change: 'Password to be changed at the next sign-in',
  end_sessions: 'All sessions ended',
  reset_factor: 'Second factors reset',
  ask_factor: 'Asked by mail to set up a second factor',
  require_factor: 'Second factor required at the next sign-in',
  revoke: 'Invitation revoked',
  erase: 'Erased',
};

const UNDOABLE: readonly Action[] = ['suspend', 'reactivate', 'archive', 'restore', 'revoke'];

export class FakeUsers {
  readonly world: World;
  readonly #editing: FakeEditing;
  #sorted: { key: string; rows: Person[] } | null = null;

  constructor(count: number, now: () => number, options: { owner?: boolean; own?: number } = {}) {
    this.world = new World(count, now, options);
    this.#editing = new FakeEditing(this.world, count);
  }

  get people(): Person[] {
    return this.world.people;
  }
  get you(): string {
    return this.world.you;
  }
  now(): number {
    return this.world.now();
  }

  #list(filter: UserFilter, sort: Sort): Person[] {
    const key = JSON.stringify([filter, sort, this.world.log.length]);
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
    const rows = all.slice(req.offset, req.offset + Math.min(req.take, 500)).map((p) => {
      const held = req.filter.group === null ? undefined : p.held[`group:${req.filter.group}`];
      return { ...rowOf(this.world, p), ...(held ? { inGroup: { since: held.since, until: held.until } } : {}) };
    });
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
    // As the list: regular members alone.
    const of = (test: (p: Person) => boolean) =>
      this.people.reduce((sum, p) => sum + (p.kind === 'regular' && test(p) ? 1 : 0), 0);
    return {
      active: of((p) => TAB[p.status] === 'active'),
      suspended: of((p) => p.status === 'suspended'),
      pending: of((p) => p.status === 'pending'),
      archived: of((p) => p.status === 'archived'),
      admins: of((p) => TAB[p.status] === 'active' && p.tier !== 'user'),
      planUsed: this.world.planUsed(),
      planLimit: this.world.planLimit(),
    };
  }

  get(id: string): UserView {
    const p = this.world.person(id);
    const groups = this.groups();
    return {
      row: rowOf(this.world, p),
      firstName: p.first,
      lastName: p.last,
      access: p.access,
      groups: groups.filter((g) => p.held[`group:${g.id}`]),
      language: p.language,
      phone: p.phone,
      note: p.note,
      roles: holds(p, 'role'),
      grants: holds(p, 'grant'),
      restrictions: holds(p, 'restriction'),
      licences: holds(p, 'licence'),
      portals: holds(p, 'portal'),
      contact: p.contact,
      customer: p.customer,
    };
  }

  groups(): GroupChoice[] {
    const count = new Map<string, number>();
    for (const p of this.people)
      if (p.status !== 'archived') for (const id of holds(p, 'group')) count.set(id, (count.get(id) ?? 0) + 1);
    return this.world.groups.map((group: Group) => ({
      id: group.id,
      name: group.name,
      description: group.description,
      members: count.get(group.id) ?? 0,
      permissions: group.permissions.length,
    }));
  }

  targets(target: Target): Person[] {
    if (target.by === 'ids') return target.ids.map((id) => this.world.person(id));
    const except = new Set(target.except);
    return this.people.filter((p) => matches(p, target.filter, this.now()) && !except.has(p.id));
  }

  act(req: ActOnUsers): Outcome {
    return this.world.change(req.command, req.preview, (note) => {
      const refusals: RefusedFor[] = [];
      const may: Person[] = [];
      for (const p of this.targets(req.target)) {
        const no = refuse(this.world, p, req.action);
        if (no) refusals.push({ member: p.id, name: nameOf(p), refusal: no });
        else may.push(p);
      }
      const done = refusals.length > 0 && req.mode === 'all_or_none' ? [] : may;
      for (const p of done) {
        apply(this.world, p, req.action);
        note(p.id, DID[req.action] ?? req.action);
      }
      return {
        done: done.length,
        reach: done.map((p) => p.id),
        refusals,
        member: req.target.by === 'ids' && req.target.ids.length === 1 ? (req.target.ids[0] ?? null) : null,
        undoable: done.length > 0 && UNDOABLE.includes(req.action),
      };
    });
  }

  undo({ command, preview = false }: UndoCommand): Outcome {
    return this.world.undo(command, preview);
  }

  invite(req: InviteUser): Outcome {
    return this.#editing.invite(req);
  }

  edit(req: EditUser): Outcome {
    return this.#editing.edit(req);
  }
}
