/** What went wrong outside of any form: it stands as a line on the page until it is closed or something else succeeds. */
import { present, type Presented } from './present';

class Notice {
  now = $state.raw<Presented | null>(null);

  /** Shows a rejection; a cancelled thing says nothing. */
  show(problem: unknown): void {
    const presented = present(problem);
    if (presented.severity !== 'silent') this.now = presented;
  }
  clear(): void {
    this.now = null;
  }
}

export const notice = new Notice();
