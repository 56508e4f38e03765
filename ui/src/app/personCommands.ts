/** What the palette can do to a person: only what fits, locked where the rules refuse. */
import { ACTIONS, router, type ActionId, type PersonCommand } from '../actions';
import type { Action, UserRow } from '../contract';
import type { IconName } from '../kit/icons';
import { fits, noTicket, urgent } from '../shared/urgent.svelte';
import { why } from '../shared/why';
import { addGroup, addRole, grantLicense } from './holdingSteps';

interface Deed {
  action: Action;
  id: ActionId;
  of: string;
  icon: IconName;
  words?: string;
  says: (row: UserRow) => string;
}

const DEEDS: readonly Deed[] = [
  {
    action: 'send_access',
    id: 'user.send-access',
    of: 'Send access info to',
    icon: 'send',
    words: 'mail first password link',
    says: (row) => `The link and the user name go to ${row.email}. A password never travels in a mail.`,
  },
  {
    action: 'password_link',
    id: 'user.password-link',
    of: 'Send a password link to',
    icon: 'send',
    words: 'mail reset password forgot',
    says: (row) =>
      `The link to choose a new password goes to ${row.email} and works for 24 hours. The password stays until then.`,
  },
  {
    action: 'force_change',
    id: 'user.force-change',
    of: 'Have the password changed by',
    icon: 'key-square',
    words: 'force new password next sign-in',
    says: (row) => `${row.name} chooses a new password before anything else at the next sign-in.`,
  },
  {
    action: 'end_sessions',
    id: 'user.end-sessions',
    of: 'End all sessions of',
    icon: 'log-in',
    words: 'sign out kick log off',
    says: (row) => `${row.name} is signed out of this organization everywhere, and can sign in again.`,
  },
  {
    action: 'resend',
    id: 'user.resend',
    of: 'Send the invitation again to',
    icon: 'send',
    words: 'resend mail',
    says: (row) => `A new link goes to ${row.email}. The old one stops working.`,
  },
  {
    action: 'reset_factor',
    id: 'user.reset-factor',
    of: 'Reset the second factor of',
    icon: 'shield-off',
    words: '2fa mfa passkey authenticator lost phone',
    says: (row) =>
      `Asks once more. App, passkeys and recovery codes of ${row.name} stop working and all sessions end; a mail tells them.`,
  },
  {
    action: 'ask_factor',
    id: 'user.ask-factor',
    of: 'Ask for a second factor:',
    icon: 'bell',
    words: '2fa mfa remind passkey authenticator',
    says: (row) => `A mail asks ${row.name} to set up a second factor. It has no link.`,
  },
  {
    action: 'require_factor',
    id: 'user.require-factor',
    of: 'Require a second factor of',
    icon: 'shield-alert',
    words: '2fa mfa force passkey authenticator',
    says: (row) => `${row.name} sets up a second factor at the next sign-in, before anything else.`,
  },
  {
    action: 'suspend',
    id: 'user.suspend',
    of: 'Suspend access of',
    icon: 'circle-pause',
    words: 'block turn off',
    says: (row) =>
      `${row.name} is signed out now and can’t sign in to this organization. Seats become free. Undo brings all of it back.`,
  },
  {
    action: 'reactivate',
    id: 'user.reactivate',
    of: 'Reactivate access of',
    icon: 'circle-play',
    words: 'unblock turn on',
    says: (row) => `${row.name} can sign in again, with licenses as far as seats are free.`,
  },
  {
    action: 'revoke',
    id: 'user.revoke',
    of: 'Revoke the invitation of',
    icon: 'mail-x',
    words: 'cancel',
    says: (row) => `The link in the mail to ${row.email} stops working now.`,
  },
  {
    action: 'archive',
    id: 'user.archive',
    of: 'Archive',
    icon: 'archive',
    words: 'remove delete',
    says: (row) =>
      `${row.name} leaves the list, sessions end and seats become free. They can be restored from Archived.`,
  },
  {
    action: 'restore',
    id: 'user.restore',
    of: 'Restore',
    icon: 'archive-restore',
    words: 'bring back',
    says: (row) => `${row.name} comes back as they were, with licenses as far as seats are free.`,
  },
  {
    action: 'erase',
    id: 'user.erase',
    of: 'Erase',
    icon: 'eraser',
    words: 'anonymize forget',
    says: () => 'Asks once more. Name, e-mail, phone and note are made anonymous for good; the history stays.',
  },
];

