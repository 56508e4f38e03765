/** What can be done to one user, in words: its button, its place in menus, and what a toast says once it is done. */
import type { ActionId } from '../actions';
import type { Action, Status } from '../contract';
import type { IconName } from '../kit/icons';
import { m } from '../words';

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
  pending: m.common_invited(),
  active: m.common_active(),
  suspended: m.common_suspended(),
  archived: m.common_archived(),
};

/** The button of an action. */
export const ACTION_WORDS: Record<Action, string> = {
  resend: m.shared_act_resend(),
  send_access: m.shared_act_send_access(),
  password_link: m.shared_act_password_link(),
  force_change: m.shared_act_force_change(),
  end_sessions: m.shared_act_end_sessions(),
  reset_factor: m.shared_act_reset_factor(),
  ask_factor: m.shared_act_ask_factor(),
  require_factor: m.shared_act_require_factor(),
  revoke: m.shared_act_revoke(),
  suspend: m.shared_act_suspend(),
  reactivate: m.shared_act_reactivate(),
  archive: m.shared_act_archive(),
  restore: m.shared_act_restore(),
  erase: m.shared_act_erase(),
};

/** What a toast says once it is done. */
export const DONE_WORDS: Record<Action, (name: string) => string> = {
  resend: (name) => m.shared_done_resend({ name }),
  send_access: (name) => m.shared_done_send_access({ name }),
  password_link: (name) => m.shared_done_password_link({ name }),
  force_change: (name) => m.shared_done_force_change({ name }),
  end_sessions: (name) => m.shared_done_end_sessions({ name }),
  reset_factor: (name) => m.shared_done_reset_factor({ name }),
  ask_factor: (name) => m.shared_done_ask_factor({ name }),
  require_factor: (name) => m.shared_done_require_factor({ name }),
  revoke: (name) => m.shared_done_revoke({ name }),
  suspend: (name) => m.shared_done_suspend({ name }),
  reactivate: (name) => m.shared_done_reactivate({ name }),
  archive: (name) => m.shared_done_archive({ name }),
  restore: (name) => m.shared_done_restore({ name }),
  erase: (name) => m.shared_done_erase({ name }),
};

/** What has no way back, so it is asked first. */
export type Sure = 'erase' | 'reset_factor';

export const isSure = (action: Action): action is Sure => action in SURE;

export const SURE: Record<Sure, { title: (whom: string) => string; words: string; go: string }> = {
  erase: {
    title: (name) => m.shared_sure_erase({ name }),
    words: m.shared_sure_erase_words(),
    go: m.shared_sure_erase_go(),
  },
  reset_factor: {
    title: (name) => m.shared_sure_factor({ name }),
    words: m.shared_sure_factor_words(),
    go: m.shared_sure_factor_go(),
  },
};
