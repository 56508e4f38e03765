/** The way back out of the wizard: to where one came from. */
import type { Route } from '../../actions';
import { m } from '../../words';

const WORDS: Partial<Record<Route['screen'], string>> = {
  organizations: m.common_organizations(),
  everyone: m.wizard_everyone(),
  settings: m.common_settings(),
  users: m.common_users(),
};

export const backWords = ({ screen }: Route): string => WORDS[screen] ?? m.common_back();
