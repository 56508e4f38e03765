// Files that were dropped somewhere else on the window, on their way to the import. The window uses
// `tableDrop`; the screen takes what waits when it opens.

import { holdsFiles } from './files';

let waiting: File[] = [];
let taker: ((files: File[]) => void) | null = null;

/** Hands files to the import, now or when it opens. */
export function offerFiles(files: readonly File[]): void {
  if (taker !== null) taker([...files]);
  else waiting = [...waiting, ...files];
}

/** Takes files, those that wait and those to come, until the returned function is called. */
export function takeFiles(take: (files: File[]) => void): () => void {
  taker = take;
  if (waiting.length > 0) take(waiting);
  waiting = [];
  return () => {
    taker = null;
  };
}

/**
 * Handlers for the window. A file never replaces the page, wherever it is dropped; where `wanted` says so, it
 * is handed to the import and `open` shows that screen.
 */
export function tableDrop(
  wanted: () => boolean,
  open: () => void,
): { ondragover: (event: DragEvent) => void; ondrop: (event: DragEvent) => void } {
  return {
    ondragover(event) {
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = wanted() ? 'copy' : 'none';
    },
    ondrop(event) {
      if (!holdsFiles(event.dataTransfer)) return;
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (!wanted() || files.length === 0) return;
      offerFiles(files);
      open();
    },
  };
}
