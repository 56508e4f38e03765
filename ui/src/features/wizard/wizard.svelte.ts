// A new organization in four steps: what was answered so far, what stands against it, and the order. The draft is kept
// on this computer with every answer, and taken up where it was left.

import type {
  Amounts,
  CompanyChecked,
  Details,
  OffersView,
  OrganizationAdded,
  OrganizationView,
  PayBy,
  Plan,
  WireError,
} from '../../contract';
import { call, mutate, preferences } from '../../data';
import { present } from '../../errors/present';
import { fieldWords, formField } from '../../kit/fields';
import { orderOf, seatsOf, type Pick } from './order';
import { m } from '../../words';

export const NAME = 0;
export const DETAILS = 1;
export const ORDER = 2;
export const PAYMENT = 3;

/** Where the organization is to be kept: where the open one is, or in a file of its own. */
export type Where = 'here' | 'file';

interface Draft {
  step: number;
  details: Details;
  plan: Plan;
  picks: Pick[];
  where: Where;
  by: PayBy;
  email: string;
  reference: string;
  quote: boolean;
}

/** Under which name the draft is kept. */
const KEPT = 'wizard';
/** How long typing rests before it is looked at. */
const REST = 250;

const NOTHING: Details = {
  name: '',
  language: 'en',
  subdomain: '',
  country: '',
  street: '',
  postalCode: '',
  place: '',
  vat: '',
  timeZone: '',
};

export class WizardState {
  draft = $state<Draft>({
    step: NAME,
    details: { ...NOTHING, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone },
    plan: 'business',
    picks: [],
    where: 'file',
    by: 'invoice',
    email: '',
    reference: '',
    quote: false,
  });
  checked = $state.raw<CompanyChecked | null>(null);
  /** What the order comes to with VAT; `null` until it is known. */
  amounts = $state.raw<Amounts | null>(null);
  problem = $state.raw<WireError | null>(null);
  added = $state.raw<OrganizationAdded | null>(null);
  busy = $state(false);
  checking = $state(false);
  /** Words that Rust said against single fields when it was sent. */
  refused = $state<Record<string, string>>({});
  /** For a file: the owner's password there, and the passphrase where the keychain doesn't answer. */
  password = $state('');
  again = $state('');
  passphrase = $state('');

  readonly offers: OffersView;
  readonly organization: OrganizationView;
  readonly keychain: boolean;

  constructor(offers: OffersView, organization: OrganizationView, keychain: boolean) {
    this.offers = offers;
    this.organization = organization;
    this.keychain = keychain;
    const kept = preferences.screen<Partial<Draft>>(KEPT, {});
    Object.assign(this.draft, kept, { details: { ...this.draft.details, ...kept.details } });
    if (kept.where === undefined && this.hereRefusal === null) this.draft.where = 'here';
    if (this.hereRefusal !== null) this.draft.where = 'file';
    if (this.draft.details.name !== '') void this.check();
    void this.price();
  }

  /** Why it can't be kept where the open one is. */
  get hereRefusal(): string | null {
    return this.organization.connection.kind === 'file' ? m.wizard_here_refused() : null;
  }

  readonly order = $derived.by(() => orderOf(this.draft.plan, this.draft.picks));

  /** What stands against a field. */
  against(field: string): string | undefined {
    const said = this.refused[field];
    if (said) return said;
    const found = this.checked?.problems.find((problem) => formField(problem.field ?? '') === field);
    return found && [found.message, found.help].filter(Boolean).join(' ');
  }

  /** Why the step can't be left yet; `null` where it can. */
  get unready(): string | null {
    const { details } = this.draft;
    switch (this.draft.step) {
      case NAME:
        if (details.name.trim() === '') return m.wizard_type_name();
        if (this.against('name')) return m.wizard_name_taken();
        return this.checked === null ? m.wizard_name_checked() : null;
      case DETAILS:
        if (details.country === '') return m.wizard_country_first();
        return ['subdomain', 'country', 'vat', 'timeZone', 'street', 'postalCode', 'place'].some((field) =>
          this.against(field),
        )
          ? m.wizard_not_yet()
          : null;
      case PAYMENT:
        if (this.draft.where !== 'file') return null;
        if (this.password === '') return m.wizard_password_first();
        if (this.password !== this.again) return m.wizard_differ();
        return !this.keychain && this.passphrase === '' ? m.wizard_passphrase_first() : null;
      default:
        return null;
    }
  }

