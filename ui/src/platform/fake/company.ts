/** Companies, orders and payment of the backend in memory. */
import type {
  Amounts,
  BillingView,
  CommandName,
  Commands,
  Details,
  OffersView,
  Order,
  OrganizationView,
  Refusal,
  SubAccount,
} from '../../contract';
import { refusal } from './rules';
import type { FakeUsers } from './users';

type Answered =
  | 'company_get'
  | 'company_check'
  | 'details_set'
  | 'offers_get'
  | 'order_price'
  | 'organization_add'
  | 'billing_get'
  | 'sub_accounts_get'
  | 'terms_set'
  | 'payment_page'
  | 'payment_open'
  | 'order_place';
type Answers = { [C in Answered & CommandName]: (req: Commands[C]['req']) => Commands[C]['res'] };

const PLANS = [
  { plan: 'starter', administrators: 2, price: 1900 },
  { plan: 'professional', administrators: 5, price: 5900 },
  { plan: 'business', administrators: 15, price: 14_900 },
  { plan: 'enterprise', administrators: 50, price: 39_900 },
] as const;

const product = (name: string, explanation: string, prices: number[]) => ({
  name,
  explanation,
  packages: prices.map((price, at) => ({
    package: `${name.toLowerCase()}.${['standard', 'pro'][at] ?? ''}`,
    name: ['Standard', 'Pro'][at] ?? '',
    price,
  })),
});

const OFFERS: OffersView = {
  currency: 'EUR',
  plans: [...PLANS],
  products: [
    product('Fleet', 'Vessels, voyages and charter parties', [600, 900]),
    product('Crew', 'Seafarers, contracts and who sails when', [600, 800]),
    product('Documents', 'Files, templates and signatures', [300, 400]),
    product('Helpdesk', 'Questions from customers, and their answers', [500]),
    product('Payroll', 'Salaries, payslips and the reports that go with them', [700]),
  ],
  quoteFrom: 500,
  countries: ['DE', 'DK', 'FR', 'NO', 'SE'],
  domain: 'rollbook.example',
  onPage: true,
};

/** Names that read alike: without case and without the legal form. */
const key = (name: string) =>
  name
    .toLowerCase()
    .replace(/\b(as|a\/s|gmbh|ltd)\b\.?/g, '')
    .replace(/\W/g, '');

/** A Danish seller, in short: at home, a business in the EU, anybody else. */
function amounts(net: number, country: string, vat: string): Amounts {
  if (country === '') return { net, vat: 0, total: net, tax: { is: 'unknown' } };
  if (country === 'NO') return { net, vat: 0, total: net, tax: { is: 'outside' } };
  if (country !== 'DK' && vat !== '') return { net, vat: 0, total: net, tax: { is: 'reversed' } };
  const added = Math.round(net / 4);
  return { net, vat: added, total: net + added, tax: { is: 'added', perMille: 250, country } };
}

