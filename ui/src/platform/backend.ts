/** The one way to Rust. Only this folder knows what is on the other side. */
import type { Changed, Commands, CommandName, Progress, WireError } from '../contract';

export type Req<C extends CommandName> = Commands[C]['req'];
export type Res<C extends CommandName> = Commands[C]['res'];

/** What arrives unasked. */
export interface Events {
  changed: Changed;
  progress: Progress;
  /** Something is asked from outside the window; `asked_take` gives it. */
  asked: null;
}

export interface Backend {
  /** Carries out a command; rejects with a {@link WireError} alone. */
  call<C extends CommandName>(name: C, req: Req<C>): Promise<Res<C>>;
  /** Listens until the returned function is called. */
  on<E extends keyof Events>(name: E, fn: (payload: Events[E]) => void): () => void;
}

/** Whether a rejection is an error of the contract. */
export function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
}

/** Any rejection as an error of the contract, so that screens handle one shape. */
export function toWireError(value: unknown): WireError {
  if (isWireError(value)) return value;
  const message = value instanceof Error ? value.message : String(value);
  return { code: 'internal', message, help: 'Try again. If it stays, restart Rollbook.', fields: {}, about: null };
}
