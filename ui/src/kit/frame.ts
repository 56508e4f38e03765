/** What a page knows of the frame around it. */
import { createContext } from 'svelte';

export interface Frame {
  /** Whether the sidebar is shown. */
  readonly sidebar: boolean;
  toggleSidebar: () => void;
  /** Where the data is, in a few words for the status line. */
  readonly connection: string;
}

export const [useFrame, provideFrame] = createContext<Frame>();
