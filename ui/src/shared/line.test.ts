import { describe, expect, it } from 'vitest';
import type { LineView, QueuedStanding, QueuedView, QueuedWhat } from '../contract';
import { isUnread, marksOf, pendingWords, placeOf, whatWords } from './line';

const link: QueuedWhat = { what: 'act', action: 'password_link' };
const entry = (member: string, standing: QueuedStanding, what = link): QueuedView => ({
  command: `${member}-${standing.is}`,
  at: 1,
  member,
  name: member,
  what,
  sent: false,
  standing,
});
const conflict: QueuedStanding = { is: 'conflict', message: '', theirs: null };
const refused: QueuedStanding = { is: 'refused', at: 2, message: '', help: '' };

describe('the queue in words', () => {
  it('r33 says what waits and what needs somebody, and nothing of what is done', () => {
    const all = [
      entry('a', { is: 'waiting' }),
      entry('b', conflict),
      entry('c', refused),
      entry('d', { is: 'applied', at: 3 }),
    ];
    expect(all.map(placeOf)).toEqual(['waiting', 'needs', 'needs', 'done']);
    expect(pendingWords(all)).toBe('1 waiting, 2 need you');
    expect(pendingWords(all.slice(0, 2))).toBe('1 waiting, 1 needs you');
    expect(pendingWords(all.slice(3))).toBeNull();
  });
  it('r33 asks somebody to look where something can’t be read or kept', () => {
    const fine = { unreadable: null, unread: [], refusal: null } as unknown as LineView;
    expect([null, fine].map(isUnread)).toEqual([false, false]);
    const refusal = { code: 'newer_file', message: '', help: '' } as LineView['refusal'];
    const odd = [{ unreadable: 'x.queue.unreadable-1' }, { unread: [{ at: 1, name: 'Nadia Berg' }] }, { refusal }];
    expect(odd.map((other) => isUnread({ ...fine, ...other }))).toEqual([true, true, true]);
  });
  it('says what was given as its button does, and which fields of a profile', () => {
    expect(whatWords(link)).toBe('Send password link');
    expect(whatWords({ what: 'temporary_password' })).toBe('Set temporary password');
    expect(whatWords({ what: 'ticket', made: 0, proof: '' })).toBe('Tell the log of the reset ticket');
    const edit: QueuedWhat = { what: 'profile', firstName: null, lastName: null, phone: '1', language: null, note: '' };
    expect(whatWords(edit)).toBe('Change phone, note');
  });
  it('marks a person by what needs somebody before what waits', () => {
    const all = [entry('a', conflict), entry('a', { is: 'waiting' }), entry('b', { is: 'applied', at: 3 })];
    expect(marksOf(all, false).get('a')).toMatchObject({ icon: 'git-merge-conflict' });
    expect(marksOf(all, false).has('b')).toBe(false);
    expect(marksOf(all, true).get('b')).toMatchObject({ icon: 'circle-check' });
  });
});
