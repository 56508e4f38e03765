/** Where the window is: the address behind the hash is the truth, so Back works and tests can go anywhere. */

export type Route =
  | { screen: 'users'; drawer: { mode: 'invite' } | { mode: 'edit'; id: string } | null }
  | { screen: 'import' }
  | { screen: 'mail' }
  | { screen: 'settings' };

export type Screen = Route['screen'];

/** The route behind a hash; anything unknown is the list of users. */
export function parse(hash: string): Route {
  const [screen, mode, id] = hash.replace(/^#\/?/, '').split('/');
  if (screen === 'import' || screen === 'mail' || screen === 'settings') return { screen };
  if (screen === 'users' && mode === 'invite') return { screen: 'users', drawer: { mode } };
  if (screen === 'users' && mode === 'edit' && id)
    return { screen: 'users', drawer: { mode, id: decodeURIComponent(id) } };
  return { screen: 'users', drawer: null };
}

/** The hash of a route. */
export function hashOf(route: Route): string {
  if (route.screen !== 'users' || route.drawer === null) return `#/${route.screen}`;
  return route.drawer.mode === 'invite' ? '#/users/invite' : `#/users/edit/${encodeURIComponent(route.drawer.id)}`;
}

class Router {
  now = $state.raw<Route>({ screen: 'users', drawer: null });

  /** Follows the address until the returned function is called. */
  start(): () => void {
    const read = () => (this.now = parse(location.hash));
    read();
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  /** Goes there. */
  go(route: Route): void {
    this.now = route;
    const hash = hashOf(route);
    if (location.hash !== hash) location.hash = hash;
  }
}

export const router = new Router();
