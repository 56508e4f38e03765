/** A second factor in lists and on pages. */
import type { IconName } from '../kit/icons';
import { m } from '../words';

const FACTORS: Record<string, [IconName, string]> = {
  passkey: ['fingerprint-pattern', m.shared_factor_passkey()],
  totp: ['smartphone', m.shared_factor_app()],
  app: ['smartphone', m.shared_factor_app()],
  codes: ['key-square', m.shared_factor_codes()],
  key: ['key-square', m.shared_factor_key()],
};

/** Glyph and word for a second factor. */
export function factor(kind: string | null): { icon: IconName; word: string; missing: boolean } {
  if (kind === null) return { icon: 'shield-off', word: m.shared_factor_none(), missing: true };
  const [icon, word] = FACTORS[kind] ?? ['key-square', kind];
  return { icon, word, missing: false };
}
