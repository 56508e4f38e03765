/** A question to the list of users that narrows nothing. */
import type { UserFilter } from '../contract';

export const EVERYONE: UserFilter = {
  tab: 'active',
  text: '',
  tiers: [],
  group: null,
  suspended: null,
  awayDays: null,
  withoutSecondFactor: false,
  role: null,
  licence: null,
  kind: null,
  withoutRole: false,
};
