/** Made-up people for tests and for the screen without a window: many scripts, the same ones every time. */
import type { AccessMode, FactorKind, Holding, Kind, Period, Status, Tier } from '../../contract';
import { PACKAGES } from './authority-data';
import { idOf } from './ids';
import { FIRST, LAST } from './names';

export { idOf };

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Held {
  since: number;
  by: string | null;
  until: number | null;
}

export interface Person {
  id: string;
  version: number;
  first: string;
  last: string;
  email: string;
  kind: Kind;
  tier: Tier;
  status: Status;
  /** Roles, groups, licences, grants, restrictions, portals, by `kind:id`; replaced, never mutated. */
  held: Record<string, Held>;
  waiting: { what: Holding; period: Period; by: string | null }[];
  /** Modules that don't stand in their menus. */
  hidden: string[];
  period: Period;
  contact: string;
  customer: string;
  secondFactor: FactorKind | null;
  lastActive: number | null;
  roll: number;
  addedAt: number;
  addedBy: string | null;
  invitationUntil: number | null;
  archivedAt: number | null;
  access: AccessMode;
  language: string;
  phone: string;
  note: string;
  erased: boolean;
}

export const GROUPS: readonly [name: string, description: string][] = [
  ['Management', 'Runs the company'],
  ['IT', 'Machines and accounts'],
  ['Helpdesk agents', 'First answer to every ticket'],
  ['Crewing', 'Who sails when'],
  ['Payroll', 'Pay and tax'],
  ['Sales', 'Contracts in Europe'],
  ['Sales Asia', 'Contracts in Asia'],
  ['Chartering', 'Ships to and from others'],
  ['Technical', 'Keeps the fleet running'],
  ['Dry dock', 'Planned repairs'],
  ['Finance', 'Books and invoices'],
  ['Fleet operations', 'Where every ship is'],
];

/** A small repeatable generator (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Seed = [
  first: string,
  last: string,
  mail: string,
  tier: Tier,
  groups: number[],
  factor: FactorKind | null,
  hours: number,
  status?: Status,
];
const KNOWN: Seed[] = [
  ['Henrik', 'Aas', 'henrik.aas', 'owner', [0], 'passkey', 0.07],
  ['Ingrid', 'Solbakken', 'ingrid', 'admin', [1, 2], 'passkey', 0],
  ['Nguyễn Thị', 'Minh Hạnh', 'hanh.nguyen', 'admin', [3, 4], 'totp', 0.2],
  ['田中', '美咲', 'misaki.tanaka', 'user', [6], 'passkey', 0.44],
  ['Łukasz', 'Wójcik', 'lukasz.wojcik', 'user', [8, 9], 'totp', 0.69],
  ['Ayşe', 'Yıldırım', 'ayse.yildirim', 'user', [5, 7], 'totp', 0.77],
  ['عمر', 'الحدّاد', 'omar.alhaddad', 'user', [11], 'totp', 1.2],
  ['Θεοδώρα', 'Παππά', 'theodora.pappa', 'admin', [10, 4], null, 3.2],
  ['Олександра', 'Шевченко', 'oleksandra.shevchenko', 'user', [3], 'totp', 6.1],
  ['이', '서준', 'seojun.lee', 'user', [6, 7], 'passkey', 11],
  ['Chidiebere', 'Okonkwo', 'chidiebere.okonkwo', 'user', [11], 'totp', 26],
  ['Zoë', 'Van den Broeck', 'zoe.vandenbroeck', 'user', [10], null, 27],
  ['प्रिया', 'शर्मा', 'priya.sharma', 'user', [8], 'totp', 30],
  ['Björn', 'Þórsson', 'bjorn.thorsson', 'user', [11], 'totp', 90, 'suspended'],
  ['María José', 'Ibáñez', 'mariajose.ibanez', 'user', [7, 5, 10], 'passkey', 96],
  ['דנה', 'לוי', 'dana.levi', 'user', [10], 'totp', 98],
];

/** `count` people of an organization as it stands at `now`: most active, some invited, some gone. */
export function makePeople(count: number, now: number): Person[] {
  const random = chance(7);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)] as T;
  const people: Person[] = [];
  for (let n = 0; n < count; n += 1) {
    const known = KNOWN[n];
    const first = known?.[0] ?? pick(FIRST);
    const last = known?.[1] ?? pick(LAST);
    const share = random();
    const status: Status = known
      ? (known[7] ?? 'active')
      : share < 0.03
        ? 'pending'
        : share < 0.13
          ? 'archived'
          : 'active';
    const hours =
      known?.[6] ?? (status === 'pending' ? null : random() < 0.04 ? null : 100 + random() * random() * 1_600);
    const groups = known?.[4] ?? [
      ...new Set(
        Array.from({ length: Math.floor(random() * 3) + (random() < 0.9 ? 1 : 0) }, () =>
          Math.floor(random() * GROUPS.length),
        ),
      ),
    ];
    const addedAt = now - (status === 'pending' ? random() * 5 : 30 + random() * 900) * DAY;
    people.push({
      id: idOf(1, n),
      version: n + 1,
      first,
      last,
      email: `${known?.[2] ?? `person${n}`}@nordlys.no`,
      kind: kindOf(n, random()),
      tier: known?.[3] ?? (status !== 'archived' && random() < 0.02 ? 'admin' : 'user'),
      status,
      held: {},
      waiting: [],
      hidden: n === 5 ? ['events'] : [],
      period: { from: null, until: null },
      contact: '',
      customer: '',
      secondFactor: known
        ? known[5]
        : random() < 0.09 || status === 'pending'
          ? null
          : pick<FactorKind>(['totp', 'totp', 'passkey']),
      lastActive: hours === null ? null : now - hours * HOUR,
      roll: hours === null || status !== 'active' ? 0 : rollOf(hours, random),
      addedAt,
      addedBy: known?.[3] === 'owner' ? null : pick(['Henrik Aas', 'Ingrid Solbakken']),
      invitationUntil: status === 'pending' ? addedAt + 72 * HOUR : null,
      archivedAt: status === 'archived' ? now - random() * 300 * DAY : null,
      access: n === 7 || (n > 15 && random() < 0.03) ? 'all' : 'custom',
      language: 'en',
      phone: '',
      note: '',
      erased: false,
    });
    const made = people.at(-1);
    if (made) made.held = heldOf(n, made, groups, now, random);
  }
  seat(people, now);
  return people;
}

