/** A line of the palette: who or what it is, and what Enter does with it. */
import type { Asked, Choice, PersonCommand } from '../../actions';
import type { UserRow } from '../../contract';
import { m } from '../../words';

export interface Option {
  /** Unique in the list. */
  id: string;
  /** The heading that it stands under. */
  section: string;
  choice: Choice;
  /** The person, where it is about one. */
  person?: UserRow;
  /** What Ctrl Enter does. */
  second?: Choice;
  /** What Tab shows: everything that can be done to the person. */
  all?: () => Asked;
}

/** A command about one person as a choice. */
export function choiceFor(command: PersonCommand, row: UserRow): Choice {
  const { run, then } = command;
  return {
    id: command.id,
    label: command.label,
    icon: command.icon,
    reason: command.reason(row),
    says: command.says(row),
    ...(command.words === undefined ? {} : { words: command.words }),
    ...(run ? { run: () => run(row) } : {}),
    ...(then ? { then: () => then(row) } : {}),
  };
}

/** Everything that can be done to a person. */
export function allOf(row: UserRow, commands: readonly PersonCommand[]): Asked {
  return {
    title: row.name,
    placeholder: m.palette_what_to_do(),
    choices: async () => commands.filter((one) => one.fits(row)).map((one) => choiceFor(one, row)),
  };
}

/** A person as a line: `command` is what Enter does, else the first that fits. */
export function personOption(
  row: UserRow,
  section: string,
  commands: readonly PersonCommand[],
  command?: PersonCommand,
): Option | null {
  const fitting = commands.filter((one) => one.fits(row));
  const first = command ?? fitting[0];
  if (first === undefined || !fitting.includes(first)) return null;
  const second = fitting.find((one) => one !== first);
  return {
    id: `${command?.id ?? 'person'}-${row.id}`,
    section,
    choice: choiceFor(first, row),
    person: row,
    ...(second ? { second: choiceFor(second, row) } : {}),
    all: () => allOf(row, commands),
  };
}
