import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createBackend } from './backend.ts';
import { parseBackendArguments } from './cli.ts';
import { readEnvironment } from './environment.ts';
import { fileTrouble } from './file-trouble.ts';
import { runTask, wordsOfOpening } from './tasks.ts';

/**
 * `npm run backend`: the backend as a process. Prints `{"url": …}` on one line when it listens; stops on SIGTERM. The log
 * is one JSON object a line, on the standard error.
 */
const say = (line: string) => process.stdout.write(`${line}\n`);

const parsed = parseBackendArguments(process.argv.slice(2), process.env);
if (!parsed.ok) {
  process.stderr.write(`${parsed.words}\n`);
  process.exit(parsed.reason === 'help' ? 0 : 2);
}
const args = parsed.value;
const environment = readEnvironment(process.env);
if (!environment.ok) {
  process.stderr.write(`${environment.words}\n`);
  process.exit(2);
}
const { logLevel, metricsToken, trustedProxies, drainMs } = environment.value;
const logger = pino({ level: logLevel }, pino.destination(2));

process.on('unhandledRejection', (error) => {
  logger.fatal({ error: error instanceof Error ? error.stack : String(error) }, 'a defect: an unhandled rejection');
  process.exit(1);
});

/** What was asked names files: one that cannot be used is told to whoever asked; anything else is a defect. */
function refuseFile(error: unknown): never {
  const words = fileTrouble(error);
  if (words === null) throw error;
  process.stderr.write(`${words}\n`);
  process.exit(2);
}

if (args.task.kind !== 'serve') {
  const done = await runTask(args.task, { location: args.store, now: Date.now, logger }).catch(refuseFile);
  if (!done.ok) {
    process.stderr.write(`${done.words}\n`);
    process.exit(2);
  }
  say(JSON.stringify(done.value));
  process.exit(0);
}

const described = args.provision === null ? null : await readFile(args.provision, 'utf8').catch(refuseFile);
const opened = await createBackend({
  location: args.store,
  port: args.port,
  host: args.host,
  logger,
  widgetFile: fileURLToPath(new URL('../dist/widget/widget.js', import.meta.url)),
  metricsToken,
  trustedProxies,
});
if (!opened.ok) {
  process.stderr.write(`${wordsOfOpening(opened)}\n`);
  process.exit(3);
}
const { backend } = opened;

if (described !== null) {
  const result = await backend.provision(JSON.parse(described), process.env);
  if (!result.ok) {
    for (const problem of result.problems) process.stderr.write(`${problem}\n`);
    await backend.close();
    process.exit(2);
  }
  logger.info({ changed: result.value.changed }, 'the workspace is as the file says');
}
say(JSON.stringify({ url: backend.url }));

/** A balancer must hear that this one is not ready before its connections end; told twice, it does not wait. */
const hurry = new AbortController();
async function stop(): Promise<void> {
  backend.drain();
  logger.info({ drainMs }, 'the backend is about to stop');
  await pause(drainMs, undefined, { signal: hurry.signal }).catch(() => undefined);
  await backend.close();
}

let stopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    if (stopping) return hurry.abort();
    stopping = true;
    stop()
      .then(() => process.exit(0))
      .catch((error: unknown) => {
        logger.error({ error: error instanceof Error ? error.message : 'unknown' }, 'the backend did not stop cleanly');
        process.exit(1);
      });
  });
}
