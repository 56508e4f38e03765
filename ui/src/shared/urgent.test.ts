import { afterEach, describe, expect, it } from 'vitest';
import type { UserRow } from '../contract';
import { fits, noTicket, urgent } from './urgent.svelte';
import { ticketEntry } from './urgentMenu';

const person = { kind: 'regular', status: 'active', passwordRefusal: null } as UserRow;
const above = { ...person, passwordRefusal: { code: 'rank_too_low', message: 'They stand above you.', help: '' } };

describe('R35: where reset tickets are offered', () => {
  afterEach(() => {
    urgent.at = 'file';
  });

  it('has none in a file, which has no portal of its own', () => {
    urgent.at = 'file';
    expect(fits('ticket', person)).toBe(false);
    expect(ticketEntry(person)).toEqual([]);
  });

  it('says over a database why there is none, instead of refusing afterwards', () => {
    urgent.at = 'database';
    expect(noTicket(person)).toMatch(/need a connection to a server/);
    expect(ticketEntry(person)).toMatchObject([{ id: 'user.ticket', reason: noTicket(person) }]);
  });

  it('offers one at a server to whoever may reset the password', () => {
    urgent.at = 'server';
    expect(noTicket(person)).toBeNull();
    expect(noTicket(above as UserRow)).toBe('They stand above you.');
  });
});
