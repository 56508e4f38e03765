/** The line to an organization in memory: `line=away` in the address begins without one, with a queue in every state. */
import { TAGS, type CommandName, type EditUser, type LineView, type Outcome, type QueuedView } from '../../contract';
import type {
  MakeTicket,
  QueuedStanding,
  QueuedWhat,
  SettleQueued,
  TicketMade,
  TicketView,
  WireError,
} from '../../contract';
import { idOf } from './ids';
import { nameOf } from './people';
import type { FakeUsers } from './users';

const MINUTE = 60_000;
const QUEUEABLE = new Set(['password_link', 'suspend', 'reactivate', 'resend']);

export class FakeLine {
  online = true;
  #entries: QueuedView[] = [];
  #lost: number | null = null;
  #tickets: TicketView[] = [];

  constructor(
    readonly users: FakeUsers,
    readonly now: () => number,
    readonly tell: () => void,
    away: boolean,
  ) {
    if (!away) return;
    this.online = false;
    this.#lost = now() - 9 * MINUTE;
    const link: QueuedWhat = { what: 'act', action: 'password_link' };
    const note: QueuedWhat = {
      what: 'profile',
      firstName: null,
      lastName: null,
      phone: '+47 55 01 02 03',
      language: null,
      note: null,
    };
    const theirs = {
      by: 'Henrik Aas',
      at: now() - 10 * MINUTE,
      title: 'Profile changed',
      values: [{ label: 'Phone', theirs: '+47 55 99 88 77', mine: '+47 55 01 02 03' }],
    };
    const message = 'Somebody changed this field in between.';
    this.#add(5, note, 13, { is: 'conflict', message, theirs });
    this.#add(14, link, 11, {
      is: 'refused',
      at: now() - 8 * MINUTE,
      message: 'The access is suspended.',
      help: 'Reactivate it, then send again.',
    });
    this.#add(12, { what: 'temporary_password' }, 7, { is: 'waiting' });
    this.#add(13, link, 6, { is: 'waiting' });
    this.#add(7, { what: 'temporary_password' }, 1, { is: 'waiting' });
    this.#add(11, { what: 'temporary_password' }, 15, { is: 'applied', at: now() - 14 * MINUTE });
  }

  view(): LineView {
    return structuredClone({
      online: this.online,
      lostAt: this.#lost,
      ready: true,
      over: false,
      synced: this.#lost,
      copying: null,
      wentBack: false,
      unreadable: null,
      unread: [],
      refusal: null,
      entries: this.#entries,
      tickets: this.#tickets,
    });
  }

  /** *Try now*: it is back, and what waits is applied. */
  try(): null {
    if (this.online) return null;
    this.online = true;
    this.#lost = null;
    const at = this.now();
    this.#entries = this.#entries.map((entry) =>
      entry.standing.is === 'waiting' ? { ...entry, sent: true, standing: { is: 'applied', at } } : entry,
    );
    this.tell();
    return null;
  }

  settle({ command, how }: SettleQueued): null {
    const at = this.now();
    const after: Record<SettleQueued['how'], QueuedStanding> = {
      keep_theirs: { is: 'kept_theirs', at },
      drop: { is: 'dropped', at },
      apply_mine: this.online ? { is: 'applied', at } : { is: 'waiting' },
      send_again: this.online ? { is: 'applied', at } : { is: 'waiting' },
    };
    this.#entries = this.#entries.map((entry) =>
      entry.command === command ? { ...entry, standing: after[how] } : entry,
    );
    return null;
  }

  /** A reset ticket; `wrong` is not the password. */
  ticket({ member, password }: MakeTicket): TicketMade {
    if (password === 'wrong') {
      const message = 'This isn’t the password that was used here last.';
      throw { code: 'sign_in_failed', message, help: '', fields: { password: message }, about: null };
    }
    const person = this.users.people.find(({ id }) => id === member);
    const name = person ? nameOf(person) : '';
    const at = this.now();
    const until = at + 480 * MINUTE;
    this.#tickets = [{ member, name, at, until, used: null }, ...this.#tickets];
    this.tell();
    const page = 'https://accounts.nordlys.example/ticket';
    const picture = 'M4 4h7v1h-7zM4 5h1v6h-1zM10 5h1v6h-1zM4 10h7v1h-7zM6 6h3v3h-3z';
    return { name, email: person?.email ?? '', ticket: '7QK2 M9XF 03HT VWB8', page, picture, side: 29, until };
  }

  /** What a command comes to without a connection; `null` where it is carried out as always. */
  given(name: CommandName, req: unknown, carryOut: () => unknown): Outcome | null {
    if (this.online || TAGS[name].writes.length === 0 || LOCAL.has(name)) return null;
    const asked = req as { command: string; preview?: boolean; action?: string; target?: { ids?: string[] } };
    if (asked.preview === true) return null;
    const what = this.#what(name, req);
    const members = name === 'users_act' ? asked.target?.ids : [(req as { member: string }).member];
    if (what === null || members === undefined) throw needsLine();
    const outcome = carryOut() as Outcome;
    for (const member of members)
      this.#entries.push({
        ...this.#entry(member, what),
        command: members.length === 1 ? asked.command : idOf(this.#entries.length, 9),
      });
    this.tell();
    return { ...outcome, undoable: false, waits: true };
  }

  #what(name: CommandName, req: unknown): QueuedWhat | null {
    if (name === 'user_password_set') return { what: 'temporary_password' };
    if (name === 'users_act') {
      const { action } = req as { action: Extract<QueuedWhat, { what: 'act' }>['action'] };
      return QUEUEABLE.has(action) ? { what: 'act', action } : null;
    }
    if (name !== 'user_edit') return null;
    const { email, tier, access, roles, groups, ...edit } = req as EditUser;
    if ([email, tier, access, roles, groups].some((other) => other !== undefined)) return null;
    const { firstName = null, lastName = null, phone = null, language = null, note = null } = edit;
    return { what: 'profile', firstName, lastName, phone, language, note };
  }

  #entry(member: string, what: QueuedWhat): QueuedView {
    const person = this.users.people.find(({ id }) => id === member);
    const name = person ? nameOf(person) : '';
    const at = this.now();
    return { command: idOf(this.#entries.length, 9), at, member, name, what, sent: false, standing: { is: 'waiting' } };
  }

  #add(at: number, what: QueuedWhat, minutes: number, standing: QueuedStanding): void {
    const person = this.users.people[at];
    if (person === undefined) return;
    const entry = this.#entry(person.id, what);
    this.#entries.push({ ...entry, at: this.now() - minutes * MINUTE, sent: standing.is !== 'waiting', standing });
  }
}

/** What this computer does itself. */
const LOCAL = new Set<CommandName>([
  'queue_settle',
  'ticket_make',
  'organization_close',
  'sign_out',
  'organization_forget',
]);

const needsLine = (): WireError => ({
  code: 'not_allowed',
  message: 'This needs a connection.',
  help: 'Without one, profiles can be edited, and people suspended, reactivated, sent a link or given a password.',
  fields: {},
  about: null,
});
