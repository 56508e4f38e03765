// Two people changed one user at the same time: what each of them changed, and the form that follows
// from either choice. Nothing is chosen for the person.

import { changedFields, sameIn, type FormField, type UserForm } from './form';

/** One field that both changed, with both values. */
export interface Clash {
  field: FormField;
  theirs: UserForm[FormField];
  mine: UserForm[FormField];
}

/** The fields that both changed since `seen`, and to different values. */
export function clashes(seen: UserForm, theirs: UserForm, mine: UserForm): Clash[] {
  return changedFields(seen, theirs)
    .filter((field) => !sameIn(field, seen, mine) && !sameIn(field, theirs, mine))
    .map((field) => ({ field, theirs: theirs[field], mine: mine[field] }));
}

/** My form on top of theirs: what I changed stays mine, everything else is as it is now. */
export function applyMine(seen: UserForm, theirs: UserForm, mine: UserForm): UserForm {
  return pick(theirs, mine, changedFields(seen, mine));
}

/** Their form with what only I changed: where both changed, theirs stays. */
export function keepTheirs(seen: UserForm, theirs: UserForm, mine: UserForm): UserForm {
  const their = changedFields(seen, theirs);
  return pick(
    theirs,
    mine,
    changedFields(seen, mine).filter((field) => !their.includes(field)),
  );
}

function pick(theirs: UserForm, mine: UserForm, fields: FormField[]): UserForm {
  const taken = Object.fromEntries(fields.map((field) => [field, mine[field]])) as Partial<UserForm>;
  return { ...theirs, ...taken };
}
