/** Several things after one another, as the language separates them. */
import { region } from './locale';

const form = new Intl.ListFormat(region, { type: 'unit', style: 'short' });

/** "Ida, Theo, Torleif": a list without a word before its last. */
export const listed = (words: readonly string[]): string => form.format(words);
