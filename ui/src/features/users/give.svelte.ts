/** What is given to the chosen, or taken from them: which kind, to whom, and what it would do. */
import type { AccessChoices, Holding, Target } from '../../contract';
import { counted, number } from '../../kit/format';
import { OPEN, type Span } from '../../kit/period';
import { foresee } from '../../shared/foresee';
import { holdings } from '../../shared/holdings.svelte';
import { why } from '../../shared/why';

export type GiveKind = 'roles' | 'group' | 'license' | 'take-roles' | 'take-license';

/** Words of each kind: title and button name the number. */
const WORDS: Record<
  GiveKind,
  { title: (whom: string) => string; verb: string; one: string; many: string; done: string }
> = {
  roles: { title: (whom) => `Add roles to ${whom}`, verb: 'Add', one: 'role', many: 'roles', done: 'Added' },
  group: { title: (whom) => `Add ${whom} to groups`, verb: 'Add to', one: 'group', many: 'groups', done: 'Added to' },
  license: {
    title: (whom) => `Grant licenses to ${whom}`,
    verb: 'Grant',
    one: 'license',
    many: 'licenses',
    done: 'Granted',
  },
  'take-roles': {
    title: (whom) => `Remove roles of ${whom}`,
    verb: 'Remove',
    one: 'role',
    many: 'roles',
    done: 'Removed',
  },
  'take-license': {
    title: (whom) => `Revoke licenses of ${whom}`,
    verb: 'Revoke',
    one: 'license',
    many: 'licenses',
    done: 'Revoked',
  },
};

export interface Offer {
  id: string;
  name: string;
  detail: string;
  what: Holding;
  /** Why it can't be given. */
  reason: string | null;
}

/** What can be given or taken, with its refusal; `portal`: to portal members. */
export function offersOf(kind: GiveKind, { roles, groups, packages }: AccessChoices, portal = false): Offer[] {
  if (kind === 'group')
    return groups.map(({ id, name, members, giveRefusal }) => ({
      id,
      name,
      detail: counted(members, 'member'),
      what: { is: 'group', of: id },
      reason: why(giveRefusal),
    }));
  if (kind === 'license' || kind === 'take-license')
    return packages.map((pack) => ({
      id: pack.package,
      name: `${pack.product} ${pack.name}`,
      detail:
        kind === 'take-license'
          ? `${number(pack.used)} in use`
          : pack.free > 0
            ? `${number(pack.free)} free`
            : 'None free',
      what: { is: 'licence', of: pack.package },
      reason: kind === 'license' && pack.free <= 0 ? 'No seat is free. Revoke one or add seats.' : null,
    }));
  // Portal roles are for portal members alone (R8).
  const fitting = roles.filter((role) => role.portal === portal);
  return fitting.map(({ id, name, members, giveRefusal }) => ({
    id,
    name,
    detail: counted(members, 'member'),
    what: { is: 'role', of: id },
    reason: why(giveRefusal),
  }));
}

export interface Asking {
  kind: GiveKind;
  target: Target;
  count: number;
  /** The person, where it is one. */
  name: string | null;
  /** Whether they are portal members. */
  portal: boolean;
}

export class Give {
  asking = $state.raw<Asking | null>(null);
  chosen = $state.raw<readonly Offer[]>([]);
  period = $state.raw<Span>(OPEN);
  /** What it would do, as the rules said; empty until they did. */
  says = $state('');
  reason = $state<string | null>(null);
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  open(asking: Asking): void {
    this.asking = asking;
    this.chosen = [];
    this.period = OPEN;
    this.#foresee();
  }
  close(): void {
    this.asking = null;
    clearTimeout(this.#timer);
  }

  toggle(offer: Offer): void {
    if (offer.reason !== null) return;
    const held = this.chosen.some(({ id }) => id === offer.id);
    this.chosen = held ? this.chosen.filter(({ id }) => id !== offer.id) : [...this.chosen, offer];
    this.#foresee();
  }
  setPeriod(period: Span): void {
    this.period = period;
    this.#foresee();
  }

  get words() {
    return WORDS[this.asking?.kind ?? 'roles'];
  }
  get takes(): boolean {
    return this.asking?.kind.startsWith('take') ?? false;
  }
  /** Whether it can begin and end: licenses have no dates. */
  get dated(): boolean {
    return this.asking?.kind === 'roles' || this.asking?.kind === 'group';
  }
  get title(): string {
    const { asking } = this;
    return asking === null ? '' : this.words.title(asking.name ?? counted(asking.count, 'person', 'people'));
  }
  /** "Add 2 roles". */
  get button(): string {
    const { verb, one, many } = this.words;
    const count = this.chosen.length;
    return count === 0 ? `${verb} ${many}` : `${verb} ${counted(count, one, many)}`;
  }

  /** Does it; the dialog stays when nothing was changed. */
  async confirm(): Promise<void> {
    const { asking, chosen } = this;
    if (asking === null || chosen.length === 0 || this.reason !== null) return;
    const names =
      chosen.length > 2
        ? counted(chosen.length, this.words.one, this.words.many)
        : chosen.map(({ name }) => name).join(' and ');
    this.close();
    await holdings.change({
      ...this.#change(chosen),
      period: this.period,
      target: asking.target,
      words: ({ done }) => this.#done(asking.kind, names, asking.name ?? counted(done, 'person', 'people')),
    });
  }

  #done(kind: GiveKind, names: string, whom: string): string {
    if (kind === 'group') return `${whom} added to ${names}`;
    if (kind === 'license') return `${names} granted to ${whom}`;
    if (kind === 'roles') return `${names} added to ${whom}`;
    return `${names} ${kind === 'take-license' ? 'revoked' : 'removed'} from ${whom}`;
  }

  #change(chosen: readonly Offer[]): { give?: Holding[]; take?: Holding[] } {
    const what = chosen.map((one) => one.what);
    return this.takes ? { take: what } : { give: what };
  }

  #foresee(): void {
    clearTimeout(this.#timer);
    const mine = (this.#asked += 1);
    this.says = '';
    this.reason = null;
    const { asking, chosen } = this;
    if (asking === null || chosen.length === 0) return;
    this.#timer = setTimeout(() => {
      void foresee({ ...this.#change(chosen), period: this.period, target: asking.target }, '').then(
        (answer) => {
          if (mine !== this.#asked) return;
          this.reason = answer.reason;
          this.says = answer.says || 'Nobody gains or loses a permission by it.';
        },
        () => undefined,
      );
    }, 150);
  }
}
