// Setting up the mail server: what is typed, what was saved, what a test said.

import type { MailSettingsView, WireError } from '../../contract';
import { call, mutate } from '../../data';
import { present } from '../../errors/present';
import { fieldWords, without } from '../../kit/fields';
import { sameServer, serverForm, serverOf, type ServerForm } from './server';

/** What a test came to. */
export type Tested = { to: string; problem: WireError | null };

export class MailServerState {
  form = $state.raw<ServerForm>(
    serverForm({ server: null, hasPassword: false, keptIn: '', byServer: false }, { name: '', email: '' }),
  );
  errors = $state.raw<Record<string, string>>({});
  problem = $state.raw<WireError | null>(null);
  tested = $state.raw<Tested | null>(null);
  testTo = $state('');
  busy = $state<'save' | 'remove' | 'test' | null>(null);

  #saved: ServerForm;

  constructor(
    view: MailSettingsView,
    private readonly from: { name: string; email: string },
  ) {
    this.form = serverForm(view, from);
    this.#saved = this.form;
    this.testTo = from.email;
  }

  get dirty(): boolean {
    return !sameServer(this.#saved, this.form);
  }

  /** Something was typed. */
  set(change: Partial<ServerForm>): void {
    this.form = { ...this.form, ...change };
    for (const field of Object.keys(change)) this.errors = without(this.errors, field);
    this.tested = null;
  }

  /** Keeps what is typed; `true` when it was. */
  save(): Promise<boolean> {
    return this.#during('save', async () => {
      const server = this.#server();
      if (server !== null) this.#keep(await mutate('mail_settings_save', { server, password: this.#password }));
      return server !== null;
    });
  }

  /** Takes the server away: mails wait again. */
  remove(): Promise<boolean> {
    return this.#during('remove', async () => {
      this.#keep(await mutate('mail_settings_save', { server: null, password: null }));
      return true;
    });
  }

  /** Sends a test with what is typed, saved or not. */
  async test(): Promise<void> {
    this.tested = null;
    await this.#during('test', async () => {
      const server = this.#server();
      if (server === null) return false;
      const to = this.testTo.trim();
      try {
        await call('mail_test', { server, password: this.#password, to });
        this.tested = { to, problem: null };
      } catch (cause) {
        const problem = present(cause).error;
        if (Object.keys(problem.fields).length > 0) throw problem;
        this.tested = { to, problem };
      }
      return true;
    });
  }

  // An empty field keeps the password there is.
  get #password(): string | null {
    return this.form.password === '' ? null : this.form.password;
  }

  #server() {
    const read = serverOf(this.form);
    if ('server' in read) return read.server;
    this.errors = { ...this.errors, port: read.port };
    return null;
  }

  #keep(view: MailSettingsView): void {
    this.form = serverForm(view, this.from);
    this.#saved = this.form;
  }

  async #during(what: NonNullable<MailServerState['busy']>, run: () => Promise<boolean>): Promise<boolean> {
    if (this.busy !== null) return false;
    this.busy = what;
    this.errors = {};
    this.problem = null;
    try {
      return await run();
    } catch (cause) {
      const problem = present(cause).error;
      this.errors = fieldWords(problem);
      if (Object.keys(this.errors).length === 0) this.problem = problem;
      return false;
    } finally {
      this.busy = null;
    }
  }
}
