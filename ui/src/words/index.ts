/** Every word on screen: `m.area_what()`, in the language of the window. */
import { locale } from './locale';
import type { m as Messages } from './made/messages.js';
import { sayer, translate, type Said } from './said';

export { direction, locale, locales, region, speak, spoken, type Locale } from './locale';
export { listed } from './lists';
export { counted, number } from './numbers';
export { compare } from './sorting';
export type { MessagePart } from './made/runtime.js';

const made = import.meta.glob<typeof Messages>('./made/messages/[a-z][a-z].js');
const wanted = made[`./made/messages/${locale}.js`];
if (wanted === undefined) throw new Error(`There are no words in ${locale}.`);
// What Rust says is English as it comes.
const catalogues = import.meta.glob<Said>('../../messages/said/*.json', { import: 'default' });
const [messages, catalogue] = await Promise.all([wanted(), catalogues[`../../messages/said/${locale}.json`]?.()]);
const rust = catalogue && sayer(catalogue, locale);

/** The messages, by area and what they say. Of the languages the window reads its own alone, before all else. */
export const m: typeof Messages = messages;

/** An answer or a refusal of Rust, with what it says in the language of the window. */
export function localized<T>(answer: T): T {
  if (rust) translate(answer, rust);
  return answer;
}
