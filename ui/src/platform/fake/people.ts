/** Made-up people for tests and for the screen without a window: many scripts, the same ones every time. */
import type { AccessMode, Kind, Status, Tier } from '../../contract';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

export interface Person {
  id: string;
  version: number;
  first: string;
  last: string;
  email: string;
  kind: Kind;
  tier: Tier;
  status: Status;
  groups: string[];
  secondFactor: string | null;
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

const FIRST = [
  'Ada',
  'Łukasz',
  'Ayşe',
  'Björn',
  'Zoë',
  'María José',
  'Siôn',
  'Agnieszka',
  'Sofía',
  'Chidiebere',
  'Ngozi',
  'Jean-Luc',
  'Élodie',
  'Mårten',
  'Tuğçe',
  'Minh',
  'Thị Hạnh',
  'Олександр',
  'Ірина',
  'Θεοδώρα',
  'Νίκος',
  'عمر',
  'ليلى',
  'דנה',
  'יואב',
  'प्रिया',
  'अर्जुन',
  '美咲',
  '健太',
  '서준',
  '민지',
  '伟',
  '芳',
  'ณัฐพล',
  'Ingeborg',
  'Oisín',
  'Saoirse',
  'Kwame',
  'Amina',
  'João',
  'Beatriz',
];
const LAST = [
  'Lovelace',
  'Wójcik',
  'Yıldırım',
  'Þórsson',
  'Van den Broeck',
  'Ibáñez',
  'Llewellyn',
  'Dąbrowska',
  'Quiroga',
  'Okonkwo',
  'Adeyemi',
  'Dubois',
  'Lefèvre',
  'Åkesson',
  'Öztürk',
  'Nguyễn',
  'Trần',
  'Шевченко',
  'Коваль',
  'Παππά',
  'Γεωργίου',
  'الحدّاد',
  'منصور',
  'לוי',
  'כהן',
  'शर्मा',
  'पटेल',
  '田中',
  '佐藤',
  '이',
  '김',
  '王',
  '李',
  'วงศ์ไทย',
  'Solbakken',
  'Ó Briain',
  'Murphy',
  'Mensah',
  'Diallo',
  'Silva',
  'Santos',
];

type Seed = [
  first: string,
  last: string,
  mail: string,
  tier: Tier,
  groups: number[],
  factor: string | null,
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
  ['عمر', 'الحدّاد', 'omar.alhaddad', 'user', [11], 'codes', 1.2],
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

/** A UUID-like id from a number. */
export function idOf(kind: number, n: number): string {
  return `01930000-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

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
      kind: known ? 'regular' : random() < 0.01 ? 'api' : 'regular',
      tier: known?.[3] ?? (status !== 'archived' && random() < 0.02 ? 'admin' : 'user'),
      status,
      groups: groups.map((g) => GROUPS[g]?.[0] ?? ''),
      secondFactor: known
        ? known[5]
        : random() < 0.09 || status === 'pending'
          ? null
          : pick(['totp', 'totp', 'passkey', 'codes']),
      lastActive: hours === null ? null : now - hours * HOUR,
      roll: hours === null || status !== 'active' ? 0 : rollOf(hours, random),
      addedAt,
      addedBy: known?.[3] === 'owner' ? null : pick(['Henrik Aas', 'Ingrid Solbakken']),
      invitationUntil: status === 'pending' ? addedAt + 72 * HOUR : null,
      archivedAt: status === 'archived' ? now - random() * 300 * DAY : null,
      access: 'all',
      language: 'en',
      phone: '',
      note: '',
      erased: false,
    });
  }
  return people;
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
