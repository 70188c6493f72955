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
  await runDesktop(parsed.options);
} else {
  process.stderr.write(`Turno: ${parsed.reason}\n`);
  process.exitCode = 2;
}
