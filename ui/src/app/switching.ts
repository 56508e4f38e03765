/** Finding an organization by what was typed of its name. */
import type { KnownOrganization } from '../contract';
import { compare } from '../words';

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/** Those that have every word in name, account or place, by name; a name that begins so comes first. */
export function matching(all: readonly KnownOrganization[], typed: string): KnownOrganization[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const begins = ({ name }: KnownOrganization) => words.length > 0 && folded(name).startsWith(words[0] ?? '');
  return all
    .filter(({ name, account, place }) => {
      const text = folded(`${name} ${account} ${place}`);
      return words.every((word) => text.includes(word));
    })
    .toSorted((a, b) => Number(begins(b)) - Number(begins(a)) || compare(a.name, b.name));
}
