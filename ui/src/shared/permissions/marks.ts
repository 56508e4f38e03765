/** One permission of one person in words: how its mark looks, where it comes from, and what a press would do. */
import type { GlassModule, Holding, Mark, Source, WaitingView } from '../../contract';
import { date } from '../../kit/format';
import { spanWords } from '../../kit/period';
import { locale, m } from '../../words';

/** `given`: set for this person. `inherited`: from elsewhere. `restricted`: taken from this person. */
export type Look = 'given' | 'inherited' | 'restricted' | 'none';

const has = (mark: Mark, kind: Source['kind']): boolean => mark.sources.some((source) => source.kind === kind);

export function lookOf(mark: Mark): Look {
  if (mark.allowed) return has(mark, 'grant') ? 'given' : 'inherited';
  return has(mark, 'restriction') ? 'restricted' : 'none';
}

/** The five that every module can have, in the order of the table. */
export const FIVE = ['view', 'create', 'edit', 'delete', 'manage'] as const;

export const ownMarks = (module: GlassModule): Mark[] =>
  module.marks.filter(({ action }) => !(FIVE as readonly string[]).includes(action));

/** "Edit contacts", as a sentence writes it. */
export const titleOf = (mark: { label: string }, module: string): string =>
  m.shared_permission_title({ action: mark.label, module: lower(module) });

/** A name inside a sentence: "Charter parties" loses its capital, "IT" and "e-CMR" stay; German keeps them all. */
export const lower = (name: string): string =>
  locale !== 'de' && /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name;

/** Where it comes from, in a line: "Granted by group Sales". */
export function sourceWords(source: Source): string {
  switch (source.kind) {
    case 'owner':
      return m.shared_source_owner();
    case 'super_admin':
      return m.shared_source_super_admin();
    case 'all':
      return m.shared_source_all();
    case 'role':
      return m.shared_source_role({ name: source.name });
    case 'group':
      return m.shared_source_group({ name: source.name });
    case 'grant':
      return m.shared_source_here();
    case 'restriction':
      return m.shared_source_restriction();
  }
}

/** Since when, by whom, until when; empty where nothing of it is known. */
export function sinceWords(
  held: { since: number | null; by: string | null; until: number | null },
  now: number,
): string {
  const since = held.since === null ? '' : m.shared_since({ date: date(held.since, now) });
  const by = held.by === null ? '' : m.shared_by({ name: held.by });
  const until = held.until === null ? '' : m.shared_until({ date: date(held.until - 1, now) });
  return [since, by, until].filter(Boolean).join(m.shared_joint());
}

/** What begins by itself, in a line: "Begins by itself: 3 Dec to 9 Dec, by Henrik Aas". */
export function waitingWords({ what, period, by }: WaitingView, now: number): string {
  const span = lower(spanWords(period, (at) => date(at, now)));
  if (what.is === 'restriction')
    return by === null ? m.shared_begins_restricted({ span }) : m.shared_begins_restricted_by({ span, name: by });
  return by === null ? m.shared_begins({ span }) : m.shared_begins_by({ span, name: by });
}

/** Whether it was set for this person until a day. */
export const ends = (mark: Mark): boolean =>
  mark.sources.some(({ kind, until }) => (kind === 'grant' || kind === 'restriction') && until !== null);

/** Every source in a line of its own: what is in the way first, then what gives it. */
export function sourceLines(mark: Mark, now: number): string[] {
  const order = [...mark.sources].sort((a, b) => Number(b.kind === 'restriction') - Number(a.kind === 'restriction'));
  const lines = order.map((source) => {
    const more = sinceWords(source, now);
    return more === '' ? sourceWords(source) : m.shared_source_more({ source: sourceWords(source), more });
  });
  return lines.length > 0 ? lines : [m.shared_source_none()];
}

/** A mark aloud: "Edit Contacts: granted by group Sales". */
export function spoken(mark: Mark, module: string): string {
  const [first] = sourceLines({ ...mark, sources: mark.sources.map((s) => ({ ...s, since: null, by: null })) }, 0);
  const permission = m.shared_permission_title({ action: mark.label, module });
  return m.shared_permission_spoken({ permission, source: lower(first ?? m.shared_source_none()) });
}

export interface Press {
  give: Holding[];
  take: Holding[];
  /** What a toast says: "Edit contacts granted". */
  words: string;
  /** What a tooltip says before: "Press to restrict." */
  offer: string;
}

/**
 * What a press on a mark does. Given here: withdrawn. From elsewhere: restricted. Restricted: lifted. Not
 * given: granted, with View where the module isn't seen yet, for nothing can be done in what isn't seen.
 */
export function pressOf(mark: Mark, module: GlassModule): Press {
  const of = mark.permission;
  const permission = titleOf(mark, module.label);
  switch (lookOf(mark)) {
    case 'given':
      return {
        give: [],
        take: [{ is: 'grant', of }],
        words: m.shared_press_withdrawn({ permission }),
        offer: m.shared_press_withdraw(),
      };
    case 'inherited':
      return {
        give: [{ is: 'restriction', of }],
        take: [],
        words: m.shared_press_restricted({ permission }),
        offer: m.shared_press_restrict(),
      };
    case 'restricted':
      return {
        give: [],
        take: [{ is: 'restriction', of }],
        words: m.shared_press_lifted({ permission }),
        offer: m.shared_press_lift(),
      };
    case 'none': {
      const view = module.marks.find(({ action }) => action === 'view');
      const needs = view !== undefined && view !== mark && lookOf(view) === 'none' && view.refusal === null;
      const give: Holding[] = [...(needs ? [{ is: 'grant', of: view.permission } as const] : []), { is: 'grant', of }];
      return {
        give,
        take: [],
        words: needs
          ? m.shared_press_granted_view({ action: lower(mark.label), module: lower(module.label) })
          : m.shared_press_granted({ permission }),
        offer: needs ? m.shared_press_grant_view() : m.shared_press_grant(),
      };
    }
  }
}

/** Where a module's permissions come from, in a few names. */
export function fromOf(module: GlassModule): { names: string[]; here: boolean; restricted: boolean } {
  const names = new Set<string>();
  let here = false;
  let restricted = false;
  for (const { sources, allowed } of module.marks)
    for (const { kind, name } of sources) {
      if (kind === 'restriction') restricted = true;
      else if (kind === 'grant') here ||= allowed;
      else if (allowed || kind === 'role' || kind === 'group') names.add(name);
    }
  return { names: [...names], here, restricted };
}

/** Whether a module has anything that is allowed. */
export const anything = (module: GlassModule): boolean => module.marks.some(({ allowed }) => allowed);
