/** A file that was written to the downloads: said, with the way to it. */
import type { SavedFile } from '../contract';
import { call } from '../data';
import { notice } from '../errors/notice.svelte';
import { toasts } from '../kit/toast.svelte';
import { m } from '../words';

/** Says that a file was written; the words stay until they are closed. */
export function savedToast(words: string, file: Pick<SavedFile, 'path'>): void {
  const show = (): void => void call('file_show', file.path).catch((cause: unknown) => notice.show(cause));
  toasts.show(words, { icon: 'download', actions: [{ label: m.shared_show_file(), run: show }], timed: false });
}
