import { afterEach, describe, expect, it, vi } from 'vitest';
import type { WireError } from '../contract';
import { use, type Backend } from '../platform';
import { ask, call, changed, client, keyOf, mutate, newCommandId, onChanged } from './client';

function recording(): { backend: Backend; calls: string[] } {
  const calls: string[] = [];
  const backend = {
    call: async (name: string) => (calls.push(name), null),
    on: () => () => undefined,
  } as unknown as Backend;
  return { backend, calls };
}

afterEach(() => client.clear());

describe('what screens know of the data', () => {
  it('is kept under its tag', () => {
    expect(keyOf('users_counts', null)).toEqual(['users', 'users_counts', null]);
  });

  it('is thrown away by what a command writes, and by nothing else', async () => {
    const { backend } = recording();
    use(backend);
    await client.fetchQuery(ask('users_counts', null));
    await client.fetchQuery(ask('app_state', null));
    await mutate('users_act', {
      command: newCommandId(),
      action: 'suspend',
      target: { by: 'ids', ids: [] },
      mode: 'what_is_possible',
      preview: false,
    });
    expect(client.getQueryState(keyOf('users_counts', null))?.isInvalidated).toBe(true);
    expect(client.getQueryState(keyOf('app_state', null))?.isInvalidated).toBe(false);
  });

  it('is looked at anew when the session has ended, so that the person can sign in again', async () => {
    const { backend } = recording();
    use(backend);
    await client.fetchQuery(ask('app_state', null));
    use({
      ...backend,
      call: () => Promise.reject({ code: 'signed_out', message: '', help: '', fields: {}, about: null } as WireError),
    });
    await expect(call('users_counts', null)).rejects.toMatchObject({ code: 'signed_out' });
    await vi.waitFor(() => expect(client.getQueryState(keyOf('app_state', null))?.isInvalidated).toBe(true));
  });

  it('is thrown away by any of its tags, not by the one that leads its key alone', async () => {
    use(recording().backend);
    await client.fetchQuery(ask('roles_get', null));
    await changed(['licences']);
    expect(client.getQueryState(keyOf('roles_get', null))?.isInvalidated).toBe(false);
    await changed(['users']);
    expect(client.getQueryState(keyOf('roles_get', null))?.isInvalidated).toBe(true);
  });

  it('tells caches that aren’t queries', async () => {
    const heard = vi.fn();
    const stop = onChanged(heard);
    await changed(['mail']);
    stop();
    await changed(['users']);
    expect(heard.mock.calls).toEqual([[['mail']]]);
  });
});

describe('a command id', () => {
  it('is a UUIDv7 of the given time', () => {
    const id = newCommandId(0x0193_4567_89ab, new Uint8Array(10).fill(0xff));
    expect(id).toBe('01934567-89ab-7fff-bfff-ffffffffffff');
  });
  it('never comes twice', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newCommandId())).size).toBe(1_000);
  });
});
