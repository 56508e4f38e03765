/** Sessions, locking and the policy of the backend in memory. */
import type { CommandName, Commands, PolicyFields, UserSession } from '../../contract';
import { above } from './authority-rights';
import { apply, refusal, refuse } from './rules';
import type { FakeUsers } from './users';

type Answered =
  | 'user_password_set'
  | 'user_sessions'
  | 'user_session_end'
  | 'user_lock'
  | 'user_sign_in_as'
  | 'policy_get'
  | 'policy_set';
type Answers = { [C in Answered & CommandName]: (req: Commands[C]['req']) => Commands[C]['res'] };

const POLICY: PolicyFields = {
  invitationHours: 72,
  defaultAccess: 'all',
  sessionMinutes: 720,
  idleMinutes: 30,
  passwordLength: 0,
  recovery: { users: true, administrators: true },
  hidesAddresses: true,
  invitationAsks: false,
  secondFactor: { of: 'nobody', from: null },
  signInAs: true,
  ownAddress: false,
  dormantDays: 90,
  emergency: null,
  waitingMails: 100_000,
  offlineDays: 7,
  ticketHours: 8,
};

export function credentials(users: FakeUsers): Answers {
  const { world } = users;
  const sessions = new Map<string, UserSession[]>();
  let policy = POLICY;

  const of = (member: string): UserSession[] => {
    const known = sessions.get(member);
    if (known) return known;
    const at = world.person(member).lastActive;
    const session = { id: `${member}-1`, kind: 'portal', address: '192.0.2.7', device: 'Firefox on Linux' } as const;
    const all: UserSession[] =
      at === null ? [] : [{ ...session, begun: at, used: at, open: true, ended: null, by: null }];
    sessions.set(member, all);
    return all;
  };
  const end = (member: string, which: (session: UserSession) => boolean) => {
    const ended = of(member).map((one): UserSession =>
      one.open && which(one) ? { ...one, open: false, ended: 'by_administrator' } : one,
    );
    sessions.set(member, ended);
  };

  const mayNot = () =>
    world.me().tier === 'owner'
      ? null
      : refusal(
          'rank_too_low',
          'Only the owner and Super Admins set the policy.',
          'Ask the owner of the organization.',
        );

  const mayNotName = () =>
    world.me().tier === 'owner'
      ? null
      : refusal(
          'owner_only',
          'The emergency account is the owner’s alone to name.',
          'Ask the owner of the organization.',
        );

  return {
    user_password_set: ({ command, member, password }) =>
      world.change(command, false, (note) => {
        const no = refuse(world, world.person(member), 'force_change');
        if (no) throw { ...no, fields: {} };
        if (password.length < 15) throw { ...refusal('invalid', 'The password is too short.'), fields: {} };
        end(member, () => true);
        note(member, 'Temporary password set');
        return { done: 1, member, undoable: false };
      }),
    user_sessions: (member) => of(member),
    user_session_end: ({ command, member, session }) =>
      world.change(command, false, (note) => {
        end(member, (one) => one.id === session);
        note(member, 'A session ended');
        return { done: 1, member, undoable: false };
      }),
    user_lock: ({ command, member, reason, preview = false }) =>
      world.change(command, preview, (note) => {
        const person = world.person(member);
        const no = refuse(world, person, 'suspend');
        if (no) throw { ...no, fields: {} };
        if (reason.trim() === '')
          throw { ...refusal('invalid', 'There is no reason. Say why, for the log.'), fields: {} };
        apply(world, person, 'suspend');
        if (!preview) end(member, () => true);
        note(member, 'Locked', reason);
        return { done: 1, reach: [member], member };
      }),
    user_sign_in_as: ({ command, member, reason }) => {
      const no = refuse(world, world.person(member), 'end_sessions');
      if (no) throw { ...no, fields: {} };
      world.change(command, false, (note) => {
        note(member, 'Link to sign in as this user asked for', reason);
        return { done: 1, member, undoable: false };
      });
      return { address: `http://127.0.0.1:49152/as/${member}`, expires: world.now() + 60_000 };
    },
    policy_get: () => {
      const without = world.people.filter((p) => p.kind === 'regular' && p.status === 'active' && !p.secondFactor);
      const administratorsWithout = without.filter((p) => p.tier !== 'user').length;
      const chosen = world.people.filter(
        (p) => p.id === policy.emergency || (p.tier === 'admin' && above(world, p) === 'super_admin'),
      );
      return {
        policy,
        administratorsWithout,
        usersWithout: without.length,
        emergencyChoices: chosen.map((p) => ({ member: p.id, name: `${p.first} ${p.last}`.trim() })),
        emergencyRefusal: mayNotName(),
        refusal: mayNot(),
      };
    },
    policy_set: ({ command, policy: after }) => {
      const no = mayNot();
      if (no) throw { ...no, fields: {} };
      const unnamed = after.emergency === policy.emergency ? null : mayNotName();
      if (unnamed) throw { ...unnamed, field: 'emergency', fields: {} };
      policy = after;
      return world.change(command, false, () => ({ done: 0, undoable: false }));
    },
  };
}
