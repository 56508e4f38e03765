import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Amounts, CompanyChecked, OffersView, OrganizationView } from '../../contract';
import { preferences } from '../../data';
import { script, type Script } from '../../data/script';
import { DETAILS, NAME, ORDER, PAYMENT, WizardState } from './wizard.svelte';

const OFFERS: OffersView = {
  currency: 'EUR',
  plans: [{ plan: 'business', administrators: 15, price: 14_900 }],
  products: [{ name: 'Fleet', explanation: '', packages: [{ package: 'fleet.pro', name: 'Pro', price: 900 }] }],
  quoteFrom: 500,
  countries: ['NO', 'SE'],
  domain: 'rollbook.example',
  onPage: true,
};
const organization = (kind: 'file' | 'server'): OrganizationView => ({
  id: 'o',
  name: 'Nordlys',
  initials: 'N',
  plan: 'business',
  language: 'en',
  connection: { kind, place: '/a', byPassphrase: false },
  invitationHours: 72,
  portal: '',
  you: { id: 'm', name: 'Ingrid Ann Solbakken', initials: 'IS', email: 'ingrid@nordlys.no' },
});
const AMOUNTS: Amounts = { net: 14_900, vat: 0, total: 14_900, tax: { is: 'unknown' } };
const free: CompanyChecked = { problems: [], freeNames: [], askAt: '', proposedSubdomain: 'fjordkraft', vat: '' };
const taken: CompanyChecked = {
  ...free,
  problems: [
    { code: 'name_taken', message: '“Fjordkraft” is taken.', help: 'Choose another.', field: 'name', about: null },
    { code: 'invalid', message: 'No such zone.', help: '', field: 'time_zone', about: null },
  ],
  freeNames: ['Fjordkraft Service'],
  askAt: '',
};

let now: Script;
beforeEach(() => {
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  preferences.take({ ...preferences.now, screens: {} });
  now = script({
    company_check: () => free,
    order_price: () => AMOUNTS,
    preferences_set: () => null,
    organization_add: () => ({ id: 'n', name: 'Fjordkraft' }),
    organization_create: () => organization('file'),
  });
});
const wizard = (kind: 'file' | 'server' = 'server') => new WizardState(OFFERS, organization(kind), true);

describe('the name', () => {
  it('has to be checked before the step can be left', async () => {
    const model = wizard();
    expect(model.unready).toBe('Type the company’s name first.');
    model.draft.details.name = 'Fjordkraft';
    expect(model.unready).toBe('The name is being checked.');
    await model.check();
    expect(model.unready).toBeNull();
  });
  it('says at its field why it can’t be taken, and takes a free one over', async () => {
    const model = wizard();
    now.answers.company_check = () => taken;
    model.draft.details.name = 'Fjordkraft';
    await model.check();
    expect(model.against('name')).toBe('“Fjordkraft” is taken. Choose another.');
    expect(model.against('timeZone')).toBe('No such zone.');
    model.take('Fjordkraft Service');
    expect(model.draft.details.name).toBe('Fjordkraft Service');
    expect(model.checked).toBeNull();
  });
  it('leads to where an invitation can be asked for, where whoever has the name wants that', async () => {
    const model = wizard();
    const address = 'https://rollbook.example/o/7/ask';
    now.answers.company_check = () => ({ ...taken, askAt: address });
    now.answers.link_open = () => null;
    await model.askInvitation();
    expect(now.sent('link_open')).toEqual([]);
    await model.check();
    await model.askInvitation();
    expect(now.sent('link_open')).toEqual([{ address, apart: false }]);
  });
  it('makes the subdomain, where none was typed', async () => {
    const model = wizard();
    model.draft.details.name = 'Fjordkraft';
    await model.check();
    model.goTo(DETAILS);
    expect(model.draft.details.subdomain).toBe('fjordkraft');
  });
});

describe('the draft', () => {
  it('is taken up where it was left, without any password', () => {
    const model = wizard();
    model.draft.details.name = 'Fjordkraft';
    model.password = 'correct horse battery staple';
    model.pick(['fleet.pro'], { package: 'fleet.pro', seats: 25 });
    model.goTo(ORDER);
    const kept = preferences.now.screens.wizard ?? '';
    expect(kept).not.toContain('correct horse');
    const again = wizard();
    expect(again.draft.step).toBe(ORDER);
    expect(again.order).toEqual({ plan: 'business', packages: [{ package: 'fleet.pro', seats: 25 }] });
  });
  it('is gone once the organization is there', async () => {
    const model = wizard();
    model.goTo(PAYMENT);
    await model.create();
    expect(model.added).toEqual({ id: 'n', name: 'Fjordkraft' });
    expect(wizard().draft.step).toBe(NAME);
  });
});

describe('the price', () => {
  it('is asked for with the country, and an older answer never replaces a newer one', async () => {
    const model = wizard();
    const late: ((amounts: Amounts) => void)[] = [];
    now.answers.order_price = () => new Promise((done) => late.push(done));
    model.draft.details.country = 'FI';
    model.pick(['fleet.pro'], { package: 'fleet.pro', seats: 25 });
    model.choose('business');
    const newer = { ...AMOUNTS, total: 46_937 };
    late[1]?.(newer);
    late[0]?.(AMOUNTS);
    await vi.waitFor(() => expect(model.amounts).toEqual(newer));
    expect(now.sent('order_price').at(-1)).toMatchObject({ country: 'FI', vat: '' });
  });
});

describe('creating', () => {
  it('of a file asks for a password there, and sends what was ordered', async () => {
    const model = wizard('file');
    expect(model.draft.where).toBe('file');
    expect(model.hereRefusal).toContain('A file holds one organization.');
    model.goTo(PAYMENT);
    expect(model.unready).toBe('Choose your password first.');
    model.password = 'correct horse battery staple';
    expect(model.unready).toBe('The passwords differ. Type the same one again.');
    model.again = model.password;
    expect(model.unready).toBeNull();
    await model.create();
    const [sent] = now.sent('organization_create');
    expect(sent).toMatchObject({ firstName: 'Ingrid', lastName: 'Ann Solbakken', passphrase: null });
    expect(sent?.wanted?.order.plan).toBe('business');
  });
  it('as a draft asks sales, and a step back takes that back', () => {
    const model = wizard();
    model.askSales();
    expect([model.draft.quote, model.draft.step]).toEqual([true, PAYMENT]);
    model.goTo(ORDER);
    expect(model.draft.quote).toBe(false);
  });
});
