/** Invitations and edits in memory: what is asked is judged first, then written. */
import type { EditUser, InviteUser, Outcome, Refusal } from '../../contract';
import { ceiling, rights, standing, touch } from './authority-rights';
import { keyOf, type World } from './authority-world';
import { HOUR, idOf, nameOf, type Person } from './people';
import { fold, refusal } from './rules';

export class FakeEditing {
  #next: number;

  constructor(
    private readonly world: World,
    count: number,
  ) {
    this.#next = count;
  }

  now(): number {
    return this.world.now();
  }

  get people(): Person[] {
    return this.world.people;
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
      if (world.free(key) <= 0) this.#fail('licences', refusal('no_seat', 'No seats are left. Leave the license out.'));
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
    if (!/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(good)) {
      const words = `The address stops after “${good}”.`;
      const no = refusal('invalid', words, '', 'email');
      const [local = '', begun = ''] = good.split('@');
      const own = this.world.me().email.split('@')[1] ?? '';
      const meant = local !== '' && !begun.includes('.') && own.startsWith(begun);
      throw { ...no, fields: { email: words }, ...(meant ? { suggestion: `${local}@${own}` } : {}) };
    }
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
