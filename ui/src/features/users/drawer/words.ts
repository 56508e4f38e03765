// Words of the drawer that are chosen from data.

import type { AccessChoices, Kind, PackageView, Tier } from '../../../contract';
import { counted, number } from '../../../kit/format';
import type { Having } from '../../../shared/permissions/tree';
import { sumOf } from '../../../shared/permissions/tree';
import type { FormField } from './form';

/** The languages that mails are written in. */
const LANGUAGES = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
  { value: 'es', label: 'Español' },
  { value: 'fr', label: 'Français' },
];

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
  if (tier === null) return `Everything in ${organization} that you may do yourself.`;
  return tier === 'owner'
    ? `The owner may do everything in ${organization}.`
    : `Everything that the products of ${organization} permit.`;
}

/** What a press in the tree adds to: "Staff and Crewing already grant 28. What you tick here adds to them." */
export function addsTo(names: readonly string[], given: number): string {
  if (names.length === 0) return 'What you tick here is all they may do.';
  const who = names.length > 3 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : listed(names);
  const verb = names.length === 1 ? 'grants' : 'grant';
  return given === 0
    ? `${who} ${verb} nothing. What you tick here is all they may do.`
    : `${who} already ${verb} ${number(given)}. What you tick here adds to ${names.length === 1 ? 'it' : 'them'}.`;
}

const listed = (names: readonly string[]): string =>
  names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** The sum at the foot of the tree: "39 permissions in all", "28 from roles and groups, 11 set here". */
export function sumWords(having: Having): [sum: string, from: string] {
  const { all, given, here } = sumOf(having);
  return [`${counted(all, 'permission')} in all`, `${number(given)} from roles and groups, ${number(here)} set here`];
}

/** Seats that are left of a package, and how grave that is. */
export function seatsLeft({ seats, free }: PackageView): { words: string; tone: 'faint' | 't-warning' | 't-danger' } {
  if (free <= 0) return { words: 'No seats left', tone: 't-danger' };
  const tone = free <= Math.max(2, seats / 20) ? 't-warning' : 'faint';
  return { words: `${number(free)} of ${number(seats)} left`, tone };
}

export const KIND_WORDS: Record<Exclude<Kind, 'system'>, [label: string, hint: string]> = {
  regular: ['Regular', 'Signs in to the organization.'],
  portal: ['Portal', 'A customer: signs in to the portals chosen here, and to nothing else.'],
  api: ['API', 'A machine: never signs in, and has no e-mail.'],
};

/** The name of what a list of the form holds. */
export function nameIn(choices: AccessChoices | undefined, field: FormField, id: string): string {
  const lists: Partial<Record<FormField, readonly { id: string; name: string }[]>> = {
    roles: choices?.roles ?? [],
    groups: choices?.groups ?? [],
    portals: choices?.portals ?? [],
    licences: (choices?.packages ?? []).map((one) => ({ id: one.package, name: `${one.product} ${one.name}` })),
  };
  return lists[field]?.find((one) => one.id === id)?.name ?? permissionName(choices, id) ?? 'Something that is gone';
}

/** "Edit contracts" for `contracts.edit`; nothing where there is no such permission. */
export function permissionName(choices: AccessChoices | undefined, id: string): string | undefined {
  for (const { modules } of choices?.catalogue.products ?? [])
    for (const { label, actions } of modules)
      for (const action of actions) if (action.permission === id) return `${action.label} ${label}`;
  return undefined;
}

/** "1 field to fix". */
export function toFixWords(fields: number): string {
  return `${fields} ${fields === 1 ? 'field' : 'fields'} to fix`;
}

/** What a tier is called. */
export const TIER_WORDS: Record<string, string> = { owner: 'Owner', admin: 'Admin', user: 'User' };
