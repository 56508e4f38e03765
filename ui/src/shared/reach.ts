/** Whom a change of rights reaches, in a sentence. */
import { counted, number } from '../kit/format';

/** As soon as it is saved. */
export function reachWords(changes: number, people: number): string {
  const it = changes === 1 ? 'It reaches' : 'They reach';
  if (people === 0) return `${it} nobody yet.`;
  return `${it} ${counted(people, 'person', 'people')} as soon as you save.`;
}

/** What a deletion does to those who have it. `have`: "has it", "have it". */
export function lossWords(reach: number, losing: number, have: readonly [one: string, many: string]): string {
  if (reach === 0) return `Nobody ${have[0]}.`;
  const who = `${counted(reach, 'person', 'people')} ${reach === 1 ? have[0] : have[1]}.`;
  if (losing === 0)
    return `${who} ${reach === 1 ? 'They lose no permission' : 'None of them loses a permission'} by it.`;
  if (losing === reach) return `${who} ${reach === 1 ? 'They lose' : 'All of them lose'} permissions.`;
  return `${who} ${number(losing)} of them ${losing === 1 ? 'loses' : 'lose'} permissions.`;
}
