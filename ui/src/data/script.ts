/** For tests alone: a backend that answers from a table and notes what it was asked. */
import type { CommandName, Commands, WireError } from '../contract';
import { use } from '../platform';

export type Answers = {
  [C in CommandName]?: (req: Commands[C]['req']) => Commands[C]['res'] | Promise<Commands[C]['res']>;
};

export interface Script {
  /** Can be changed while the test goes on; what isn't in it must not be asked. */
  answers: Answers;
  /** What one command was asked, oldest first. */
  sent: <C extends CommandName>(name: C) => Commands[C]['req'][];
}

/** Puts a script in the backend's place. */
export function script(answers: Answers): Script {
  const asked: { name: CommandName; req: unknown }[] = [];
  const made: Script = {
    answers,
    sent: <C extends CommandName>(name: C) =>
      asked.filter((one) => one.name === name).map((one) => one.req as Commands[C]['req']),
  };
  use({
    async call(name, req) {
      asked.push({ name, req });
      const answer = made.answers[name];
      if (answer === undefined) throw new Error(`${name} was not expected`);
      return answer(req);
    },
    on: () => () => undefined,
  });
  return made;
}

/** An answer that refuses. */
export function refuse(code: WireError['code'], more: Partial<WireError> = {}): () => never {
  return () => {
    throw { code, message: 'No.', help: '', fields: {}, about: null, ...more } satisfies WireError;
  };
}
