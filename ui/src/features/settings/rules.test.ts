import { describe, expect, it } from 'vitest';
import type { PolicyFields } from '../../contract';
import { atFields, readRules, rulesOf } from './rules';

const policy: PolicyFields = {
  invitationHours: 72,
  defaultAccess: 'all',
  sessionMinutes: 750,
  idleMinutes: 30,
  passwordLength: 0,
  recovery: { users: true, administrators: false },
  hidesAddresses: true,
  invitationAsks: false,
  secondFactor: { of: 'administrators', from: 5 },
  signInAs: true,
  ownAddress: false,
  dormantDays: 90,
  emergency: null,
  waitingMails: 100_000,
  offlineDays: 7,
  ticketHours: 8,
};

describe('the rules of signing in', () => {
  it('come back as they were, and keep what the form doesn’t hold', () => {
    expect(rulesOf(policy)).toMatchObject({ sessionHours: '12.5', passwordLength: '', recoverAdministrators: false });
    expect(readRules(rulesOf(policy), policy)).toEqual(policy);
  });
  it('are read from what is typed', () => {
    const changed = { sessionHours: ' 0,5', passwordLength: '20', signInAs: false, emergency: 'm-7' };
    const typed = { ...rulesOf(policy), ...changed };
    expect(readRules(typed, policy)).toMatchObject({
      sessionMinutes: 30,
      passwordLength: 20,
      signInAs: false,
      emergency: 'm-7',
    });
  });
  it('say which number can’t be read', () => {
    const typed = { ...rulesOf(policy), sessionHours: 'a day', invitationHours: '', idleMinutes: '1.5' };
    const read = readRules(typed, policy);
    expect('errors' in read && Object.keys(read.errors).sort()).toEqual([
      'idleMinutes',
      'invitationHours',
      'sessionHours',
    ]);
  });
  it('show a refusal at the field that it is about', () =>
    expect(atFields({ sessionLifetime: 'Too long.', password_length: 'Too many.', waiting_mails: 'Too few.' })).toEqual(
      { sessionHours: 'Too long.', passwordLength: 'Too many.', waitingMails: 'Too few.' },
    ));
});
