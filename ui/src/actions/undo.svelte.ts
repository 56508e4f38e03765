/** What Ctrl Z takes back: commands of this window, newest first. */
class UndoStack {
  #commands: string[] = [];

  /** Notes a command that can be undone. */
  push(command: string): void {
    this.#commands = [...this.#commands.slice(-49), command];
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
  }
}

export const undoStack = new UndoStack();
