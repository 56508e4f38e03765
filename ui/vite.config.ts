import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

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

// One window, no server: plain Vite. The port is the one that tauri.conf.json names.
export default defineConfig({
  plugins: [svelte(), noFake],
  clearScreen: false,
  server: { port: 5173, strictPort: true, host: '127.0.0.1' },
  build: {
    target: ['chrome111', 'safari16.4'],
    // Data URIs would need a wider font-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: { include: ['src/**/*.test.ts'], environment: 'node' },
});
