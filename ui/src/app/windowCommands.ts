/** What the palette can do that is about no single person: sections, new things, tables, how the window looks. */
import { ACTIONS, MAC, registry, router, written, type ActionId, type Choice, type Route } from '../actions';
import { preferences } from '../data';
import type { IconName } from '../kit/icons';
import { chooseLanguage, WINDOW_LANGUAGES } from '../shared/language';
import { m } from '../words';
import { closeOrganization, undoLast } from './global';
import { going } from './going.svelte';

const keysOf = (id: ActionId) => {
  const { keys } = ACTIONS[id] as { keys?: string };
  return keys === undefined ? {} : { keys: written(keys, MAC) };
};

const section = (id: ActionId, icon: IconName, words: string): Choice => ({
  id,
  label: ACTIONS[id].label,
  detail: m.app_section(),
  icon,
  words,
  says: m.app_shows({ section: ACTIONS[id].label }),
  ...keysOf(id),
  run: () => void registry.run(id),
});

/** Goes to a screen and has it do something. */
const there = (route: Route, id: ActionId) => () => {
  if (router.now.screen === route.screen && registry.run(id)) return;
  registry.soon(id);
  router.go(route);
};

/** What a screen does; `at` is where. */
const deed = (id: ActionId, icon: IconName, at: Route, says: string, words = ''): Choice => ({
  id,
  label: ACTIONS[id].label,
  icon,
  words,
  says,
  run: there(at, id),
});

const USERS: Route = { screen: 'users', drawer: null };

/** The commands, as the window stands now; `owner` says why seats and plan can't be changed. */
export function windowCommands(owner: string | null): Choice[] {
  const { theme, density, letterKeys } = preferences.now;
  const look = (id: string, label: string, says: string, on: boolean, run: () => void): Choice => ({
    id,
    label,
    detail: on ? m.common_on() : '',
    icon: 'sliders-horizontal',
    words: m.app_words_look(),
    says,
    run,
  });
  return [
    section('go.users', 'users', m.app_words_users()),
    section('go.roles', 'key-round', m.app_words_roles()),
    section('go.groups', 'layers', m.app_words_groups()),
    section('go.licenses', 'ticket', m.app_words_licenses()),
    section('go.activity', 'scroll-text', m.app_words_activity()),
    section('go.mail', 'mail', m.app_words_mail()),
    section('go.settings', 'settings-2', m.app_words_settings()),
    section('go.help', 'book-open', m.app_words_help()),
    section('go.organizations', 'building-2', m.app_words_organizations()),
    section('go.everyone', 'users', m.app_words_everyone()),
    {
      id: 'glass.mine',
      label: m.app_my_permissions(),
      icon: 'eye',
      words: m.app_words_my_permissions(),
      says: m.app_says_my_permissions(),
      run: () => router.go({ screen: 'glass', id: null }),
    },
    deed('user.invite', 'plus', USERS, m.app_says_invite(), m.app_words_invite()),
    deed('role.new', 'plus', { screen: 'roles' }, m.app_says_role_new(), m.app_words_new()),
    deed('group.new', 'plus', { screen: 'groups' }, m.app_says_group_new(), m.app_words_new()),
    deed('users.import', 'upload', USERS, m.app_says_import(), m.app_words_import()),
    {
      ...deed('users.export', 'download', USERS, m.app_says_users_export(), m.app_words_users_export()),
      label: m.app_users_export(),
    },
    deed('roles.export', 'download', { screen: 'roles' }, m.app_says_roles_export(), m.app_words_roles_export()),
    deed(
      'licenses.export',
      'download',
      { screen: 'licenses' },
      m.app_says_licenses_export(),
      m.app_words_licenses_export(),
    ),
    {
      ...deed('licenses.seats', 'ticket', { screen: 'licenses' }, m.app_says_seats(), m.app_words_seats()),
      reason: owner,
    },
    {
      ...deed('licenses.plan', 'ticket', { screen: 'licenses' }, m.app_says_plan(), m.app_words_plan()),
      reason: owner,
    },
    look('theme.light', m.app_theme_light(), m.app_says_theme_light(), theme === 'light', () =>
      preferences.set({ theme: 'light' }),
    ),
    look('theme.dark', m.app_theme_dark(), m.app_says_theme_dark(), theme === 'dark', () =>
      preferences.set({ theme: 'dark' }),
    ),
    look('theme.system', m.app_theme_system(), m.app_says_theme_system(), theme === 'system', () =>
      preferences.set({ theme: 'system' }),
    ),
    look(
      'density.comfortable',
      m.app_rows_comfortable(),
      m.app_says_rows_comfortable(),
      density === 'comfortable',
      () => preferences.set({ density: 'comfortable' }),
    ),
    look('density.compact', m.app_rows_compact(), m.app_says_rows_compact(), density === 'compact', () =>
      preferences.set({ density: 'compact' }),
    ),
    look(
      'letters',
      letterKeys ? m.app_letters_off() : m.app_letters_on(),
      letterKeys ? m.app_says_letters_off() : m.app_says_letters_on(),
      letterKeys,
      () => preferences.set({ letterKeys: !letterKeys }),
    ),
    ...WINDOW_LANGUAGES.map(({ value, label }): Choice => {
      const on = preferences.now.language === value;
      return {
        id: `language.${value}`,
        label: m.app_language_name({ name: label }),
        detail: on ? m.common_on() : '',
        icon: 'languages',
        words: m.app_words_language(),
        says: m.app_says_language({ name: label }),
        run: () => void chooseLanguage(value),
      };
    }),
    {
      id: 'undo',
      label: m.app_undo_last(),
      icon: 'undo-2',
      words: m.app_words_undo(),
      says: m.app_says_undo(),
      ...keysOf('undo'),
      run: () => void undoLast(),
    },
    {
      id: 'organization.switch',
      label: ACTIONS['organization.switch'].label,
      icon: 'book-open',
      words: m.app_words_switch(),
      says: m.app_says_switch(),
      ...keysOf('organization.switch'),
      run: () => void (going.switcher = true),
    },
    {
      id: 'organization.close',
      label: ACTIONS['organization.close'].label,
      icon: 'log-out',
      words: m.app_words_close(),
      says: m.app_says_close(),
      run: () => void closeOrganization(),
    },
  ];
}
