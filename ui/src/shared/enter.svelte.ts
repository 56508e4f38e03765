/** Going on to another organization of the same place, by the same sign-in. */
import { mutate, preferences } from '../data';
import { present, type Presented } from '../errors/present';

export class Entering {
  /** The organization that is being opened. */
  into = $state.raw<string | null>(null);
  problem = $state.raw<Presented | null>(null);

  async open(organization: string): Promise<void> {
    if (this.into !== null) return;
    this.into = organization;
    this.problem = null;
    try {
      await preferences.flush();
      await mutate('organization_enter', organization);
    } catch (cause) {
      this.problem = present(cause);
    } finally {
      this.into = null;
    }
  }
}
