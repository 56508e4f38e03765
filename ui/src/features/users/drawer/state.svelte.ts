// What the drawer knows: the form, what it was when it was seen, what stands against it. It draws nothing.

import type { AccessMode, Impact, Outcome, UserView, WireError } from '../../../contract';
import { call, mutate, newCommandId } from '../../../data';
import { fieldWords, without } from '../../../kit/fields';
import { present } from '../../../errors/present';
import { applyMine, clashes, keepTheirs, type Clash } from './conflict';
import {
  blankForm,
  changedFields,
  editOf,
  formOf,
  inviteOf,
  touchesRights,
  type FormField,
  type UserForm,
} from './form';
import { m } from '../../../words';

/** What a refusal to invite offers instead. */
export type Remedy = { word: string; action: 'reactivate' | 'restore' | 'open'; member: string };

const REMEDIES: Partial<Record<WireError['code'], Omit<Remedy, 'member'>>> = {
  suspended_already: { word: m.users_reactivate(), action: 'reactivate' },
  archived_already: { word: m.common_restore(), action: 'restore' },
  email_taken: { word: m.users_open_user(), action: 'open' },
};

export class DrawerState {
  form = $state<UserForm>(blankForm('en'));
  send = $state(true);
  errors = $state<Record<string, string>>({});
  /** What stands against the whole of it, where no field is to blame. */
  problem = $state.raw<WireError | null>(null);
  remedy = $state.raw<Remedy | null>(null);
  /** The address that was meant, where what was typed is none. */
  suggestion = $state.raw<string | null>(null);
  view = $state.raw<UserView | null>(null);
  clash = $state.raw<{ theirs: UserView; fields: Clash[] } | null>(null);
  busy = $state(false);
  /** What saving would do to the user's rights, while it waits for a yes. */
  impact = $state.raw<Impact | null>(null);
  /** Why the user couldn't be loaded. */
  lost = $state.raw<WireError | null>(null);

  #seen = $state.raw<UserForm>(blankForm('en'));
  #version = 0;
  #begun = false;
  #command = newCommandId();

  /** `member` is the user to edit; `null` invites a new one. */
  constructor(
    readonly member: string | null,
    language: string,
  ) {
    this.#seen = blankForm(language);
    this.form = blankForm(language);
  }

  get dirty(): boolean {
    return changedFields(this.#seen, this.form).length > 0;
  }

  /** How many fields have words beside them. */
  get toFix(): number {
    return Object.keys(this.errors).length;
  }

  /** Reads the user. What was typed and isn't saved stays, on top of what was seen when typing began. */
  async load(): Promise<void> {
    if (this.member === null) return;
    try {
      const view = await call('user_get', this.member);
      this.lost = null;
      if (this.view === null || !this.dirty) this.#see(view);
      this.view = view;
    } catch (problem) {
      this.lost = present(problem).error;
    }
  }

  /** How new users start; what was chosen already stays. */
  begin(access: AccessMode): void {
    if (this.member !== null || this.#begun) return;
    this.#begun = true;
    if (this.form.access === this.#seen.access) this.form.access = access;
    this.#seen.access = access;
  }

  /** A field was typed in: its words are old now, and the question is another one. */
  touched(field: FormField): void {
    this.errors = without(this.errors, field);
    if (field === 'email') this.remedy = this.suggestion = null;
    this.#command = newCommandId();
  }

  /** Takes over the address that was meant. */
  takeOver(): void {
    if (this.suggestion === null) return;
    this.form.email = this.suggestion;
    this.touched('email');
  }

  /**
   * Sends or saves. `null` when it didn't work: the state says why. Where saving changes what the user may do,
   * that stands in `impact` first, and `sure` goes on.
   */
  async submit(sure = false): Promise<Outcome | null> {
    if (this.busy) return null;
    this.busy = true;
    this.errors = {};
    this.problem = null;
    this.remedy = this.suggestion = null;
    this.impact = null;
    const form = $state.snapshot(this.form);
    try {
      if (this.member === null) return await mutate('user_invite', inviteOf(this.#command, form, this.send));
      const question = editOf(this.#command, this.member, this.#version, this.#seen, form);
      if (!sure && touchesRights(this.#seen, form)) {
        const { impact } = await call('user_edit', { ...question, command: newCommandId(), preview: true });
        const moves = impact?.people.some(({ gained, lost }) => gained.length + lost.length > 0) ?? false;
        if (moves) {
          this.impact = impact;
          return null;
        }
      }
      return await mutate('user_edit', question);
    } catch (problem) {
      await this.#refused(present(problem).error);
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Where both changed a field, theirs stays; what only I changed stays to be saved. */
  keepTheirs(): void {
    this.#settle((seen, theirs, mine) => keepTheirs(seen, theirs, mine));
  }

  /** What I changed goes on top of theirs, and is sent again. */
  async applyMine(): Promise<Outcome | null> {
    this.#settle((seen, theirs, mine) => applyMine(seen, theirs, mine));
    return await this.submit(true);
  }

  #settle(choose: (seen: UserForm, theirs: UserForm, mine: UserForm) => UserForm): void {
    if (this.clash === null) return;
    const { theirs } = this.clash;
    const form = choose(this.#seen, formOf(theirs), $state.snapshot(this.form));
    this.#see(theirs);
    this.view = theirs;
    this.form = form;
    this.clash = null;
    this.#command = newCommandId();
  }

  #see(view: UserView): void {
    this.#seen = formOf(view);
    this.#version = view.row.version;
    this.form = formOf(view);
  }

  async #refused(error: WireError): Promise<void> {
    if (error.code === 'conflict' && this.member !== null) {
      const theirs = await call('user_get', this.member).catch(() => null);
      if (theirs !== null) {
        this.clash = { theirs, fields: clashes(this.#seen, formOf(theirs), $state.snapshot(this.form)) };
        return;
      }
    }
    this.errors = fieldWords(error);
    this.suggestion = this.errors.email === undefined ? null : (error.suggestion ?? null);
    const offered = REMEDIES[error.code];
    if (offered !== undefined) {
      if (error.about !== null) this.remedy = { ...offered, member: error.about };
      if (this.errors.email === undefined) this.errors = { ...this.errors, email: error.message };
    }
    if (Object.keys(this.errors).length === 0) this.problem = error;
  }
}
