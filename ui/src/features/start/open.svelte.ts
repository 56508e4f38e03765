// Opening organizations from the start screen: which one is being opened, what stood against it, and
// whether a passphrase is asked for.

import type { KnownOrganization, WireError } from '../../contract';
import { call, mutate } from '../../data';
import { asksToSignIn, present, saysAway } from '../../errors/present';
import { Forgetting } from '../../shared/forget.svelte';
import { placeOf } from '../../shared/places';
import { m } from '../../words';

/** A passphrase that is asked for: of which file, and why again. */
export interface Asked {
  path: string;
  problem: string;
}

export class Opening {
  /** What is being opened: a path, `sample`, or nothing. */
  busy = $state<string | null>(null);
  problem = $state.raw<{ error: WireError; path: string | null } | null>(null);
  asked = $state.raw<Asked | null>(null);
  /** A place whose session has ended: who comes is asked there. */
  back = $state.raw<KnownOrganization | null>(null);
  /** A place that isn’t reached: it can be worked on without a connection. */
  away = $state.raw<{ known: KnownOrganization; error: WireError } | null>(null);
  /** Where something waits for an organization that is to leave the list. */
  readonly forgetting = new Forgetting();
  /** Something was tried since the window started: an older problem is out of date. */
  tried = $state(false);

  /** Lets the person choose a file, then opens it. */
  async pick(): Promise<void> {
    this.tried = true;
    const path = await this.#try(null, () => call('organization_pick', null));
    if (typeof path === 'string') await this.open(path);
  }

  /** Opens a file; where it needs a passphrase, asks for it. */
  async open(path: string, passphrase: string | null = null): Promise<void> {
    if (this.busy !== null) return;
    this.tried = true;
    this.busy = path;
    this.problem = null;
    try {
      await mutate('organization_open', { path, passphrase });
      this.asked = null;
    } catch (problem) {
      this.#refused(path, passphrase !== null, present(problem).error);
    } finally {
      this.busy = null;
    }
  }

  /** Opens the sample that comes with the product. */
  async sample(): Promise<void> {
    if (this.busy !== null) return;
    this.tried = true;
    this.busy = 'sample';
    this.problem = null;
    await this.#try(null, () => mutate('sample_open', null));
    this.busy = null;
  }

  /** Opens one that was open before, wherever it is; where the session has ended, asks who comes. */
  async again(known: KnownOrganization): Promise<void> {
    if (known.kind === 'file') return this.open(known.place);
    if (this.busy !== null) return;
    this.tried = true;
    this.busy = known.place;
    this.problem = null;
    try {
      await mutate('organization_resume', placeOf(known));
      this.away = null;
    } catch (problem) {
      const { error } = present(problem);
      this.away = saysAway(error.code) ? { known, error } : null;
      if (asksToSignIn(error.code)) this.back = known;
      else if (this.away !== null) this.problem = null;
      else this.problem = { error, path: known.place };
    } finally {
      this.busy = null;
    }
  }

  /** Takes one off the list; the organization itself stays. */
  async forget(known: KnownOrganization): Promise<void> {
    await this.#try(known.place, () => this.forgetting.start(known));
    if (this.problem?.path === known.place) this.problem = null;
  }

  /** No passphrase after all. */
  stopAsking(): void {
    this.asked = null;
  }

  #refused(path: string, tried: boolean, error: WireError): void {
    if (error.code === 'passphrase_needed') this.asked = { path, problem: '' };
    else if (error.code === 'wrong_key')
      this.asked = {
        path,
        problem: tried ? m.start_wrong_passphrase() : `${error.message} ${error.help}`.trim(),
      };
    else {
      this.asked = null;
      this.problem = { error, path };
    }
  }

  async #try<T>(path: string | null, run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (problem) {
      const error = present(problem).error;
      if (error.code !== 'cancelled') this.problem = { error, path };
      return undefined;
    }
  }
}
