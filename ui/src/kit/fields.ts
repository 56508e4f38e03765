/** Words beside fields: Rust names a field `first_name`, a form has it as `firstName`. */

/** A field's name as forms write it. */
export function formField(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Words by the form's names. A field that the form doesn't show stays, under its own name. What would help
 * stands with the words where there is one field that it can be about.
 */
export function fieldWords({
  fields,
  help,
}: {
  fields: Partial<Record<string, string>>;
  help: string;
}): Record<string, string> {
  const named = Object.entries(fields);
  const more = named.length === 1 ? help : '';
  return Object.fromEntries(named.map(([name, words]) => [formField(name), `${words ?? ''} ${more}`.trim()]));
}

/** The same words without those of one field: it was typed in since. */
export function without(words: Record<string, string>, field: string): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([name]) => name !== field));
}
