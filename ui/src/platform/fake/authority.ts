/** The authority commands of the backend in memory, in one table. */
import type { AccessChoices, Commands, PaletteItem, PaletteView } from '../../contract';
import { FakeKeys } from './authority-keys';
import { FakeLicences } from './authority-licences';
import { FakePersons } from './authority-people';
import { ceiling, glass } from './authority-rights';
import { FakeStructure } from './authority-structure';
import { nameOf } from './people';
import { fold, refusal, rowOf } from './rules';
import type { FakeUsers } from './users';

type Names =
  | 'access_choices'
  | 'person_get'
  | 'person_activity'
  | 'glass_get'
  | 'glass_past'
  | 'glass_mine'
  | 'holdings_change'
  | 'navigation_set'
  | 'period_set'
  | 'roles_get'
  | 'role_create'
  | 'roles_edit'
  | 'role_delete'
  | 'groups_get'
  | 'group_create'
  | 'group_edit'
  | 'group_delete'
  | 'licences_get'
  | 'holders_page'
  | 'seats_set'
  | 'plan_set'
  | 'key_add'
  | 'key_revoke'
  | 'portal_add'
  | 'portal_remove'
  | 'team_add'
  | 'team_rename'
  | 'team_remove'
  | 'palette_find';

export function authority(users: FakeUsers): { [C in Names]: (req: Commands[C]['req']) => Commands[C]['res'] } {
  const { world } = users;
  const persons = new FakePersons(
    world,
    (target) => users.targets(target),
    (id) => users.get(id),
  );
  const structure = new FakeStructure(world);
  const licences = new FakeLicences(world);
  const keys = new FakeKeys(world);

  const choices = (): AccessChoices => ({
    roles: structure.roles(),
    groups: structure.groups(),
    packages: licences.packages(),
    catalogue: structure.catalogue(),
    portals: structure.named('portal'),
    teams: structure.named('team'),
    allRefusal: ceiling(world, world.permissions(), 'You don’t have every permission, so you can’t give All.'),
    adminRefusal:
      world.planUsed() < world.planLimit()
        ? null
        : refusal(
            'plan_full',
            `All ${world.planLimit()} administrators of the plan are in use.`,
            'Choose User, or ask the owner for a larger plan.',
          ),
    startsWithAll: true,
  });

  function find(text: string): PaletteView {
    const words = fold(text).split(/\s+/).filter(Boolean);
    const fits = (one: string) => words.every((word) => fold(one).includes(word));
    const item = (one: { id: string; name: string; description: string }): PaletteItem => ({
      id: one.id,
      name: one.name,
      detail: one.description,
    });
    const people = world.people.filter((p) => fits(`${nameOf(p)} ${p.email}`));
    return {
      people: people.slice(0, 8).map((p) => rowOf(world, p)),
      roles: world.roles
        .filter((one) => fits(one.name))
        .slice(0, 5)
        .map(item),
      groups: world.groups
        .filter((one) => fits(one.name))
        .slice(0, 5)
        .map(item),
    };
  }

  return {
    access_choices: choices,
    person_get: (id) => ({ ...persons.get(id), ...keys.of(id) }),
    person_activity: (req) => persons.activity(req),
    glass_get: (id) => glass(world, world.person(id)),
    // The double keeps no history: of a past day it knows nothing, and says so.
    glass_past: () => {
      throw { ...refusal('not_found', 'Nobody of this name was here on that day.', 'Choose a later day.'), fields: {} };
    },
    glass_mine: () => glass(world, world.me()),
    holdings_change: (req) => persons.change(req),
    navigation_set: (req) => persons.navigation(req),
    period_set: (req) => persons.period(req),
    roles_get: () => ({ roles: structure.roles(), catalogue: structure.catalogue() }),
    role_create: (req) => structure.createRole(req),
    roles_edit: (req) => structure.editRoles(req),
    role_delete: (req) => structure.deleteRole(req),
    groups_get: () => ({ groups: structure.groups(), catalogue: structure.catalogue() }),
    group_create: (req) => structure.createGroup(req),
    group_edit: (req) => structure.editGroup(req),
    group_delete: (req) => structure.deleteGroup(req),
    licences_get: () => licences.get(),
    holders_page: (req) => licences.holders(req),
    seats_set: (req) => licences.seats(req),
    plan_set: (req) => licences.plan(req),
    key_add: (req) => keys.add(req),
    key_revoke: (req) => keys.revoke(req),
    portal_add: (req) => structure.addNamed('portal', req),
    portal_remove: (req) => structure.removeNamed('portal', req.portal, req),
    team_add: (req) => structure.addNamed('team', req),
    team_rename: (req) => structure.renameTeam(req),
    team_remove: (req) => structure.removeNamed('team', req.team, req),
    palette_find: find,
  };
}
