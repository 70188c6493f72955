import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureBuilt } from './built.mjs';
import { desktopCommand } from './desktop-command.mjs';
import { environment, fromRoot, pinnedNode, root } from './machine.mjs';
import { setUp } from './setup.mjs';

/** `node scripts/run.mjs NAME [ARGUMENTS]`: one of the project's programs, on the pinned Node. */
const [name = '', ...args] = process.argv.slice(2);

const programs = {
  async desktop() {
    setUp({ browser: false });
    const command = desktopCommand(args);
    if (!command.ok) {
      process.stderr.write(`${command.why}\n`);
      process.exit(1);
    }
    await ensureBuilt(['renderer', command.shell]);
    if (!args.includes('--no-window')) process.stderr.write(`Turno on ${command.shell}: ${command.why}\n`);
    return [command.program, command.args];
  },
  async backend() {
    setUp();
    await ensureBuilt(['widget']);
    return [pinnedNode, [fromRoot('src-backend', 'main.ts'), ...args]];
  },
  seed() {
    setUp();
    return [pinnedNode, [fromRoot('scripts', 'seed.ts'), ...args]];
  },
  async bench() {
    setUp({ browser: true });
    await ensureBuilt(['renderer', 'widget', 'chromium']);
    return [pinnedNode, [fromRoot('tests', 'bench', 'main.ts'), ...args]];
  },
  async chaos() {
    setUp();
    await ensureBuilt(['widget']);
    return [pinnedNode, [fromRoot('tests', 'chaos', 'main.ts'), ...args]];
  },
  fuzz() {
    setUp();
    return [pinnedNode, [fromRoot('tests', 'fuzz', 'main.ts'), ...args]];
  },
  async build() {
    setUp();
    await ensureBuilt();
    return null;
  },
};

if (!Object.hasOwn(programs, name)) {
  process.stderr.write(`There is no «${name}»: ${Object.keys(programs).join(', ')}.\n`);
  process.exit(2);
}
const command = await Promise.resolve(programs[name]()).catch((error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});
if (command !== null) {
  const [program, programArgs] = command;
  const child = spawn(program, programArgs, { cwd: root, stdio: 'inherit', env: environment() });
  // A terminal sends Ctrl+C to the whole group itself; others send it to us alone. Twice does no harm.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
}
