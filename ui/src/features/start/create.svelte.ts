// The form of a new organization: what is typed, how its password stands, what Rust said against it.

import type { AppView, PasswordView, WireError } from '../../contract';
import { call, mutate } from '../../data';
import { fieldWords, without } from '../../kit/fields';
import { present } from '../../errors/present';
import { m } from '../../words';

export interface CreateForm {
  name: string;
  firstName: string;
  lastName: string;
  email: string;
  password: string;
  again: string;
  /** How the file opens. A key that lies open is never offered. */
  key: 'keychain' | 'passphrase';
  passphrase: string;
  passphraseAgain: string;
}

/** What can be said without asking: that two secrets are the same, and that there is one. */
export function mismatches(form: CreateForm, judged: PasswordView | null): Record<string, string> {
  const words: Record<string, string> = {};
  if (judged !== null && !judged.acceptable) words.password = judged.problem;
  if (form.password !== form.again) words.again = m.start_passwords_differ();
  if (form.key === 'passphrase') {
    if (form.passphrase === '') words.passphrase = m.start_no_passphrase();
    else if (form.passphrase !== form.passphraseAgain) words.passphraseAgain = m.start_passphrases_differ();
  }
  return words;
}

export class NewOrganizationState {
  form = $state<CreateForm>({
    name: '',
    firstName: '',
    lastName: '',
    email: '',
    password: '',
    again: '',
    key: 'keychain',
    passphrase: '',
    passphraseAgain: '',
  });
  judged = $state.raw<PasswordView | null>(null);
  passphraseJudged = $state.raw<PasswordView | null>(null);
  errors = $state<Record<string, string>>({});
  problem = $state.raw<WireError | null>(null);
  busy = $state(false);

  constructor(view: AppView) {
    if (!view.keychain.available) this.form.key = 'passphrase';
  }

  touched(field: keyof CreateForm): void {
    this.errors = without(this.errors, field);
  }

  /** Judges the password as it is now; an older answer never replaces a newer one on the screen. */
  async judge(): Promise<PasswordView | null> {
    const turn = (this.#turn += 1);
    const ask = (password: string) =>
      call('password_judge', {
        password,
        names: [this.form.firstName, this.form.lastName].filter(Boolean),
        email: this.form.email,
        organization: this.form.name,
      });
    const [judged, passphraseJudged] = await Promise.all([
      ask(this.form.password).catch(() => null),
      this.form.passphrase === '' ? null : ask(this.form.passphrase).catch(() => null),
    ]);
    if (turn === this.#turn) {
      this.judged = judged;
      this.passphraseJudged = passphraseJudged;
    }
    return judged;
  }
  #turn = 0;

  /** Creates it; the window opens it by itself. */
  async submit(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = null;
    try {
      this.errors = mismatches(this.form, await this.judge());
      if (Object.keys(this.errors).length > 0) return;
      const { name, firstName, lastName, email, password, key, passphrase } = this.form;
      await mutate('organization_create', {
        name,
        firstName,
        lastName,
        email,
        password,
        passphrase: key === 'passphrase' ? passphrase : null,
      });
    } catch (problem) {
      const error = present(problem).error;
      this.errors = fieldWords(error);
      if (Object.keys(this.errors).length === 0) this.problem = error;
    } finally {
      this.busy = false;
    }
  }
}
