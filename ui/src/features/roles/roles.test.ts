import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outcome, RolesView, RoleView } from '../../contract';
import { script, type Script } from '../../data/script';
import { RolesState } from './roles.svelte';
import { changesWords, noteOf } from './words';

const role = (id: string, change: Partial<RoleView> = {}): RoleView => ({
  id,
  version: 1,
  name: id,
  description: '',
  builtIn: null,
  portal: false,
  members: 0,
  permissions: [],
  yours: false,
  editRefusal: null,
  deleteRefusal: null,
  giveRefusal: null,
  ...change,
});
const locked = {
  code: 'yourself',
  message: 'You can’t restrict your own role.',
  help: '',
  field: null,
  about: null,
} as const;
const view = (...roles: RoleView[]): RolesView => ({
  roles,
  catalogue: {
    permissions: 4,
    products: [
      {
        key: 'contacts',
        name: 'Contacts',
        explanation: '',
        modules: [
          {
            key: 'contacts',
            label: 'Contacts',
            actions: ['View', 'Create', 'Edit', 'Delete'].map((label) => ({
              permission: `contacts.${label.toLowerCase()}`,
              key: label.toLowerCase(),
              label,
              explanation: '',
              yours: true,
            })),
          },
        ],
      },
    ],
  },
});
const outcome: Outcome = {
  command: 'c',
  preview: true,
  done: 1,
  member: null,
  refused: 0,
  refusals: [],
  undoable: true,
  role: null,
  group: null,
  impact: { reach: 7, people: [], licencesGiven: 0, licencesTaken: 0, sessionsEnded: 0, givenOn: [] },
};

let backend: Script;
let roles: RolesState;
const press = (id: string, key: string) => {
  const column = roles.columns.find((one) => one.id === id)!;
  const module = roles.modules[0]!;
  roles.waiting.press(
    column,
    module,
    module.actions.find((action) => action.key === key)!,
  );
};

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { documentElement: { dataset: {} } });
  backend = script({ roles_edit: () => outcome, preferences_set: () => null });
  roles = new RolesState();
  roles.see(
    view(
      role('Admin', { builtIn: 'admin', yours: true, editRefusal: locked, members: 9, permissions: [0, 1, 2, 3] }),
      role('Staff', { builtIn: 'staff', members: 142, permissions: [0, 1] }),
      role('Support', { members: 31, permissions: [0, 2] }),
    ),
  );
  return () => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  };
});

describe('roles beside each other', () => {
  it('say what they are and how many have them', () => {
    expect(roles.columns.map(({ note }) => note)).toEqual(['Your role · 9', 'Default · 142', 'Custom · 31']);
    expect(noteOf(role('x', { builtIn: 'super_admin', members: 2 }))).toBe('Always full · 2');
    expect(noteOf(role('x', { portal: true, members: 3 }))).toBe('Portal · 3');
  });

  it('are compared two at a time, with what waits', () => {
    roles.compare('Staff');
    expect(roles.compared, 'one alone is no comparison').toEqual([]);
    roles.compare('Support');
    expect(roles.differences).toBe(2);
    press('Staff', 'edit');
    expect(roles.differences).toBe(1);
    roles.onlyDifferences = true;
    expect(roles.rows.map(({ id }) => id)).toEqual(['m:contacts', 'contacts.create']);
    roles.endComparing();
    expect(roles.rows).toHaveLength(1);
  });

  it('stop being compared when one is deleted', () => {
    roles.compare('Staff');
    roles.compare('Support');
    roles.see(view(role('Staff', { permissions: [0, 1] })));
    expect(roles.compared).toEqual([]);
  });

  it('open and close module by module, or all at once', () => {
    roles.toggle(roles.modules[0]!);
    expect(roles.allOpen).toBe(true);
    roles.toggleAll();
    expect(roles.rows).toHaveLength(1);
  });
});

describe('changes of several roles', () => {
  it('are one command, and reach whoever has one of them', async () => {
    press('Staff', 'edit');
    press('Support', 'view');
    expect(roles.reach, 'until it is known').toBe(173);
    expect(changesWords(roles.waiting.count, roles.waiting.names())).toBe('3 changes to Staff and Support');
    await vi.advanceTimersByTimeAsync(300);
    expect(backend.sent('roles_edit')).toMatchObject([
      {
        preview: true,
        edits: [
          { role: 'Staff', seen: 1, give: ['contacts.edit'], take: [] },
          { role: 'Support', seen: 1, give: [], take: ['contacts.view', 'contacts.edit'] },
        ],
      },
    ]);
    expect(roles.reach).toBe(7);
  });

  it('never touch one’s own role (R17)', () => {
    press('Admin', 'delete');
    expect(roles.waiting.dirty).toBe(false);
  });
});
