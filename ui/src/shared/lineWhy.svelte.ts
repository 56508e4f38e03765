/** Why what can’t wait isn’t offered now, for a component: it follows the line. */
import { createQuery } from '@tanstack/svelte-query';
import { ask } from '../data';
import { needsLine } from './line';

export function lineWhy(): { readonly now: string | null } {
  const line = createQuery(() => ask('line_get', null));
  return {
    get now() {
      return needsLine(line.data);
    },
  };
}
