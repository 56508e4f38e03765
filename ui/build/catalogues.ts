/** Every language says everything: what a catalogue lacks, or says otherwise than the others do, fails the build. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** One message: its words, or what it says by number (and whatever else it is selected by). */
type Message = string | [{ declarations: string[]; selectors: string[]; match: Record<string, string> }];
type Catalogue = Record<string, Message>;

interface Settings {
  baseLocale: string;
  locales: string[];
  'plugin.inlang.messageFormat': { pathPattern: string[] };
}

const settingsOf = (root: string): Settings =>
  JSON.parse(readFileSync(join(root, 'project.inlang/settings.json'), 'utf8')) as Settings;

/** The languages of the window. */
export const localesOf = (root: string): readonly string[] => settingsOf(root).locales;

const wordsOf = (message: Message): string[] =>
  typeof message === 'string' ? [message] : Object.values(message[0].match);

/** The values and marks of some words: `{name}`, `{#b}`. */
const valuesOf = (words: string): Set<string> =>
  new Set(Array.from(words.matchAll(/(?<!\\)\{([#/]?\w+)\/?\}/g), ([, name]) => name ?? ''));

const same = (a: Set<string>, b: Set<string>): boolean => a.size === b.size && [...a].every((one) => b.has(one));

/** Which numbers a language tells apart: `one`, `few`, … */
const pluralsOf = (locale: string): string[] => new Intl.PluralRules(locale).resolvedOptions().pluralCategories;

/** What is wrong with a message of a language, beside the English one; `null` where nothing is. */
function wrong(locale: string, english: Message, message: Message | undefined): string | null {
  if (message === undefined) return 'is missing';
  const words = wordsOf(message);
  if (words.length === 0 || words.some((one) => one.trim() === '')) return 'says nothing';
  const known = new Set(wordsOf(english).flatMap((one) => [...valuesOf(one)]));
  // A form for one may leave the number out ("a user"), whatever else it says.
  const optional = typeof message === 'string' ? new Set<string>() : new Set(['n', 'count']);
  const strange = words.flatMap((one) => [...valuesOf(one)]).find((value) => !known.has(value));
  if (strange !== undefined) return `has a {${strange}} that English hasn’t`;
  const needed = new Set([...known].filter((value) => !optional.has(value)));
  const short = words.find((one) => !same(new Set([...valuesOf(one)].filter((value) => !optional.has(value))), needed));
  if (short !== undefined && typeof english === 'string') return `leaves a value out: “${short}”`;
  if (typeof message === 'string') return typeof english === 'string' ? null : 'doesn’t count';
  if (typeof english === 'string') return 'counts, and English doesn’t';
  const [{ declarations, selectors, match }] = message;
  for (const declaration of declarations) {
    const counted = /^local (\w+) = \w+: plural$/.exec(declaration)?.[1];
    if (counted === undefined || !selectors.includes(counted)) continue;
    const cases = Object.keys(match).map((key) => new RegExp(`${counted}=([\\w*]+)`).exec(key)?.[1]);
    if (cases.includes('*')) continue;
    const lacking = pluralsOf(locale).find((one) => !cases.includes(one));
    if (lacking !== undefined) return `has no words for “${lacking}”`;
  }
  return null;
}

/** What is wrong with the catalogues of a project, one line each; none where every language says everything. */
export function problems(root: string): string[] {
  const settings = settingsOf(root);
  const found: string[] = [];
  for (const pattern of settings['plugin.inlang.messageFormat'].pathPattern) {
    const read = (locale: string): Catalogue => {
      const path = join(root, pattern.replace('{locale}', locale));
      return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Catalogue) : {};
    };
    const english = read(settings.baseLocale);
    const area = /messages\/(\w+)\//.exec(pattern)?.[1] ?? '';
    for (const key of Object.keys(english)) if (!key.startsWith(`${area}_`)) found.push(`${key} isn’t of ${area}`);
    for (const locale of settings.locales) {
      const theirs = read(locale);
      for (const [key, message] of Object.entries(english)) {
        const problem = wrong(locale, message, theirs[key]);
        if (problem !== null) found.push(`${locale}: ${key} ${problem}`);
      }
      for (const key of Object.keys(theirs)) if (!(key in english)) found.push(`${locale}: ${key} isn’t in English`);
    }
  }
  return found;
}

/** A build without some words is not a build. */
export const catalogues: Plugin = {
  name: 'catalogues',
  apply: 'build',
  buildStart() {
    const found = problems('.');
    if (found.length > 0) this.error(`The catalogues of words don’t agree:\n${found.slice(0, 40).join('\n')}`);
  },
};
