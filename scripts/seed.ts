import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { createBackend } from '../src-backend/backend.ts';
import { readDemoWorkspace } from '../src-backend/demo/seed/directory.ts';
import { seedDatabase } from '../src-backend/demo/seed/into-database.ts';
import { openStore } from '../src-backend/store/open.ts';
import { seedCache } from './seeding/cache.ts';
import { parseSeedArguments, type SeedRequest } from './seeding/request.ts';

/**
 * `npm run seed`: a shop's history for a backend or for a desktop. It stands outside the product's folders because it
 * is the one program that needs both the backend's tables and the engine's cache.
 */
const parsed = parseSeedArguments(process.argv.slice(2), Date.now());
if (!parsed.ok) {
  process.stderr.write(`${parsed.words}\n`);
  process.exit(2);
}
const { request, place } = parsed;
const began = performance.now();
const say = (line: string) => process.stderr.write(`${line} (${Math.round((performance.now() - began) / 1_000)} s)\n`);

try {
  if (place.kind === 'cache') {
    const made = await seedCache(place.folder, request, {
      serverUrl: 'http://127.0.0.1:8710',
      role: 'supervisor',
      say,
    });
    say(`${place.folder} is ${made.person.name}'s`);
  } else {
    await seedEmbedded(place.folder, request);
    say(`${place.folder} is filled`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
process.exit(0);

/** The demo's workspace first, where the folder is new; the history when no backend holds the database any more. */
async function seedEmbedded(folder: string, counts: SeedRequest): Promise<void> {
  const log = pino({ level: 'warn' }, pino.destination(2));
  const location = { kind: 'embedded', folder } as const;
  const opened = await createBackend({
    ...{ location, port: 0, host: '127.0.0.1', logger: log },
    widgetFile: fileURLToPath(new URL('../dist/widget/widget.js', import.meta.url)),
  });
  if (!opened.ok) throw new Error('the database is of a newer Turno');
  // Nothing is sent by a seeding, so any address of the provider will do where none is given.
  const nowhere = 'http://127.0.0.1:1/v26.0';
  const environment = { TURNO_DEMO_GRAPH_URL: nowhere, TURNO_DEMO_SOCIAL_URL: nowhere, ...process.env };
  const provisioned = await opened.backend.provision(readDemoWorkspace(), environment);
  await opened.backend.close();
  if (!provisioned.ok) throw new Error(provisioned.problems.join('\n'));
  const store = await openStore(location, { log });
  if (!store.ok) throw new Error('the database is of a newer Turno');
  try {
    await seedDatabase(store.store, provisioned.value.workspaceId, counts, say);
  } finally {
    await store.store.close();
  }
}
