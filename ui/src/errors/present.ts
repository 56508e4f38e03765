/** One table from code to what the window does about it. A missing code is a type error. */
import type { WireCode, WireError } from '../contract';
import { toWireError } from '../platform';

/**
 * `silent`: nothing to say. `field`: at its field. `warning`: a rule stood against it.
 * `error`: something is wrong and stays on screen until it is dealt with.
 */
export type Severity = 'silent' | 'field' | 'warning' | 'error';

const severities: Record<WireCode, Severity> = {
  not_allowed: 'warning',
  rank_too_low: 'warning',
  ceiling: 'warning',
  owner_fixed: 'warning',
  yourself: 'warning',
  system_fixed: 'warning',
  wrong_status: 'warning',
  outbox_full: 'warning',
  suspended_already: 'field',
  archived_already: 'field',
  email_taken: 'field',
  plan_full: 'warning',
  no_seat: 'warning',
  owner_only: 'warning',
  super_admin_fixed: 'warning',
  built_in: 'warning',
  name_taken: 'field',
  invalid: 'field',
  not_found: 'warning',
  conflict: 'warning',
  nothing_to_undo: 'warning',
  link_dead: 'warning',
  nothing_open: 'error',
  keychain_missing: 'error',
  passphrase_needed: 'field',
  wrong_key: 'field',
  not_an_organization: 'error',
  newer_file: 'error',
  in_use: 'error',
  file_missing: 'error',
  read_only: 'error',
  disk_full: 'error',
  file_exists: 'field',
  bad_table: 'error',
  cancelled: 'silent',
  no_connection: 'error',
  mail: 'error',
  no_such_ask: 'error',
  malformed: 'error',
  name_not_found: 'error',
  unreachable: 'error',
  untrusted: 'error',
  not_rollbook: 'error',
  wrong_version: 'error',
  sign_in_failed: 'field',
  throttled: 'field',
  signed_out: 'error',
  session_over: 'error',
  wrong_factor: 'field',
  internal: 'error',
};

/** Whether somebody has to sign in again. */
export const asksToSignIn = (code: WireCode): boolean => code === 'signed_out' || code === 'session_over';

const AWAY: ReadonlySet<WireCode> = new Set<WireCode>([
  'unreachable',
  'name_not_found',
  'untrusted',
  'not_rollbook',
  'no_connection',
]);

/** Whether nothing of Rollbook was reached. */
export const saysAway = (code: WireCode): boolean => AWAY.has(code);

/** An error as a screen shows it. */
export interface Presented {
  severity: Severity;
  message: string;
  help: string;
  error: WireError;
}

/** How to show any rejection. */
export function present(problem: unknown): Presented {
  const error = toWireError(problem);
  return { severity: severities[error.code] ?? 'error', message: error.message, help: error.help, error };
}
