// Which roles the drawer offers, and why not the others. Rust decides; this says it beforehand.

import type { Tier, UserCounts, UserRow } from '../../../contract';
import type { RadioCard } from '../../../kit/RadioCards.svelte';

const ADMIN = { value: 'admin', label: 'Admin', hint: 'Invites people and sets permissions, up to their own.' };
const USER = { value: 'user', label: 'User', hint: 'Uses only what is granted here.' };
const OWNER = { value: 'owner', label: 'Owner', hint: 'Created the organization and may do everything.' };

/**
 * The cards for one user (`null`: a new one), for somebody of tier `mine`.
 * An owner stays owner (R15), nobody changes their own role (R17), the plan has its places (R21).
 */
export function tierCards(row: UserRow | null, mine: Tier | null, counts: UserCounts | null): RadioCard[] {
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
  return [{ ...ADMIN, locked: whyNoAdmin(row, mine, counts) }, USER];
}

function whyNoAdmin(row: UserRow | null, mine: Tier | null, counts: UserCounts | null): string | undefined {
  if (row?.tier === 'admin') return undefined;
  if (mine === 'user') return 'Only an administrator can give this role.';
  if (counts !== null && counts.planUsed >= counts.planLimit)
    return `All ${counts.planLimit} administrators of the plan are in use. Suspend or archive one first.`;
  return undefined;
}

/** A card's value as a tier. */
export function asTier(value: string): Tier {
  return value === 'owner' || value === 'admin' ? value : 'user';
}
