/** Many roles and groups in memory, to see that the screens stay quick with them. */
import type { World } from './authority-world';
import { chance, idOf } from './people';

/** Fills up to so many roles and groups; nothing where there are as many already. */
export function fill(world: World, roles: number, groups: number): void {
  const random = chance(11);
  const all = world.permissions();
  const some = (share: number) => all.filter(() => random() < share);
  for (let n = world.roles.length; n < roles; n += 1)
    world.roles.push({
      id: idOf(5, 1_000 + n),
      version: 1,
      name: `Role of many ${n}`,
      description: '',
      builtIn: null,
      portal: false,
      permissions: some(0.2),
    });
  const first = world.groups.length;
  for (let n = first; n < groups; n += 1) {
    const parent = n > first + 8 && n % 4 !== 0 ? idOf(2, 1_000 + first + (n % 8)) : null;
    world.groups.push({
      id: idOf(2, 1_000 + n),
      version: 1,
      name: parent === null ? `sig-${n}` : `sig-${first + (n % 8)}-maintainers-${n}`,
      description: 'Looks after a part of the project',
      builtIn: false,
      product: null,
      parent,
      permissions: some(0.05),
    });
  }
}
