/** A second factor in lists and on pages. */
import type { IconName } from '../kit/icons';

const FACTORS: Record<string, [IconName, string]> = {
  passkey: ['fingerprint-pattern', 'Passkey'],
  totp: ['smartphone', 'App'],
  app: ['smartphone', 'App'],
  codes: ['key-square', 'Codes'],
  key: ['key-square', 'Key'],
};

/** Glyph and word for a second factor. */
export function factor(kind: string | null): { icon: IconName; word: string; missing: boolean } {
  if (kind === null) return { icon: 'shield-off', word: 'None', missing: true };
  const [icon, word] = FACTORS[kind] ?? ['key-square', kind];
  return { icon, word, missing: false };
}
