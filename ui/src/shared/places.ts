/** Organizations that this computer knows, wherever they are: what each says of itself, and asking at any of them. */
import {
  TAGS,
  type CommandName,
  type Commands,
  type KnownOrganization,
  type KnownPlace,
  type OrganizationView,
} from '../contract';
import { ask, call, changed } from '../data';
import { watched } from './watched.svelte';

/** How often an organization is looked at again while somebody is there. */
const AGAIN = 30_000;

export const placeOf = ({ kind, place, organization }: KnownPlace): KnownPlace => ({ kind, place, organization });

/** One word for a place, to tell it from others. */
export const keyOfPlace = ({ kind, place, organization }: KnownPlace): string => `${kind} ${place} ${organization}`;

/** Whether it is the one that the window looks at. */
export const isHere = (known: KnownPlace, open: OrganizationView | null): boolean =>
  open !== null &&
  known.kind === open.connection.kind &&
  known.place === open.connection.place &&
  (known.kind === 'file' || known.organization === open.id);

/** What an organization says of itself, as a question for `createQueries`. */
export const look = (known: KnownOrganization) => ({
  ...ask('organization_look', placeOf(known)),
  staleTime: 10_000,
  refetchInterval: watched.now ? AGAIN : (false as const),
});

/** Asks at the desk of an organization, whether the window looks at it or not. */
export async function callAt<C extends CommandName>(
  place: KnownPlace,
  name: C,
  req: Commands[C]['req'],
): Promise<Commands[C]['res']> {
  return (await call('ask_at', { place: placeOf(place), ask: name, request: req })) as Commands[C]['res'];
}

/** Carries out a change there; what it writes is read again. */
export async function mutateAt<C extends CommandName>(
  place: KnownPlace,
  name: C,
  req: Commands[C]['req'],
): Promise<Commands[C]['res']> {
  const res = await callAt(place, name, req);
  await changed(TAGS[name].writes);
  return res;
}
