// The same thing done in several organizations: each is asked on its own, judges by its own rules, answers
// for itself, and takes it back for itself.

import type { Action, Holding, KnownOrganization, Outcome, Target, WireError } from '../../contract';
import { newCommandId } from '../../data';
import { undoneWords } from '../../errors/undone';
import { present } from '../../errors/present';
import { impactWords } from '../../shared/foresee';
import { callAt, keyOfPlace, mutateAt } from '../../shared/places';
import { byOrganization, type Membership } from './cards';
import { compare, counted, m, number } from '../../words';

/** What came of it in one organization. */
export interface Result {
  key: string;
  known: KnownOrganization;
  organization: string;
  /** `going` while it is asked. */
  state: 'going' | 'done' | 'partly' | 'refused' | 'undone';
  words: string;
  /** The command that can be taken back. */
  undo: string | null;
}

/** What may be done to many at once; each organization says what fits. */
export const MANY: readonly Action[] = ['suspend', 'reactivate', 'archive', 'password_link'];

type Counts = typeof m.everyone_did_changed;
const DONE: Partial<Record<Action, { did: Counts; would: Counts }>> = {
  suspend: { did: m.everyone_did_suspended, would: m.everyone_would_suspended },
  reactivate: { did: m.everyone_did_reactivated, would: m.everyone_would_reactivated },
  archive: { did: m.everyone_did_archived, would: m.everyone_would_archived },
  password_link: { did: m.everyone_did_linked, would: m.everyone_would_linked },
};
const CHANGED = { did: m.everyone_did_changed, would: m.everyone_would_changed };

export type Part = ReturnType<typeof byOrganization>[number];
const targetOf = ({ members }: Part): Target => ({ by: 'ids', ids: members.map(({ row }) => row.id) });

/** Something that is done in every organization alike. */
export interface Deed {
  /** One word for it, to tell it from others. */
  key: string;
  /** "3 people suspended.": what was done to so many. */
  did: (people: number) => string;
  /** "3 people would be suspended." */
  would: (people: number) => string;
  /** Does it, or says what it would do; in words where it can’t even be asked there. */
  send: (part: Part, preview: boolean) => Promise<Outcome | string>;
}

/** What one organization’s rules would answer, before anything is changed. */
export interface Foreseen {
  /** To how many it would be done. */
  possible: number;
  words: string;
}

const failed = (problem: unknown): Pick<Result, 'state' | 'words' | 'undo'> => {
  const { message, help }: WireError = present(problem).error;
  return { state: 'refused', words: `${message} ${help}`.trim(), undo: null };
};

/** What one organization answered, in a line. */
export function answered(outcome: Outcome, did: Deed['did']): Pick<Result, 'state' | 'words' | 'undo'> {
  const [first] = outcome.refusals;
  const why = first ? `${first.refusal.message} ${first.refusal.help}`.trim() : '';
  if (outcome.done === 0) return { state: 'refused', words: why || m.everyone_nothing(), undo: null };
  const done = did(outcome.done);
  const { refused } = outcome;
  const skipped = refused > 0 ? ` ${m.everyone_skipped({ count: refused, n: number(refused), why })}` : '';
  return {
    state: outcome.refused > 0 ? 'partly' : 'done',
    words: `${done}${skipped}`,
    undo: outcome.undoable ? outcome.command : null,
  };
}

export class Many {
  results = $state<Result[]>([]);
  readonly busy = $derived(this.results.some(({ state }) => state === 'going'));

