/** Taking an organization off the list; where something waits for it on this computer, that is asked about first. */
import type { KnownOrganization } from '../contract';
import { call, mutate } from '../data';
import { placeOf } from './places';

export class Forgetting {
  /** What would be lost with it. */
  asked = $state.raw<{ known: KnownOrganization; waiting: number } | null>(null);

  /** Forgets it, or asks first; whether it is forgotten. */
  async start(known: KnownOrganization): Promise<boolean> {
    const waiting = known.kind === 'file' ? 0 : await call('organization_waiting', placeOf(known));
    if (waiting === 0) return await this.go(known);
    this.asked = { known, waiting };
    return false;
  }

  async go(known: KnownOrganization): Promise<boolean> {
    await mutate('organization_forget', placeOf(known));
    this.asked = null;
    return true;
  }
}
