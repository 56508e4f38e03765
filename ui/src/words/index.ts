/** Every word on screen: `m.area_what()`, in the language of the window. */
// The language is known before the first message is asked for.
export { direction, locale, locales, region, speak, spoken, type Locale } from './locale';
export { listed } from './lists';
export { counted, number } from './numbers';
export { compare } from './sorting';
export { m } from './made/messages.js';
export type { MessagePart } from './made/runtime.js';
