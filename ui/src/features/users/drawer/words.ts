// Words of the drawer that are chosen from data.

import type { AccessChoices, Kind, PackageView, Tier } from '../../../contract';
import { LANGUAGES } from '../../../shared/regions';
import type { Having } from '../../../shared/permissions/tree';
import { sumOf } from '../../../shared/permissions/tree';
import type { FormField } from './form';
import { counted, listed, m, number } from '../../../words';

/** The languages to choose from; one that a table brought stays in the list, under its own name. */
export function languages(current: string): { value: string; label: string }[] {
  if (LANGUAGES.some((language) => language.value === current)) return LANGUAGES;
  return [...LANGUAGES, { value: current, label: ownName(current) }];
}

/** The language of mails that is nearest to a tag: "de-AT" is written to in "de". */
export function nearest(tag: string): string {
  const primary = tag.split('-')[0] ?? '';
  return LANGUAGES.some((language) => language.value === primary) ? primary : 'en';
}

function ownName(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** What All means, for somebody new or for a user of a tier. */
export function allWords(organization: string, tier: Tier | null): string {
  if (tier === null) return m.users_all_new({ organization });
  return tier === 'owner' ? m.users_all_owner({ organization }) : m.users_all_others({ organization });
}

/** What a press in the tree adds to: "Staff and Crewing already grant 28. What you tick here adds to them." */
export function addsTo(names: readonly string[], given: number): string {
  if (names.length === 0) return m.users_tick_all();
  const rest = names.length - 2;
  const who =
    names.length > 3
      ? m.users_and_more({ names: listed(names.slice(0, 2)), count: rest, n: number(rest) })
      : together(names);
  const count = names.length;
  return given === 0
    ? m.users_grants_nothing({ count, who })
    : m.users_already_grants({ count, who, given: number(given) });
}

const together = (names: readonly string[]): string =>
  names.length === 1 ? (names[0] ?? '') : m.users_and({ before: listed(names.slice(0, -1)), name: names.at(-1) ?? '' });

/** The sum at the foot of the tree: "39 permissions in all", "28 from roles and groups, 11 set here". */
export function sumWords(having: Having): [sum: string, from: string] {
  const { all, given, here } = sumOf(having);
  return [counted(m.users_in_all, all), m.users_from_and_here({ given: number(given), here: number(here) })];
}

/** Seats that are left of a package, and how grave that is. */
export function seatsLeft({ seats, free }: PackageView): { words: string; tone: 'faint' | 't-warning' | 't-danger' } {
  if (free <= 0) return { words: m.users_no_seats_left(), tone: 't-danger' };
  const tone = free <= Math.max(2, seats / 20) ? 't-warning' : 'faint';
  return { words: m.users_seats_left({ n: number(free), all: number(seats) }), tone };
}

export const KIND_WORDS: Record<Exclude<Kind, 'system'>, [label: string, hint: string]> = {
  regular: [m.users_kind_regular(), m.users_regular_hint()],
  portal: [m.common_portal(), m.users_portal_hint()],
  api: [m.users_kind_api(), m.users_api_hint()],
};

/** The name of what a list of the form holds. */
export function nameIn(choices: AccessChoices | undefined, field: FormField, id: string): string {
  const lists: Partial<Record<FormField, readonly { id: string; name: string }[]>> = {
    roles: choices?.roles ?? [],
    groups: choices?.groups ?? [],
    portals: choices?.portals ?? [],
    licences: (choices?.packages ?? []).map((one) => ({ id: one.package, name: m.users_of_package(one) })),
  };
  return lists[field]?.find((one) => one.id === id)?.name ?? permissionName(choices, id) ?? m.users_gone();
}

/** "Edit contracts" for `contracts.edit`; nothing where there is no such permission. */
export function permissionName(choices: AccessChoices | undefined, id: string): string | undefined {
  for (const { modules } of choices?.catalogue.products ?? [])
    for (const { label, actions } of modules)
      for (const action of actions)
        if (action.permission === id) return m.users_permission_name({ action: action.label, module: label });
  return undefined;
}

/** "1 field to fix". */
export function toFixWords(fields: number): string {
  return counted(m.users_to_fix, fields);
}
