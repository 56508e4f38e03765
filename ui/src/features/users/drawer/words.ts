// Words of the drawer that are chosen from data.

import type { Action, Status, Tier } from '../../../contract';
import { counted } from '../../../kit/format';

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

/** What the chosen groups give together, and where it comes from. What several share is counted with each. */
export function permissionSum(groups: readonly { name: string; permissions: number }[]): [sum: string, from: string] {
  const sum = groups.reduce((all, group) => all + group.permissions, 0);
  const words = `${counted(sum, 'permission')} in all`;
  const [only] = groups;
  if (groups.length <= 1) return [words, only ? `from ${only.name}` : ''];
  return [`Up to ${words}`, `from ${groups.length} groups, which may share some`];
}

/** "1 field to fix". */
export function toFixWords(fields: number): string {
  return `${fields} ${fields === 1 ? 'field' : 'fields'} to fix`;
}

/** What a tier is called. */
export const TIER_WORDS: Record<string, string> = { owner: 'Owner', admin: 'Admin', user: 'User' };
