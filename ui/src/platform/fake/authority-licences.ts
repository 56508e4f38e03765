/** Seats, holders and the plan of the organization in memory. */
import type {
  HoldersPage,
  HoldersView,
  LicencesView,
  Outcome,
  PackageView,
  Refusal,
  SetPlan,
  SetSeats,
} from '../../contract';
import { OFFERED, PACKAGES, PLANS } from './authority-data';
import type { World } from './authority-world';
import { DAY, nameOf } from './people';
import { fold, refusal, rowOf } from './rules';

const IDLE = 60;

export class FakeLicences {
  constructor(private readonly world: World) {}

  packages(): PackageView[] {
    return PACKAGES.filter((one) => this.world.seats[one.package] !== undefined).map(
      ({ package: key, product, name, explanation }) => {
        const seats = this.world.seats[key] ?? 0;
        const used = this.world.used(key);
        return { package: key, product, name, explanation, seats, used, free: seats - used };
      },
    );
  }

  #owner(): Refusal | null {
    if (this.world.me().tier === 'owner') return null;
    const boss = this.world.people.find((p) => p.tier === 'owner');
    return refusal(
      'owner_only',
      'Seats and the plan are the owner’s alone.',
      boss ? `Ask ${nameOf(boss)} (Owner).` : '',
    );
  }

  get(): LicencesView {
    return {
      packages: this.packages(),
      offers: PACKAGES.filter((one) => this.world.seats[one.package] === undefined).map(
        ({ package: key, product, name, explanation }) => ({ package: key, product, name, explanation }),
      ),
      plan: {
        plan: this.world.plan,
        used: this.world.planUsed(),
        plans: PLANS.map(([plan, administrators]) => ({ plan, administrators })),
      },
      ownerRefusal: this.#owner(),
    };
  }

  holders({ package: key, text, idleDays, offset, take }: HoldersPage): HoldersView {
    const { world } = this;
    const since = (days: number) => world.now() - days * DAY;
    const all = world.people.flatMap((p) => {
      const held = p.held[`licence:${key}`] ?? p.held[`freed:${key}`];
      return held ? [{ p, held, seated: p.held[`licence:${key}`] !== undefined }] : [];
    });
    const idle = (days: number) => all.filter(({ p, seated }) => seated && (p.lastActive ?? 0) <= since(days));
    const found = (idleDays === null ? all : idle(idleDays))
      .filter(({ p }) =>
        fold(text)
          .split(/\s+/)
          .every((word) => fold(`${nameOf(p)} ${p.email}`).includes(word)),
      )
      .sort((a, b) => Number(b.seated) - Number(a.seated) || nameOf(a.p).localeCompare(nameOf(b.p)));
    return {
      rows: found.slice(offset, offset + Math.min(take, 500)).map(({ p, held, seated }) => ({
        row: rowOf(world, p),
        since: held.since,
        by: held.by,
        seated,
        until: p.period.until,
      })),
      total: found.length,
      idle: idle(IDLE).length,
    };
  }

  seats({ command, package: key, seats, preview }: SetSeats): Outcome {
    return this.world.change(command, preview, () => {
      const no = this.#owner();
      if (no) throw { ...no, fields: {} };
      const pack = PACKAGES.find((one) => one.package === key);
      if (!pack) throw { ...refusal('not_found', 'There is no such package.'), fields: {} };
      const used = this.world.used(key);
      if (!Number.isInteger(seats) || seats < used) {
        const words =
          seats < used
            ? `${used} seats of ${pack.product} ${pack.name} are in use. Revoke some first.`
            : 'This isn’t a number of seats.';
        throw { ...refusal('invalid', words, '', 'seats'), fields: { seats: words } };
      }
      this.world.seats = { ...this.world.seats, [key]: seats };
      const offered = OFFERED.find((one) => one.name === pack.product);
      const has = this.world.products.some((one) => one.name === pack.product);
      if (offered && !has) {
        const at = this.world.products.findIndex((one) => one.key === '');
        this.world.products =
          at < 0 ? [...this.world.products, offered] : this.world.products.toSpliced(at, 0, offered);
      }
      return { done: 1, undoable: true };
    });
  }

  plan({ command, plan }: SetPlan): Outcome {
    return this.world.change(command, false, () => {
      const no = this.#owner();
      if (no) throw { ...no, fields: {} };
      const limit = PLANS.find(([one]) => one === plan)?.[1] ?? 0;
      const used = this.world.planUsed();
      if (used > limit)
        throw {
          ...refusal(
            'plan_full',
            `${used} administrators are in use, and this plan allows ${limit}.`,
            'Make some of them users first.',
          ),
          fields: {},
        };
      this.world.plan = plan;
      return { done: 1, undoable: true };
    });
  }
}
