/** What has to be under way before the first thing is drawn. */
import { ask, client, follow, preferences, progress } from '../data';
import { askFirstPage } from '../features/users/first';
import { choose, handedIn } from '../platform';

/** How long the first drawing waits for what it shows; later, it shows that it waits. */
const PATIENCE = 250;

/** Takes the backend, asks everything that the first screen shows at once, and waits a moment for it. */
export async function begin(): Promise<void> {
  const backend = await choose();
  follow(backend);
  progress.follow(backend);
  const state = client.prefetchQuery(ask('app_state', null));
  const kept = handedIn();
  if (kept) preferences.take(kept);
  else await preferences.load().catch(() => undefined);
  const answers = [
    state,
    askFirstPage(),
    client.prefetchQuery(ask('users_counts', null)),
    // Text that is laid out before its font is here has the system search for each of the other fonts first,
    // which takes it longer than all else.
    document.fonts.load('1em Plex').catch(() => undefined),
  ];
  await Promise.race([Promise.all(answers), new Promise((go) => setTimeout(go, PATIENCE))]);
}
