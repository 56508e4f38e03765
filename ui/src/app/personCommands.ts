/** What the palette can do to a person: only what fits, locked where the rules refuse. */
import { ACTIONS, router, type ActionId, type PersonCommand } from '../actions';
import type { Action, UserRow } from '../contract';
import type { IconName } from '../kit/icons';
import { fits, noTicket, urgent } from '../shared/urgent.svelte';
import { why } from '../shared/why';
import { m } from '../words';
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
    of: m.app_person_send_access_of(),
    icon: 'send',
    words: m.app_person_send_access_words(),
    says: (row) => m.app_person_send_access_says({ email: row.email }),
  },
  {
    action: 'password_link',
    id: 'user.password-link',
    of: m.app_person_password_link_of(),
    icon: 'send',
    words: m.app_person_password_link_words(),
    says: (row) => m.app_person_password_link_says({ email: row.email }),
  },
  {
    action: 'force_change',
    id: 'user.force-change',
    of: m.app_person_force_change_of(),
    icon: 'key-square',
    words: m.app_person_force_change_words(),
    says: (row) => m.app_person_force_change_says({ name: row.name }),
  },
  {
    action: 'end_sessions',
    id: 'user.end-sessions',
    of: m.app_person_end_sessions_of(),
    icon: 'log-in',
    words: m.app_person_end_sessions_words(),
    says: (row) => m.app_person_end_sessions_says({ name: row.name }),
  },
  {
    action: 'resend',
    id: 'user.resend',
    of: m.app_person_resend_of(),
    icon: 'send',
    words: m.app_person_resend_words(),
    says: (row) => m.app_person_resend_says({ email: row.email }),
  },
  {
    action: 'reset_factor',
    id: 'user.reset-factor',
    of: m.app_person_reset_factor_of(),
    icon: 'shield-off',
    words: m.app_person_reset_factor_words(),
    says: (row) => m.app_person_reset_factor_says({ name: row.name }),
  },
  {
    action: 'ask_factor',
    id: 'user.ask-factor',
    of: m.app_person_ask_factor_of(),
    icon: 'bell',
    words: m.app_person_ask_factor_words(),
    says: (row) => m.app_person_ask_factor_says({ name: row.name }),
  },
  {
    action: 'require_factor',
    id: 'user.require-factor',
    of: m.app_person_require_factor_of(),
    icon: 'shield-alert',
    words: m.app_person_require_factor_words(),
    says: (row) => m.app_person_require_factor_says({ name: row.name }),
  },
  {
    action: 'suspend',
    id: 'user.suspend',
    of: m.app_person_suspend_of(),
    icon: 'circle-pause',
    words: m.app_person_suspend_words(),
    says: (row) => m.app_person_suspend_says({ name: row.name }),
  },
  {
    action: 'reactivate',
    id: 'user.reactivate',
    of: m.app_person_reactivate_of(),
    icon: 'circle-play',
    words: m.app_person_reactivate_words(),
    says: (row) => m.app_person_reactivate_says({ name: row.name }),
  },
  {
    action: 'revoke',
    id: 'user.revoke',
    of: m.app_person_revoke_of(),
    icon: 'mail-x',
    words: m.app_person_revoke_words(),
    says: (row) => m.app_person_revoke_says({ email: row.email }),
  },
  {
    action: 'archive',
    id: 'user.archive',
    of: m.app_person_archive_of(),
    icon: 'archive',
    words: m.app_person_archive_words(),
    says: (row) => m.app_person_archive_says({ name: row.name }),
  },
  {
    action: 'restore',
    id: 'user.restore',
    of: m.app_person_restore_of(),
    icon: 'archive-restore',
    words: m.app_person_restore_words(),
    says: (row) => m.app_person_restore_says({ name: row.name }),
  },
  {
    action: 'erase',
    id: 'user.erase',
    of: m.app_person_erase_of(),
    icon: 'eraser',
    words: m.app_person_erase_words(),
    says: () => m.app_person_erase_says(),
  },
];

const present = ({ status }: UserRow) => status !== 'archived';

/** The commands; `act` carries out an action on one person. */
export function personCommands(act: (row: UserRow, action: Action) => void): PersonCommand[] {
  return [
    {
      id: 'user.open',
      label: ACTIONS['user.open'].label,
      of: m.app_person_open_of(),
      icon: 'users',
      words: m.app_person_open_words(),
      fits: () => true,
      reason: () => null,
      says: (row) => m.app_person_open_says({ name: row.name }),
      run: (row) => router.go({ screen: 'person', id: row.id }),
    },
    {
      id: 'user.edit',
      label: ACTIONS['user.edit'].label,
      of: m.app_person_edit_of(),
      icon: 'pencil',
      words: m.app_person_edit_words(),
      fits: present,
      reason: (row) => why(row.editRefusal),
      says: (row) => m.app_person_edit_says({ name: row.name }),
      run: (row) => router.go({ screen: 'users', drawer: { mode: 'edit', id: row.id } }),
    },
    {
      id: 'user.glass',
      label: m.app_person_glass_label(),
      of: m.app_person_glass_of(),
      icon: 'eye',
      words: m.app_person_glass_words(),
      fits: () => true,
      reason: () => null,
      says: (row) => m.app_person_glass_says({ name: row.name }),
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
      of: m.app_person_ticket_of(),
      icon: 'ticket',
      words: m.app_person_ticket_words(),
      fits: (row) => fits('ticket', row),
      reason: noTicket,
      says: (row) => m.app_person_ticket_says({ name: row.name }),
      run: (row) => urgent.ask('ticket', row),
    },
    {
      id: 'user.sign-in-as',
      label: ACTIONS['user.sign-in-as'].label,
      of: m.app_person_sign_in_as_of(),
      icon: 'log-in',
      words: m.app_person_sign_in_as_words(),
      fits: (row) => fits('sign_in_as', row),
      reason: (row) => why(row.asRefusal),
      says: (row) => m.app_person_sign_in_as_says({ name: row.name }),
      run: (row) => urgent.ask('sign_in_as', row),
    },
    {
      id: 'user.lock',
      label: ACTIONS['user.lock'].label,
      of: m.app_person_lock_of(),
      icon: 'lock',
      words: m.app_person_lock_words(),
      fits: (row) => fits('lock', row),
      reason: (row) => why(row.lockRefusal),
      says: (row) => m.app_person_lock_says({ name: row.name }),
      run: (row) => urgent.ask('lock', row),
    },
    {
      id: 'user.role',
      label: m.app_person_role_label(),
      of: m.app_person_role_of(),
      icon: 'key-round',
      words: m.app_person_role_words(),
      fits: present,
      reason: (row) => why(row.editRefusal),
      says: (row) => m.app_person_role_says({ name: row.name }),
      then: addRole,
    },
    {
      id: 'user.group',
      label: m.app_person_group_label(),
      of: m.app_person_group_of(),
      icon: 'layers',
      words: m.app_person_group_words(),
      fits: present,
      reason: (row) => why(row.editRefusal),
      says: (row) => m.app_person_group_says({ name: row.name }),
      then: addGroup,
    },
    {
      id: 'user.license',
      label: m.app_person_license_label(),
      of: m.app_person_license_of(),
      icon: 'ticket',
      words: m.app_person_license_words(),
      fits: present,
      reason: (row) => (row.status === 'suspended' ? m.app_person_no_seat_suspended({ name: row.name }) : null),
      says: (row) => m.app_person_license_says({ name: row.name }),
      then: grantLicense,
    },
  ];
}
