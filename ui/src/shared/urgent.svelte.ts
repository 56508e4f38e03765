// What is asked in a dialog of its own wherever a user is at hand: locking out, and signing in as them.

import type { UserRow } from '../contract';

export type Urgent = 'lock' | 'sign_in_as';

class Asked {
  now = $state.raw<{ what: Urgent; row: UserRow } | null>(null);
  ask(what: Urgent, row: UserRow): void {
    this.now = { what, row };
  }
  close(): void {
    this.now = null;
  }
}

export const urgent = new Asked();

/** Whether it belongs in a user’s menu; there, why it may not be done is said. */
export const fits = (what: Urgent, row: UserRow): boolean =>
  what === 'lock'
    ? row.status === 'active' || row.status === 'suspended'
    : row.kind === 'regular' && row.status === 'active';
