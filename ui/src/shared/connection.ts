/** How an organization is reached, in words: what each kind is, and where its rules are enforced. */
import type { ConnectionKind } from '../contract';
import type { IconName } from '../kit/icons';

export interface KindWords {
  icon: IconName;
  /** Beside the organization's name. */
  short: string;
  /** In the status line. */
  long: string;
  /** Where the rules are enforced, and who stands above them. */
  enforces: string;
}

export const CONNECTIONS: Record<ConnectionKind, KindWords> = {
  file: {
    icon: 'hard-drive',
    short: 'Local file',
    long: 'Local file, encrypted',
    enforces: 'Whoever can open this file stands above every rule: its key is the owner’s.',
  },
  database: {
    icon: 'database',
    short: 'Database',
    long: 'Database, by its own address',
    enforces: 'Whoever holds the database’s password stands above every rule. Give it to nobody else.',
  },
  server: {
    icon: 'server',
    short: 'Server',
    long: 'Server, rules enforced there',
    enforces: 'The server enforces every rule, where no administrator can reach.',
  },
};
