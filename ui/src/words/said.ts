/**
 * What Rust says to people, in the language of the window. Its words are English where they are said, and are the
 * keys of their translations: so an answer of another version, whose words nobody has translated yet, can still be read.
 */

/** A translation: one text, or one for each number that the language tells apart. */
type Translation = string | Partial<Record<Intl.LDMLPluralRule, string>>;
/** Translations by their English words, in which `{name}` stands for what differs. */
export type Said = Readonly<Record<string, Translation>>;

interface Pattern {
  names: string[];
  form: RegExp;
  translation: Translation;
  /** How many letters of it are its own. */
  weight: number;
}

const VALUE = /\{(\w+)\}/g;
/** What was asked for lately is kept, up to this many texts. */
const MOST = 2000;

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(words: string, translation: Translation): Pattern {
  const names = [...words.matchAll(VALUE)].map(([, name]) => name ?? '');
  const own = words.split(/\{\w+\}/);
  return {
    names,
    form: new RegExp(`^${own.map(literal).join('(.+?)')}$`, 's'),
    translation,
    weight: own.join('').length,
  };
}

/** Says English words in a language. */
export interface Sayer {
  /** The same in the language; words that it doesn’t know come back as they are. */
  say: (text: string) => string;
  /** Whether it is the product’s own to the letter, with no value in it. */
  own: (text: string) => boolean;
}

export function sayer(catalogue: Said, language: string): Sayer {
  const whole = new Map<string, Translation>();
  const patterns: Pattern[] = [];
  for (const [words, translation] of Object.entries(catalogue)) {
    if (/\{\w+\}/.test(words)) patterns.push(patternOf(words, translation));
    else whole.set(words, translation);
  }
  // What says the most by itself is what was meant.
  patterns.sort((a, b) => b.weight - a.weight);
  const plural = new Intl.PluralRules(language);
  const known = new Map<string, string>();

  function chosen(translation: Translation, values: readonly string[]): string {
    if (typeof translation === 'string') return translation;
    const number = values.map((value) => Number(value.replace(/[\s,\u2009\u202f]/g, ''))).find(Number.isFinite);
    return translation[plural.select(number ?? 0)] ?? translation.other ?? '';
  }
  function sentence(text: string): string | null {
    const same = whole.get(text);
    if (same !== undefined) return chosen(same, []);
    for (const { names, form, translation } of patterns) {
      const found = form.exec(text);
      if (found === null) continue;
      const values = new Map(names.map((name, n) => [name, found[n + 1] ?? '']));
      return chosen(translation, [...values.values()]).replace(VALUE, (as, name: string) => values.get(name) ?? as);
    }
    return null;
  }
  /** Several sentences in a row are several messages. */
  function all(text: string): string {
    const one = sentence(text);
    if (one !== null) return one;
    const parts = text.split(/(?<=[.…]) (?=\S)/).map((part) => sentence(part));
    return parts.length > 1 && parts.every((part) => part !== null) ? parts.join(' ') : text;
  }
  function say(text: string): string {
    let said = known.get(text);
    if (said === undefined) {
      if (known.size >= MOST) known.clear();
      known.set(text, (said = all(text)));
    }
    return said;
  }
  return { say, own: (text) => whole.has(text) };
}

/** Fields of answers that hold words of Rust alone, or its sentences around what people wrote. */
const SENTENCES: ReadonlySet<string> = new Set(
  'message help title detail words problem asleep guess protection'.split(' '),
);
/** Fields that hold the product’s words or people’s own: only what is the product’s to the letter is translated. */
const LABELS: ReadonlySet<string> = new Set('label explanation hint product before after'.split(' '));
/** Names are people’s, but for those of products, which have modules or packages. */
const named = (thing: object): boolean => 'modules' in thing || 'packages' in thing;

/** What is wrong with the fields of a form, by field. */
function sayAll(fields: unknown, { say }: Sayer): void {
  if (typeof fields !== 'object' || fields === null) return;
  const words = fields as Record<string, unknown>;
  for (const [field, value] of Object.entries(words)) if (typeof value === 'string') words[field] = say(value);
}

/** Says what Rust says in an answer, in place; what people wrote stays as it is. */
export function translate(answer: unknown, sayer: Sayer): void {
  if (typeof answer !== 'object' || answer === null) return;
  const thing = answer as Record<string, unknown>;
  for (const [field, value] of Object.entries(thing)) {
    if (typeof value !== 'string') {
      if (field === 'fields') sayAll(value, sayer);
      else translate(value, sayer);
    } else if (SENTENCES.has(field)) thing[field] = sayer.say(value);
    else if ((LABELS.has(field) || (field === 'name' && named(thing))) && sayer.own(value))
      thing[field] = sayer.say(value);
  }
}
