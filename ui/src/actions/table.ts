/**
 * Everything that can be done, once: menus, tooltips and keys all read this table.
 * `keys` is written as people read it (Ctrl means Cmd on macOS).
 */
export type Scope = 'global' | 'users' | 'licences' | 'roles' | 'groups' | 'activity';

export interface ActionInfo {
  label: string;
  keys?: string;
  scope: Scope;
}

const define = <T extends Record<string, ActionInfo>>(table: T): { [K in keyof T]: ActionInfo } => table;

export const ACTIONS = define({
  'go.users': { label: 'Users', keys: 'Ctrl 1', scope: 'global' },
  'go.roles': { label: 'Roles', keys: 'Ctrl 2', scope: 'global' },
  'go.groups': { label: 'Groups', keys: 'Ctrl 3', scope: 'global' },
  'go.licenses': { label: 'Licenses', keys: 'Ctrl 4', scope: 'global' },
  'go.security': { label: 'Security', keys: 'Ctrl 5', scope: 'global' },
  'go.activity': { label: 'Activity', keys: 'Ctrl 6', scope: 'global' },
  'go.mail': { label: 'Mail', keys: 'Ctrl 7', scope: 'global' },
  'go.settings': { label: 'Settings', keys: 'Ctrl 8', scope: 'global' },
  'go.organizations': { label: 'Organizations', scope: 'global' },
  'go.everyone': { label: 'Everyone', scope: 'global' },
  palette: { label: 'Find or do', keys: 'Ctrl K', scope: 'global' },
  'go.help': { label: 'Help', keys: 'F1', scope: 'global' },
  'go.permissions': { label: 'My permissions', scope: 'global' },
  'organization.switch': { label: 'Switch organization', keys: 'Ctrl O', scope: 'global' },
  'organization.close': { label: 'Close organization', scope: 'global' },
  'region.next': { label: 'Next region', keys: 'F6', scope: 'global' },
  'page.search': { label: 'Search this page', keys: '/', scope: 'global' },
  undo: { label: 'Undo', keys: 'Ctrl Z', scope: 'global' },
  'user.invite': { label: 'Invite user', keys: 'N', scope: 'users' },
  'user.open': { label: 'Open user', keys: 'Enter', scope: 'users' },
  'user.edit': { label: 'Edit user', scope: 'users' },
  'user.suspend': { label: 'Suspend access', keys: 'S', scope: 'users' },
  'user.reactivate': { label: 'Reactivate access', keys: 'S', scope: 'users' },
  'user.resend': { label: 'Send invitation again', scope: 'users' },
  'user.send-access': { label: 'Send access info', scope: 'users' },
  'user.password-link': { label: 'Send password link', keys: 'P', scope: 'users' },
  'user.ticket': { label: 'Make a reset ticket…', scope: 'users' },
  'user.force-change': { label: 'Have the password changed', scope: 'users' },
  'user.end-sessions': { label: 'End all sessions', scope: 'users' },
  'user.reset-factor': { label: 'Reset second factor…', scope: 'users' },
  'user.ask-factor': { label: 'Ask for a second factor', scope: 'users' },
  'user.require-factor': { label: 'Require a second factor', scope: 'users' },
  'user.sign-in-as': { label: 'Sign in as…', scope: 'users' },
  'user.lock': { label: 'Lock out now…', scope: 'users' },
  'user.revoke': { label: 'Revoke invitation', scope: 'users' },
  'user.archive': { label: 'Archive user', scope: 'users' },
  'user.restore': { label: 'Restore user', scope: 'users' },
  'user.erase': { label: 'Erase user…', scope: 'users' },
  'users.roles': { label: 'Add roles…', keys: 'R', scope: 'users' },
  'users.group': { label: 'Add to group…', scope: 'users' },
  'users.license': { label: 'Grant license…', keys: 'L', scope: 'users' },
  'users.import': { label: 'Import…', scope: 'users' },
  'users.export': { label: 'Export CSV', scope: 'users' },
  'role.new': { label: 'New role…', keys: 'N', scope: 'roles' },
  'roles.save': { label: 'Save changes', keys: 'Ctrl Enter', scope: 'roles' },
  'roles.export': { label: 'Export roles as CSV', scope: 'roles' },
  'group.new': { label: 'New group…', keys: 'N', scope: 'groups' },
  'group.add': { label: 'Add people…', keys: 'A', scope: 'groups' },
  'group.save': { label: 'Save changes', keys: 'Ctrl Enter', scope: 'groups' },
  'licenses.seats': { label: 'Add seats…', scope: 'licences' },
  'licenses.plan': { label: 'Change plan…', scope: 'licences' },
  'licenses.export': { label: 'Export licenses as CSV', scope: 'licences' },
  'activity.export': { label: 'Export activity as CSV', scope: 'activity' },
  'activity.verify': { label: 'Verify the chain', scope: 'activity' },
  'selection.clear': { label: 'Clear selection', keys: 'Esc', scope: 'users' },
});

export type ActionId = keyof typeof ACTIONS;
