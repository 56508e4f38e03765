/** What the organization in memory starts with: products and their permissions, roles, groups, packages. */
import type { ActionView, BuiltInRole, ModuleView, Plan, ProductView } from '../../contract';
import { idOf } from './ids';

export type Product = Omit<ProductView, 'modules'> & {
  modules: (Omit<ModuleView, 'actions'> & { actions: Action[] })[];
};
export type Action = Omit<ActionView, 'yours'>;

export interface Role {
  id: string;
  version: number;
  name: string;
  description: string;
  builtIn: BuiltInRole | null;
  portal: boolean;
  permissions: string[];
}
export interface Group {
  id: string;
  version: number;
  name: string;
  description: string;
  builtIn: boolean;
  product: string | null;
  parent: string | null;
  permissions: string[];
}
export interface Pack {
  package: string;
  product: string;
  name: string;
  explanation: string;
  /** What there is at the beginning; 0 is an offer. */
  seats: number;
  /** How many people hold one at the beginning. */
  held: number;
}

const FIVE: Record<string, [key: string, label: string, words: (noun: string) => string]> = {
  V: ['view', 'View', (noun) => `See ${noun} and search them.`],
  C: ['create', 'Create', (noun) => `Add new ${noun}.`],
  E: ['edit', 'Edit', (noun) => `Change existing ${noun}.`],
  D: ['delete', 'Delete', (noun) => `Remove ${noun} for good.`],
  M: ['manage', 'Manage', (noun) => `Change how ${noun} are set up for everybody.`],
};

/** A module with some of the five actions, better words for some of them, and actions of its own. */
function module(
  key: string,
  label: string,
  letters: string,
  words: Record<string, string> = {},
  own: [key: string, label: string, explanation: string][] = [],
): Product['modules'][number] {
  const five = [...letters].flatMap((letter): Action[] => {
    const found = FIVE[letter];
    if (found === undefined) return [];
    const [action, name, say] = found;
    const noun = label.toLowerCase();
    return [{ permission: `${key}.${action}`, key: action, label: name, explanation: words[action] ?? say(noun) }];
  });
  const more = own.map(([action, name, explanation]) => ({
    permission: `${key}.${action}`,
    key: action,
    label: name,
    explanation,
  }));
  return { key, label, actions: [...five, ...more] };
}

const product = (key: string, name: string, explanation: string, ...modules: Product['modules']): Product => ({
  key,
  name,
  explanation,
  modules,
});

/** The products that the organization took; `own` modules came with a table. */
export function products(own: number): Product[] {
  const taken = [
    product(
      'fleet',
      'Fleet',
      'Ships, voyages and the contracts behind them.',
      module('vessels', 'Vessels', 'VCEDM', { edit: 'Change a ship’s particulars. Class papers stay as they are.' }),
      module('voyages', 'Voyages', 'VCED'),
      module('charter_parties', 'Charter parties', 'VCEDM', { edit: 'Change rates and dates until both have signed.' }),
    ),
    product(
      'crew',
      'Crew',
      'Who sails, when, and under which contract.',
      module('seafarers', 'Seafarer records', 'VCED'),
      module('contracts', 'Contracts', 'VCEDM', {
        edit: 'Change pay, dates and position. Signed contracts stay locked.',
      }),
      module('rotation', 'Rotation plan', 'VEM'),
    ),
    product(
      'payroll',
      'Payroll',
      'Pay and tax of everybody aboard and ashore.',
      module('payroll', 'Payroll', 'VCEDM', {}, [['release', 'Release', 'Send a pay run to the bank.']]),
    ),
    product(
      'documents',
      'Documents',
      'Papers, their versions and who signed them.',
      module('documents', 'Documents', 'VCEDM', {}, [['sign', 'Sign', 'Sign in the company’s name.']]),
      module('templates', 'Templates', 'VEM'),
    ),
    product('contacts', 'Contacts', 'People and companies outside.', module('contacts', 'Contacts', 'VCEDM')),
    product(
      'invoices',
      'Invoices',
      'What is owed, and what was paid.',
      module('invoices', 'Invoices', 'VCEDM', { edit: 'Change an invoice until it is sent.' }, [
        ['approve', 'Approve', 'Release an invoice for payment.'],
        ['export', 'Export', 'Take invoices out as a table.'],
      ]),
    ),
    product(
      'helpdesk',
      'Helpdesk',
      'Questions from outside and inside, and their answers.',
      module('helpdesk', 'Helpdesk', 'VCEDM', {}, [
        ['assign', 'Assign', 'Give a ticket to somebody.'],
        ['close', 'Close', 'Close a ticket that isn’t answered.'],
      ]),
    ),
    product('events', 'Events', 'Meetings, drills and visits.', module('events', 'Events', 'VCEDM')),
  ];
  const brought = Array.from({ length: own }, (_, n) => ({
    key: n === 0 ? 'deploy' : `module-${n}`,
    label: n === 0 ? 'deploy' : `module-${n}`,
    actions: ['view', 'edit', ...(n % 3 === 0 ? ['approve'] : [])].map((key) => ({
      permission: `${n === 0 ? 'deploy' : `module-${n}`}.${key}`,
      key,
      label: key.charAt(0).toUpperCase() + key.slice(1),
      explanation: '',
    })),
  }));
  return own === 0 ? taken : [...taken, { key: '', name: 'Own modules', explanation: '', modules: brought }];
}

/** Products that the organization could take. */
export const OFFERED: Product[] = [
  product('projects', 'Projects', 'Dry docks and other things with an end.', module('projects', 'Projects', 'VCEDM')),
];

export const PACKAGES: Pack[] = (
  [
    ['fleet.pro', 'Fleet', 'Pro', 50, 42],
    ['crew.standard', 'Crew', 'Standard', 40, 38],
    ['documents.pro', 'Documents', 'Pro', 120, 89],
    ['helpdesk.standard', 'Helpdesk', 'Standard', 20, 17],
    ['payroll.standard', 'Payroll', 'Standard', 12, 12],
    ['events.standard', 'Events', 'Standard', 25, 6],
    ['crew.pro', 'Crew', 'Pro', 0, 0],
    ['projects.standard', 'Projects', 'Standard', 0, 0],
  ] as const
).map(([key, product, name, seats, held]) => ({
  package: key,
  product,
  name,
  explanation: [...products(0), ...OFFERED].find((one) => one.name === product)?.explanation ?? '',
  seats,
  held,
}));

export const PLANS: [plan: Plan, administrators: number][] = [
  ['starter', 2],
  ['professional', 5],
  ['business', 15],
  ['enterprise', 50],
];

export const TEAMS = ['Bridge crew', 'Port office'].map((name, n) => ({ id: idOf(7, n), name }));

export const PORTALS = ['Charterers’ portal', 'Suppliers’ portal'].map((name, n) => ({ id: idOf(6, n), name }));
