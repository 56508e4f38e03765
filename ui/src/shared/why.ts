/** A refusal in one line: what stands against it and what would help. */
import type { Refusal } from '../contract';

export function why(refusal: Pick<Refusal, 'message' | 'help'> | null | undefined): string | null {
  return refusal ? `${refusal.message} ${refusal.help}`.trim() : null;
}
