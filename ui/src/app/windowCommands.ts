/** What the palette can do that is about no single person: sections, new things, tables, how the window looks. */
import { ACTIONS, MAC, registry, router, written, type ActionId, type Choice, type Route } from '../actions';
import { preferences } from '../data';
import type { IconName } from '../kit/icons';
import { closeOrganization, undoLast } from './global';
import { going } from './going.svelte';

const keysOf = (id: ActionId) => {
  const { keys } = ACTIONS[id] as { keys?: string };
  return keys === undefined ? {} : { keys: written(keys, MAC) };
};

const section = (id: ActionId, icon: IconName, words: string): Choice => ({
  id,
  label: ACTIONS[id].label,
  detail: 'Section',
  icon,
  words: `go open ${words}`,
  says: `Shows ${ACTIONS[id].label}.`,
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
    detail: on ? 'On' : '',
    icon: 'sliders-horizontal',
    words: 'appearance view',
    says,
    run,
  });
  return [
    section('go.users', 'users', 'people list'),
    section('go.roles', 'key-round', 'matrix permissions'),
    section('go.groups', 'layers', 'teams'),
    section('go.licenses', 'ticket', 'licences seats products plan'),
    section('go.activity', 'scroll-text', 'log history audit chain'),
    section('go.mail', 'mail', 'invitations outbox'),
    section('go.settings', 'settings-2', 'preferences mail server'),
    section('go.help', 'book-open', 'guide manual documentation'),
    section('go.organizations', 'building-2', 'all overview cockpit connections'),
    section('go.everyone', 'users', 'search all organizations people'),
    {
      id: 'glass.mine',
      label: 'My permissions',
      icon: 'eye',
      words: 'what may i do rights own',
      says: 'Shows what you see and may do, with the source of each permission.',
      run: () => router.go({ screen: 'glass', id: null }),
    },
    deed(
      'user.invite',
      'plus',
      USERS,
      'Opens the form of a new user. Nothing is sent before you say so.',
      'add new person',
    ),
    deed('role.new', 'plus', { screen: 'roles' }, 'Opens the form of a new role.', 'add create'),
    deed('group.new', 'plus', { screen: 'groups' }, 'Opens the form of a new group.', 'add create'),
    deed(
      'users.import',
      'upload',
      USERS,
      'Reads people and groups from tables; nothing is written before you saw what happens.',
      'csv table load',
    ),
    {
      ...deed(
        'users.export',
        'download',
        USERS,
        'Writes the list of users, as it is filtered now, to a file in Downloads.',
        'csv table save users',
      ),
      label: 'Export users as CSV',
    },
    deed(
      'roles.export',
      'download',
      { screen: 'roles' },
      'Writes all roles against all permissions to a file.',
      'matrix table save',
    ),
    deed(
      'licenses.export',
      'download',
      { screen: 'licenses' },
      'Writes products, seats and holders to a file.',
      'licences table save',
    ),
    {
      ...deed(
        'licenses.seats',
        'ticket',
        { screen: 'licenses' },
        'Asks of which product and how many.',
        'licences buy more',
      ),
      reason: owner,
    },
    {
      ...deed(
        'licenses.plan',
        'ticket',
        { screen: 'licenses' },
        'Asks for the plan: how many admin users there can be.',
        'subscription',
      ),
      reason: owner,
    },
    look('theme.light', 'Light theme', 'The window turns light.', theme === 'light', () =>
      preferences.set({ theme: 'light' }),
    ),
    look('theme.dark', 'Dark theme', 'The window turns dark.', theme === 'dark', () =>
      preferences.set({ theme: 'dark' }),
    ),
    look('theme.system', 'Theme as the system', 'The window follows the system.', theme === 'system', () =>
      preferences.set({ theme: 'system' }),
    ),
    look(
      'density.comfortable',
      'Comfortable rows',
      'Rows become 40 px high, the e-mail stands beneath.',
      density === 'comfortable',
      () => preferences.set({ density: 'comfortable' }),
    ),
    look(
      'density.compact',
      'Compact rows',
      'Rows become 32 px high, the e-mail stands beside.',
      density === 'compact',
      () => preferences.set({ density: 'compact' }),
    ),
    look(
      'letters',
      letterKeys ? 'Turn single letters as keys off' : 'Turn single letters as keys on',
      letterKeys
        ? 'N, S, R and the others do nothing any more.'
        : 'N, S, R and the others act while no field has the focus.',
      letterKeys,
      () => preferences.set({ letterKeys: !letterKeys }),
    ),
    {
      id: 'undo',
      label: 'Undo the last change',
      icon: 'undo-2',
      words: 'take back',
      says: 'Takes back the newest change of this window, under all rules.',
      ...keysOf('undo'),
      run: () => void undoLast(),
    },
    {
      id: 'organization.switch',
      label: ACTIONS['organization.switch'].label,
      icon: 'book-open',
      words: 'open another file go to',
      says: 'Lists the organizations that this computer knows. This one stays open.',
      ...keysOf('organization.switch'),
      run: () => void (going.switcher = true),
    },
    {
      id: 'organization.close',
      label: ACTIONS['organization.close'].label,
      icon: 'log-out',
      words: 'leave',
      says: 'Closes this organization. The start page offers the others.',
      run: () => void closeOrganization(),
    },
  ];
}
