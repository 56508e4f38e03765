/** Sessions in words: where they are, and why one is over. */
import type { Ended, SessionKind, UserSession } from '../../contract';
import type { IconName } from '../../kit/icons';

export const PLACES: Record<SessionKind, { icon: IconName; word: string }> = {
  portal: { icon: 'user', word: 'Portal' },
  desktop: { icon: 'hard-drive', word: 'Rollbook desktop' },
  as: { icon: 'eye', word: 'Signed in as' },
};

export const ENDED: Record<Ended, string> = {
  signed_out: 'They signed out.',
  by_person: 'They ended it from another place.',
  by_administrator: 'An administrator ended it.',
  shut: 'They were suspended, archived or locked out.',
  credential_changed: 'The password or the second factor changed.',
  right_lost: 'Who signed in as them may not any more.',
};

const WORDS: Record<Ended, string> = {
  signed_out: 'Signed out',
  by_person: 'Ended',
  by_administrator: 'Ended',
  shut: 'Shut out',
  credential_changed: 'Ended',
  right_lost: 'Ended',
};

/** Why a session is over, in a word. */
export const stateOf = ({ ended }: UserSession): string => (ended === null ? 'Ran out' : WORDS[ended]);
