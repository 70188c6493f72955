import { fileURLToPath } from 'node:url';
import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { earlyScript } from './scripts/early-script.ts';

/**
 * The React compiler makes components render again only what a change reaches: half the script that a message costs the
 * window. What is on the screen while messages arrive is compiled; dialogs and settings would only make the build longer.
 * What cannot be compiled there fails the build: left out in silence, it takes all it gives anything to along.
 */
const compiled = reactCompilerPreset({ panicThreshold: 'all_errors' });
const whileMessagesArrive = /\/src-renderer\/(app|bridge|chat|contact|inbox|qualification|routing|ui)\//;

/**
 * The renderer, for both shells. Everything is a hashed file of its own: nothing inline and no `data:` address, so the
 * page runs under a Content-Security-Policy that allows `'self'` only.
 */
export default defineConfig({
  root: fileURLToPath(new URL('./src-renderer', import.meta.url)),
  plugins: [
    earlyScript,
    react(),
    await babel({
      presets: [
        {
          ...compiled,
          rolldown: { ...compiled.rolldown, filter: { ...compiled.rolldown.filter, id: whileMessagesArrive } },
        },
      ],
    }),
  ],
  build: {
    outDir: fileURLToPath(new URL('./dist/renderer', import.meta.url)),
    emptyOutDir: true,
    // The oldest engine we meet: a system Chromium two years old. Electron's own is newer.
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
