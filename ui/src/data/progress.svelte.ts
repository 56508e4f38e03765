/** How far the long thing is that runs now. */
import type { Progress } from '../contract';
import type { Backend } from '../platform';

class ProgressStore {
  now = $state.raw<Progress | null>(null);

  /** Listens to a backend; returns how to stop. */
  follow(from: Backend): () => void {
    return from.on('progress', (progress) => (this.now = progress.done < progress.total ? progress : null));
  }
  /** The thing is over. */
  end(): void {
    this.now = null;
  }
}

export const progress = new ProgressStore();
