/**
 * What the palette can do. Screens offer commands while they are shown, the window offers the rest always;
 * a command that may not be done stays in the list with its reason.
 */
import type { UserRow } from '../contract';

/** Something that can be chosen and done. */
export interface Choice {
  /** Stable: what was done lately is remembered by it. */
  id: string;
  label: string;
  /** A quiet word at the end of the line. */
  detail?: string;
  /** Its Lucide name, as the kit's icons have it. */
  icon: string;
  /** Other words that people type for it. */
  words?: string;
  keys?: string;
  /** Why not; `null` when it may be done. */
  reason?: string | null;
  /** Exactly what will happen, in a sentence or two. */
  says: string;
  /** The same, as the rules answer: asked while it is the chosen one, and said in the place of `says`. */
  foresee?: () => Promise<{ says: string; reason: string | null }>;
  run?: () => void;
  /** Asks something more instead of acting. */
  then?: () => Asked;
}

/** What is asked before something can happen: one of these. */
export interface Asked {
  /** As in "Add role to Ada Lovelace". */
  title: string;
  placeholder: string;
  choices: () => Promise<readonly Choice[]>;
}

/** Something that can be done to a person. */
export interface PersonCommand {
  id: string;
  /** As in "Suspend access". */
  label: string;
  /** Before a name or a list of people, as in "Suspend access of". */
  of: string;
  icon: string;
  words?: string;
  /** Whether it is about people as this one is; it isn't offered otherwise. */
  fits: (row: UserRow) => boolean;
  /** Why it may not be done to this one. */
  reason: (row: UserRow) => string | null;
  says: (row: UserRow) => string;
  run?: (row: UserRow) => void;
  then?: (row: UserRow) => Asked;
}

class Commands {
  #all = $state.raw<readonly (() => readonly Choice[])[]>([]);
  #people = $state.raw<readonly PersonCommand[]>([]);

  /** Offers commands, read whenever the palette is used; returns how to withdraw them. */
  offer(choices: () => readonly Choice[]): () => void {
    this.#all = [...this.#all, choices];
    return () => (this.#all = this.#all.filter((other) => other !== choices));
  }
  /** Offers commands about people. */
  offerForPeople(commands: readonly PersonCommand[]): () => void {
    this.#people = [...this.#people, ...commands];
    return () => (this.#people = this.#people.filter((other) => !commands.includes(other)));
  }

  /** All that is offered now; where two have an id, the newer one stands. */
  get all(): readonly Choice[] {
    return [...new Map(this.#all.flatMap((choices) => choices()).map((one) => [one.id, one])).values()];
  }
  get forPeople(): readonly PersonCommand[] {
    return this.#people;
  }
}

export const commands = new Commands();
