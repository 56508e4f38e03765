/** How filters look: the three quick ones as toggles, everything else as chips that can be taken away. */
import type { AccessChoices, UserCounts } from '../../contract';
import { NO_FILTER, type Memory } from './question';
import { TIERS } from './words';
import { counted, m } from '../../words';

type Filter = Memory['filter'];
type Change = Partial<Filter>;

/** How long somebody is away before a quick filter finds them. */
export const AWAY = 30;
const isAdmins = ({ tiers }: Filter) => tiers.length === 2 && tiers.includes('owner') && tiers.includes('admin');

/** The quick filters, whether they are on, and what a press changes. */
export function quickOf(
  filter: Filter,
  counts: UserCounts | undefined,
  /** How many the two others would find, where that was counted. */
  found: { withoutSecondFactor?: number | undefined; away?: number | undefined } = {},
): { label: string; on: boolean; count: number | undefined; change: Change }[] {
  const admins = isAdmins(filter);
  const away = filter.awayDays === AWAY;
  return [
    {
      label: m.users_without_factor(),
      on: filter.withoutSecondFactor,
      count: found.withoutSecondFactor,
      change: { withoutSecondFactor: !filter.withoutSecondFactor },
    },
    { label: m.users_admins(), on: admins, count: counts?.admins, change: { tiers: admins ? [] : ['owner', 'admin'] } },
    { label: counted(m.users_away_days, AWAY), on: away, count: found.away, change: { awayDays: away ? null : AWAY } },
  ];
}

/** The active filters that no quick one shows; what they name is looked up where it is known already. */
export function chipsOf(
  filter: Filter,
  choices: Pick<AccessChoices, 'roles' | 'groups' | 'packages'> | undefined,
): { name: string; value: string; remove: Change }[] {
  const named = (list: readonly { id: string; name: string }[] | undefined, id: string) =>
    list?.find((one) => one.id === id)?.name ?? '…';
  const chips: { name: string; value: string; remove: Change }[] = [];
  if (filter.tiers.length > 0 && !isAdmins(filter))
    chips.push({
      name: m.users_standing(),
      value: filter.tiers.map((tier) => TIERS[tier]).reduce((one, other) => m.users_or({ one, other })),
      remove: { tiers: NO_FILTER.tiers },
    });
  if (filter.role !== null)
    chips.push({ name: m.common_role(), value: named(choices?.roles, filter.role), remove: { role: null } });
  if (filter.withoutRole)
    chips.push({ name: m.users_admins(), value: m.users_without_role(), remove: { withoutRole: false } });
  if (filter.group !== null)
    chips.push({ name: m.common_group(), value: named(choices?.groups, filter.group), remove: { group: null } });
  if (filter.licence !== null) {
    const pack = choices?.packages.find((one) => one.package === filter.licence);
    chips.push({ name: m.common_license(), value: pack ? m.users_of_package(pack) : '…', remove: { licence: null } });
  }
  if (filter.suspended !== null)
    chips.push({
      name: m.common_status(),
      value: filter.suspended ? m.common_suspended() : m.common_active(),
      remove: { suspended: null },
    });
  if (filter.awayDays !== null && filter.awayDays !== AWAY)
    chips.push({
      name: m.users_away(),
      value: counted(m.common_count_days, filter.awayDays),
      remove: { awayDays: null },
    });
  return chips;
}
