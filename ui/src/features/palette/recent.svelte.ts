/**
 * What was used lately: commands are remembered by their id, people only as long as the window is open, so
 * that no name leaves the organization's file.
 */
import type { Choice, PersonCommand } from '../../actions';
import type { UserRow } from '../../contract';
import { call, preferences } from '../../data';
import { personOption, type Option } from './option';
import { m } from '../../words';

const KEPT = 4;
/** What stands there before anything was used. */
const FIRST = ['user.invite', 'go.licenses', 'role.new', 'users.import', 'glass.mine'];

const front = (list: readonly string[], id: string): string[] =>
  [id, ...list.filter((other) => other !== id)].slice(0, KEPT);

class Recent {
  #people: string[] = [];

  /** Notes what was used: a command, or a person. */
  note(command: string | null, person?: UserRow): void {
    if (person) this.#people = front(this.#people, person.id);
    else if (command !== null) preferences.remember('palette', { commands: front(this.#commands, command) });
  }

  /** Another organization: its people aren't these. */
  forget(): void {
    this.#people = [];
  }

  /** People as they stand now; who is gone isn't among them. */
  async people(): Promise<UserRow[]> {
    const found = await Promise.allSettled(this.#people.map((id) => call('user_get', id)));
    return found.flatMap((one) => (one.status === 'fulfilled' ? [one.value.row] : []));
  }

  async options(choices: readonly Choice[], commands: readonly PersonCommand[]): Promise<Option[]> {
    const option = (id: string, section: string): Option[] => {
      const choice = choices.find((one) => one.id === id);
      return choice ? [{ id, section, choice }] : [];
    };
    const used = this.#commands;
    const people = (await this.people())
      .map((row) => personOption(row, m.palette_recent(), commands))
      .filter((one) => one !== null);
    const rest = FIRST.filter((id) => !used.includes(id));
    return [
      ...people,
      ...used.flatMap((id) => option(id, m.palette_recent())),
      ...rest.flatMap((id) => option(id, m.palette_commands())),
    ].slice(0, 8);
  }

  get #commands(): string[] {
    const kept = preferences.screen<{ commands?: unknown }>('palette', {}).commands;
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  }
}

export const recent = new Recent();
