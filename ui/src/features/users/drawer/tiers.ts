// Which standings the drawer offers, and why not the others, as Rust says it beforehand.

import type { Refusal, UserRow } from '../../../contract';
import type { RadioCard } from '../../../kit/RadioCards.svelte';
import { why } from '../../../shared/why';

const ADMIN = { value: 'admin', label: 'Admin', hint: 'Invites people and sets permissions, up to their own.' };
const USER = { value: 'user', label: 'User', hint: 'Uses only what is granted here.' };
const OWNER = { value: 'owner', label: 'Owner', hint: 'Created the organization and may do everything.' };

/**
 * The cards for one user (`null`: a new one). An owner stays owner (R15), nobody changes their own standing
 * (R17); `admin` says why the standing Admin can't be given, such as a plan that has no place left (R21).
 */
export function tierCards(row: UserRow | null, admin: Refusal | null): RadioCard[] {
  if (row?.tier === 'owner') {
    const stays = 'The creator stays the owner.';
    return [
      { ...OWNER, locked: 'Ownership can’t be handed over.' },
      { ...ADMIN, locked: stays },
      { ...USER, locked: stays },
    ];
  }
  if (row?.isYou) {
    const own = 'You can’t change your own role.';
    return [
      { ...ADMIN, locked: own },
      { ...USER, locked: own },
    ];
  }
  return [{ ...ADMIN, locked: row?.tier === 'admin' ? undefined : (why(admin) ?? undefined) }, USER];
}

/** A card's value as a tier. */
export function asTier(value: string): 'owner' | 'admin' | 'user' {
  return value === 'owner' || value === 'admin' ? value : 'user';
}
