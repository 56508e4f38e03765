// Starting an organization without a connection: whether it can be, and the own password (R34).

import type { KnownOrganization, OfflineStart, WireError } from '../../contract';
import { call, mutate } from '../../data';
import { present } from '../../errors/present';
import { fieldWords } from '../../kit/fields';
import { placeOf } from '../../shared/places';
import { m } from '../../words';

export class OfflineStarting {
  view = $state.raw<OfflineStart | null>(null);
  password = $state('');
  error = $state('');
  problem = $state.raw<WireError | null>(null);
  busy = $state(false);

  constructor(private readonly known: KnownOrganization) {}

  /** Looks what is here. */
  async look(): Promise<void> {
    try {
      this.view = await call('offline_look', placeOf(this.known));
    } catch (problem) {
      this.problem = present(problem).error;
    }
  }

  async enter(): Promise<void> {
    if (this.busy) return;
    if (this.password === '') {
      this.error = m.start_type_password();
      return;
    }
    this.busy = true;
    this.problem = null;
    this.error = '';
    try {
      await mutate('offline_enter', { place: placeOf(this.known), password: this.password });
    } catch (cause) {
      const { error } = present(cause);
      this.error = fieldWords(error).password ?? '';
      if (this.error === '') this.problem = error;
      this.password = '';
    } finally {
      this.busy = false;
    }
  }
}
