/** The screens that the first view doesn't need. */
import { Later, loadWhenIdle } from '../kit/later.svelte';
import { QUESTIONS, USER_DRAWER } from '../features/users/later';

export const SCREENS = {
  start: new Later(() => import('../features/start/StartScreen.svelte')),
  import: new Later(() => import('../features/import/ImportScreen.svelte')),
  mail: new Later(() => import('../features/mail/MailScreen.svelte')),
  settings: new Later(() => import('../features/settings/SettingsScreen.svelte')),
};

/** Loads them while the window has nothing to do; returns how to stop. */
export function loadAll(): () => void {
  return loadWhenIdle([USER_DRAWER, QUESTIONS, SCREENS.import, SCREENS.mail, SCREENS.settings]);
}
