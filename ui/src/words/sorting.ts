/** Names in the order in which the language's readers look for them. */
import { region } from './locale';

const collator = new Intl.Collator(region, { numeric: true, sensitivity: 'base' });

/** Compares two names for sorting. */
export const compare = (a: string, b: string): number => collator.compare(a, b);
