/** Gives and takes roles, groups and licences, of one or of many: at once, with what was skipped and the way back. */
import type { Holding, Outcome, Period, Target } from '../contract';
import { mutate, newCommandId, progress } from '../data';
import { notice } from '../errors/notice.svelte';
import { number } from '../kit/format';
import { m } from '../words';
import { doneToast } from './done';
import { reasons } from './reasons.svelte';

export interface HoldingsChange {
  give?: Holding[];
  take?: Holding[];
  period?: Period;
  target: Target;
  /** Of one person, the version that the screen showed. */
  seen?: number;
  /** What a toast says; how many were skipped is added to it. */
  words: (outcome: Outcome) => string;
}

/** What a toast says: all of it, or how many were skipped. */
export function saidOf(words: string, { refused }: Outcome): string {
  return refused === 0 ? words : m.shared_said_skipped({ count: refused, n: number(refused), said: words });
}

class Holdings {
  /** One change at a time: the next one reads what this one wrote. */
  busy = $state(false);

  /** Whether anything was changed. */
  async change({ give = [], take = [], period, target, seen, words }: HoldingsChange): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    notice.clear();
    try {
      const outcome = await mutate('holdings_change', {
        command: newCommandId(),
        give,
        take,
        period: period ?? { from: null, until: null },
        target,
        mode: 'what_is_possible',
        ...(seen === undefined ? {} : { seen }),
        preview: false,
      });
      const [only] = outcome.refusals;
      // One person, refused: the reason itself.
      if (outcome.done === 0 && only && target.by === 'ids' && target.ids.length === 1)
        notice.show({ ...only.refusal, fields: {} });
      else this.say(outcome, words(outcome));
      return outcome.done > 0;
    } catch (problem) {
      notice.show(problem);
      return false;
    } finally {
      this.busy = false;
      progress.end();
    }
  }

  /** Says what became of a change, with who was skipped and the way back. */
  say(outcome: Outcome, words: string): void {
    const why = outcome.refused > 0 ? [{ label: m.shared_show_reasons(), run: () => reasons.show(outcome) }] : [];
    doneToast(
      outcome.done === 0 && outcome.refused === 0 ? m.shared_nothing_to_change() : saidOf(words, outcome),
      outcome,
      why,
    );
  }
}

export const holdings = new Holdings();
