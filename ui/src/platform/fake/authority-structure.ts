/** Roles and groups of the organization in memory. */
import type {
  AddPortal,
  CatalogueView,
  CreateGroup,
  CreateRole,
  DeleteGroup,
  DeleteRole,
  EditGroup,
  EditRoles,
  GroupView,
  Outcome,
  PortalView,
  Refusal,
  RenameTeam,
  RoleView,
} from '../../contract';
import type { Group, Role } from './authority-data';
import { ceiling, rights } from './authority-rights';
import type { World } from './authority-world';
import { fold, refusal } from './rules';
import { idOf, nameOf } from './people';

const stop = (no: Refusal): never => {
  throw { ...no, fields: no.field ? { [no.field]: no.message } : {} };
};

export class FakeStructure {
  #next = 100;

  constructor(private readonly world: World) {}

  catalogue(): CatalogueView {
    const yours = rights(this.world, this.world.me());
    return {
      permissions: this.world.permissions().length,
      products: this.world.products.map((product) => ({
        ...product,
        modules: product.modules.map((module) => ({
          ...module,
          actions: module.actions.map((one) => ({ ...one, yours: yours.has(one.permission) })),
        })),
      })),
    };
  }

  #numbers(permissions: readonly string[]): number[] {
    const has = new Set(permissions);
    return this.world.permissions().flatMap((one, n) => (has.has(one) ? [n] : []));
  }
  #members(key: string): string[] {
    return this.world.people.filter((p) => p.status !== 'archived' && p.held[key]).map((p) => p.id);
  }
  #carries(role: Role): string[] {
    return role.builtIn === 'super_admin' ? this.world.permissions() : role.permissions;
  }

  role(role: Role): RoleView {
    const { world } = this;
    const boss = world.people.find((p) => p.tier === 'owner');
    const yours = world.me().held[`role:${role.id}`] !== undefined;
    const all = this.#carries(role);
    const over = ceiling(world, all, `${role.name} carries permissions that you don’t have.`);
    const own =
      yours && world.me().tier !== 'owner'
        ? refusal(
            'yourself',
            'You can’t restrict your own role.',
            boss ? `Ask ${nameOf(boss)} (Owner) to change ${role.name}.` : '',
          )
        : null;
    return {
      id: role.id,
      version: role.version,
      name: role.name,
      description: role.description,
      builtIn: role.builtIn,
      portal: role.portal,
      members: this.#members(`role:${role.id}`).length,
      permissions: this.#numbers(all),
      yours,
      editRefusal:
        role.builtIn === 'super_admin'
          ? refusal('super_admin_fixed', 'Super Admin always has every permission.')
          : (own ?? over),
      deleteRefusal: role.builtIn ? refusal('built_in', 'Built-in roles can’t be deleted.') : (own ?? over),
      giveRefusal: over,
    };
  }
  roles(): RoleView[] {
    const order = [...this.world.roles].sort(
      (a, b) =>
        Number(a.builtIn === null) - Number(b.builtIn === null) || (a.builtIn ? 0 : a.name.localeCompare(b.name)),
    );
    return order.map((one) => this.role(one));
  }

  #named(list: readonly { id: string; name: string }[], name: string, word: string, but = ''): string {
    const good = name.trim();
    if (good === '') stop(refusal('invalid', `The ${word} has no name. Add one.`, '', 'name'));
    if (list.some((one) => one.id !== but && fold(one.name) === fold(good)))
      stop(refusal('name_taken', `There is a ${word} named ${good} already. Choose another name.`, '', 'name'));
    return good;
  }
  #can(permissions: readonly string[]): void {
    const all = new Set(this.world.permissions());
    if (permissions.some((one) => !all.has(one)))
      stop(refusal('not_found', 'There is no such permission.', 'Refresh the page.'));
    const no = ceiling(this.world, permissions, 'You can’t give what you don’t have.');
    if (no) stop(no);
  }

  named(kind: 'portal' | 'team'): PortalView[] {
    const all = this.world[`${kind}s`].map(({ id, name }) => ({
      id,
      name,
      members: this.#members(`${kind}:${id}`).length,
    }));
    return all.sort((a, b) => a.name.localeCompare(b.name));
  }
  addNamed(kind: 'portal' | 'team', { command, name }: AddPortal): Outcome {
    return this.world.change(command, false, () => {
      const list = this.world[`${kind}s`];
      const one = { id: idOf(kind === 'team' ? 7 : 6, (this.#next += 1)), name: this.#named(list, name, kind) };
      this.world[`${kind}s`] = [...list, one];
      return { done: 1 };
    });
  }
  renameTeam({ command, team, name }: RenameTeam): Outcome {
    return this.world.change(command, false, () => {
      const called = this.#named(this.world.teams, name, 'team', team);
      this.world.teams = this.world.teams.map((one) => (one.id === team ? { ...one, name: called } : one));
      return { done: 1 };
    });
  }
  removeNamed(
    kind: 'portal' | 'team',
    id: string,
    { command, preview }: { command: string; preview: boolean },
  ): Outcome {
    return this.world.change(command, preview, (note) => {
      const gone = this.world[`${kind}s`].find((one) => one.id === id);
      if (!gone) return stop(refusal('not_found', `This ${kind} isn’t in this organization.`, 'Refresh the list.'));
      const key = `${kind}:${id}`;
      const had = this.world.people.filter((p) => p.held[key]);
      for (const p of had) {
        p.held = Object.fromEntries(Object.entries(p.held).filter(([one]) => one !== key));
        note(p.id, `${kind === 'team' ? 'Team' : 'Portal'} ${gone.name} removed`);
      }
      this.world[`${kind}s`] = this.world[`${kind}s`].filter((one) => one.id !== id);
      return { done: had.length };
    });
  }

  createRole(req: CreateRole): Outcome {
    return this.world.change(req.command, req.preview, () => {
      this.#can(req.permissions);
      const id = idOf(5, (this.#next += 1));
      const name = this.#named(this.world.roles, req.name, 'role');
      this.world.roles = [
        ...this.world.roles,
        {
          id,
          version: 1,
          name,
          description: req.description.trim(),
          builtIn: null,
          portal: req.portal,
          permissions: req.permissions,
        },
      ];
      return { done: 1, role: id };
    });
  }
  editRoles(req: EditRoles): Outcome {
    return this.world.change(req.command, req.preview, (note) => {
      const reach = new Set<string>();
      for (const edit of req.edits) {
        const role = this.world.role(edit.role);
        if (role.version !== edit.seen)
          stop(
            refusal(
              'conflict',
              `Somebody else changed ${role.name} while you were editing.`,
              'Load it again, then make your change.',
            ),
          );
        const no = this.role(role).editRefusal;
        if (no) stop(no);
        this.#can(edit.give);
        const name = edit.name === undefined ? role.name : this.#named(this.world.roles, edit.name, 'role', role.id);
        const permissions = [
          ...role.permissions.filter((one) => !edit.take.includes(one)),
          ...edit.give.filter((one) => !role.permissions.includes(one)),
        ];
        this.world.roles = this.world.roles.map((one) =>
          one.id === role.id ? { ...role, name, description: edit.description ?? role.description, permissions } : one,
        );
        for (const id of this.#members(`role:${role.id}`)) {
          reach.add(id);
          note(id, `Role ${name} changed`);
        }
      }
      return {
        done: req.edits.length,
        reach: [...reach],
        role: req.edits.length === 1 ? (req.edits[0]?.role ?? null) : null,
      };
    });
  }
  deleteRole(req: DeleteRole): Outcome {
    return this.world.change(req.command, req.preview, (note) => {
      const role = this.world.role(req.role);
      const no = this.role(role).deleteRefusal;
      if (no) stop(no);
      const reach = this.#members(`role:${role.id}`);
      this.world.roles = this.world.roles.filter((one) => one.id !== role.id);
      this.#drop(`role:${role.id}`);
      for (const id of reach) note(id, `Role ${role.name} removed`, 'the role was deleted');
      return { done: 1, reach, role: role.id };
    });
  }
  #drop(key: string): void {
    for (const p of this.world.people) {
      if (!p.held[key]) continue;
      const held = { ...p.held };
      delete held[key];
      p.held = held;
    }
  }

  group(group: Group): GroupView {
    const { world } = this;
    const yours = world.me().held[`group:${group.id}`] !== undefined;
    const own =
      yours && world.me().tier !== 'owner'
        ? refusal('yourself', 'You can’t change a group that you are in.', 'Ask another administrator.')
        : null;
    const over = ceiling(world, group.permissions, `${group.name} carries permissions that you don’t have.`);
    return {
      ...group,
      members: this.#members(`group:${group.id}`).length,
      permissions: this.#numbers(group.permissions),
      yours,
      editRefusal: own ?? over,
      deleteRefusal: group.builtIn ? refusal('built_in', 'Built-in groups can’t be deleted.') : (own ?? over),
      giveRefusal: over,
    };
  }
  groups(): GroupView[] {
    return [...this.world.groups]
      .sort((a, b) => Number(b.builtIn) - Number(a.builtIn) || a.name.localeCompare(b.name))
      .map((one) => this.group(one));
  }
  #parent(id: string | null, of: string): string | null {
    for (let at = id, steps = 0; at !== null; at = this.world.group(at).parent, steps += 1)
      if (at === of || steps > 50)
        stop(refusal('invalid', 'A group can’t stand under itself. Choose another parent.', '', 'parent'));
    return id;
  }

  createGroup(req: CreateGroup): Outcome {
    return this.world.change(req.command, req.preview, () => {
      this.#can(req.permissions);
      const id = idOf(2, (this.#next += 1));
      const name = this.#named(this.world.groups, req.name, 'group');
      this.world.groups = [
        ...this.world.groups,
        {
          id,
          version: 1,
          name,
          description: req.description.trim(),
          builtIn: false,
          product: req.product,
          parent: this.#parent(req.parent, id),
          permissions: req.permissions,
        },
      ];
      return { done: 1, group: id };
    });
  }
  editGroup(req: EditGroup): Outcome {
    return this.world.change(req.command, req.preview, (note) => {
      const group = this.world.group(req.group);
      if (group.version !== req.seen)
        stop(
          refusal(
            'conflict',
            `Somebody else changed ${group.name} while you were editing.`,
            'Load it again, then make your change.',
          ),
        );
      const no = this.group(group).editRefusal;
      if (no) stop(no);
      this.#can(req.give);
      const name = req.name === undefined ? group.name : this.#named(this.world.groups, req.name, 'group', group.id);
      const place = req.place ? { product: req.place.product, parent: this.#parent(req.place.parent, group.id) } : {};
      const permissions = [
        ...group.permissions.filter((one) => !req.take.includes(one)),
        ...req.give.filter((one) => !group.permissions.includes(one)),
      ];
      this.world.groups = this.world.groups.map((one) =>
        one.id === group.id
          ? { ...group, name, description: req.description ?? group.description, ...place, permissions }
          : one,
      );
      const reach = this.#members(`group:${group.id}`);
      for (const id of reach) note(id, `Group ${name} changed`);
      return { done: 1, reach, group: group.id };
    });
  }
  deleteGroup(req: DeleteGroup): Outcome {
    return this.world.change(req.command, req.preview, (note) => {
      const group = this.world.group(req.group);
      const no = this.group(group).deleteRefusal;
      if (no) stop(no);
      const reach = this.#members(`group:${group.id}`);
      this.world.groups = this.world.groups
        .filter((one) => one.id !== group.id)
        .map((one) => (one.parent === group.id ? { ...one, parent: group.parent } : one));
      this.#drop(`group:${group.id}`);
      for (const id of reach) note(id, `Removed from group ${group.name}`, 'the group was deleted');
      return { done: 1, reach, group: group.id };
    });
  }
}
