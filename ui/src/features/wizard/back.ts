/** The way back out of the wizard: to where one came from. */
import type { Route } from '../../actions';

const WORDS: Partial<Record<Route['screen'], string>> = {
  organizations: 'Organizations',
  everyone: 'Everyone',
  settings: 'Settings',
  users: 'Users',
};

export const backWords = ({ screen }: Route): string => WORDS[screen] ?? 'Back';
