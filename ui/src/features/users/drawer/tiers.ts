// Which standings the drawer offers, and why not the others, as Rust says it beforehand.

import type { Refusal, UserRow } from '../../../contract';
import type { RadioCard } from '../../../kit/RadioCards.svelte';
import { why } from '../../../shared/why';
import { m } from '../../../words';

const ADMIN = { value: 'admin', label: m.common_admin(), hint: m.users_tier_admin() };
const USER = { value: 'user', label: m.common_user(), hint: m.users_tier_user() };
const OWNER = { value: 'owner', label: m.common_owner(), hint: m.users_tier_owner() };

/**
 * The cards for one user (`null`: a new one). An owner stays owner (R15), nobody changes their own standing
 * (R17); `admin` says why the standing Admin can't be given, such as a plan that has no place left (R21).
 */
export function tierCards(row: UserRow | null, admin: Refusal | null): RadioCard[] {
  if (row?.tier === 'owner') {
    const stays = m.users_owner_stays();
    return [
      { ...OWNER, locked: m.users_owner_fixed() },
      { ...ADMIN, locked: stays },
      { ...USER, locked: stays },
    ];
  }
  if (row?.isYou) {
    const own = m.users_own_role();
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
