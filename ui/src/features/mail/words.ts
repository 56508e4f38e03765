// Words and marks of the mail screen that are chosen from data.

import type { MailRow, MailState } from '../../contract';
import { ago, until } from '../../kit/format';
import type { IconName } from '../../kit/icons';
import { m } from '../../words';

/** The mark in the margin, its tone, and what it says. */
export const STATES: Record<MailState, { icon: IconName; tone: string; word: string }> = {
  waiting: { icon: 'clock', tone: 't-accent', word: m.mail_state_waiting() },
  retrying: { icon: 'refresh-cw', tone: 't-warning', word: m.mail_state_retrying() },
  sent: { icon: 'circle-check', tone: 't-success', word: m.mail_state_sent() },
  failed: { icon: 'octagon-x', tone: 't-danger', word: m.mail_state_failed() },
  dropped: { icon: 'mail-x', tone: 'faint', word: m.mail_state_dropped() },
};

/** When it left, or when it is tried next. */
export function whenWords(row: MailRow, now: number): string {
  if (row.state === 'sent') return ago(row.sentAt ?? row.createdAt, now);
  if (row.state === 'retrying' && row.nextAt !== null)
    return row.nextAt <= now ? m.mail_next_try_now() : m.mail_next_try({ when: until(row.nextAt, now) });
  return ago(row.createdAt, now);
}

/** When it is tried next, beside the words that say so. */
export const nextWords = (at: number, now: number): string => (at <= now ? m.mail_fact_now() : until(at, now));

/** Why a mail is where it is; empty where its mark says enough. */
export function whyWords(row: MailRow): string {
  if (row.problem) return row.problem;
  return row.state === 'dropped' ? m.mail_dropped_why() : '';
}

/** Whether sending again can help. */
export function canRetry(row: MailRow): boolean {
  return row.state === 'failed' || row.state === 'retrying';
}

/** The filter tabs; each but the first asks for one state. */
export const TABS = [
  { value: 'all', label: m.mail_tab_all(), state: null },
  { value: 'waiting', label: m.mail_tab_waiting(), state: 'waiting' },
  { value: 'failed', label: m.mail_tab_failed(), state: 'failed' },
  { value: 'sent', label: m.mail_tab_sent(), state: 'sent' },
] as const satisfies readonly { value: string; label: string; state: MailState | null }[];

export type MailTab = (typeof TABS)[number]['value'];
