// What is asked in a dialog of its own wherever a user is at hand: locking out, signing in as them, a reset ticket.

import type { ConnectionKind, UserRow } from '../contract';
import { m } from '../words';
import { why } from './why';

export type Urgent = 'lock' | 'sign_in_as' | 'ticket';

/** The key of a ticket comes from the server that later takes it. */
const NEEDS_SERVER = m.shared_ticket_needs_server();

class Asked {
  /** Where the organization is: only a server draws the keys that tickets are made with. */
  at = $state<ConnectionKind>('file');
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
      return urgent.at !== 'file' && (row.kind === 'regular' || row.kind === 'portal') && row.status === 'active';
  }
}

/** Why no reset ticket is made for a user here; `null` where one is. */
export function noTicket(row: Pick<UserRow, 'passwordRefusal'>): string | null {
  return urgent.at === 'database' ? NEEDS_SERVER : why(row.passwordRefusal);
}
