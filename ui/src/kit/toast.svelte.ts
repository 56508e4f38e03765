/** Toasts: what was done, with the way back. Never for errors that need a decision; those stand at their cause. */
import type { IconName } from './icons';

export interface ToastAction {
  label: string;
  run: () => void;
}

export interface Toast {
  id: number;
  words: string;
  icon: IconName;
  actions: ToastAction[];
  /** Milliseconds left; shown in seconds where something can be taken back. */
  left: number;
  timed: boolean;
  /** What it is about; taken away by it. */
  about: string | null;
}

const STEP = 250;

class Toasts {
  all = $state<Toast[]>([]);
  /** Pointer or focus is on the toasts: time stands still. */
  paused = $state(false);
  #next = 1;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Shows words for eight seconds (`seconds` for another time); returns how to take them away. */
  show(
    words: string,
    {
      icon = 'circle-check',
      actions = [],
      seconds = 8,
      timed = actions.length > 0,
      about = null,
    }: { icon?: IconName; actions?: ToastAction[]; seconds?: number; timed?: boolean; about?: string | null } = {},
  ): () => void {
    const id = this.#next++;
    this.all = [...this.all.slice(-2), { id, words, icon, actions, left: seconds * 1000, timed, about }];
    this.#timer ??= setInterval(() => this.#tick(), STEP);
    return () => this.close(id);
  }

  close(id: number): void {
    this.all = this.all.filter((toast) => toast.id !== id);
    if (this.all.length === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      this.paused = false;
    }
  }

  /** Takes away what is about something that is over. */
  settle(about: string): void {
    for (const toast of this.all.filter((toast) => toast.about === about)) this.close(toast.id);
  }

  /** Takes all away. */
  clear(): void {
    for (const { id } of this.all) this.close(id);
  }

  #tick(): void {
    if (this.paused) return;
    for (const toast of this.all) toast.left -= STEP;
    for (const toast of this.all.filter(({ left }) => left <= 0)) this.close(toast.id);
  }
}

export const toasts = new Toasts();
