/** What a page knows of the frame around it. */
import { createContext } from 'svelte';

export interface Frame {
  /** Whether the sidebar is shown. */
  readonly sidebar: boolean;
  toggleSidebar: () => void;
  /** Where the data is, in a few words for the status line. */
  readonly connection: string;
  /** What went wrong and concerns no single field; `null` when nothing did. */
  readonly notice: { tone: 'warning' | 'danger'; message: string; help: string } | null;
  closeNotice: () => void;
}

export const [useFrame, provideFrame] = createContext<Frame>();
