/** The users of the backend in memory: filters, order, pages, actions and undo, honest but small. */
import type {
  ActOnUsers,
  EditUser,
  GroupChoice,
  InviteUser,
  Outcome,
  Refusal,
  RefusedFor,
  Sort,
  Target,
  UserCounts,
  UserFilter,
  UsersCount,
  UsersPage,
  UsersPageView,
  UserView,
} from '../../contract';
import type { Group } from './authority-data';
import { ceiling, rights, standing, touch } from './authority-rights';
import { holds, keyOf, World } from './authority-world';
import { HOUR, idOf, nameOf, type Person } from './people';
import { apply, fold, matches, refusal, refuse, rowOf, TAB } from './rules';

const DID: Record<string, string> = {
  suspend: 'Suspended',
  reactivate: 'Reactivated',
  archive: 'Archived',
  restore: 'Restored',
  resend: 'Invitation sent again',
  send_access: 'Access info sent',
  revoke: 'Invitation revoked',
  erase: 'Erased',
};

export class FakeUsers {
  readonly world: World;
  #next: number;
  #sorted: { key: string; rows: Person[] } | null = null;

  constructor(count: number, now: () => number, options: { owner?: boolean; own?: number } = {}) {
    this.world = new World(count, now, options);
    this.#next = count;
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
    const rows = all.slice(req.offset, req.offset + Math.min(req.take, 500)).map((p) => rowOf(this.world, p));
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
        undoable: done.length > 0 && req.action !== 'erase' && req.action !== 'resend' && req.action !== 'send_access',
      };
    });
  }

  undo(command: string): Outcome {
    return this.world.undo(command);
  }

  #fail(field: string, no: Refusal): never {
    throw { ...no, fields: { [field]: no.message } };
  }

  /** What is to be held, judged; the seats too. */
  #judge(req: Partial<InviteUser>, before: Person | null): void {
    const { world } = this;
    const fresh = (is: 'role' | 'group' | 'grant' | 'licence', ids: readonly string[] | undefined) =>
      (ids ?? []).filter((id) => !before?.held[`${is}:${id}`]);
    const over = (field: string, permissions: string[], words: string) => {
      const no = ceiling(world, permissions, words);
      if (no) this.#fail(field, no);
    };
    for (const id of fresh('role', req.roles)) {
      const role = world.role(id);
      over(
        'roles',
        role.builtIn === 'super_admin' ? world.permissions() : role.permissions,
        `${role.name} carries permissions that you don’t have.`,
      );
    }
    for (const id of fresh('group', req.groups))
      over('groups', world.group(id).permissions, `${world.group(id).name} carries permissions that you don’t have.`);
    over('grants', fresh('grant', req.grants), 'You can’t give what you don’t have.');
    if (req.access === 'all' && before?.access !== 'all')
      over('access', world.permissions(), 'You don’t have every permission, so you can’t give All.');
    for (const key of fresh('licence', req.licences))
      if (world.free(key) <= 0)
        this.#fail('licences', refusal('plan_full', 'No seats are left. Leave the license out.'));
    if (req.tier === 'admin' && before?.tier !== 'admin' && world.planUsed() >= world.planLimit())
      this.#fail(
        'tier',
        refusal('plan_full', `All ${world.planLimit()} administrators of the plan are in use.`, 'Choose User.'),
      );
  }

  #held(req: Partial<InviteUser>, before: Person['held']): Person['held'] {
    const stamp = { since: this.now(), by: nameOf(this.world.me()), until: null };
    const wanted = {
      role: req.roles,
      group: req.groups,
      grant: req.grants,
      licence: req.licences,
      portal: req.portals,
    } as const;
    const held = Object.fromEntries(
      Object.entries(before).filter(([key]) => wanted[key.split(':')[0] as 'role'] === undefined),
    );
    for (const [is, ids] of Object.entries(wanted))
      for (const id of ids ?? []) {
        const key = keyOf({ is: is as 'role', of: id });
        held[key] = before[key] ?? stamp;
      }
    return held;
  }

  #address(email: string, but: string | null): string {
    const good = email.trim();
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(good))
      this.#fail('email', refusal('invalid', `The address stops after “${good}”.`, 'Use name@company.no'));
    const taken = this.people.find((p) => p.id !== but && fold(p.email) === fold(good));
    if (taken) {
      const code =
        taken.status === 'archived'
          ? 'archived_already'
          : taken.status === 'suspended'
            ? 'suspended_already'
            : 'email_taken';
      const words = `${nameOf(taken)} already has this address${taken.status === 'active' ? '' : ` and is ${taken.status}`}.`;
      throw { ...refusal(code, words), fields: { email: words }, about: taken.id };
    }
    return good;
  }

  invite(req: InviteUser): Outcome {
    return this.world.change(req.command, req.preview ?? false, (note) => {
      const machine = req.kind === 'api';
      const email =
        machine && req.email.trim() === ''
          ? `${fold(req.firstName).replace(/\W+/g, '-')}@api.invalid`
          : this.#address(req.email, null);
      this.#judge(req, null);
      const id = idOf(1, this.#next);
      this.#next += 1;
      const now = this.now();
      this.world.people = [
        ...this.people,
        {
          id,
          version: 1,
          first: req.firstName.trim(),
          last: req.lastName.trim(),
          email,
          kind: req.kind ?? 'regular',
          tier: req.tier,
          status: machine ? 'active' : 'pending',
          held: this.#held(req, {}),
          waiting: [],
          hidden: [],
          period: { from: null, until: null },
          contact: req.contact,
          customer: req.customer,
          secondFactor: null,
          lastActive: null,
          roll: 0,
          addedAt: now,
          addedBy: nameOf(this.world.me()),
          invitationUntil: machine ? null : now + 72 * HOUR,
          archivedAt: null,
          access: req.kind === 'portal' ? 'custom' : req.access,
          language: req.language,
          phone: '',
          note: '',
          erased: false,
        },
      ];
      note(id, 'Invited');
      return { done: 1, member: id, reach: [id] };
    });
  }

  edit(req: EditUser): Outcome {
    return this.world.change(req.command, req.preview ?? false, (note) => {
      const p = this.world.person(req.member);
      if (req.seen !== p.version)
        throw {
          ...refusal('conflict', `Somebody else changed ${nameOf(p)} meanwhile.`, 'Look at it again.'),
          fields: {},
        };
      const rightsAsked = req.roles ?? req.groups ?? req.grants ?? req.access ?? req.tier;
      const no = rightsAsked === undefined ? touch(this.world, p) : standing(this.world, p);
      if (no) throw { ...no, fields: {} };
      this.#judge(req, p);
      const had = rights(this.world, p).size;
      Object.assign(p, {
        first: req.firstName ?? p.first,
        last: req.lastName ?? p.last,
        email: req.email === undefined ? p.email : this.#address(req.email, p.id),
        tier: req.tier ?? p.tier,
        access: req.access ?? p.access,
        language: req.language ?? p.language,
        phone: req.phone ?? p.phone,
        note: req.note ?? p.note,
        contact: req.contact ?? p.contact,
        customer: req.customer ?? p.customer,
        held: this.#held(req, p.held),
      });
      note(p.id, 'Edited', rights(this.world, p).size === had ? 'profile' : '');
      return { done: 1, member: p.id, reach: [p.id] };
    });
  }
}
