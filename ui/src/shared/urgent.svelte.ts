// What is asked in a dialog of its own wherever a user is at hand: locking out, signing in as them, a reset ticket.

import type { UserRow } from '../contract';

export type Urgent = 'lock' | 'sign_in_as' | 'ticket';

class Asked {
  /** Whether the organization is beyond this computer: only there is a portal that takes a ticket. */
  beyond = $state(false);
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
export function fits(what: Urgent, row: UserRow): boolean {
  switch (what) {
    case 'lock':
      return row.status === 'active' || row.status === 'suspended';
    case 'sign_in_as':
      return row.kind === 'regular' && row.status === 'active';
    case 'ticket':
      return urgent.beyond && (row.kind === 'regular' || row.kind === 'portal') && row.status === 'active';
  }
}
