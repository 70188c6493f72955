import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

const entry = fileURLToPath(new URL('../src-renderer/early/early.ts', import.meta.url));

/**
 * The page's first script (`src-renderer/early/early.ts`) as one classic file in front of everything else: a module would
 * wait for the page to be read, and an `async` one for the first paint.
 */
export const earlyScript: Plugin = {
  name: 'turno-early',
  apply: 'build',
  async buildStart() {
    const built = await build({
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      build: {
        write: false,
        target: 'chrome130',
        reportCompressedSize: false,
        lib: { entry, formats: ['iife'], name: 'turnoEarlyScript' },
      },
    });
    const outputs = Array.isArray(built) ? built : [built];
    const chunk = outputs
      .flatMap((each) => ('output' in each ? each.output : []))
      .find((file) => file.type === 'chunk');
    if (chunk === undefined) throw new Error('the early script was not built');
    this.emitFile({ type: 'asset', name: 'early.js', source: chunk.code });
  },
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const file = Object.keys(bundle ?? {}).find((name) => /early-[^/]*\.js$/.test(name));
      if (file === undefined) throw new Error('the page has no early script');
      // Before the style sheets, which would hold it up; what follows is asked for meanwhile.
      return { html, tags: [{ tag: 'script', attrs: { src: `/${file}` }, injectTo: 'head-prepend' }] };
    },
  },
};
