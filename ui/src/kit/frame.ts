/** What a page knows of the frame around it. */
import { createContext, type Component } from 'svelte';

export interface Frame {
  /** Whether the sidebar is shown. */
  readonly sidebar: boolean;
  toggleSidebar: () => void;
  /** Where the data is, in a few words for the status line. */
  readonly connection: string;
  /** What went wrong and concerns no single field; `null` when nothing did. */
  readonly notice: { tone: 'warning' | 'danger'; message: string; help: string } | null;
  closeNotice: () => void;
  /** Since when there is no connection: how everything is read meanwhile, in words; `null` while there is one. */
  readonly away: string | null;
  /** Over the page, while something is to be said of the connection. */
  readonly banner: Component | null;
  /** At the end of the status line, before where the data is. */
  readonly pending: { words: string; run: () => void } | null;
  /** Beside what the page shows. */
  readonly aside: Component | null;
  /** What stays until it is dealt with, and the way there; `null` where there is nothing. */
  readonly lasting: { message: string; help: string; verb: string; run: () => void } | null;
}

export const [useFrame, provideFrame] = createContext<Frame>();
