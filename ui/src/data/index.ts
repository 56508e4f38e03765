export { ask, call, changed, client, follow, keyOf, mutate, newCommandId, onChanged } from './client';
export { clock } from './clock.svelte';
export { preferences } from './preferences.svelte';
export { progress } from './progress.svelte';
