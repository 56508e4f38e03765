export { commands, type Asked, type Choice, type PersonCommand } from './commands.svelte';
export { ACTIONS, type ActionId } from './table';
export { written } from './keys';
export { MAC, registry } from './registry.svelte';
export { hashOf, parse, router, type Route, type Screen } from './route.svelte';
export { undoStack } from './undo.svelte';
