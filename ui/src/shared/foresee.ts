/** What a change of holdings would do, asked of the rules and said in a sentence. Nothing is written. */
import type { Holding, Impact, Period, Target } from '../contract';
import { call, newCommandId } from '../data';
import { counted } from '../kit/format';
import { why } from './why';

/** What one or many gain and lose, in a sentence; empty when nothing changes. */
export function impactWords({ people, licencesGiven, licencesTaken, sessionsEnded, reach }: Impact): string {
  const most = (of: 'gained' | 'lost') => people.reduce((sum, one) => Math.max(sum, one[of].length), 0);
  const each = reach > 1 ? 'Each gains up to' : 'Gains';
  const lost = reach > 1 ? 'loses up to' : 'loses';
  const [gain, loss] = [most('gained'), most('lost')];
  const rights = [
    ...(gain > 0 ? [`${each} ${counted(gain, 'permission')}`] : []),
    ...(loss > 0 ? [`${gain > 0 ? lost : lost.replace(/^l/, 'L')} ${counted(loss, 'permission')}`] : []),
  ].join(', ');
  return [
    rights && `${rights}.`,
    licencesGiven > 0 && `Uses ${counted(licencesGiven, 'seat')}.`,
    licencesTaken > 0 && `Frees ${counted(licencesTaken, 'seat')}.`,
    sessionsEnded > 0 &&
      `Ends ${sessionsEnded === 1 ? 'their session' : `the sessions of ${counted(sessionsEnded, 'person', 'people')}`}.`,
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
  const skipped =
    outcome.done > 0 && outcome.refused > 0 ? `${counted(outcome.refused, 'person is', 'people are')} skipped.` : '';
  return { says: [usual, impact, skipped].filter(Boolean).join(' '), reason: refused };
}
