/** What can be done to one user, in words: its button, its place in menus, and what a toast says once it is done. */
import type { ActionId } from '../actions';
import type { Action, Status } from '../contract';
import type { IconName } from '../kit/icons';

export const ACTION_LOOK: Record<Action, { id: ActionId; icon: IconName; danger?: boolean }> = {
  resend: { id: 'user.resend', icon: 'send' },
  send_access: { id: 'user.send-access', icon: 'send' },
  password_link: { id: 'user.password-link', icon: 'send' },
  force_change: { id: 'user.force-change', icon: 'key-square' },
  end_sessions: { id: 'user.end-sessions', icon: 'log-in', danger: true },
  reset_factor: { id: 'user.reset-factor', icon: 'shield-off' },
  ask_factor: { id: 'user.ask-factor', icon: 'bell' },
  require_factor: { id: 'user.require-factor', icon: 'shield-alert' },
  suspend: { id: 'user.suspend', icon: 'circle-pause' },
  reactivate: { id: 'user.reactivate', icon: 'circle-play' },
  revoke: { id: 'user.revoke', icon: 'mail-x', danger: true },
  archive: { id: 'user.archive', icon: 'archive', danger: true },
  restore: { id: 'user.restore', icon: 'archive-restore' },
  erase: { id: 'user.erase', icon: 'eraser', danger: true },
};

export const STATUS_WORDS: Record<Status, string> = {
  pending: 'Invited',
  active: 'Active',
  suspended: 'Suspended',
  archived: 'Archived',
};

/** The button of an action. */
export const ACTION_WORDS: Record<Action, string> = {
  resend: 'Send again',
  send_access: 'Send access info',
  password_link: 'Send password link',
  force_change: 'Have the password changed',
  end_sessions: 'End sessions',
  reset_factor: 'Reset second factor…',
  ask_factor: 'Ask for 2FA',
  require_factor: 'Require 2FA at next sign-in',
  revoke: 'Revoke',
  suspend: 'Suspend',
  reactivate: 'Reactivate',
  archive: 'Archive',
  restore: 'Restore',
  erase: 'Erase…',
};

/** What a toast says once it is done. */
export const DONE_WORDS: Record<Action, (name: string) => string> = {
  resend: (name) => `Invitation sent again to ${name}`,
  send_access: (name) => `Access info sent to ${name}`,
  password_link: (name) => `Password link sent to ${name}`,
  force_change: (name) => `${name} chooses a new password at the next sign-in`,
  end_sessions: (name) => `${name} is signed out everywhere in this organization`,
  reset_factor: (name) => `Second factor of ${name} reset`,
  ask_factor: (name) => `${name} is asked by mail to set up a second factor`,
  require_factor: (name) => `${name} sets up a second factor at the next sign-in`,
  revoke: (name) => `Invitation of ${name} revoked`,
  suspend: (name) => `${name} suspended`,
  reactivate: (name) => `${name} reactivated`,
  archive: (name) => `${name} archived`,
  restore: (name) => `${name} restored`,
  erase: (name) => `${name} erased`,
};

/** What has no way back, so it is asked first. */
export type Sure = 'erase' | 'reset_factor';

export const isSure = (action: Action): action is Sure => action in SURE;

export const SURE: Record<Sure, { title: (whom: string) => string; words: string; go: string }> = {
  erase: {
    title: (whom) => `Erase ${whom}?`,
    words:
      'Name, e-mail, phone and note are made anonymous for good. The history stays, without the name. This can’t be undone.',
    go: 'Erase user',
  },
  reset_factor: {
    title: (whom) => `Reset the second factor of ${whom}?`,
    words:
      'App, passkeys and recovery codes stop working and all sessions end. Until a new one is set up, the password alone signs in. A mail tells the person. This can’t be undone.',
    go: 'Reset second factor',
  },
};
