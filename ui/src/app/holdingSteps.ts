/** What can be given to a person from the palette: roles, groups, licences, each with its refusal. */
import type { Asked, Choice } from '../actions';
import type { Holding, UserRow } from '../contract';
import { ask, client } from '../data';
import { foresee } from '../shared/foresee';
import { holdings } from '../shared/holdings.svelte';
import { why } from '../shared/why';
import { counted, m } from '../words';

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
  title: m.app_step_role_title({ person: row.name }),
  placeholder: m.common_role(),
  choices: async () =>
    (await choices()).roles
      .filter(({ portal }) => portal === (row.kind === 'portal'))
      .map((role) =>
        choice(row, {
          what: { is: 'role', of: role.id },
          name: role.name,
          detail: row.roles.includes(role.name) ? m.app_step_has() : counted(m.common_count_members, role.members),
          words: role.description,
          icon: 'key-round',
          reason: row.roles.includes(role.name)
            ? m.app_step_role_has({ person: row.name, role: role.name })
            : why(role.giveRefusal),
          says: m.app_step_role_says({ person: row.name, role: role.name }),
          done: m.app_step_role_done({ role: role.name, person: row.name }),
        }),
      ),
});

/** Which group. */
export const addGroup = (row: UserRow): Asked => ({
  title: m.app_step_group_title({ person: row.name }),
  placeholder: m.common_group(),
  choices: async () =>
    (await choices()).groups.map((group) =>
      choice(row, {
        what: { is: 'group', of: group.id },
        name: group.name,
        detail: row.groups.includes(group.name)
          ? m.app_step_group_in()
          : counted(m.common_count_members, group.members),
        words: group.description,
        icon: 'layers',
        reason: row.groups.includes(group.name)
          ? m.app_step_group_has({ person: row.name, group: group.name })
          : why(group.giveRefusal),
        says: m.app_step_group_says({ person: row.name, group: group.name }),
        done: m.app_step_group_done({ person: row.name, group: group.name }),
      }),
    ),
});

/** Which licence. */
export const grantLicense = (row: UserRow): Asked => ({
  title: m.app_step_license_title({ person: row.name }),
  placeholder: m.common_product(),
  choices: async () =>
    (await choices()).packages.map((pack) => {
      const name = `${pack.product} ${pack.name}`;
      const held = row.licences.includes(pack.product);
      return choice(row, {
        what: { is: 'licence', of: pack.package },
        name,
        detail: held
          ? m.app_step_has()
          : pack.free > 0
            ? counted(m.app_step_seats_free, pack.free)
            : m.app_step_no_seat(),
        words: pack.explanation,
        icon: 'ticket',
        reason: held
          ? m.app_step_license_has({ person: row.name, product: pack.product })
          : pack.free > 0
            ? null
            : m.app_step_license_full({ license: name }),
        says: m.app_step_license_says({ person: row.name, license: name }),
        done: m.app_step_license_done({ person: row.name, license: name }),
      });
    }),
});
