/** The screens that the first view doesn't need. */
import { Later, loadWhenIdle } from '../kit/later.svelte';
import { QUESTIONS, USER_DRAWER } from '../features/users/later';

export const SCREENS = {
  start: new Later(() => import('../features/start/StartScreen.svelte')),
  connect: new Later(() => import('../features/start/ConnectPage.svelte')),
  offline: new Later(() => import('../features/start/OfflinePage.svelte')),
  create: new Later(() => import('../features/start/NewOrganization.svelte')),
  overview: new Later(() => import('./Overview.svelte')),
  import: new Later(() => import('../features/import/ImportScreen.svelte')),
  person: new Later(() => import('../features/person/PersonScreen.svelte')),
  glass: new Later(() => import('../features/glass/GlassScreen.svelte')),
  roles: new Later(() => import('../features/roles/RolesScreen.svelte')),
  groups: new Later(() => import('../features/groups/GroupsScreen.svelte')),
  licenses: new Later(() => import('../features/licences/LicencesScreen.svelte')),
  security: new Later(() => import('../features/security/SecurityScreen.svelte')),
  review: new Later(() => import('../features/security/ReviewScreen.svelte')),
  reports: new Later(() => import('../features/reports/ReportsScreen.svelte')),
  activity: new Later(() => import('../features/activity/ActivityScreen.svelte')),
  mail: new Later(() => import('../features/mail/MailScreen.svelte')),
  help: new Later(() => import('../features/help/HelpScreen.svelte')),
  settings: new Later(() => import('../features/settings/SettingsScreen.svelte')),
  wizard: new Later(() => import('../features/wizard/WizardScreen.svelte')),
};

/** Loads them while the window has nothing to do; returns how to stop. */
export function loadAll(): () => void {
  const {
    overview,
    person,
    glass,
    roles,
    groups,
    licenses,
    import: tables,
    security,
    review,
    reports,
    activity,
    mail,
    settings,
  } = SCREENS;
  return loadWhenIdle([
    USER_DRAWER,
    QUESTIONS,
    person,
    roles,
    groups,
    licenses,
    glass,
    tables,
    security,
    review,
    reports,
    activity,
    mail,
    settings,
    overview,
  ]);
}
