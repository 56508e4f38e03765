/** Every word on screen: `m.area_what()`, in the language of the window. */
import { locale } from './locale';
import type { m as Messages } from './made/messages.js';

export { direction, locale, locales, region, speak, spoken, type Locale } from './locale';
export { listed } from './lists';
export { counted, number } from './numbers';
export { compare } from './sorting';
export type { MessagePart } from './made/runtime.js';

const made = import.meta.glob<typeof Messages>('./made/messages/[a-z][a-z].js');
const wanted = made[`./made/messages/${locale}.js`];
if (wanted === undefined) throw new Error(`There are no words in ${locale}.`);

/** The messages, by area and what they say. Of the languages the window reads its own alone, before all else. */
export const m: typeof Messages = await wanted();
