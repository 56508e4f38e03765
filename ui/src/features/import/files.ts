// Files that a person dropped or picked, read into what the contract takes. A file that can't be read is
// named; the others go on.

import type { LoadedFile } from '../../contract';
import { m } from '../../words';

/** What the picker offers. */
export const TABLE_TYPES = '.csv,.tsv,.txt';

/** The largest file that is read, in bytes: a million people fit. */
export const LARGEST = 256 * 1024 * 1024;

/** A file that was left out, and why, for a person. */
export interface LeftOut {
  name: string;
  words: string;
}

export interface ReadFiles {
  files: LoadedFile[];
  leftOut: LeftOut[];
}

/** Reads every file; never throws. */
export async function readFiles(files: readonly File[]): Promise<ReadFiles> {
  const read: ReadFiles = { files: [], leftOut: [] };
  for (const file of files) {
    const words = unfit(file);
    if (words !== null) {
      read.leftOut.push({ name: file.name, words });
      continue;
    }
    try {
      read.files.push({ name: file.name, base64: toBase64(new Uint8Array(await file.arrayBuffer())) });
    } catch {
      read.leftOut.push({
        name: file.name,
        words: m.import_unreadable(),
      });
    }
  }
  return read;
}

/** Whether something that is dragged over the window is files. */
export function holdsFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && [...transfer.types].includes('Files');
}

/** Whether a file looks like a table, by its name. */
export function isTable(file: File): boolean {
  return TABLE_TYPES.split(',').some((ending) => file.name.toLowerCase().endsWith(ending));
}

function unfit(file: File): string | null {
  if (!isTable(file)) return m.import_reads();
  if (file.size === 0) return m.import_is_empty();
  if (file.size > LARGEST) return m.import_too_large();
  return null;
}

// In parts, because a call takes only so many arguments.
const PART = 0x8000;

function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += PART) parts.push(String.fromCharCode(...bytes.subarray(at, at + PART)));
  return btoa(parts.join(''));
}