export function company(users: FakeUsers, organization: OrganizationView): Answers {
  const { world } = users;
  const owner = (): Refusal | null =>
    world.me().tier === 'owner'
      ? null
      : refusal('owner_only', 'Subscriptions are the owner’s alone.', 'Ask the owner of the organization.');
  const asOwner = () => {
    const no = owner();
    if (no) throw { ...no, fields: {} };
  };
  let details: Details = {
    name: organization.name,
    language: 'en',
    subdomain: 'nordlys',
    country: 'NO',
    street: 'Damsgårdsveien 14',
    postalCode: '5058',
    place: 'Bergen',
    vat: 'NO923609016MVA',
    timeZone: 'Europe/Oslo',
  };
  let billing: BillingView = {
    standing: 'ordered',
    terms: { by: 'invoice', email: '', reference: '' },
    ownerEmail: organization.you.email,
    currency: 'EUR',
    lines: [
      { name: 'Business plan', quantity: 1, total: 14_900 },
      { name: 'Fleet Pro', quantity: 25, total: 22_500 },
    ],
    amounts: amounts(37_400, 'NO', ''),
    onPage: true,
    payment: null,
    quote: null,
  };
  const taken = ['Fjordkraft AS', organization.name];
  const rows: SubAccount[] = [
    {
      id: organization.id,
      name: organization.name,
      here: true,
      founded: Date.UTC(2025, 2, 3),
      stands: {
        plan: 'business',
        members: 182,
        administrators: 9,
        administratorLimit: 15,
        standing: 'ordered',
        by: 'invoice',
        payment: null,
      },
    },
  ];

  const check = (asked: Details) => {
    const problems: Refusal[] = [];
    const freeNames: string[] = [];
    if (taken.some((name) => key(name) === key(asked.name))) {
      problems.push({
        ...refusal('name_taken', `“${asked.name}” is taken, or reads like a name that is.`, 'Choose another name.'),
        field: 'name',
      });
      freeNames.push(`${asked.name} Service`, `${asked.name} Group`);
    }
    if (['admin', 'www'].includes(asked.subdomain))
      problems.push({ ...refusal('invalid', 'This subdomain is reserved.'), field: 'subdomain' });
    if (asked.vat !== '' && !asked.vat.startsWith(asked.country))
      problems.push({
        ...refusal('invalid', `VAT numbers of this country begin with ${asked.country}.`),
        field: 'vat',
      });
    const label = asked.name.toLowerCase().replace(/\W+/g, '-').replace(/^-|-$/g, '');
    return { problems, freeNames, askAt: '', proposedSubdomain: label, vat: asked.vat };
  };
  const priced = (order: Order) => {
    const plan = PLANS.find((one) => one.plan === order.plan);
    const seat = (key: string) =>
      OFFERS.products.flatMap((one) => one.packages).find((one) => one.package === key)?.price ?? 0;
    return (plan?.price ?? 0) + order.packages.reduce((sum, one) => sum + one.seats * seat(one.package), 0);
  };

  return {
    company_get: () => ({ details, countries: OFFERS.countries, ownerRefusal: owner() }),
    company_check: (req) => check(req.details),
    details_set: (req) => {
      asOwner();
      const [problem] = check(req.details).problems.filter(({ field }) => field !== 'name');
      if (problem) throw { ...problem, fields: { [problem.field ?? '']: problem.message } };
      details = req.details;
      return world.change(req.command, false, () => ({ done: 0 }));
    },
    offers_get: () => {
      asOwner();
      return OFFERS;
    },
    order_price: (req) => {
      asOwner();
      return amounts(priced(req.order), req.country, req.vat);
    },
    organization_add: (req) => {
      asOwner();
      taken.push(req.details.name);
      const id = `${organization.id.slice(0, -1)}${'fedcba'[rows.length - 1] ?? '0'}`;
      const administratorLimit = PLANS.find((one) => one.plan === req.order.plan)?.administrators ?? 0;
      const said = { plan: req.order.plan, members: 1, administrators: 0, administratorLimit } as const;
      const standing = req.quote ? 'draft' : 'ordered';
      const stands = { ...said, standing, by: req.terms.by, payment: null } as const;
      rows.push({ id, name: req.details.name, here: false, founded: Date.now(), stands });
      return { id, name: req.details.name };
    },
    sub_accounts_get: () => {
      asOwner();
      return { rows: rows.toSorted((a, b) => a.name.localeCompare(b.name)) };
    },
    billing_get: () => {
      asOwner();
      return billing;
    },
    terms_set: (req) => {
      asOwner();
      billing = { ...billing, terms: req.terms };
      return world.change(req.command, false, () => ({ done: 0, undoable: false }));
    },
    payment_open: () => ({ address: 'https://pay.example/session' }),
    payment_page: () => ({ address: 'https://pay.example/session' }),
    order_place: (req) => {
      asOwner();
      if (req.preview) return world.change(req.command, true, () => ({ done: 0 }));
      billing = req.quote
        ? { ...billing, quote: req.order }
        : {
            ...billing,
            standing: 'ordered',
            quote: null,
            amounts: amounts(priced(req.order), details.country, details.vat),
          };
      return world.change(req.command, false, () => ({ done: 0 }));
    },
  };
}
