/** Numbers and how many, as the language writes them. */
import { locale, region } from './locale';

const form = new Intl.NumberFormat(region, { maximumFractionDigits: 0 });

/** A whole number with its groups: 48 212 with a thin space in English, whatever the country. */
export function number(value: number): string {
  if (locale !== 'en') return form.format(Math.trunc(value));
  return String(Math.trunc(value)).replace(/\B(?=(\d{3})+$)/g, '\u2009');
}

/** What a message that counts takes: the number for the plural, and as it is written. */
interface Counting {
  count: NonNullable<unknown>;
  n: NonNullable<unknown>;
}

/** A message that counts, with its number: "1 user", "2 users". */
export function counted(message: (inputs: Counting) => string, value: number): string {
  return message({ count: value, n: number(value) });
}
