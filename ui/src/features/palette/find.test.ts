import { describe, expect, it, vi } from 'vitest';
import type { Asked, Choice, PersonCommand } from '../../actions';
import type { PaletteView, UserRow } from '../../contract';
import { find, type Known } from './find';
import { allOf } from './option';

const person = (id: string, name: string, more: Partial<UserRow> = {}) =>
  ({ id, name, email: `${id}@nordlys.no`, status: 'active', ...more }) as UserRow;
const hanh = person('hanh', 'Nguyễn Thị Minh Hạnh');
const gone = person('gone', 'Nguyen Van', { status: 'archived' });
const command = (id: string, label: string, of: string, more: Partial<PersonCommand> = {}): PersonCommand => ({
  id,
  label,
  of,
  icon: 'send',
  fits: () => true,
  reason: () => null,
  says: () => '',
  run: () => undefined,
  ...more,
});
const commands = [
  command('open', 'Open', 'Open'),
  command('reset', 'Send password link', 'Reset password of', { fits: ({ status }) => status === 'active' }),
  command('suspend', 'Suspend access', 'Suspend access of', { reason: () => 'The owner stays.' }),
];
const choices: Choice[] = [
  { id: 'invite', label: 'Invite user', icon: 'plus', says: '' },
  { id: 'rules', label: 'Password rules', icon: 'settings-2', says: '' },
];
const whom = (one: PersonCommand): Asked => ({ title: one.of, placeholder: '', choices: async () => [] });
const opened = vi.fn();
const known: Known = { choices, commands, open: opened };
const view = (more: Partial<PaletteView> = {}): PaletteView => ({ people: [], roles: [], groups: [], ...more });
const ask = async (text: string) => view({ people: /^ng/i.test(text) ? [hanh, gone] : [] });
const lines = async (typed: string, how = ask) =>
  (await find(typed, known, how, whom)).map(
    ({ section, choice, person: row }) => `${section}: ${row?.name ?? choice.label}`,
  );

describe('find or do', () => {
  it('takes command and person in one line: "reset pass ngu"', async () => {
    const [first] = await find('reset pass ngu', known, ask, whom);
    expect(first).toMatchObject({ section: 'Reset password of', person: hanh, choice: { id: 'reset' } });
    expect(await lines('reset pass ngu'), 'only those it fits, then the command by itself').toEqual([
      'Reset password of: Nguyễn Thị Minh Hạnh',
      'Commands: Reset password of…',
    ]);
  });

  it('finds people by name alone, to open them', async () => {
    const found = await find('ng', known, ask, whom);
    expect(found.map(({ choice }) => choice.id)).toEqual(['open', 'open']);
    expect(found[0]?.second?.id).toBe('reset');
  });

  it('puts a command first whose name is being typed', async () => {
    expect((await lines('inv'))[0]).toBe('Commands: Invite user');
    expect(await lines('pass')).toEqual(['Commands: Password rules', 'Commands: Reset password of…']);
  });

  it('puts a command that takes all words before people whom some of them name: "pass ru"', async () => {
    const russo = async (text: string) => view({ people: /^ru/i.test(text) ? [person('russo', 'Ada Russo')] : [] });
    expect((await lines('pass ru', russo)).slice(0, 1)).toEqual(['Commands: Password rules']);
    expect(await lines('pass ru', russo)).toContain('Reset password of: Ada Russo');
  });

  it('asks whom where no person is named', async () => {
    const [first] = await find('suspend', known, ask, whom);
    expect(first?.choice.then?.().title).toBe('Suspend access of');
  });

  it('keeps what may not be done, with its reason', async () => {
    const [first] = await find('suspend ng', known, ask, whom);
    expect(first).toMatchObject({ person: hanh, choice: { reason: 'The owner stays.' } });
  });

  it('finds roles and groups, and opens them', async () => {
    const found = await find(
      'fleet',
      known,
      async () => view({ roles: [{ id: 'r', name: 'Fleet clerk', detail: '' }] }),
      whom,
    );
    expect(found.map(({ section }) => section)).toEqual(['Roles']);
    found[0]?.choice.run?.();
    expect(opened).toHaveBeenCalledWith('role', 'r');
  });

  it('says nothing where nothing matches', async () => expect(await lines('xyzzy')).toEqual([]));
});

it('Tab shows all that can be done to a person', async () => {
  expect((await allOf(gone, commands).choices()).map(({ id }) => id)).toEqual(['open', 'suspend']);
});
