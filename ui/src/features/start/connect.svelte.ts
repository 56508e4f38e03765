// Connecting to a database or a server and signing in there: which step the person is at, what was
// typed, and what stood against it.

import type { ConnectionKind, FactorMethod, Greeting, KnownOrganization, SignInStep, WireError } from '../../contract';
import { call, mutate } from '../../data';
import { asksToSignIn, present } from '../../errors/present';
import { fieldWords, without } from '../../kit/fields';
import { m } from '../../words';

/** Where the person stands: typing the address, signing in, or at one of the steps after the password. */
export type Stage = 'place' | 'sign_in' | SignInStep['step'];

export interface ConnectForm {
  kind: Exclude<ConnectionKind, 'file'>;
  place: string;
  secret: string;
  email: string;
  password: string;
  code: string;
  method: FactorMethod;
  newPassword: string;
  again: string;
}

const PLACES: Record<ConnectForm['kind'], string> = {
  server: m.start_type_server(),
  database: m.start_type_database(),
};

export class Connecting {
  form = $state<ConnectForm>({
    kind: 'server',
    place: '',
    secret: '',
    email: '',
    password: '',
    code: '',
    method: 'totp',
    newPassword: '',
    again: '',
  });
  stage = $state<Stage>('place');
  greeting = $state.raw<Greeting | null>(null);
  step = $state.raw<SignInStep | null>(null);
  errors = $state<Record<string, string>>({});
  problem = $state.raw<WireError | null>(null);
  busy = $state(false);
  /** The browser is asked for a passkey. */
  apart = $state(false);

  /** A place that was open before: only who comes back has to be said. */
  async comeBack(known: KnownOrganization): Promise<void> {
    if (known.kind === 'file') return;
    Object.assign(this.form, { kind: known.kind, place: known.place, email: known.account });
    await this.connect();
  }

  touched(field: keyof ConnectForm): void {
    this.errors = without(this.errors, field);
  }

  /** Reaches the place, and says what answers there. */
  async connect(): Promise<void> {
    const { kind, place, secret } = this.form;
    if (place.trim() === '') {
      this.errors = { place: PLACES[kind] };
      return;
    }
    await this.#try(async () => {
      this.greeting = await call('connect', { kind, place, secret: secret === '' ? null : secret });
      this.form.place = this.greeting.place;
      this.form.secret = '';
      this.stage = 'sign_in';
    });
  }

  async signIn(): Promise<void> {
    const { email, password } = this.form;
    const errors: Record<string, string> = {};
    if (email.trim() === '') errors.email = m.start_type_email();
    if (password === '') errors.password = m.start_type_password();
    this.errors = errors;
    if (Object.keys(errors).length > 0) return;
    await this.#try(async () => this.#next(await mutate('sign_in', { email, password })));
  }

  async giveCode(): Promise<void> {
    const { method, code } = this.form;
    if (code.trim() === '') {
      this.errors = { code: m.start_type_code() };
      return;
    }
    await this.#try(async () => this.#next(await mutate('sign_in_factor', { method, code })));
  }

  /** Shows a passkey in the browser, and waits until it comes back from there. */
  async usePasskey(): Promise<void> {
    this.apart = true;
    await this.#try(async () => this.#next(await mutate('sign_in_passkey', null)));
    this.apart = false;
    // Whoever stopped it knows that nothing came.
    if (this.problem?.code === 'cancelled') this.problem = null;
  }

  /** Doesn't wait for the browser any longer. */
  async stop(): Promise<void> {
    await call('task_cancel', null);
  }

  /** Opens the browser where a second factor is set up. */
  async setUp(): Promise<void> {
    await this.#try(async () => {
      await call('sign_in_enrol', null);
    });
  }

  async choose(organization: string): Promise<void> {
    await this.#try(async () => this.#next(await mutate('sign_in_choose', organization)));
  }

  async changePassword(): Promise<void> {
    const { newPassword, again } = this.form;
    if (newPassword !== again) {
      this.errors = { again: m.start_passwords_differ() };
      return;
    }
    await this.#try(async () => this.#next(await mutate('sign_in_password', { password: newPassword })));
  }

  /** Back to the address, or to the password where the sign-in got further. */
  back(): void {
    this.problem = null;
    this.errors = {};
    this.step = null;
    this.stage = this.stage === 'sign_in' ? 'place' : 'sign_in';
  }

  #next(step: SignInStep): void {
    this.step = step;
    this.stage = step.step;
    // What was typed is of no use any more; a secret stays no longer than it has to.
    Object.assign(this.form, { password: '', code: '', newPassword: '', again: '' });
    if (step.step === 'factor') this.form.method = step.methods.find((method) => method !== 'passkey') ?? 'totp';
  }

  async #try(run: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    this.errors = {};
    try {
      await run();
    } catch (problem) {
      const { error } = present(problem);
      // A sign-in that took too long begins again with the password.
      if (asksToSignIn(error.code) && this.stage !== 'place') this.stage = 'sign_in';
      if (error.code === 'wrong_factor') this.errors = { code: `${error.message} ${error.help}`.trim() };
      else this.errors = fieldWords(error);
      if (Object.keys(this.errors).length === 0) this.problem = error;
    } finally {
      this.busy = false;
    }
  }
}
