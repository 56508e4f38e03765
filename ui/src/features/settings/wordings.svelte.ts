// The words of one mail: which is looked at, what is typed, how it would be read, what stands against it.

import type { MailTried, MailWording, MailWords, Outcome, WireError } from '../../contract';
import { call, mutate, newCommandId } from '../../data';
import { present } from '../../errors/present';
import { fieldWords, without } from '../../kit/fields';

export const PARTS = ['subject', 'text', 'html'] as const;
export type Part = (typeof PARTS)[number];

/** Puts a variable where the caret is; gives the new text and where the caret goes. */
export function insert(text: string, from: number, to: number, name: string): { text: string; caret: number } {
  const said = `{{ ${name} }}`;
  return { text: text.slice(0, from) + said + text.slice(to), caret: from + said.length };
}

const same = (one: MailWords, other: MailWords): boolean => PARTS.every((part) => one[part] === other[part]);

export class WordingState {
  form = $state.raw<MailWords>({ subject: '', text: '', html: '' });
  tried = $state.raw<MailTried | null>(null);
  errors = $state.raw<Record<string, string>>({});
  problem = $state.raw<WireError | null>(null);
  busy = $state<'save' | 'reset' | null>(null);
  #turn = 0;
  #command = newCommandId();

  constructor(
    readonly template: string,
    readonly language: string,
    readonly view: MailWording,
  ) {
    this.form = view.words;
  }

  get dirty(): boolean {
    return !same(this.form, this.view.words);
  }

  set(part: Part, words: string): void {
    this.form = { ...this.form, [part]: words };
    this.errors = without(this.errors, part);
    this.#command = newCommandId();
  }

  /** Writes the mail with examples; an older answer never takes the place of a newer one. */
  async try(): Promise<void> {
    const turn = (this.#turn += 1);
    const { template, language } = this;
    try {
      const tried = await call('wording_try', { template, language, words: this.form });
      if (turn !== this.#turn) return;
      this.tried = tried;
      this.errors = {};
      this.problem = null;
    } catch (cause) {
      if (turn === this.#turn) this.#refused(cause);
    }
  }

  /** Keeps what is typed; the outcome, or nothing where it was refused. */
  save(): Promise<Outcome | null> {
    return this.#keep('save', this.form);
  }

  /** Back to the product’s words. */
  reset(): Promise<Outcome | null> {
    return this.#keep('reset', null);
  }

  async #keep(busy: 'save' | 'reset', words: MailWords | null): Promise<Outcome | null> {
    if (this.busy !== null) return null;
    this.busy = busy;
    this.problem = null;
    const { template, language } = this;
    try {
      return await mutate('wording_set', { command: this.#command, template, language, seen: this.view.own, words });
    } catch (cause) {
      this.#refused(cause);
      return null;
    } finally {
      this.busy = null;
    }
  }

  #refused(cause: unknown): void {
    const { error } = present(cause);
    this.errors = fieldWords(error);
    this.problem = Object.keys(this.errors).length === 0 ? error : null;
  }
}
