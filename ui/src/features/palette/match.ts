/** How typed words are read: some name a command, the rest a person. Accents and case don't matter. */
import { fold } from '../../kit/fold';

export const wordsOf = (text: string): string[] =>
  fold(text)
    .split(/[\s,.…]+/)
    .filter(Boolean);

export interface Reading {
  /** How many letters of the typed words name the command. */
  letters: number;
  /** Whether the first typed word begins the command's own name. */
  leads: boolean;
  /** The words that don't, as they were typed. */
  rest: string[];
}

/** Reads typed words against a command's name and its other words; each of those is met once. */
export function read(typed: string, label: string, more = ''): Reading {
  const free = wordsOf(`${label} ${more}`);
  const [first] = free;
  const rest: string[] = [];
  let letters = 0;
  let leads = false;
  for (const [n, word] of typed.split(/\s+/).filter(Boolean).entries()) {
    const folded = fold(word);
    const at = free.findIndex((one) => one.startsWith(folded));
    if (at < 0) rest.push(word);
    else {
      if (n === 0 && free[at] === first) leads = true;
      letters += folded.length;
      free.splice(at, 1);
    }
  }
  return { letters, leads, rest };
}

export interface Part {
  text: string;
  on: boolean;
}

/** A text in parts, those that were typed marked; the letters themselves stay as they are written. */
export function marked(text: string, typed: readonly string[]): Part[] {
  const letters = [...text];
  let folded = '';
  const from: number[] = [];
  for (const [n, letter] of letters.entries()) {
    const plain = fold(letter);
    folded += plain;
    for (let i = 0; i < plain.length; i += 1) from.push(n);
  }
  const on = new Array<boolean>(letters.length).fill(false);
  for (const word of typed.map(fold).filter(Boolean)) {
    // Where a word begins; in writing without spaces, anywhere.
    const starts = [...folded.matchAll(new RegExp(word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'g'))].map(
      ({ index }) => index,
    );
    const leading = starts.filter((at) => at === 0 || /[^\p{L}\p{N}]/u.test(folded[at - 1] ?? ''));
    for (const at of leading.length > 0 ? leading : starts.slice(0, 1)) {
      for (let i = at; i < at + word.length; i += 1) on[from[i] ?? 0] = true;
    }
  }
  // A mark over a letter belongs to the letter.
  for (const [n, letter] of letters.entries()) if (n > 0 && /\p{M}/u.test(letter)) on[n] = on[n - 1] ?? false;
  const parts: Part[] = [];
  for (const [n, letter] of letters.entries()) {
    const last = parts.at(-1);
    if (last !== undefined && last.on === on[n]) last.text += letter;
    else parts.push({ text: letter, on: on[n] ?? false });
  }
  return parts;
}
