/** A UUID-like id from a number. */
export function idOf(kind: number, n: number): string {
  return `01930000-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;
}
