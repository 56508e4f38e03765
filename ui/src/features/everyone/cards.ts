/** People over all organizations: whoever has the same e-mail is one person, with a membership in each. */
import type { KnownOrganization, UserRow } from '../../contract';
import { keyOfPlace } from '../../shared/places';
import { compare } from '../../words';

/** Somebody in one organization. */
export interface Membership {
  key: string;
  known: KnownOrganization;
  /** The organization's name. */
  organization: string;
  row: UserRow;
}

/** One person: an account, by its address. */
export interface Card {
  /** The address, folded; of what has none, the membership itself. */
  key: string;
  name: string;
  email: string;
  initials: string;
  memberships: Membership[];
}

export interface Answer {
  known: KnownOrganization;
  organization: string;
  rows: readonly UserRow[];
}

/** One card an account, in order of names; its memberships in order of organizations. */
export function cardsOf(answers: readonly Answer[]): Card[] {
  const cards = new Map<string, Card>();
  for (const { known, organization, rows } of answers)
    for (const row of rows) {
      const membership = { key: `${keyOfPlace(known)} ${row.id}`, known, organization, row };
      const key = row.email === '' ? membership.key : row.email.toLowerCase();
      const card = cards.get(key);
      if (card) card.memberships.push(membership);
      else cards.set(key, { key, name: row.name, email: row.email, initials: row.initials, memberships: [membership] });
    }
  for (const { memberships } of cards.values()) memberships.sort((a, b) => compare(a.organization, b.organization));
  return [...cards.values()].sort((a, b) => compare(a.name, b.name) || compare(a.key, b.key));
}

/** Memberships by organization, as each is asked for its own. */
export function byOrganization(
  chosen: Iterable<Membership>,
): { known: KnownOrganization; organization: string; members: Membership[] }[] {
  const all = new Map<string, { known: KnownOrganization; organization: string; members: Membership[] }>();
  for (const membership of chosen) {
    const { known, organization } = membership;
    const key = keyOfPlace(known);
    const found = all.get(key);
    if (found) found.members.push(membership);
    else all.set(key, { known, organization, members: [membership] });
  }
  return [...all.values()];
}
