/**
 * What screens know of the data: answers kept by tag, thrown away when the tag changes.
 * Nothing is asked again because a window got focus.
 */
import { QueryClient } from '@tanstack/svelte-query';
import { TAGS, type CommandName } from '../contract';
import type { Backend, Req, Res } from '../platform';
import { backend, isWireError } from '../platform';
import { localized } from '../words';

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Infinity,
      gcTime: 5 * 60_000,
      retry: false,
      refetchOnWindowFocus: false,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});

/** The key of a question: its first tag leads, so that invalidation by tag finds it. */
export function keyOf<C extends CommandName>(name: C, req: Req<C>): readonly unknown[] {
  return [TAGS[name].reads[0] ?? 'none', name, req];
}

/** Asks, without keeping the answer. Where the session has ended, the window looks at once what is still open. */
export async function call<C extends CommandName>(name: C, req: Req<C>): Promise<Res<C>> {
  try {
    return localized(await backend().call(name, req));
  } catch (problem) {
    localized(problem);
    if (isWireError(problem) && SIGN_IN.has(problem.code) && !ELSEWHERE.has(name)) void changed(['organization']);
    throw problem;
  }
}

/** Codes that ask for a sign-in. */
const SIGN_IN: ReadonlySet<string> = new Set(['signed_out', 'session_over']);

/** These are about another session than that of the organization that the window looks at. */
const ELSEWHERE: ReadonlySet<CommandName> = new Set<CommandName>([
  'organization_look',
  'ask_at',
  'organization_resume',
  'offline_look',
  'offline_enter',
  'sign_in',
  'sign_in_factor',
  'sign_in_passkey',
  'sign_in_enrol',
  'sign_in_choose',
  'sign_in_password',
]);

/** Options for `createQuery`: `createQuery(() => ask('groups_list', null))`. */
export function ask<C extends CommandName>(name: C, req: Req<C>) {
  return { queryKey: keyOf(name, req), queryFn: () => call(name, req) };
}

/** Carries out a change; what it writes is read again before the promise ends. */
export async function mutate<C extends CommandName>(name: C, req: Req<C>): Promise<Res<C>> {
  const res = await call(name, req);
  await changed(TAGS[name].writes);
  return res;
}

/** Has everything that shows one of the tags read again. */
export async function changed(tags: readonly string[]): Promise<void> {
  notify(tags);
  // An answer can be about more than the tag that leads its key.
  await client.invalidateQueries({
    predicate: ({ queryKey: [, name] }) => TAGS[name as CommandName]?.reads.some((tag) => tags.includes(tag)) ?? false,
  });
}

const listeners = new Set<(tags: readonly string[]) => void>();
function notify(tags: readonly string[]): void {
  for (const fn of listeners) fn(tags);
}

/** For caches that aren't queries (the pages of a grid): told which tags changed. */
export function onChanged(fn: (tags: readonly string[]) => void): () => void {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** Follows the backend's own news; returns how to stop. */
export function follow(from: Backend): () => void {
  return from.on('changed', ({ tags }) => void changed(tags));
}

/** A fresh command id: UUIDv7, so the same press twice is carried out once. */
export function newCommandId(now: number = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))): string {
  const hex = (value: number, length: number) => value.toString(16).padStart(length, '0');
  const time = hex(now, 12);
  const r = [...random].map((byte) => hex(byte, 2)).join('');
  const variant = hex(0x8 | (Number.parseInt(r[3] ?? '0', 16) & 0x3), 1);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${r.slice(0, 3)}-${variant}${r.slice(4, 7)}-${r.slice(7, 19)}`;
}