  /** Something was typed or chosen: it is kept, and looked at once the typing rests. */
  touched(field: string): void {
    delete this.refused[field];
    this.problem = null;
    this.keep();
    if (field === 'name') this.checked = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      void this.check();
      if (field === 'country' || field === 'vat') void this.price();
    }, REST);
  }
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Keeps the draft on this computer; passwords are no part of it. */
  keep(): void {
    preferences.remember(KEPT, $state.snapshot(this.draft));
  }

  /** Has the details judged; an older answer never replaces a newer one on the screen. */
  async check(): Promise<void> {
    const turn = (this.#turn += 1);
    this.checking = true;
    try {
      const details = $state.snapshot(this.draft.details);
      const checked = await call('company_check', { details: { ...details, name: details.name.trim() || 'x' } });
      if (turn !== this.#turn) return;
      this.checked = checked;
      if (this.draft.details.subdomain === '' && checked.proposedSubdomain !== '' && this.draft.step === NAME)
        this.#proposed = checked.proposedSubdomain;
    } catch (failed) {
      if (turn === this.#turn) this.problem = present(failed).error;
    } finally {
      if (turn === this.#turn) this.checking = false;
    }
  }
  #turn = 0;
  #proposed = '';

  /** Has the order priced; an older answer never replaces a newer one on the screen. */
  async price(): Promise<void> {
    const turn = (this.#priced += 1);
    const { country, vat } = this.draft.details;
    try {
      const amounts = await call('order_price', { order: this.order, country, vat });
      if (turn === this.#priced) this.amounts = amounts;
    } catch (failed) {
      if (turn !== this.#priced) return;
      this.amounts = null;
      this.problem = present(failed).error;
    }
  }
  #priced = 0;

  take(name: string): void {
    this.draft.details.name = name;
    this.touched('name');
  }

  /** Opens the page where an invitation can be asked for of whoever has the name. */
  async askInvitation(): Promise<void> {
    const address = this.checked?.askAt ?? '';
    if (address === '') return;
    try {
      await call('link_open', { address, apart: false });
    } catch (failed) {
      this.problem = present(failed).error;
    }
  }

  goTo(step: number): void {
    if (this.draft.step === NAME && step === DETAILS && this.draft.details.subdomain === '' && this.#proposed !== '') {
      this.draft.details.subdomain = this.#proposed;
      void this.check();
    }
    this.draft.step = step;
    if (step < PAYMENT) this.draft.quote = false;
    this.problem = null;
    this.keep();
  }

  askSales(): void {
    this.draft.quote = true;
    this.draft.step = PAYMENT;
    this.keep();
  }

  pick(product: readonly string[], chosen: Pick | null): void {
    const rest = this.draft.picks.filter((one) => !product.includes(one.package));
    this.draft.picks = chosen ? [...rest, { package: chosen.package, seats: seatsOf(chosen.seats) }] : rest;
    this.keep();
    void this.price();
  }

  choose(plan: Plan): void {
    this.draft.plan = plan;
    this.keep();
    void this.price();
  }

  /** Creates it: where the open one is, or as a file, which opens. */
  async create(): Promise<void> {
    this.busy = true;
    this.problem = null;
    const { details, by, email, reference, quote, where } = $state.snapshot(this.draft);
    const wanted = { details, order: this.order, terms: { by, email, reference }, quote };
    const { you } = this.organization;
    try {
      if (where === 'here') {
        this.added = await mutate('organization_add', wanted);
        this.forget();
      } else {
        const [firstName = you.name, ...rest] = you.name.split(' ');
        const passphrase = this.keychain ? null : this.passphrase;
        const made = { name: details.name, firstName, lastName: rest.join(' '), email: you.email, passphrase, wanted };
        await preferences.flush();
        await mutate('organization_create', { ...made, password: this.password });
        this.forget();
      }
    } catch (failed) {
      const { error } = present(failed);
      this.refused = fieldWords(error);
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  /** The draft is of no use any more. */
  forget(): void {
    preferences.remember(KEPT, {});
  }
}
