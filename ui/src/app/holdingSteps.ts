/** What can be given to a person from the palette: roles, groups, licences, each with its refusal. */
import type { Asked, Choice } from '../actions';
import type { Holding, UserRow } from '../contract';
import { ask, client } from '../data';
import { counted } from '../kit/format';
import { foresee } from '../shared/foresee';
import { holdings } from '../shared/holdings.svelte';
import { why } from '../shared/why';

const choices = () => client.fetchQuery(ask('access_choices', null));

interface Given {
  what: Holding;
  name: string;
  detail: string;
  words: string;
  icon: string;
  reason: string | null;
  says: string;
  done: string;
}

function choice(row: UserRow, { what, name, detail, words, icon, reason, says, done }: Given): Choice {
  const change = { give: [what], target: { by: 'ids' as const, ids: [row.id] } };
  return {
    id: `${what.is}-${what.of}`,
    label: name,
    detail,
    words,
    icon,
    reason,
    says,
    ...(reason === null ? { foresee: () => foresee(change, says) } : {}),
    run: () => void holdings.change({ ...change, words: () => done }),
  };
}

/** Which role. */
export const addRole = (row: UserRow): Asked => ({
  title: `Add role to ${row.name}`,
  placeholder: 'Role',
  choices: async () =>
    (await choices()).roles
      .filter(({ portal }) => portal === (row.kind === 'portal'))
      .map((role) =>
        choice(row, {
          what: { is: 'role', of: role.id },
          name: role.name,
          detail: row.roles.includes(role.name) ? 'Has it' : counted(role.members, 'member'),
          words: role.description,
          icon: 'key-round',
          reason: row.roles.includes(role.name) ? `${row.name} has ${role.name} already.` : why(role.giveRefusal),
          says: `${row.name} gets the role ${role.name} now.`,
          done: `${role.name} added to ${row.name}`,
        }),
      ),
});

/** Which group. */
export const addGroup = (row: UserRow): Asked => ({
  title: `Add ${row.name} to`,
  placeholder: 'Group',
  choices: async () =>
    (await choices()).groups.map((group) =>
      choice(row, {
        what: { is: 'group', of: group.id },
        name: group.name,
        detail: row.groups.includes(group.name) ? 'Is in it' : counted(group.members, 'member'),
        words: group.description,
        icon: 'layers',
        reason: row.groups.includes(group.name) ? `${row.name} is in ${group.name} already.` : why(group.giveRefusal),
        says: `${row.name} joins ${group.name} now, with what it permits.`,
        done: `${row.name} added to ${group.name}`,
      }),
    ),
});

/** Which licence. */
export const grantLicense = (row: UserRow): Asked => ({
  title: `Grant license to ${row.name}`,
  placeholder: 'Product',
  choices: async () =>
    (await choices()).packages.map((pack) => {
      const name = `${pack.product} ${pack.name}`;
      const held = row.licences.includes(pack.product);
      return choice(row, {
        what: { is: 'licence', of: pack.package },
        name,
        detail: held ? 'Has it' : pack.free > 0 ? `${counted(pack.free, 'seat')} free` : 'No seat free',
        words: pack.explanation,
        icon: 'ticket',
        reason: held
          ? `${row.name} has ${pack.product} already.`
          : pack.free > 0
            ? null
            : `${name} has no free seat. Revoke one or add seats.`,
        says: `${row.name} can use ${name} now.`,
        done: `${row.name} has ${name}`,
      });
    }),
});
