/** A temporary password to hand over: made here by chance, easy to read aloud. */

const CONSONANTS = 'bdfghjkmnprstvwz';
const VOWELS = 'aeiu';

/** Four words of five letters: 64 bits. Each of 16 consonants and 4 vowels is as likely as the others. */
export function suggest(
  chance: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array = (bytes) => crypto.getRandomValues(bytes),
): string {
  const bytes = chance(new Uint8Array(20));
  const letters = Array.from(bytes, (byte, n) =>
    n % 5 === 1 || n % 5 === 3 ? VOWELS[byte % VOWELS.length] : CONSONANTS[byte % CONSONANTS.length],
  );
  return [0, 5, 10, 15].map((from) => letters.slice(from, from + 5).join('')).join('-');
}
