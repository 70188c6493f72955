import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createBackend } from './backend.ts';
import { parseBackendArguments } from './cli.ts';

/** `npm run backend`: the backend as a process. Prints `{"url": …}` on one line when it listens; stops on SIGTERM. */
const say = (line: string) => process.stdout.write(`${line}\n`);

const parsed = parseBackendArguments(process.argv.slice(2), process.env);
if (!parsed.ok) {
  process.stderr.write(`${parsed.words}\n`);
  process.exit(parsed.reason === 'help' ? 0 : 2);
}
const args = parsed.value;
const logger = pino({ level: process.env.TURNO_LOG ?? 'info' }, pino.destination(2));

process.on('unhandledRejection', (error) => {
  logger.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'a defect: an unhandled rejection');
  process.exit(1);
});

const opened = await createBackend({
  location: args.store,
  port: args.port,
  host: args.host,
  logger,
  widgetFile: fileURLToPath(new URL('../dist/widget/widget.js', import.meta.url)),
});
if (!opened.ok) {
  process.stderr.write(
    opened.reason === 'newer-database'
      ? `The database is of a newer Turno (${opened.found}); it was not touched. Update this backend.\n`
      : `Another backend has the database in ${opened.folder} open; two would destroy it. Stop it, or give another --data.\n`,
  );
  process.exit(3);
}
const { backend } = opened;

if (args.provision !== null) {
  const result = await backend.provision(JSON.parse(await readFile(args.provision, 'utf8')), process.env);
  if (!result.ok) {
    for (const problem of result.problems) process.stderr.write(`${problem}\n`);
    await backend.close();
    process.exit(2);
  }
  logger.info({ changed: result.value.changed }, 'the workspace is as the file says');
}
say(JSON.stringify({ url: backend.url }));

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    backend
      .close()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        logger.error({ error: error instanceof Error ? error.message : 'unknown' }, 'the backend did not stop cleanly');
        process.exit(1);
      });
  });
}