function kindOf(n: number, share: number): Kind {
  if (n < KNOWN.length) return 'regular';
  return share < 0.01 ? 'api' : share > 0.985 ? 'portal' : share > 0.982 ? 'system' : 'regular';
}

/** Roles and groups that somebody has from the beginning. */
function heldOf(n: number, { kind, tier, addedAt }: Person, groups: number[], now: number, random: () => number) {
  const held: Person['held'] = {};
  const give = (key: string, at: number, by = 'Ingrid Solbakken') => {
    held[key] = { since: Math.floor(Math.min(now - HOUR, addedAt + at * (now - addedAt))), by, until: null };
  };
  if (kind === 'portal') {
    give(`role:${idOf(5, 7)}`, 0);
    give(`portal:${idOf(6, n % 2)}`, 0);
    return held;
  }
  const role =
    tier === 'owner'
      ? 0
      : tier === 'admin'
        ? 1
        : ({ 11: 5, 10: 4, 2: 6 }[groups[0] ?? -1] ?? (random() < 0.12 ? 3 : 2));
  // Θεοδώρα is an administrator without a role.
  if (n !== 7) give(`role:${idOf(5, role)}`, 0, 'Henrik Aas');
  for (const group of groups) give(`group:${idOf(2, group)}`, random() * 0.9);
  if (n === 5) {
    give('grant:invoices.edit', 0.95);
    give('grant:documents.delete', 0.8);
    give('restriction:charter_parties.create', 0.97, 'Henrik Aas');
  }
  return held;
}

/** Hands the licences of the beginning out, product by product. */
function seat(people: Person[], now: number): void {
  const active = people.filter((p) => p.status === 'active' && p.kind === 'regular');
  PACKAGES.forEach(({ package: key, held }, n) => {
    const first = key === 'payroll.standard' ? 40 : 0;
    for (let at = 0, done = 0; done < held && at < active.length; at += 1) {
      const p = active[(first + at * (n % 2 ? 2 : 1)) % active.length];
      if (!p || p.held[`licence:${key}`] || (p.id === idOf(1, 5) && key.startsWith('crew'))) continue;
      const since = Math.max(p.addedAt, now - ((done * 37) % 900) * DAY - DAY);
      p.held = {
        ...p.held,
        [`licence:${key}`]: { since, by: done % 3 ? 'Ingrid Solbakken' : 'Henrik Aas', until: null },
      };
      done += 1;
    }
  });
}

function rollOf(hours: number, random: () => number): number {
  let bits = 0;
  for (let day = Math.floor(hours / 24); day < 14; day += 1) if (random() < 0.72) bits |= 1 << day;
  return bits;
}

export function nameOf(person: Person): string {
  return person.erased ? 'Erased user' : [person.first, person.last].filter(Boolean).join(' ') || person.email;
}

/** One or two letters, whole as a reader sees them. */
export function initialsOf(name: string): string {
  const cut = new Intl.Segmenter('en', { granularity: 'grapheme' });
  const words = name.split(/\s+/).filter(Boolean);
  const head = (word: string | undefined) => (word === undefined ? '' : ([...cut.segment(word)][0]?.segment ?? ''));
  return words.length > 1 ? head(words[0]) + head(words.at(-1)) : head(words[0]);
}
