/** The roles and groups that the organization in memory starts with. */
import type { Group, Role } from './authority-data';
import { idOf } from './ids';

/** "vessels:view,edit voyages:view" as permissions. */
export function list(words: string): string[] {
  return words
    .split(' ')
    .filter(Boolean)
    .flatMap((word) => {
      const [key = '', actions = ''] = word.split(':');
      return actions.split(',').map((action) => `${key}.${action}`);
    });
}

/** Roles, the built-in four first. */
export function roles(all: readonly string[]): Role[] {
  const closed = new Set(list('contracts:manage payroll:manage,release,delete documents:sign'));
  const made = (
    n: number,
    name: string,
    description: string,
    permissions: string[],
    more: Partial<Role> = {},
  ): Role => ({
    id: idOf(5, n),
    version: 1,
    name,
    description,
    builtIn: null,
    portal: false,
    permissions,
    ...more,
  });
  return [
    made(0, 'Super Admin', 'Every permission of every product, always', [], { builtIn: 'super_admin' }),
    made(
      1,
      'Admin',
      'Looks after the products, without what only few should do',
      all.filter((one) => !closed.has(one) && !one.startsWith('module-')),
      { builtIn: 'admin' },
    ),
    made(
      2,
      'Staff',
      'Does the daily work',
      list(
        'vessels:view contacts:view,create documents:view,create,edit templates:view helpdesk:view,create events:view,create',
      ),
      { builtIn: 'staff' },
    ),
    made(
      3,
      'Read-Only',
      'Sees everything that is shown to all, changes nothing',
      all.filter((one) => one.endsWith('.view') && !/^(payroll|contracts|module-)/.test(one)),
      { builtIn: 'read_only' },
    ),
    made(
      4,
      'Finance',
      'Books, invoices and pay',
      list(
        'invoices:view,create,edit,delete,approve,export payroll:view,create,edit contacts:view documents:view,create',
      ),
    ),
    made(
      5,
      'Fleet manager',
      'Ships and voyages',
      list(
        'vessels:view,create,edit,delete voyages:view,create,edit,delete charter_parties:view,edit seafarers:view rotation:view,edit documents:view',
      ),
    ),
    made(
      6,
      'Support desk',
      'Answers questions',
      list('helpdesk:view,create,edit,delete,assign,close contacts:view,create,edit events:view documents:view'),
    ),
    made(7, 'Customer', 'What customers see in a portal', list('voyages:view documents:view helpdesk:view,create'), {
      portal: true,
    }),
  ];
}

/** Groups: the kinds of work in the order of `GROUPS`, then what came with the products. */
export function groups(works: readonly (readonly [name: string, description: string])[]): Group[] {
  const carries: Record<string, string> = {
    Management: 'invoices:view,approve events:view,create,edit,manage',
    IT: 'helpdesk:view,edit,assign documents:manage templates:view,edit,manage',
    'Helpdesk agents': 'helpdesk:view,create,edit,assign,close',
    Crewing: 'seafarers:view,create,edit,delete contracts:view,edit rotation:view',
    Payroll: 'payroll:view,create,edit,release',
    Sales: 'contacts:view,create,edit invoices:view charter_parties:view',
    'Sales Asia': 'contacts:view,create,edit invoices:view',
    Chartering: 'voyages:view,create,edit charter_parties:view,create,edit contacts:view',
    Technical: 'vessels:view,create,edit documents:view,create',
    'Dry dock': 'vessels:view events:view,create',
    Finance: 'invoices:view,create,edit,approve,export payroll:view',
    'Fleet operations': 'vessels:view,edit voyages:view,create,edit,delete rotation:view',
  };
  const of: Record<string, string> = { 'Helpdesk agents': 'helpdesk', Payroll: 'payroll', Crewing: 'crew' };
  const built = (name: string, description: string, permissions: string, product: string | null = null) =>
    [name, description, permissions, product] as const;
  const begin = [
    built('Admin', 'People who look after the organization', 'events:view,create,edit,delete contacts:view'),
    built('User', 'People who work in the organization', 'events:view contacts:view'),
    built('Guest', 'People who visit for a while', 'events:view'),
    built('Captains', 'Masters of the fleet', 'vessels:view,edit voyages:view seafarers:view', 'fleet'),
  ];
  const made = works.map(([name, description], n): Group => ({
    id: idOf(2, n),
    version: 1,
    name,
    description,
    builtIn: of[name] !== undefined,
    product: of[name] ?? null,
    parent: name === 'Sales Asia' ? idOf(2, 5) : name === 'Dry dock' ? idOf(2, 8) : null,
    permissions: list(carries[name] ?? ''),
  }));
  return [
    ...made,
    ...begin.map(([name, description, permissions, product], n): Group => ({
      id: idOf(2, works.length + n),
      version: 1,
      name,
      description,
      builtIn: true,
      product,
      parent: null,
      permissions: list(permissions),
    })),
  ];
}
