/** What is asked from outside the window, by a link or a second start, carried out in it. */
import { router } from '../actions';
import type { AppView, AskedFor, WireError } from '../contract';
import { ask, call, client } from '../data';
import { notice } from '../errors/notice.svelte';
import type { Backend } from '../platform';
import { going } from './going.svelte';
import { m } from '../words';

const refused = (message: string, help: string): WireError => ({
  code: 'not_found',
  message,
  help,
  fields: {},
  about: null,
});

/** Carries out what was asked for, where the window stands as `app` says. */
export async function carryOut(asked: AskedFor, app: AppView): Promise<void> {
  if (asked.is === 'file') {
    const open = (): Promise<void> => going.opening.open(asked.path);
    if (router.free(null, () => void open())) await open();
    return;
  }
  if (asked.is === 'unreadable') {
    notice.show(refused(m.app_link_unreadable({ link: asked.link }), m.app_link_unreadable_help()));
    return;
  }
  const { organization, member: id } = asked;
  if (app.open?.id === organization) {
    router.go({ screen: 'person', id });
    return;
  }
  const known = app.known.find((one) => one.organization === organization);
  if (known) await going.to(known, app.open, { screen: 'person', id });
  else notice.show(refused(m.app_link_elsewhere(), m.app_link_elsewhere_help()));
}

/** Takes what was asked for before the window was there, and whatever is asked from now on. */
export function followAsked(backend: Backend): () => void {
  const take = async (): Promise<void> => {
    try {
      const asked = await call('asked_take', null);
      if (asked !== null) await carryOut(asked, await client.fetchQuery(ask('app_state', null)));
    } catch (problem) {
      notice.show(problem);
    }
  };
  void take();
  return backend.on('asked', () => void take());
}
