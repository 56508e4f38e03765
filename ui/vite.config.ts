import { svelte } from '@sveltejs/vite-plugin-svelte';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { catalogues } from './build/catalogues.ts';
import { guide } from './build/guide.ts';

/** A build with the backend in memory inside is not a build. */
const noFake: Plugin = {
  name: 'no-fake',
  apply: (_config, { command, mode }) => command === 'build' && mode === 'production',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      const fake = chunk.type === 'chunk' ? chunk.moduleIds.find((id) => id.includes('/platform/fake/')) : undefined;
      if (fake !== undefined) this.error(`${fake} is in the build.`);
    }
  },
};

/** What the first view imports: one file, as each file is a question to the window's busiest thread. */
function first(): (
  id: string,
  known: { getModuleInfo(id: string): { importedIds: string[] } | null },
) => string | null {
  const entry = fileURLToPath(new URL('src/main.ts', import.meta.url));
  let all: Set<string> | null = null;
  return (id, known) => {
    if (all === null) {
      all = new Set([entry]);
      // A set grows while it is walked.
      for (const one of all) known.getModuleInfo(one)?.importedIds.forEach((other) => all?.add(other));
    }
    return all.has(id) ? 'first' : null;
  };
}

// One window, no server: plain Vite. The port is the one that tauri.conf.json names.
export default defineConfig({
  plugins: [svelte(), catalogues, guide(), noFake],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    target: ['chrome111', 'safari16.4'],
    // Data URIs would need a wider font-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: first() }] } } },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
