/**
 * Everything that can be done, once: menus, tooltips and keys all read this table.
 * `keys` is written as people read it (Ctrl means Cmd on macOS).
 */
import { m } from '../words';

export type Scope = 'global' | 'users' | 'licences' | 'roles' | 'groups' | 'activity';

export interface ActionInfo {
  label: string;
  keys?: string;
  scope: Scope;
}

const define = <T extends Record<string, ActionInfo>>(table: T): { [K in keyof T]: ActionInfo } => table;

export const ACTIONS = define({
  'go.users': { label: m.common_users(), keys: 'Ctrl 1', scope: 'global' },
  'go.roles': { label: m.common_roles(), keys: 'Ctrl 2', scope: 'global' },
  'go.groups': { label: m.common_groups(), keys: 'Ctrl 3', scope: 'global' },
  'go.licenses': { label: m.common_licenses(), keys: 'Ctrl 4', scope: 'global' },
  'go.security': { label: m.common_security(), keys: 'Ctrl 5', scope: 'global' },
  'go.activity': { label: m.common_activity(), keys: 'Ctrl 6', scope: 'global' },
  'go.mail': { label: m.common_mail(), keys: 'Ctrl 7', scope: 'global' },
  'go.settings': { label: m.common_settings(), keys: 'Ctrl 8', scope: 'global' },
  'go.organizations': { label: m.common_organizations(), scope: 'global' },
  'go.everyone': { label: m.app_action_go_everyone(), scope: 'global' },
  palette: { label: m.app_action_palette(), keys: 'Ctrl K', scope: 'global' },
  'go.help': { label: m.common_help(), keys: 'F1', scope: 'global' },
  'go.permissions': { label: m.app_action_go_permissions(), scope: 'global' },
  'organization.switch': { label: m.app_action_organization_switch(), keys: 'Ctrl O', scope: 'global' },
  'organization.close': { label: m.app_action_organization_close(), scope: 'global' },
  'region.next': { label: m.app_action_region_next(), keys: 'F6', scope: 'global' },
  'page.search': { label: m.app_action_page_search(), keys: '/', scope: 'global' },
  undo: { label: m.common_undo(), keys: 'Ctrl Z', scope: 'global' },
  'user.invite': { label: m.common_invite_user(), keys: 'N', scope: 'users' },
  'user.open': { label: m.app_action_user_open(), keys: 'Enter', scope: 'users' },
  'user.edit': { label: m.app_action_user_edit(), scope: 'users' },
  'user.suspend': { label: m.app_action_user_suspend(), keys: 'S', scope: 'users' },
  'user.reactivate': { label: m.app_action_user_reactivate(), keys: 'S', scope: 'users' },
  'user.resend': { label: m.app_action_user_resend(), scope: 'users' },
  'user.send-access': { label: m.app_action_user_send_access(), scope: 'users' },
  'user.password-link': { label: m.app_action_user_password_link(), keys: 'P', scope: 'users' },
  'user.ticket': { label: m.app_action_user_ticket(), scope: 'users' },
  'user.force-change': { label: m.app_action_user_force_change(), scope: 'users' },
  'user.end-sessions': { label: m.app_action_user_end_sessions(), scope: 'users' },
  'user.reset-factor': { label: m.app_action_user_reset_factor(), scope: 'users' },
  'user.ask-factor': { label: m.app_action_user_ask_factor(), scope: 'users' },
  'user.require-factor': { label: m.app_action_user_require_factor(), scope: 'users' },
  'user.sign-in-as': { label: m.app_action_user_sign_in_as(), scope: 'users' },
  'user.lock': { label: m.app_action_user_lock(), scope: 'users' },
  'user.revoke': { label: m.app_action_user_revoke(), scope: 'users' },
  'user.archive': { label: m.app_action_user_archive(), scope: 'users' },
  'user.restore': { label: m.app_action_user_restore(), scope: 'users' },
  'user.erase': { label: m.app_action_user_erase(), scope: 'users' },
  'users.roles': { label: m.app_action_users_roles(), keys: 'R', scope: 'users' },
  'users.group': { label: m.app_action_users_group(), scope: 'users' },
  'users.license': { label: m.app_action_users_license(), keys: 'L', scope: 'users' },
  'users.import': { label: m.app_action_users_import(), scope: 'users' },
  'users.export': { label: m.common_export_csv(), scope: 'users' },
  'role.new': { label: m.app_action_role_new(), keys: 'N', scope: 'roles' },
  'roles.save': { label: m.common_save_changes(), keys: 'Ctrl Enter', scope: 'roles' },
  'roles.export': { label: m.app_action_roles_export(), scope: 'roles' },
  'group.new': { label: m.app_action_group_new(), keys: 'N', scope: 'groups' },
  'group.add': { label: m.app_action_group_add(), keys: 'A', scope: 'groups' },
  'group.save': { label: m.common_save_changes(), keys: 'Ctrl Enter', scope: 'groups' },
  'licenses.seats': { label: m.app_action_licenses_seats(), scope: 'licences' },
  'licenses.plan': { label: m.app_action_licenses_plan(), scope: 'licences' },
  'licenses.export': { label: m.app_action_licenses_export(), scope: 'licences' },
  'activity.export': { label: m.app_action_activity_export(), scope: 'activity' },
  'activity.verify': { label: m.app_action_activity_verify(), scope: 'activity' },
  'selection.clear': { label: m.app_action_selection_clear(), keys: 'Esc', scope: 'users' },
});

export type ActionId = keyof typeof ACTIONS;
