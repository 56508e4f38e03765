/** What a press would do to somebody's permissions, asked of the rules when somebody comes near, for its tooltip (B6). */
import type { Holding, Target } from '../contract';
import { m } from '../words';
import { foresee } from './foresee';

/** Before the tooltip comes, after the pointer only passed by. */
const WAIT = 120;

export class Foreseen {
  /** Of which the words are. */
  of = $state('');
  says = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Asks what taking this away would do; `of` tells several presses of one list from each other. */
  come(of: string, take: Holding, target: Target): void {
    this.leave();
    if (this.of !== of) [this.of, this.says] = [of, ''];
    this.#timer = setTimeout(() => void this.#ask(of, take, target), WAIT);
  }
  leave(): void {
    clearTimeout(this.#timer);
  }

  /** The words for one press; empty until they are known. */
  words(of: string): string {
    return this.of === of ? this.says : '';
  }

  async #ask(of: string, take: Holding, target: Target): Promise<void> {
    // Where it can't be asked, the press itself says why.
    const told = await foresee({ take: [take], target }, '').catch(() => null);
    if (told !== null && this.of === of) this.says = told.reason ?? (told.says || m.shared_loses_nothing());
  }
}
