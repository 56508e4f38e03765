/** What is given to the chosen, or taken from them: which kind, to whom, and what it would do. */
import type { AccessChoices, Holding, Target } from '../../contract';
import { OPEN, type Span } from '../../kit/period';
import { foresee } from '../../shared/foresee';
import { holdings } from '../../shared/holdings.svelte';
import { why } from '../../shared/why';
import { counted, m } from '../../words';

export type GiveKind = 'roles' | 'group' | 'license' | 'take-roles' | 'take-license';

/** What is listed: how it is looked for, and that none is found. */
const ROLES = {
  count: m.common_count_roles,
  list: m.users_list_roles(),
  find: m.users_find_roles(),
  none: m.users_no_role_matches,
  choose: m.users_choose_roles(),
};
const GROUPS = {
  count: m.common_count_groups,
  list: m.users_list_groups(),
  find: m.users_find_groups(),
  none: m.users_no_group_matches,
  choose: m.users_choose_groups(),
};
const LICENSES = {
  count: m.common_count_licenses,
  list: m.users_list_licenses(),
  find: m.users_find_licenses(),
  none: m.users_no_license_matches,
  choose: m.users_choose_licenses(),
};

/** Words of each kind: title and button name the number. */
const WORDS = {
  roles: {
    title: m.users_give_roles,
    go: m.users_go_roles(),
    goes: m.users_go_roles_n,
    did: m.users_did_roles,
    ...ROLES,
  },
  group: {
    title: m.users_give_group,
    go: m.users_go_group(),
    goes: m.users_go_group_n,
    did: m.users_did_group,
    ...GROUPS,
  },
  license: {
    title: m.users_give_license,
    go: m.users_go_license(),
    goes: m.users_go_license_n,
    did: m.users_did_license,
    ...LICENSES,
  },
  'take-roles': {
    title: m.users_take_roles,
    go: m.users_go_take_roles(),
    goes: m.users_go_take_roles_n,
    did: m.users_did_take_roles,
    ...ROLES,
  },
  'take-license': {
    title: m.users_take_license,
    go: m.users_go_take_license(),
    goes: m.users_go_take_license_n,
    did: m.users_did_take_license,
    ...LICENSES,
  },
} satisfies Record<GiveKind, unknown>;

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
      detail: counted(m.common_count_members, members),
      what: { is: 'group', of: id },
      reason: why(giveRefusal),
    }));
  if (kind === 'license' || kind === 'take-license')
    return packages.map((pack) => ({
      id: pack.package,
      name: m.users_of_package(pack),
      detail:
        kind === 'take-license'
          ? counted(m.users_in_use, pack.used)
          : pack.free > 0
            ? counted(m.users_free, pack.free)
            : m.users_none_free(),
      what: { is: 'licence', of: pack.package },
      reason: kind === 'license' && pack.free <= 0 ? m.users_no_seat() : null,
    }));
  // Portal roles are for portal members alone (R8).
  const fitting = roles.filter((role) => role.portal === portal);
  return fitting.map(({ id, name, members, giveRefusal }) => ({
    id,
    name,
    detail: counted(m.common_count_members, members),
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
    return asking === null
      ? ''
      : this.words.title({ whom: asking.name ?? counted(m.common_count_people, asking.count) });
  }
  /** "Add 2 roles". */
  get button(): string {
    const { go, goes } = this.words;
    return this.chosen.length === 0 ? go : counted(goes, this.chosen.length);
  }

  /** Does it; the dialog stays when nothing was changed. */
  async confirm(): Promise<void> {
    const { asking, chosen } = this;
    if (asking === null || chosen.length === 0 || this.reason !== null) return;
    const names =
      chosen.length > 2
        ? counted(this.words.count, chosen.length)
        : chosen.map(({ name }) => name).reduce((before, name) => m.users_and({ before, name }));
    const { did } = this.words;
    this.close();
    await holdings.change({
      ...this.#change(chosen),
      period: this.period,
      target: asking.target,
      words: ({ done }) => did({ names, whom: asking.name ?? counted(m.common_count_people, done) }),
    });
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
          this.says = answer.says || m.users_gains_nothing();
        },
        () => undefined,
      );
    }, 150);
  }
}
