/** Where the window is: the address behind the hash is the truth, so Back works and tests can go anywhere. */

export type Route =
  | { screen: 'users'; drawer: { mode: 'invite' } | { mode: 'edit'; id: string } | null }
  | { screen: 'person'; id: string; edit?: boolean }
  /** What somebody sees and may do; `null` is you. */
  | { screen: 'glass'; id: string | null }
  | { screen: 'roles'; role?: string }
  | { screen: 'groups'; group?: string }
  | { screen: 'licenses' }
  | { screen: 'import' }
  | { screen: 'security'; review?: true; reports?: true }
  | { screen: 'activity' }
  | { screen: 'mail' }
  | { screen: 'settings' }
  | { screen: 'help'; page?: string }
  /** Over all organizations. */
  | { screen: 'organizations' }
  | { screen: 'everyone' }
  /** A new organization, in four steps. */
  | { screen: 'wizard' };

export type Screen = Route['screen'];

/** Screens that are only themselves. */
const PLAIN = ['licenses', 'import', 'activity', 'mail', 'settings', 'organizations', 'everyone'] as const;
const isPlain = (screen: string | undefined): screen is (typeof PLAIN)[number] =>
  (PLAIN as readonly (string | undefined)[]).includes(screen);

/** The route behind a hash; anything unknown is the list of users. */
export function parse(hash: string): Route {
  const [screen, mode, id, edit] = hash.replace(/^#\/?/, '').split('/');
  if (screen === 'users' && mode === 'person' && id)
    return { screen: 'person', id: decodeURIComponent(id), ...(edit === 'edit' ? { edit: true } : {}) };
  if (screen === 'glass') return { screen, id: mode ? decodeURIComponent(mode) : null };
  if (screen === 'roles') return mode ? { screen, role: decodeURIComponent(mode) } : { screen };
  if (screen === 'security' && mode === 'reports') return { screen, reports: true };
  if (screen === 'security') return mode === 'review' ? { screen, review: true } : { screen };
  if (screen === 'help') return mode ? { screen, page: decodeURIComponent(mode) } : { screen };
  if (screen === 'groups') return mode ? { screen, group: decodeURIComponent(mode) } : { screen };
  if (screen === 'organizations' && mode === 'new') return { screen: 'wizard' };
  if (isPlain(screen)) return { screen };
  if (screen === 'users' && mode === 'invite') return { screen: 'users', drawer: { mode } };
  if (screen === 'users' && mode === 'edit' && id)
    return { screen: 'users', drawer: { mode, id: decodeURIComponent(id) } };
  return { screen: 'users', drawer: null };
}

/** The hash of a route. */
export function hashOf(route: Route): string {
  if (route.screen === 'person')
    return `#/users/person/${encodeURIComponent(route.id)}${route.edit === true ? '/edit' : ''}`;
  if (route.screen === 'glass') return route.id === null ? '#/glass' : `#/glass/${encodeURIComponent(route.id)}`;
  if (route.screen === 'roles' && route.role !== undefined) return `#/roles/${encodeURIComponent(route.role)}`;
  if (route.screen === 'groups' && route.group !== undefined) return `#/groups/${encodeURIComponent(route.group)}`;
  if (route.screen === 'security' && route.review === true) return '#/security/review';
  if (route.screen === 'security' && route.reports === true) return '#/security/reports';
  if (route.screen === 'help' && route.page !== undefined) return `#/help/${encodeURIComponent(route.page)}`;
  if (route.screen === 'wizard') return '#/organizations/new';
  if (route.screen !== 'users' || route.drawer === null) return `#/${route.screen}`;
  return route.drawer.mode === 'invite' ? '#/users/invite' : `#/users/edit/${encodeURIComponent(route.drawer.id)}`;
}

/** Asked before the window leaves a screen for another place; `false` keeps it, and may call `go` later. */
export type Guard = (to: Route | null, go: () => void) => boolean;

class Router {
  now = $state.raw<Route>({ screen: 'users', drawer: null });
  /** The screen before this one, for screens that lead back to where one came from. */
  before = $state.raw<Route>({ screen: 'users', drawer: null });
  #guard: Guard | null = null;

  /** Follows the address until the returned function is called. */
  start(): () => void {
    const read = () => {
      const to = parse(location.hash);
      if (hashOf(to) === hashOf(this.now) || this.free(to, () => this.go(to))) this.#show(to);
      // The address goes back to where the window still is.
      else history.replaceState(null, '', hashOf(this.now));
    };
    this.now = parse(location.hash);
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }

  /** Goes there. */
  go(route: Route): void {
    if (hashOf(route) !== hashOf(this.now) && !this.free(route, () => this.go(route))) return;
    this.#show(route);
    const hash = hashOf(route);
    if (location.hash !== hash) location.hash = hash;
  }

  #show(route: Route): void {
    if (route.screen !== this.now.screen) this.before = this.now;
    this.now = route;
  }

  /** Has a screen asked before it is left; returns how to end it. */
  guard(fn: Guard): () => void {
    this.#guard = fn;
    return () => {
      if (this.#guard === fn) this.#guard = null;
    };
  }

  /** Whether the window may go; `null` leaves the organization. If it may not, `go` is called once it may. */
  free(to: Route | null, go: () => void): boolean {
    return this.#guard?.(to, go) ?? true;
  }
}

export const router = new Router();
