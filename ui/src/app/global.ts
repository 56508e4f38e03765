/** What can be done from anywhere. */
import { router, undoStack, type ActionId } from '../actions';
import type { QueuedStanding } from '../contract';
import { call, mutate, preferences } from '../data';
import { notice } from '../errors/notice.svelte';
import { undoneWords } from '../errors/undone';
import { toasts } from '../kit/toast.svelte';
import { takeBack } from '../shared/done';
import { going } from './going.svelte';
import { m } from '../words';

/** Closes the organization; the start screen offers the others. */
export async function closeOrganization(): Promise<void> {
  if (!router.free(null, () => void closeOrganization())) return;
  await preferences.flush();
  try {
    await mutate('organization_close', null);
  } catch (problem) {
    notice.show(problem);
  }
}

/** Takes back the newest command of this window: one that still waits for a connection leaves the queue. */
export async function undoLast(): Promise<void> {
  const command = undoStack.pop();
  if (command === undefined) {
    toasts.show(m.app_nothing_to_undo(), { icon: 'undo-2', seconds: 4 });
    return;
  }
  try {
    const stands = undoStack.wasGiven(command) ? await standing(command) : 'applied';
    if (stands === 'waiting') return await takeBack(command);
    // Nothing came of it: what was done before it is meant.
    if (stands !== 'applied') return await undoLast();
    toasts.settle(command);
    const outcome = await mutate('command_undo', { command });
    toasts.show(undoneWords(outcome), { icon: 'undo-2', seconds: outcome.refused > 0 ? 8 : 4 });
  } catch (problem) {
    // It can be tried again.
    undoStack.push(command);
    notice.show(problem);
  }
}

/** How a command stands that was given without a connection. */
async function standing(command: string): Promise<QueuedStanding['is'] | null> {
  const line = await call('line_get', null);
  return line?.entries.find((entry) => entry.command === command)?.standing.is ?? null;
}

function nextRegion(): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.closest('[inert]') === null && region.offsetParent !== null,
  );
  const at = regions.findLastIndex((region) => region.contains(document.activeElement));
  const next = regions[(at + 1) % regions.length];
  const first =
    next?.querySelector<HTMLElement>('[data-row][tabindex="0"]') ??
    next?.querySelector<HTMLElement>('a[href], [tabindex="0"], button:not([disabled]), input:not([disabled])');
  (next?.dataset.region === 'status' || first === null || first === undefined ? next : first)?.focus();
}

export const globalActions: Partial<Record<ActionId, () => void | false>> = {
  'go.users': () => router.go({ screen: 'users', drawer: null }),
  'go.roles': () => router.go({ screen: 'roles' }),
  'go.groups': () => router.go({ screen: 'groups' }),
  'go.licenses': () => router.go({ screen: 'licenses' }),
  'go.security': () => router.go({ screen: 'security' }),
  'go.activity': () => router.go({ screen: 'activity' }),
  'go.mail': () => router.go({ screen: 'mail' }),
  'go.settings': () => router.go({ screen: 'settings' }),
  'go.help': () => router.go({ screen: 'help' }),
  'go.permissions': () => router.go({ screen: 'glass', id: null }),
  'go.organizations': () => router.go({ screen: 'organizations' }),
  'go.everyone': () => router.go({ screen: 'everyone' }),
  'organization.switch': () => void (going.switcher = true),
  'organization.close': () => void closeOrganization(),
  'region.next': nextRegion,
  undo: () => void undoLast(),
};
