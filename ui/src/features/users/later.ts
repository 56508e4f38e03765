/** What of this screen is opened and not there at once. */
import { Later } from '../../kit/later.svelte';

export const QUESTIONS = new Later(() => import('./Questions.svelte'));
export const USER_DRAWER = new Later(() => import('./drawer/UserDrawer.svelte'));
