/** What Ctrl Z takes back: commands of this window, newest first. */
class UndoStack {
  #commands: string[] = [];
  #given = new Set<string>();

  /** Notes a command that can be undone. */
  push(command: string): void {
    this.#commands = [...this.#commands.slice(-49), command];
  }
  /** Notes one that was given without a connection, and may still wait. */
  pushGiven(command: string): void {
    this.#given.add(command);
    this.push(command);
  }
  /** Whether one was given without a connection. */
  wasGiven(command: string): boolean {
    return this.#given.has(command);
  }
  /** The newest, taken off. */
  pop(): string | undefined {
    const newest = this.#commands.at(-1);
    this.#commands = this.#commands.slice(0, -1);
    return newest;
  }
  /** Forgets one that was undone elsewhere. */
  drop(command: string): void {
    this.#commands = this.#commands.filter((other) => other !== command);
  }
  /** Forgets all, when another organization opens. */
  clear(): void {
    this.#commands = [];
    this.#given.clear();
  }
}

export const undoStack = new UndoStack();
