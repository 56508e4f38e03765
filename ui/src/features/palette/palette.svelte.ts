/** The palette while it is open: what was typed, what was found, what is chosen, what was asked before. */
import { commands, router, type Asked, type Choice, type PersonCommand } from '../../actions';
import { call } from '../../data';
import { notice } from '../../errors/notice.svelte';
import { matches } from '../../kit/fold';
import { find } from './find';
import { choiceFor, personOption, type Option } from './option';
import { recent } from './recent.svelte';
import { m } from '../../words';

/** How long the rules are left alone while the choice moves. */
const PATIENCE = 80;

type Step = Asked & { find?: (typed: string) => Promise<Option[]> };

export class PaletteState {
  typed = $state('');
  options = $state.raw<readonly Option[]>([]);
  at = $state(0);
  steps = $state.raw<readonly Step[]>([]);
  /** What the rules say of the chosen one; `null` until they did. */
  foreseen = $state.raw<{ says: string; reason: string | null } | null>(null);

  readonly step = $derived(this.steps.at(-1));
  readonly active = $derived(this.options[Math.min(this.at, this.options.length - 1)]);
  /** Why the chosen one may not be done. */
  readonly reason = $derived(this.active?.choice.reason ?? this.foreseen?.reason ?? null);

  #asked = 0;
  #looking = false;
  /** What was pressed before the answer to what is typed was there: it is about that answer, not about an older one. */
  #wish: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `close` takes the palette away before anything happens. */
  constructor(private readonly close: () => void) {
    void this.#look();
  }

  type(text: string): void {
    this.typed = text;
    this.#wish = null;
    void this.#look();
  }

  move(by: number): void {
    const count = this.options.length;
    if (count > 0) this.choose((Math.min(this.at, count - 1) + by + count) % count);
  }
  choose(at: number): void {
    this.at = at;
    this.#foresee();
  }

  /** Enter, or Ctrl Enter for what stands second: with what is typed, as soon as it is found. */
  enter(second = false): void {
    if (this.#looking) this.#wish = () => this.carryOut(second);
    else this.carryOut(second);
  }

  /** Does what is chosen, which the person sees. */
  carryOut(second = false): void {
    const { active } = this;
    if (active === undefined) return;
    const choice = second ? active.second : active.choice;
    if (choice !== undefined) this.#do(choice, active);
  }

  /** Tab: everything that can be done to the person. */
  all(): boolean {
    const asked = this.active?.all?.();
    if (asked !== undefined) this.#push(asked);
    return asked !== undefined;
  }

  /** One step back; `false` when there is none. */
  back(): boolean {
    if (this.steps.length === 0) return false;
    this.steps = this.steps.slice(0, -1);
    this.#fresh();
    return true;
  }

  #do(choice: Choice, option: Option): void {
    if (choice === option.choice ? this.reason !== null : choice.reason) return;
    if (choice.then !== undefined) {
      this.#push(choice.then());
      return;
    }
    recent.note(this.steps.length === 0 && !option.person ? choice.id : null, option.person);
    this.close();
    // After the focus is back where it was.
    setTimeout(() => choice.run?.());
  }

  #push(asked: Step): void {
    this.steps = [...this.steps, asked];
    this.#fresh();
  }
  #fresh(): void {
    this.typed = '';
    this.#wish = null;
    this.options = [];
    void this.#look();
  }

  async #look(): Promise<void> {
    const mine = (this.#asked += 1);
    this.#looking = true;
    try {
      const options = await this.#find(this.typed.trim());
      if (mine !== this.#asked) return;
      this.#looking = false;
      this.options = options;
      this.choose(0);
      const wish = this.#wish;
      this.#wish = null;
      wish?.();
    } catch (problem) {
      if (mine !== this.#asked) return;
      this.#looking = false;
      this.#wish = null;
      notice.show(problem);
      this.close();
    }
  }

  async #find(typed: string): Promise<Option[]> {
    const { step } = this;
    if (step?.find) return step.find(typed);
    if (step) {
      const choices = await step.choices();
      return choices
        .filter((one) => typed === '' || matches(`${one.label} ${one.words ?? ''}`, typed))
        .map((choice) => ({ id: choice.id, section: step.title, choice }));
    }
    if (typed === '') return recent.options(commands.all, commands.forPeople);
    return find(
      typed,
      {
        choices: commands.all,
        commands: commands.forPeople,
        open: (kind, id) =>
          router.go(kind === 'role' ? { screen: 'roles', role: id } : { screen: 'groups', group: id }),
      },
      (text) => call('palette_find', text),
      (command) => this.#whom(command),
    );
  }

  #whom(command: PersonCommand): Step {
    return {
      title: command.of,
      placeholder: m.palette_name_or_email(),
      choices: async () => [],
      find: async (typed) => {
        const rows = typed === '' ? await recent.people() : (await call('palette_find', typed)).people;
        return rows
          .map((row) => personOption(row, command.of, commands.forPeople, command))
          .filter((option) => option !== null)
          .map((option) => ({ ...option, choice: option.person ? choiceFor(command, option.person) : option.choice }));
      },
    };
  }

  #foresee(): void {
    clearTimeout(this.#timer);
    this.foreseen = null;
    const { active } = this;
    const ask = active?.choice.foresee;
    if (ask === undefined) return;
    this.#timer = setTimeout(() => {
      void ask().then(
        (answer) => {
          if (this.active === active) this.foreseen = answer;
        },
        () => undefined,
      );
    }, PATIENCE);
  }
}
