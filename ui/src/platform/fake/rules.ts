/** What the backend in memory holds people to: a few of the rules, enough to meet every answer on screen. */
import type { Action, Permit, Refusal, Status, UserFilter, UserRow } from '../../contract';
import { DAY, GROUPS, HOUR, initialsOf, nameOf, type Person } from './people';

export const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
export const TAB: Record<Status, UserFilter['tab']> = {
  active: 'active',
  suspended: 'active',
  pending: 'pending',
  archived: 'archived',
};
const FITS: Record<Status, Action[]> = {
  active: ['send_access', 'suspend', 'archive'],
  suspended: ['reactivate', 'archive'],
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
  if (filter.group !== null && !person.groups.includes(GROUPS[Number.parseInt(filter.group.slice(-12), 16)]?.[0] ?? ''))
    return false;
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
export function refuse(p: Person, action: Action, you: string): Refusal | null {
  if (!FITS[p.status].includes(action)) return refusal('wrong_status', `${nameOf(p)} is ${p.status}.`);
  if (action === 'send_access')
    return p.lastActive === null
      ? null
      : refusal('wrong_status', `${nameOf(p)} has a password already.`, 'They sign in with it.');
  if (p.tier === 'owner')
    return refusal('owner_fixed', 'The owner stays as they are.', 'Hand over the organization first.');
  if (p.id === you) return refusal('yourself', 'Nobody does this to themselves.', 'Ask another administrator.');
  return null;
}

/** A person as a row of the list. */
export function rowOf(p: Person, you: string): UserRow {
  const name = nameOf(p);
  return {
    id: p.id,
    version: p.version,
    name,
    initials: initialsOf(name),
    email: p.email,
    kind: p.kind,
    tier: p.tier,
    status: p.status,
    groups: p.groups.slice(0, 2),
    groupCount: p.groups.length,
    secondFactor: p.secondFactor,
    lastActive: p.lastActive,
    roll: p.roll,
    isYou: p.id === you,
    addedAt: p.addedAt,
    addedBy: p.addedBy,
    invitationUntil: p.invitationUntil,
    archivedAt: p.archivedAt,
    may: FITS[p.status].map((action): Permit => ({ action, refusal: refuse(p, action, you) })),
    editRefusal:
      p.status === 'archived'
        ? refusal('wrong_status', 'Archived users can’t be edited.', 'Restore first.')
        : p.tier === 'owner' && p.id !== you
          ? refusal('rank_too_low', 'Only the owner edits the owner.')
          : null,
  };
}

/** Does an action to one person. */
export function apply(p: Person, action: Action, now: number): void {
  if (action === 'resend') p.invitationUntil = now + 72 * HOUR;
  if (action === 'erase')
    Object.assign(p, { erased: true, email: `erased-${p.id.slice(-4)}@invalid`, phone: '', note: '' });
  const status = AFTER[action];
  if (status) {
    p.status = action === 'restore' && p.invitationUntil !== null ? 'pending' : status;
    p.archivedAt = status === 'archived' ? now : null;
  }
  p.version += 1;
}
