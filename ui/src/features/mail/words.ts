// Words and marks of the mail screen that are chosen from data.

import type { MailRow, MailState } from '../../contract';
import { ago, until } from '../../kit/format';
import type { IconName } from '../../kit/icons';

/** The mark in the margin, its tone, and what it says. */
export const STATES: Record<MailState, { icon: IconName; tone: string; word: string }> = {
  waiting: { icon: 'clock', tone: 't-accent', word: 'Waiting' },
  retrying: { icon: 'refresh-cw', tone: 't-warning', word: 'Tried again' },
  sent: { icon: 'circle-check', tone: 't-success', word: 'Sent' },
  failed: { icon: 'octagon-x', tone: 't-danger', word: 'Failed' },
  dropped: { icon: 'mail-x', tone: 'faint', word: 'Not sent' },
};

/** When it left, or when it is tried next. */
export function whenWords(row: MailRow, now: number): string {
  if (row.state === 'sent') return ago(row.sentAt ?? row.createdAt, now);
  if (row.state === 'retrying' && row.nextAt !== null)
    return row.nextAt <= now ? 'Next try now' : `Next try ${until(row.nextAt, now)}`;
  return ago(row.createdAt, now);
}

/** Why a mail is where it is; empty where its mark says enough. */
export function whyWords(row: MailRow): string {
  if (row.problem) return row.problem;
  return row.state === 'dropped' ? 'Its link stopped working before it left.' : '';
}

/** Whether sending again can help. */
export function canRetry(row: MailRow): boolean {
  return row.state === 'failed' || row.state === 'retrying';
}

/** The filter tabs; each but the first asks for one state. */
export const TABS = [
  { value: 'all', label: 'All', state: null },
  { value: 'waiting', label: 'Waiting', state: 'waiting' },
  { value: 'failed', label: 'Failed', state: 'failed' },
  { value: 'sent', label: 'Sent', state: 'sent' },
] as const satisfies readonly { value: string; label: string; state: MailState | null }[];

export type MailTab = (typeof TABS)[number]['value'];
