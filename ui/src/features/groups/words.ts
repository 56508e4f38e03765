/** What the groups screen says. */
import type { Outcome } from '../../contract';
import { counted, number } from '../../kit/format';

/** What people would gain by being added, and who can't be. */
export function gainWords({ impact, refused, refusals }: Outcome): string {
  const gains = (impact?.people ?? []).map(({ gained }) => gained.length).filter((count) => count > 0);
  const most = Math.max(0, ...gains);
  const out =
    refused === 0
      ? ''
      : refused === 1
        ? ` ${refusals[0]?.name ?? '1 person'} can’t be added: ${refusals[0]?.refusal.message ?? ''}`
        : ` ${number(refused)} can’t be added.`;
  if (gains.length === 0) return `Nobody gains a permission by it.${out}`.trim();
  const who = gains.length === 1 ? '1 person gains' : `${number(gains.length)} people gain`;
  const same = gains.every((count) => count === most);
  return `${who} ${same ? '' : 'up to '}${counted(most, 'permission')}.${out}`.trim();
}
