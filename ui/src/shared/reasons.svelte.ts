/** Why some were skipped: one dialog of the window, opened from a toast. */
import type { Outcome, RefusedFor } from '../contract';

class Reasons {
  now = $state.raw<{ refusals: readonly RefusedFor[]; refused: number } | null>(null);

  show({ refusals, refused }: Outcome): void {
    this.now = { refusals, refused };
  }
  close(): void {
    this.now = null;
  }
}

export const reasons = new Reasons();
