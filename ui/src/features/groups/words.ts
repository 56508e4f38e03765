/** What the groups screen says. */
import type { Outcome } from '../../contract';
import { counted, m, number } from '../../words';

/** What people would gain by being added, and who can't be. */
export function gainWords({ impact, refused, refusals }: Outcome): string {
  const gains = (impact?.people ?? []).map(({ gained }) => gained.length).filter((count) => count > 0);
  const most = Math.max(0, ...gains);
  const out =
    refused === 0
      ? ''
      : refused === 1
        ? m.groups_cant_one({
            name: refusals[0]?.name ?? m.groups_one_person(),
            why: refusals[0]?.refusal.message ?? '',
          })
        : counted(m.groups_cant, refused);
  const numbers = { people: gains.length, who: number(gains.length), count: most, n: number(most) };
  const same = gains.every((count) => count === most);
  const gain = gains.length === 0 ? m.groups_gain_none() : same ? m.groups_gain(numbers) : m.groups_gain_up_to(numbers);
  return (out === '' ? gain : m.groups_gain_and_cant({ gain, refused: out })).trim();
}
