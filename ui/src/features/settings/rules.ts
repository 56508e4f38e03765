/** The organization’s rules of signing in, as a form holds them: hours and minutes as they are typed. */
import type { PolicyFields } from '../../contract';
import { m } from '../../words';

export interface RulesForm {
  invitationHours: string;
  sessionHours: string;
  idleMinutes: string;
  passwordLength: string;
  dormantDays: string;
  defaultAccess: PolicyFields['defaultAccess'];
  recoverUsers: boolean;
  recoverAdministrators: boolean;
  hidesAddresses: boolean;
  invitationAsks: boolean;
  signInAs: boolean;
  ownAddress: boolean;
  waitingMails: string;
  offlineDays: string;
  ticketHours: string;
  /** The emergency account’s id; empty where there is none. */
  emergency: string;
}

/** Half an hour stays half an hour: what doesn’t fill hours is written with its part. */
const hours = (minutes: number): string => String(Math.round((minutes / 60) * 100) / 100);

export const rulesOf = (policy: PolicyFields): RulesForm => ({
  invitationHours: String(policy.invitationHours),
  sessionHours: hours(policy.sessionMinutes),
  idleMinutes: String(policy.idleMinutes),
  passwordLength: policy.passwordLength === 0 ? '' : String(policy.passwordLength),
  dormantDays: String(policy.dormantDays),
  defaultAccess: policy.defaultAccess,
  recoverUsers: policy.recovery.users,
  recoverAdministrators: policy.recovery.administrators,
  hidesAddresses: policy.hidesAddresses,
  invitationAsks: policy.invitationAsks,
  signInAs: policy.signInAs,
  ownAddress: policy.ownAddress,
  waitingMails: String(policy.waitingMails),
  offlineDays: String(policy.offlineDays),
  ticketHours: String(policy.ticketHours),
  emergency: policy.emergency ?? '',
});

/** What the form says beside what it doesn’t hold, or what is wrong with its numbers. */
export function readRules(form: RulesForm, policy: PolicyFields): PolicyFields | { errors: Record<string, string> } {
  const errors: Record<string, string> = {};
  const whole = (
    field:
      | 'invitationHours'
      | 'idleMinutes'
      | 'passwordLength'
      | 'dormantDays'
      | 'waitingMails'
      | 'offlineDays'
      | 'ticketHours',
    empty: number | null,
  ): number => {
    const typed = form[field].trim();
    if (typed === '' && empty !== null) return empty;
    if (!/^\d{1,7}$/.test(typed)) errors[field] = m.settings_rules_whole();
    return Number(typed);
  };
  const typed = form.sessionHours.trim().replace(',', '.');
  if (!/^\d{1,4}(\.\d{1,2})?$/.test(typed)) errors.sessionHours = m.settings_rules_number_hours();
  const read: PolicyFields = {
    ...policy,
    invitationHours: whole('invitationHours', null),
    sessionMinutes: Math.round(Number(typed) * 60),
    idleMinutes: whole('idleMinutes', null),
    passwordLength: whole('passwordLength', 0),
    dormantDays: whole('dormantDays', null),
    defaultAccess: form.defaultAccess,
    recovery: { users: form.recoverUsers, administrators: form.recoverAdministrators },
    hidesAddresses: form.hidesAddresses,
    invitationAsks: form.invitationAsks,
    signInAs: form.signInAs,
    ownAddress: form.ownAddress,
    waitingMails: whole('waitingMails', null),
    offlineDays: whole('offlineDays', null),
    ticketHours: whole('ticketHours', null),
    emergency: form.emergency === '' ? null : form.emergency,
  };
  return Object.keys(errors).length > 0 ? { errors } : read;
}

/** A field as Rust names it, as the form has it. */
const FIELDS: Record<string, keyof RulesForm> = {
  invitationLifetime: 'invitationHours',
  sessionLifetime: 'sessionHours',
  sessionIdle: 'idleMinutes',
  dormant_days: 'dormantDays',
  waiting_mails: 'waitingMails',
  offline_lifetime: 'offlineDays',
  ticket_lifetime: 'ticketHours',
  password_length: 'passwordLength',
};

/** The words of a refusal beside the form’s own fields. */
export const atFields = (words: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(words).map(([field, said]) => [FIELDS[field] ?? field, said]));
