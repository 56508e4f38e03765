/** Sessions in words: where they are, and why one is over. */
import type { Ended, SessionKind, UserSession } from '../../contract';
import type { IconName } from '../../kit/icons';
import { m } from '../../words';

export const PLACES: Record<SessionKind, { icon: IconName; word: () => string }> = {
  portal: { icon: 'user', word: m.person_place_portal },
  desktop: { icon: 'hard-drive', word: m.person_place_desktop },
  as: { icon: 'eye', word: m.person_place_as },
};

export const ENDED: Record<Ended, () => string> = {
  signed_out: m.person_ended_signed_out,
  by_person: m.person_ended_by_person,
  by_administrator: m.person_ended_by_administrator,
  shut: m.person_ended_shut,
  credential_changed: m.person_ended_credential,
  right_lost: m.person_ended_right,
};

const WORDS: Record<Ended, () => string> = {
  signed_out: m.person_state_signed_out,
  by_person: m.person_state_ended,
  by_administrator: m.person_state_ended,
  shut: m.person_state_shut,
  credential_changed: m.person_state_ended,
  right_lost: m.person_state_ended,
};

/** Why a session is over, in a word. */
export const stateOf = ({ ended }: UserSession): string => (ended === null ? m.person_state_ran_out : WORDS[ended])();
