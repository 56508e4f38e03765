import { describe, expect, it } from 'vitest';
import type { MailRow } from '../../contract';
import { canRetry, whenWords, whyWords } from './words';

const now = Date.UTC(2026, 10, 21, 12);
const row: MailRow = {
  id: 'm',
  member: null,
  toName: 'Ayşe',
  toAddress: 'ayse@nordlys.no',
  subject: 'Invitation',
  state: 'waiting',
  createdAt: now - 3 * 60_000,
  sentAt: null,
  nextAt: null,
  attempts: 0,
  problem: '',
  hasLink: true,
};

describe('a mail in the list', () => {
  it('that waits says since when', () => expect(whenWords(row, now)).toBe('3 min ago'));
  it('that is tried again says when', () => {
    expect(whenWords({ ...row, state: 'retrying', nextAt: now + 12 * 60_000 }, now)).toBe('Next try in 12 min');
    expect(whenWords({ ...row, state: 'retrying', nextAt: now - 1 }, now)).toBe('Next try now');
  });
  it('that was sent says when it left, not when it was written', () => {
    expect(whenWords({ ...row, state: 'sent', sentAt: now - 10_000 }, now)).toBe('Now');
  });
  it('that was dropped says why, and a failure keeps the server’s words', () => {
    expect(whyWords({ ...row, state: 'dropped' })).toContain('stopped working');
    expect(whyWords({ ...row, state: 'failed', problem: '550 no such user' })).toBe('550 no such user');
    expect(whyWords(row)).toBe('');
  });
  it('can be sent again only where that helps', () => {
    expect(
      (['waiting', 'retrying', 'sent', 'failed', 'dropped'] as const).filter((state) => canRetry({ ...row, state })),
    ).toEqual(['retrying', 'failed']);
  });
});
