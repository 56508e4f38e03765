/** What a change of holdings would do, asked of the rules and said in a sentence. Nothing is written. */
import type { Holding, Impact, Period, Target } from '../contract';
import { call, newCommandId } from '../data';
import { counted, m, number } from '../words';
import { why } from './why';

/** How many permissions one gains and loses, or each of many at most; empty where none. */
function rightsWords(gain: number, loss: number, many: boolean): string {
  if (gain > 0 && loss > 0) {
    const both = many ? m.shared_moves_each_both : m.shared_moves_both;
    return both({ count: loss, n: number(loss), gain: counted(m.shared_moved, gain) });
  }
  if (gain > 0) return counted(many ? m.shared_moves_each_gain : m.shared_moves_gain, gain);
  return loss > 0 ? counted(many ? m.shared_moves_each_loss : m.shared_moves_loss, loss) : '';
}

/** What one or many gain and lose, in a sentence; empty when nothing changes. */
export function impactWords({ people, licencesGiven, licencesTaken, sessionsEnded, reach }: Impact): string {
  const most = (of: 'gained' | 'lost') => people.reduce((sum, one) => Math.max(sum, one[of].length), 0);
  const [gain, loss] = [most('gained'), most('lost')];
  return [
    rightsWords(gain, loss, reach > 1),
    licencesGiven > 0 && counted(m.shared_seats_used, licencesGiven),
    licencesTaken > 0 && counted(m.shared_seats_freed, licencesTaken),
    sessionsEnded > 0 && counted(m.shared_sessions_end, sessionsEnded),
  ]
    .filter(Boolean)
    .join(' ');
}

/** Asks the rules; `usual` is said where they have nothing to add. */
export async function foresee(
  change: { give?: Holding[]; take?: Holding[]; period?: Period; target: Target },
  usual: string,
): Promise<{ says: string; reason: string | null }> {
  const outcome = await call('holdings_change', {
    command: newCommandId(),
    give: change.give ?? [],
    take: change.take ?? [],
    period: change.period ?? { from: null, until: null },
    target: change.target,
    mode: 'what_is_possible',
    preview: true,
  });
  const refused = outcome.done === 0 ? why(outcome.refusals[0]?.refusal) : null;
  const impact = outcome.impact === null ? '' : impactWords(outcome.impact);
  const skipped = outcome.done > 0 && outcome.refused > 0 ? counted(m.shared_skipped, outcome.refused) : '';
  return { says: [usual, impact, skipped].filter(Boolean).join(' '), reason: refused };
}
