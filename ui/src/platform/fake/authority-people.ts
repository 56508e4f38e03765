/** One person of the organization in memory: their page, and what is given to them or taken away. */
import type {
  ActivityLine,
  ChangeHoldings,
  Holding,
  Outcome,
  PersonActivity,
  PersonView,
  Refusal,
  RefusedFor,
  SetNavigation,
  SetPeriod,
  Target,
  UserView,
} from '../../contract';
import { PACKAGES } from './authority-data';
import { ceiling, glass, rights, standing, touch } from './authority-rights';
import { holdingOf, holds, keyOf, type World } from './authority-world';
import { nameOf, type Person } from './people';
import { refusal } from './rules';

export class FakePersons {
  constructor(
    private readonly world: World,
    private readonly targets: (target: Target) => Person[],
    private readonly view: (id: string) => UserView,
  ) {}

  /** A holding in words. */
  name({ is, of }: Holding): string {
    const { world } = this;
    if (is === 'role') return world.roles.find((one) => one.id === of)?.name ?? 'A role that is gone';
    if (is === 'group') return world.groups.find((one) => one.id === of)?.name ?? 'A group that is gone';
    if (is === 'team') return world.teams.find((one) => one.id === of)?.name ?? 'A team that is gone';
    if (is === 'portal') return world.portals.find((one) => one.id === of)?.name ?? 'A portal that is gone';
    if (is === 'licence') {
      const found = PACKAGES.find((one) => one.package === of);
      return found ? `${found.product} ${found.name}` : of;
    }
    for (const { modules } of world.products)
      for (const { label, actions } of modules)
        for (const one of actions) if (one.permission === of) return `${one.label} ${label.toLowerCase()}`;
    return of;
  }

