import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');

/** Bundles the live-chat widget into one classic script that any site can load. Returns the file's path. */
export const buildWidget = async (outDir = path.join(root, 'dist', 'widget')): Promise<string> => {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      target: 'es2022',
      minify: true,
      sourcemap: false,
      reportCompressedSize: false,
      lib: {
        entry: path.join(root, 'src-backend/channels/livechat/widget/main.ts'),
        formats: ['iife'],
        name: 'TurnoLiveChat',
        fileName: () => 'widget.js',
      },
    },
  });
  return path.join(outDir, 'widget.js');
};

if (import.meta.main) await buildWidget();
