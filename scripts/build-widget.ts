import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '..');

/** One classic script that any site can load. */
const bundle = (outDir: string, entry: string, name: string, fileName: string) =>
  build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      minify: true,
      sourcemap: false,
      reportCompressedSize: false,
      lib: { entry: path.join(root, entry), formats: ['iife'], name, fileName: () => fileName },
    },
  });

/** Bundles the live-chat widget, and the embeddable form beside it (`form.js`). Returns the widget's path. */
export const buildWidget = async (outDir = path.join(root, 'dist', 'widget')): Promise<string> => {
  await bundle(outDir, 'src-backend/channels/livechat/widget/main.ts', 'TurnoLiveChat', 'widget.js');
  await bundle(outDir, 'src-backend/channels/form/embed/main.ts', 'TurnoForm', 'form.js');
  return path.join(outDir, 'widget.js');
};

if (import.meta.main) await buildWidget();
