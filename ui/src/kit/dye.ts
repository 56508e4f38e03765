/** Which of the eight quiet dyes an id gets: FNV-1a, so that it never changes. */
export function dyeOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
  // UUIDv7 ids of one minute differ in few bits: stir before taking the low ones.
  hash ^= hash >>> 15;
  return ((hash >>> 0) % 8) + 1;
}
