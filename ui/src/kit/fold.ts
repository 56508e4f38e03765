/** Text as it is compared while somebody types: small letters, without marks, so that "nguyen" finds "Nguyễn". */

// Letters that Unicode doesn't take apart.
const LETTERS: Record<string, string> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ð: 'd', ı: 'i' };

export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łđøßæœþðı]/g, (letter) => LETTERS[letter] ?? letter);
}

/** Whether every word of what was typed stands somewhere in a text. */
export function matches(text: string, typed: string): boolean {
  const folded = fold(text);
  return fold(typed)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}
