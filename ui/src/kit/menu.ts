/** What a menu can hold. */
import type { IconName } from './icons';

export type MenuEntry =
  | {
      kind: 'action';
      id: string;
      label: string;
      icon?: IconName;
      keys?: string;
      danger?: boolean;
      /** Why not; the entry stays reachable and says so. */ reason?: string | null;
      run: () => void;
    }
  | { kind: 'check'; id: string; label: string; checked: boolean; disabled?: boolean; run: (checked: boolean) => void }
  | {
      kind: 'choice';
      id: string;
      label: string;
      value: string;
      options: readonly { value: string; label: string }[];
      run: (value: string) => void;
    }
  | { kind: 'line'; id: string }
  | { kind: 'head'; id: string; label: string };
