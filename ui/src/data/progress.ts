/** How far a long thing is, as the backend tells it. */
import type { Progress } from '../contract';
import { backend } from '../platform';

/** Follows one task until the returned function is called. */
export function onProgress(task: Progress['task'], fn: (progress: Progress) => void): () => void {
  return backend().on('progress', (progress) => {
    if (progress.task === task) fn(progress);
  });
}