  /** Does one thing to all that are chosen. */
  async carryOut(deed: Deed, chosen: Iterable<Membership>): Promise<void> {
    await this.#each(chosen, async (part) => {
      const outcome = await deed.send(part, false);
      return typeof outcome === 'string'
        ? { state: 'refused', words: outcome, undo: null }
        : answered(outcome, deed.did);
    });
  }

  /** Takes it back in one organization. */
  async undo(result: Result): Promise<void> {
    if (result.undo === null) return;
    const command = result.undo;
    this.#set(result.key, { state: 'going', words: m.everyone_taking_back(), undo: null });
    try {
      const outcome = await mutateAt(result.known, 'command_undo', { command });
      this.#set(result.key, {
        state: outcome.refused > 0 ? 'partly' : 'undone',
        words: m.everyone_undone({ words: undoneWords(outcome) }),
        undo: null,
      });
    } catch (problem) {
      this.#set(result.key, { ...failed(problem), undo: command });
    }
  }

  clear(): void {
    this.results = [];
  }

  async #each(
    chosen: Iterable<Membership>,
    ask: (part: Part) => Promise<Pick<Result, 'state' | 'words' | 'undo'>>,
  ): Promise<void> {
    if (this.busy) return;
    const parts = byOrganization(chosen);
    this.results = parts.map(({ known, organization }) => ({
      key: keyOfPlace(known),
      known,
      organization,
      state: 'going',
      words: m.everyone_asking(),
      undo: null,
    }));
    await Promise.all(parts.map(async (part) => this.#set(keyOfPlace(part.known), await ask(part).catch(failed))));
  }

  #set(key: string, change: Pick<Result, 'state' | 'words' | 'undo'>): void {
    this.results = this.results.map((one) => (one.key === key ? { ...one, ...change } : one));
  }
}

/** What a deed would do in one organization: its rules are asked, and nothing is written. */
export async function foreseen(deed: Deed, part: Part): Promise<Foreseen> {
  try {
    const outcome = await deed.send(part, true);
    if (typeof outcome === 'string') return { possible: 0, words: outcome };
    const { words } = answered(outcome, deed.would);
    const impact = outcome.impact === null || outcome.done === 0 ? '' : impactWords(outcome.impact);
    return { possible: outcome.done, words: [words, impact].filter(Boolean).join(' ') };
  } catch (problem) {
    return { possible: 0, words: failed(problem).words };
  }
}

/** An action on all that are chosen. */
export const acting = (action: Action): Deed => ({
  key: action,
  did: (people) => counted((DONE[action] ?? CHANGED).did, people),
  would: (people) => counted((DONE[action] ?? CHANGED).would, people),
  send: (part, preview) => {
    const command = newCommandId();
    const ask = { command, action, target: targetOf(part), mode: 'what_is_possible' as const, preview };
    return preview ? callAt(part.known, 'users_act', ask) : mutateAt(part.known, 'users_act', ask);
  },
});

/** The role of a name for all that are chosen; an organization without one says so. */
export const givingRole = (name: string): Deed => ({
  key: `role ${name}`,
  did: (people) => m.everyone_did_role({ count: people, n: number(people), role: name }),
  would: (people) => m.everyone_would_role({ count: people, n: number(people), role: name }),
  send: async (part, preview) => {
    const role = await roleAt(part.known, name);
    return role === null ? m.everyone_lacks_role({ role: name }) : await give(part, role, preview);
  },
});

async function roleAt(known: KnownOrganization, name: string): Promise<Holding | null> {
  const { roles } = await callAt(known, 'access_choices', null);
  const found = roles.find((role) => role.name.localeCompare(name, undefined, { sensitivity: 'base' }) === 0);
  return found ? { is: 'role', of: found.id } : null;
}

const give = (part: Part, role: Holding, preview: boolean): Promise<Outcome> => {
  const change = {
    command: newCommandId(),
    give: [role],
    take: [],
    period: { from: null, until: null },
    target: targetOf(part),
    mode: 'what_is_possible' as const,
    preview,
  };
  return preview ? callAt(part.known, 'holdings_change', change) : mutateAt(part.known, 'holdings_change', change);
};

/** The names of roles in any of the organizations, and in how many. */
export async function roleNames(chosen: Iterable<Membership>): Promise<{ name: string; organizations: number }[]> {
  const names = new Map<string, { name: string; organizations: number }>();
  await Promise.all(
    byOrganization(chosen).map(async ({ known }) => {
      const { roles } = await callAt(known, 'access_choices', null).catch(() => ({ roles: [] }));
      for (const { name, portal } of roles) {
        if (portal) continue;
        const found = names.get(name.toLowerCase());
        if (found) found.organizations += 1;
        else names.set(name.toLowerCase(), { name, organizations: 1 });
      }
    }),
  );
  return [...names.values()].sort((a, b) => b.organizations - a.organizations || compare(a.name, b.name));
}
