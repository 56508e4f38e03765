/** The backend of the real window: one Tauri command per name, each with one argument. */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { CommandName } from '../contract';
import { toWireError, type Backend, type Events, type Req, type Res } from './backend';

export function tauriBackend(): Backend {
  return {
    async call<C extends CommandName>(name: C, req: Req<C>): Promise<Res<C>> {
      try {
        return await invoke<Res<C>>(name, { req });
      } catch (problem) {
        throw toWireError(problem);
      }
    },
    on<E extends keyof Events>(name: E, fn: (payload: Events[E]) => void) {
      const stop = listen<Events[E]>(name, (event) => fn(event.payload));
      return () => void stop.then((off) => off());
    },
  };
}
