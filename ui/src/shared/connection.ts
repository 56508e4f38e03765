/** How an organization is reached, in words: what each kind is, and where its rules are enforced. */
import type { ConnectionKind } from '../contract';
import type { IconName } from '../kit/icons';
import { m } from '../words';

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
    short: m.shared_reached_file(),
    long: m.shared_reached_file_long(),
    enforces: m.shared_reached_file_rules(),
  },
  database: {
    icon: 'database',
    short: m.shared_reached_database(),
    long: m.shared_reached_database_long(),
    enforces: m.shared_reached_database_rules(),
  },
  server: {
    icon: 'server',
    short: m.shared_reached_server(),
    long: m.shared_reached_server_long(),
    enforces: m.shared_reached_server_rules(),
  },
};
