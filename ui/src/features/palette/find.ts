/** What typed words find: people to do something to, commands, people, roles, groups; likeliest first. */
import type { Asked, Choice, PersonCommand } from '../../actions';
import type { PaletteView, UserRow } from '../../contract';
import { read } from './match';
import { personOption, type Option } from './option';
import { m } from '../../words';

export interface Known {
  choices: readonly Choice[];
  commands: readonly PersonCommand[];
  /** Opens a role or group. */
  open: (kind: 'role' | 'group', id: string) => void;
}

export type Ask = (text: string) => Promise<PaletteView>;

const NONE: PaletteView = { people: [], roles: [], groups: [] };
/** How many commands of equal weight are tried with the people that the rest of the words name. */
const TRIED = 2;

const chosenFor = (command: PersonCommand): Choice => ({
  id: `of-${command.id}`,
  label: m.palette_of({ deed: command.of }),
  icon: command.icon,
  says: m.palette_of_says({ deed: command.label.replace(/…$/, '') }),
});

/** A command that asks whom: typing finds people then. */
export interface Whom {
  command: PersonCommand;
}

interface Weighed<T> {
  one: T;
  letters: number;
  leads: boolean;
}
const heaviest = <T>(list: Weighed<T>[]): T[] =>
  list.sort((a, b) => Number(b.leads) - Number(a.leads) || b.letters - a.letters).map(({ one }) => one);

/** The options for what was typed. `whom` makes the option that asks for a person. */
export async function find(
  typed: string,
  { choices, commands, open }: Known,
  ask: Ask,
  whom: (command: PersonCommand) => Asked,
): Promise<Option[]> {
  const readings = commands.map((command) => ({
    command,
    ...read(typed, `${command.label} ${command.of}`, command.words),
  }));
  // The words may name a command and a person: the command that takes most of them leaves the person's.
  const most = Math.max(0, ...readings.filter(({ rest }) => rest.length > 0).map(({ letters }) => letters));
  const mixed = most < 2 ? [] : readings.filter(({ letters, rest }) => letters === most && rest.length > 0);
  const rests = [...new Set(mixed.map(({ rest }) => rest.join(' ')))].slice(0, TRIED);
  const [whole, ...parts] = await Promise.all([ask(typed), ...rests.map(ask)]);
  const foundFor = (rest: string): UserRow[] => (parts[rests.indexOf(rest)] ?? NONE).people;

  const done = mixed.slice(0, TRIED).flatMap(({ command, rest }) =>
    foundFor(rest.join(' '))
      .map((row) => personOption(row, command.of, commands, command))
      .filter((option) => option !== null),
  );
  const people = (whole ?? NONE).people
    .map((row) => personOption(row, m.palette_people(), commands))
    .filter((option) => option !== null);

  const full = choices
    .map((one) => ({ one, ...read(typed, one.label, one.words) }))
    .filter(({ rest }) => rest.length === 0);
  const asking = readings
    .filter(({ rest, command }) => rest.length === 0 || mixed.some((other) => other.command === command))
    .map(({ command, letters, leads }) => ({ one: command, letters, leads }));
  const asked = heaviest(asking).map((command): Option => ({
    id: `of-${command.id}`,
    section: m.palette_commands(),
    choice: { ...chosenFor(command), then: () => whom(command) },
  }));
  const option = (one: Choice): Option => ({ id: one.id, section: m.palette_commands(), choice: one });
  const leading = heaviest(full.filter(({ leads }) => leads)).map(option);
  const others = heaviest(full.filter(({ leads }) => !leads)).map(option);

  const items = (kind: 'role' | 'group', list: PaletteView['roles']): Option[] =>
    list.map(({ id, name, detail }) => ({
      id: `${kind}-${id}`,
      section: kind === 'role' ? m.common_roles() : m.common_groups(),
      choice: {
        id: `${kind}-${id}`,
        label: name,
        detail,
        icon: kind === 'role' ? 'key-round' : 'layers',
        says: kind === 'role' ? m.palette_role_says() : m.palette_group_says(),
        run: () => open(kind, id),
      },
    }));
  const { roles, groups } = whole ?? NONE;
  const found = [...people, ...items('role', roles), ...items('group', groups)];
  // One section for all commands: before the rest when the name of one is being typed, else after it.
  const led = leading.length > 0 || (done.length === 0 && found.length === 0);
  const list = [...leading, ...asked.slice(0, 4), ...others].slice(0, 8);
  return led ? [...list, ...done, ...found] : [...done, ...found, ...list];
}
