import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseDesktopOptions } from '../desktop/options.ts';

/**
 * The entry of the Chromium shell. Compiled code is kept between starts, and everything else is imported after that
 * was switched on.
 */
const parsed = parseDesktopOptions(process.argv.slice(2), process.env);
if (parsed.ok) {
  enableCompileCache(join(parsed.options.userDataFolder, 'compiled'));
  const { runDesktop } = await import('./desktop.ts');
  // Beside this entry in dist/; told from here, because the bundler puts what is imported later into another folder.
  await runDesktop(parsed.options, join(import.meta.dirname, '..', 'renderer'));
} else {
  process.stderr.write(`Turno: ${parsed.reason}\n`);
  process.exitCode = 2;
}
