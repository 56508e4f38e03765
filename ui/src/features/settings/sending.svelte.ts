// What a form of the settings sends, and what stands against it.

import type { WireError } from '../../contract';
import { present } from '../../errors/present';
import { fieldWords, without } from '../../kit/fields';

type Words = Record<string, string>;

export class Sending {
  /** Words beside fields, by the form's names. */
  errors = $state.raw<Words>({});
  /** What is said of the whole form. */
  problem = $state.raw<WireError | null>(null);
  busy = $state(false);

  /** `named` gives the form's names for those of the answer, where they differ. */
  constructor(private readonly named: (words: Words) => Words = (words) => words) {}

  /** Something was typed: what was said of it no longer holds. */
  typed(change: object): void {
    this.errors = Object.keys(change).reduce(without, this.errors);
    this.problem = null;
  }

  /** Sends, once at a time. */
  async carry(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (cause) {
      const { error } = present(cause);
      this.errors = this.named(fieldWords(error));
      if (Object.keys(this.errors).length === 0) this.problem = error;
    } finally {
      this.busy = false;
    }
  }
}
