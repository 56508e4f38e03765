/** The way from one organization to another: which is being opened, what is asked on the way, and where it leads. */
import { router, type Route } from '../actions';
import type { KnownOrganization, OrganizationView } from '../contract';
import { preferences } from '../data';
import { notice } from '../errors/notice.svelte';
import { Opening } from '../features/start/open.svelte';
import { isHere } from '../shared/places';

const HOME: Route = { screen: 'users', drawer: null };

class Going {
  readonly opening = new Opening();
  /** The list of organizations stands over the page. */
  switcher = $state(false);
  /** A page of its own before an organization is open: connecting to one, or making one. */
  page = $state<'connect' | 'new' | null>(null);
  #then: Route | null = null;

  /** Opens an organization and goes somewhere in it; the one before stays open. */
  async to(known: KnownOrganization, open: OrganizationView | null, then: Route = HOME): Promise<void> {
    if (!router.free(null, () => void this.to(known, open, then))) return;
    if (isHere(known, open)) {
      router.go(then);
      return;
    }
    await preferences.flush();
    this.#then = then;
    await this.opening.again(known);
    const { problem } = this.opening;
    if (problem !== null) notice.show(problem.error);
  }

  /** Where an organization that just opened begins. */
  arrive(): Route {
    const then = this.#then ?? HOME;
    this.#then = null;
    this.page = null;
    this.opening.back = null;
    this.opening.away = null;
    this.opening.stopAsking();
    return then;
  }

  /** Nothing is opened after all. */
  stay(): void {
    this.#then = null;
    this.page = null;
    this.opening.back = null;
    this.opening.away = null;
    this.opening.problem = null;
  }
}

export const going = new Going();
