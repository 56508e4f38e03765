/** What the backend in memory holds people to: a few of the rules, enough to meet every answer on screen. */
import type { Action, Permit, Refusal, Status, UserFilter, UserRow } from '../../contract';
import { touch } from './authority-rights';
import { holds, type World } from './authority-world';
import { DAY, HOUR, initialsOf, nameOf, type Person } from './people';
import { PACKAGES } from './authority-data';

export const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
export const TAB: Record<Status, UserFilter['tab']> = {
  active: 'active',
  suspended: 'active',
  pending: 'pending',
  archived: 'archived',
};
const FITS: Record<Status, Action[]> = {
  active: [
    'send_access',
    'password_link',
    'force_change',
    'end_sessions',
    'reset_factor',
    'ask_factor',
    'require_factor',
    'suspend',
    'archive',
  ],
  suspended: ['reset_factor', 'reactivate', 'archive'],
  pending: ['resend', 'revoke', 'archive'],
  archived: ['restore', 'erase'],
};
const AFTER: Partial<Record<Action, Status>> = {
  suspend: 'suspended',
  reactivate: 'active',
  archive: 'archived',
  restore: 'active',
  revoke: 'archived',
};

export const refusal = (code: Refusal['code'], message: string, help = '', field: string | null = null): Refusal => ({
  code,
  message,
  help,
  field,
  about: null,
});

/** Whether a filter finds a person. */
export function matches(person: Person, filter: UserFilter, now: number): boolean {
  if (TAB[person.status] !== filter.tab) return false;
  if (filter.tiers.length > 0 && !filter.tiers.includes(person.tier)) return false;
  if (person.kind !== (filter.kind ?? 'regular')) return false;
  if (filter.group !== null && !person.held[`group:${filter.group}`]) return false;
  if (filter.role && !person.held[`role:${filter.role}`]) return false;
  if (filter.licence && !person.held[`licence:${filter.licence}`]) return false;
  if (filter.withoutRole && (person.tier === 'user' || holds(person, 'role').length > 0)) return false;
  if (filter.suspended !== null && (person.status === 'suspended') !== filter.suspended) return false;
  if (filter.awayDays !== null && person.lastActive !== null && person.lastActive > now - filter.awayDays * DAY)
    return false;
  if (filter.withoutSecondFactor && person.secondFactor !== null) return false;
  const text = fold(`${nameOf(person)} ${person.email}`);
  return fold(filter.text)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** Why an action may not be done; `null` when it may. */
export function refuse(world: World, p: Person, action: Action): Refusal | null {
  if (!FITS[p.status].includes(action)) return refusal('wrong_status', `${nameOf(p)} is ${p.status}.`);
  if (action === 'send_access')
    return p.lastActive === null
      ? null
      : refusal('wrong_status', `${nameOf(p)} has a password already.`, 'They sign in with it.');
  if (action === 'password_link' || action === 'force_change') {
    if (p.id === world.you) return refusal('yourself', 'You change your own password on your own page.');
    if (p.lastActive === null)
      return refusal('wrong_status', `${nameOf(p)} hasn’t chosen a password yet.`, 'Send access info instead.');
  }
  if (action === 'password_link' || action === 'force_change' || action === 'end_sessions') return touch(world, p);
  if (action === 'ask_factor' || action === 'require_factor')
    return p.id === world.you ? refusal('yourself', 'You have no second factor yourself.') : touch(world, p);
  if (action === 'reset_factor')
    return p.id === world.you ? refusal('yourself', 'You can’t reset your own second factor.') : touch(world, p);
  if (p.tier === 'owner')
    return refusal('owner_fixed', 'The owner stays as they are.', 'Hand over the organization first.');
  if (p.id === world.you) return refusal('yourself', 'Nobody does this to themselves.', 'Ask another administrator.');
  return p.status === 'archived' ? null : touch(world, p);
}

/** A person as a row of the list. */
export function rowOf(world: World, p: Person): UserRow {
  const name = nameOf(p);
  const named = (list: readonly { id: string; name: string }[], ids: string[]) =>
    ids.map((id) => list.find((one) => one.id === id)?.name ?? '');
  const groups = named(world.groups, holds(p, 'group'));
  return {
    id: p.id,
    version: p.version,
    name,
    initials: initialsOf(name),
    email: p.email,
    kind: p.kind,
    tier: p.tier,
    status: p.status,
    groups: groups.slice(0, 2),
    groupCount: groups.length,
    roles: named(world.roles, holds(p, 'role')),
    licences: PACKAGES.filter((one) => p.held[`licence:${one.package}`]).map((one) => one.product),
    secondFactor: p.secondFactor,
    lastActive: p.lastActive,
    roll: p.roll,
    isYou: p.id === world.you,
    addedAt: p.addedAt,
    addedBy: p.addedBy,
    invitationUntil: p.invitationUntil,
    archivedAt: p.archivedAt,
    may: FITS[p.status]
      .filter((action) => action !== 'reset_factor' || p.secondFactor !== null)
      .filter((action) => (action !== 'ask_factor' && action !== 'require_factor') || p.secondFactor === null)
      .map((action): Permit => ({ action, refusal: refuse(world, p, action) })),
    editRefusal: p.id === world.you ? null : touch(world, p),
    passwordRefusal: refuse(world, p, 'end_sessions'),
    lockRefusal: p.status === 'suspended' ? touch(world, p) : refuse(world, p, 'suspend'),
    asRefusal: p.id === world.you ? refusal('yourself', 'You are yourself already.') : touch(world, p),
  };
}

/** Does an action to one person. */
export function apply(world: World, p: Person, action: Action): void {
  const now = world.now();
  if (action === 'resend') p.invitationUntil = now + 72 * HOUR;
  if (action === 'erase')
    Object.assign(p, { erased: true, email: `erased-${p.id.slice(-4)}@invalid`, phone: '', note: '' });
  if (action === 'reset_factor') p.secondFactor = null;
  const status = AFTER[action];
  if (!status) return;
  p.status = action === 'restore' && p.invitationUntil !== null ? 'pending' : status;
  p.archivedAt = status === 'archived' ? now : null;
  // Seats are freed with the access, and come back as far as there are any (R4).
  const out = p.status === 'suspended' || p.status === 'archived';
  const held = { ...p.held };
  for (const key of holds(p, out ? 'licence' : 'freed')) {
    const [from, to] = out ? [`licence:${key}`, `freed:${key}`] : [`freed:${key}`, `licence:${key}`];
    const since = held[from];
    if (!since || (!out && world.free(key) <= 0)) continue;
    delete held[from];
    held[to] = since;
  }
  p.held = held;
}