const present = ({ status }: UserRow) => status !== 'archived';

/** The commands; `act` carries out an action on one person. */
export function personCommands(act: (row: UserRow, action: Action) => void): PersonCommand[] {
  return [
    {
      id: 'user.open',
      label: ACTIONS['user.open'].label,
      of: 'Open',
      icon: 'users',
      words: 'show page profile',
      fits: () => true,
      reason: () => null,
      says: (row) => `Shows ${row.name}: profile, roles, licenses, permissions and their sources.`,
      run: (row) => router.go({ screen: 'person', id: row.id }),
    },
    {
      id: 'user.edit',
      label: ACTIONS['user.edit'].label,
      of: 'Edit',
      icon: 'pencil',
      words: 'change name mail',
      fits: present,
      reason: (row) => why(row.editRefusal),
      says: (row) => `Opens the form of ${row.name}. Nothing changes before you save.`,
      run: (row) => router.go({ screen: 'users', drawer: { mode: 'edit', id: row.id } }),
    },
    {
      id: 'user.glass',
      label: 'See what they see',
      of: 'See what is seen by',
      icon: 'eye',
      words: 'glass room permissions rights may',
      fits: () => true,
      reason: () => null,
      says: (row) =>
        `Shows the menus and permissions of ${row.name}, with their sources. Nothing can be changed there.`,
      run: (row) => router.go({ screen: 'glass', id: row.id }),
    },
    ...DEEDS.map(({ action, id, of, icon, words, says }): PersonCommand => ({
      id,
      label: ACTIONS[id].label,
      of,
      icon,
      ...(words === undefined ? {} : { words }),
      fits: (row) => row.may.some((permit) => permit.action === action),
      reason: (row) => why(row.may.find((permit) => permit.action === action)?.refusal),
      says,
      run: (row) => act(row, action),
    })),
    {
      id: 'user.ticket',
      label: ACTIONS['user.ticket'].label,
      of: 'Make a reset ticket for',
      icon: 'ticket',
      words: 'password forgot reset code qr phone offline',
      fits: (row) => fits('ticket', row),
      reason: noTicket,
      says: (row) =>
        `Asks for your own password. ${row.name} types the code at the portal and chooses a new password; no mail is needed.`,
      run: (row) => urgent.ask('ticket', row),
    },
    {
      id: 'user.sign-in-as',
      label: ACTIONS['user.sign-in-as'].label,
      of: 'Sign in as',
      icon: 'log-in',
      words: 'impersonate become log in',
      fits: (row) => fits('sign_in_as', row),
      reason: (row) => why(row.asRefusal),
      says: (row) =>
        `Asks for your own password and a reason. You see what ${row.name} sees for 15 minutes; a mail tells them.`,
      run: (row) => urgent.ask('sign_in_as', row),
    },
    {
      id: 'user.lock',
      label: ACTIONS['user.lock'].label,
      of: 'Lock out',
      icon: 'lock',
      words: 'panic block emergency end sessions',
      fits: (row) => fits('lock', row),
      reason: (row) => why(row.lockRefusal),
      says: (row) =>
        `Asks for a reason. Access of ${row.name} is suspended, sessions end, links die and API keys are revoked, at once.`,
      run: (row) => urgent.ask('lock', row),
    },
    {
      id: 'user.role',
      label: 'Add role…',
      of: 'Add role to',
      icon: 'key-round',
      words: 'assign give',
      fits: present,
      reason: (row) => why(row.editRefusal),
      says: (row) => `Asks which role ${row.name} gets.`,
      then: addRole,
    },
    {
      id: 'user.group',
      label: 'Add to group…',
      of: 'Add to group',
      icon: 'layers',
      words: 'join member',
      fits: present,
      reason: (row) => why(row.editRefusal),
      says: (row) => `Asks which group ${row.name} joins.`,
      then: addGroup,
    },
    {
      id: 'user.license',
      label: 'Grant license…',
      of: 'Grant license to',
      icon: 'ticket',
      words: 'licence seat product give',
      fits: present,
      reason: (row) => (row.status === 'suspended' ? `${row.name} is suspended and uses no seat.` : null),
      says: (row) => `Asks of which product ${row.name} gets a license.`,
      then: grantLicense,
    },
  ];
}
