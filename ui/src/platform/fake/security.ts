/** The security page of the double: its lists are the people’s own, its curve is drawn by hand. */
import type { Commands, LastReview, Outcome, SecurityList, SecurityRow } from '../../contract';
import { holds, type World } from './authority-world';
import { DAY, nameOf, type Person } from './people';
import { reportOf } from './reports';
import { refusal, rowOf } from './rules';

type Answers = {
  [
    C in
      | 'report_get'
      | 'security_get'
      | 'security_list'
      | 'review_get'
      | 'review_sign'
      | 'review_sheet'
      | 'review_paper'
      | 'review_save'
      | 'security_report'
      | 'security_save'
  ]: (req: Commands[C]['req']) => Commands[C]['res'];
};

const LISTS: SecurityList[] = [
  'without_factor',
  'without_role',
  'hidden_administrators',
  'dormant',
  'stale_invitations',
];

const NOTHING: Omit<Outcome, 'command'> = {
  preview: false,
  done: 0,
  member: null,
  refused: 0,
  refusals: [],
  undoable: false,
  role: null,
  group: null,
  impact: null,
};

function isIn(list: SecurityList, p: Person, now: number): boolean {
  if (p.kind !== 'regular' || p.erased) return false;
  switch (list) {
    case 'without_factor':
      return p.status === 'active' && p.tier !== 'user' && p.secondFactor === null;
    case 'without_role':
      return p.status === 'active' && p.tier === 'admin' && holds(p, 'role').length === 0;
    case 'hidden_administrators':
      return (p.status === 'suspended' || p.status === 'archived') && p.tier !== 'user';
    case 'dormant':
      return p.status === 'active' && (p.lastActive ?? 0) < now - 90 * DAY;
    case 'stale_invitations':
      return p.status === 'pending' && (p.invitationUntil ?? 0) <= now;
  }
}

export function securityOf(users: { world: World }): Answers {
  const { world } = users;
  const of = (list: SecurityList): Person[] =>
    world.people
      .filter((p) => isIn(list, p, world.now()))
      .sort((one, other) => nameOf(one).localeCompare(nameOf(other)));
  const asked = (p: Person) =>
    world.log.filter((line) => line.member === p.id && line.title === 'Asked by mail to set up a second factor');
  const row = (p: Person, list: SecurityList): SecurityRow => {
    const lines = asked(p);
    const required = 'Second factor required at the next sign-in';
    return {
      row: rowOf(world, p),
      asks: lines.length,
      askedAt: lines.length > 0 ? Math.max(...lines.map((line) => line.at)) : null,
      factorLostAt: null,
      factorRequired: world.log.some((line) => line.member === p.id && line.title === required),
      shutAt: p.archivedAt ?? (list === 'hidden_administrators' ? world.now() - 9 * DAY : null),
      lostRole: null,
      lowerRefusal: p.id === world.you ? refusal('yourself', 'You can’t change your own standing.') : null,
    };
  };
  let last: LastReview | null = null;
  return {
    review_get: () => ({
      rows: world.people
        .filter((p) => p.kind === 'regular' && !p.erased && p.tier !== 'user' && p.status !== 'archived')
        .sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
        .map((p) => row(p, 'without_factor')),
      last,
      refusal: world.me().tier === 'owner' ? null : refusal('rank_too_low', 'Only the owner signs a review off.'),
    }),
    review_sign: ({ command, lines, preview }) => {
      const out = lines.filter(({ verdict }) => verdict === 'remove').map(({ member }) => world.person(member));
      if (preview) {
        const people = out.map((p) => ({ member: p.id, name: nameOf(p), gained: [], lost: ['users.manage'] }));
        const impact = { reach: out.length, people, licencesGiven: 0, licencesTaken: 0, sessionsEnded: 0, givenOn: [] };
        return { ...NOTHING, command, preview, done: lines.length, impact };
      }
      for (const p of out) p.tier = 'user';
      last = { seq: world.log.length + 1, at: world.now(), by: nameOf(world.me()), byYou: true };
      return { ...NOTHING, command, done: lines.length };
    },
    security_report: () => ({ text: 'part,name', rows: 1 }),
    security_save: () => ({ path: '/home/ingrid/Downloads/security.csv', name: 'security.csv', rows: 21 }),
    review_sheet: ({ seq }) => ({ text: JSON.stringify({ seq }), rows: 1 }),
    review_paper: () => ({ base64: btoa('%PDF-1.7'), rows: 1 }),
    review_save: ({ seq }) => ({
      path: `/home/ingrid/Downloads/access-review-${seq}.json`,
      name: `access-review-${seq}.json`,
      rows: 12,
    }),
    report_get: ({ report, days }) => reportOf(world, report, days),
    security_get: ({ days }) => {
      const active = world.people.filter((p) => p.status === 'active' && p.kind === 'regular' && !p.erased);
      const passkey = active.filter((p) => p.secondFactor === 'passkey').length;
      const covered = active.filter((p) => p.secondFactor !== null).length;
      const today = Math.floor(world.now() / DAY);
      const lists = LISTS.map((list) => ({ list, total: of(list).length }));
      return {
        people: active.length,
        totp: covered - passkey,
        passkey,
        curve: Array.from({ length: days }, (_, n) => {
          const left = (days - 1 - n) / days;
          return {
            at: (today - days + 1 + n) * DAY,
            people: active.length,
            covered: Math.max(0, Math.round(covered - active.length * 0.11 * left - (left > 0.55 ? 6 : 0))),
          };
        }),
        marks: [{ at: (today - 52) * DAY, rule: { of: 'administrators', from: null }, by: 'Henrik Aas', byYou: false }],
        lastReview: last,
        plan: 'business',
        administrators: world.planUsed(),
        limit: world.planLimit(),
        lists,
        toReview: lists.slice(0, 3).reduce((sum, one) => sum + one.total, 0),
        dormantDays: 90,
      };
    },
    security_list: ({ list, offset, take }) => {
      const all = of(list);
      return { rows: all.slice(offset, offset + take).map((p) => row(p, list)), total: all.length };
    },
  };
}