  #title(what: Holding, given: boolean): string {
    const name = this.name(what);
    const words: Record<Holding['is'], [string, string]> = {
      role: [`Role ${name} added`, `Role ${name} removed`],
      group: [`Added to group ${name}`, `Removed from group ${name}`],
      licence: [`License ${name} granted`, `License ${name} revoked`],
      grant: [`${name} granted`, `${name} withdrawn`],
      restriction: [`${name} restricted`, `${name} no longer restricted`],
      portal: [`Portal ${name} opened`, `Portal ${name} closed`],
      team: [`Added to team ${name}`, `Removed from team ${name}`],
    };
    return words[what.is][given ? 0 : 1];
  }

  get(id: string): Omit<PersonView, 'keys' | 'keyRefusal'> {
    const { world } = this;
    world.tick();
    const p = world.person(id);
    const order = ['role', 'group', 'portal', 'team'];
    const memberOf = Object.entries(p.held)
      .map(([key, held]) => ({ what: holdingOf(key), ...held }))
      .filter(({ what }) => order.includes(what.is))
      .map((one) => ({ ...one, name: this.name(one.what) }))
      .sort((a, b) => order.indexOf(a.what.is) - order.indexOf(b.what.is) || a.name.localeCompare(b.name));
    const lines = this.#lines(id);
    return {
      user: this.view(id),
      standingRefusal: standing(world, p),
      licenceRefusal: touch(world, p),
      memberOf,
      waiting: p.waiting.map((one) => ({ ...one, name: this.name(one.what) })),
      licences: PACKAGES.filter((one) => world.seats[one.package] !== undefined).map((one) => {
        const held = p.held[`licence:${one.package}`];
        return {
          package: one.package,
          product: one.product,
          name: one.name,
          held: held !== undefined,
          freed: p.held[`freed:${one.package}`] !== undefined,
          since: held?.since ?? null,
          by: held?.by ?? null,
          free: world.free(one.package),
        };
      }),
      factors: this.#factors(p),
      codesLeft: p.secondFactor === null ? 0 : 7,
      period: p.period,
      glass: glass(world, p),
      activity: lines.slice(0, 8),
      activityTotal: lines.length,
      contact: p.contact,
      customer: p.customer,
    };
  }

  #factors(p: Person): PersonView['factors'] {
    const { secondFactor } = p;
    return secondFactor === null ? [] : [{ kind: secondFactor, since: p.addedAt, used: p.lastActive }];
  }

  #lines(id: string): ActivityLine[] {
    const { world } = this;
    return world
      .lines(id, (key) => this.#title(holdingOf(key), true))
      .map((line) => ({
        seq: line.seq,
        at: line.at,
        title: line.title,
        detail: line.detail,
        actor: line.actor,
        command: line.command,
        undoable: world.undoable(line.command),
      }));
  }

  activity({ member, before, take }: PersonActivity): ActivityLine[] {
    const lines = this.#lines(member);
    const from = before === null ? 0 : lines.findIndex((line) => line.seq === before) + 1;
    return lines.slice(from, from + Math.min(take, 200));
  }

  /** Why something can't be given to somebody, or taken from them; `null` when it can. */
  refuse(p: Person, what: Holding, give: boolean): Refusal | null {
    const { world } = this;
    const { is, of } = what;
    if (is === 'licence') {
      const locked = touch(world, p);
      if (locked) return locked;
      if (!give || p.held[`licence:${of}`]) return null;
      if (p.status === 'suspended') return refusal('wrong_status', `${nameOf(p)} is suspended.`, 'Reactivate first.');
      return world.free(of) > 0
        ? null
        : refusal(
            'no_seat',
            `No seats of ${this.name(what)} are left.`,
            'Revoke one, or ask the owner for more seats.',
          );
    }
    const locked = standing(world, p);
    if (locked) return locked;
    if (is === 'role') {
      const role = world.role(of);
      if (give && role.portal !== (p.kind === 'portal'))
        return refusal(
          'invalid',
          role.portal ? `${role.name} is for portal members.` : `${role.name} isn’t for portal members.`,
        );
      const all = role.builtIn === 'super_admin' ? world.permissions() : role.permissions;
      return give ? ceiling(world, all, `${role.name} carries permissions that you don’t have.`) : null;
    }
    if (p.kind === 'portal' && (is === 'group' || is === 'grant'))
      return refusal('not_allowed', 'Permissions of portal members come from portal roles alone.');
    if (is === 'group')
      return give
        ? ceiling(
            world,
            world.group(of).permissions,
            `${world.group(of).name} carries permissions that you don’t have.`,
          )
        : null;
    if (is === 'portal') return p.kind === 'portal' ? null : refusal('invalid', 'Portals are for portal members.');
    if (!world.permissions().includes(of)) return refusal('not_found', 'There is no such permission.');
    return rights(world, world.me()).has(of)
      ? null
      : refusal('ceiling', 'You don’t have this, so you can’t give it.', 'Ask somebody who has it.');
  }

  change(req: ChangeHoldings): Outcome {
    const { world } = this;
    return world.change(req.command, req.preview, (note) => {
      const people = this.targets(req.target);
      const refusals: RefusedFor[] = [];
      const after: [Person, () => void][] = [];
      let seats = new Map<string, number>();
      for (const p of people) {
        const asked = new Map(seats);
        const no =
          [
            ...req.give.map((what) => this.refuse(p, what, true)),
            ...req.take.map((what) => this.refuse(p, what, false)),
          ].find((one) => one !== null) ??
          req.give
            .map((what) => {
              if (what.is !== 'licence' || p.held[keyOf(what)]) return null;
              asked.set(what.of, (asked.get(what.of) ?? 0) + 1);
              return (asked.get(what.of) ?? 0) > world.free(what.of)
                ? refusal(
                    'no_seat',
                    `No seats of ${this.name(what)} are left.`,
                    'Revoke one, or ask the owner for more seats.',
                  )
                : null;
            })
            .find((one) => one !== null);
        if (no) refusals.push({ member: p.id, name: nameOf(p), refusal: no });
        else {
          seats = asked;
          after.push([p, () => this.#move(p, req, note)]);
        }
      }
      if (refusals.length > 0 && req.mode === 'all_or_none')
        return { done: 0, reach: people.map((p) => p.id), refusals };
      for (const [, move] of after) move();
      return {
        done: after.length,
        reach: people.map((p) => p.id),
        refusals,
        member: people.length === 1 ? (people[0]?.id ?? null) : null,
      };
    });
  }

  #move(
    p: Person,
    { give, take, period }: ChangeHoldings,
    note: (member: string, title: string, detail?: string) => void,
  ): void {
    const now = this.world.now();
    const by = nameOf(this.world.me());
    const held = { ...p.held };
    let waiting = p.waiting;
    for (const what of take) {
      const was = held[keyOf(what)] !== undefined || waiting.some((one) => keyOf(one.what) === keyOf(what));
      delete held[keyOf(what)];
      waiting = waiting.filter((one) => keyOf(one.what) !== keyOf(what));
      if (was) note(p.id, this.#title(what, false));
    }
    for (const what of give) {
      const key = keyOf(what);
      if (period.from !== null && period.from > now) {
        waiting = [...waiting.filter((one) => keyOf(one.what) !== key), { what, period, by }];
        note(p.id, `${this.#title(what, true)}, later`);
      } else {
        const before = held[key];
        if (before && before.until === period.until) continue;
        held[key] = before ? { ...before, until: period.until } : { since: now, by, until: period.until };
        note(p.id, this.#title(what, true), what.is === 'grant' ? 'set for this person' : '');
      }
    }
    Object.assign(p, { held, waiting });
  }

  navigation({ command, member, show, hide }: SetNavigation): Outcome {
    return this.world.change(command, false, (note) => {
      const p = this.world.person(member);
      const locked = touch(this.world, p);
      if (locked) throw { ...locked, fields: {} };
      p.hidden = [...new Set([...p.hidden.filter((one) => !show.includes(one)), ...hide])];
      for (const one of show) note(member, `${this.#module(one)} shown in the menu`);
      for (const one of hide) note(member, `${this.#module(one)} hidden from the menu`);
      return { done: 1, member };
    });
  }

  #module(key: string): string {
    return this.world.products.flatMap((p) => p.modules).find((one) => one.key === key)?.label ?? key;
  }

  period({ command, member, period, preview }: SetPeriod): Outcome {
    return this.world.change(command, preview, (note) => {
      const p = this.world.person(member);
      const locked = standing(this.world, p);
      if (locked) throw { ...locked, fields: {} };
      if (period.from !== null && period.until !== null && period.from >= period.until) {
        const words = 'The end is before the beginning. Choose a later end.';
        throw { ...refusal('invalid', words, '', 'until'), fields: { until: words } };
      }
      p.period = period;
      note(
        member,
        period.from === null && period.until === null ? 'Membership without dates' : 'Membership dates changed',
      );
      return { done: 1, member };
    });
  }

  /** What somebody holds, as a user's view lists it. */
  lists(p: Person) {
    return {
      roles: holds(p, 'role'),
      grants: holds(p, 'grant'),
      restrictions: holds(p, 'restriction'),
      licences: holds(p, 'licence'),
      portals: holds(p, 'portal'),
      contact: p.contact,
      customer: p.customer,
    };
  }
}
