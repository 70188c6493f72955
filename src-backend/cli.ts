import { parseArgs } from 'node:util';
import { ok, type Result } from '../src-shared/result.ts';
import type { StoreLocation } from './store/open.ts';

/** `another-log`: of a server's database that was restored by its own means; see backup/another-log.ts. */
export type BackendTask =
  | { kind: 'serve' }
  | { kind: 'backup'; folder: string; file: string }
  | { kind: 'restore'; folder: string; file: string }
  | { kind: 'another-log' };

/** What `npm run backend -- …` was asked to do. */
interface BackendArguments {
  task: BackendTask;
  /** 0: any free port. */
  port: number;
  host: string;
  store: StoreLocation;
  /** A provision file to apply before serving. */
  provision: string | null;
}

export const DEFAULT_PORT = 8710;
const DEFAULT_FOLDER = 'data/backend';

const USAGE = `Usage: npm run backend -- [--port N] [--host ADDRESS] [--data DIR] [--provision FILE]
       npm run backend -- --backup FILE [--data DIR]
       npm run backend -- --restore FILE [--data DIR]
       npm run backend -- --restored

  --port N           port to listen on (default ${DEFAULT_PORT}; 0 takes a free one)
  --host ADDRESS     address to listen on (default 127.0.0.1)
  --data DIR         folder of the embedded database (default ${DEFAULT_FOLDER})
  --provision FILE   first applies the workspace described in FILE (JSON)
  --backup FILE      writes everything of the embedded database to FILE, also while a backend runs on it
  --restore FILE     makes the embedded database of FILE; DIR must be empty or not there
  --restored         to be run once on a PostgreSQL database that was restored by its own tools, before backends start

DATABASE_URL=postgres://… uses a PostgreSQL server instead of the embedded database.
TURNO_LOG, TURNO_METRICS_TOKEN, TURNO_TRUSTED_PROXIES, TURNO_DRAIN_SECONDS: see docs/production.md.`;

/** `words` says what is wrong, or is the usage text when that was asked for. */
export function parseBackendArguments(
  args: string[],
  environment: Record<string, string | undefined>,
): Result<BackendArguments, { reason: 'help' | 'invalid-arguments'; words: string }> {
  let values: Values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        provision: { type: 'string' },
        backup: { type: 'string' },
        restore: { type: 'string' },
        restored: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return invalid(error instanceof Error ? error.message : 'the arguments could not be read');
  }
  if (values.help === true) return { ok: false, reason: 'help', words: USAGE };

  const port = values.port ?? String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return invalid('--port takes a number from 0 to 65535');
  for (const name of ['host', 'data', 'provision', 'backup', 'restore'] as const) {
    if (values[name] === '') return invalid(`--${name} needs a value`);
  }
  const url = environment.DATABASE_URL;
  if (url !== undefined && url !== '') {
    if (!/^postgres(ql)?:\/\//.test(url)) return invalid('DATABASE_URL must begin with postgres://');
    if (values.data !== undefined) return invalid('--data is for the embedded database; DATABASE_URL names a server');
  }
  // The folder's lock and socket stand beside it, so it must have one spelling.
  const folder = (values.data ?? DEFAULT_FOLDER).replace(/(?<=.)[/\\]+$/, '');
  const task = taskOf(values, folder, Boolean(url));
  if (!task.ok) return invalid(task.words);
  return ok({
    task: task.value,
    port: Number(port),
    host: values.host ?? '127.0.0.1',
    store: url ? { kind: 'server', url } : { kind: 'embedded', folder },
    provision: values.provision ?? null,
  });
}

interface Values {
  port?: string;
  host?: string;
  data?: string;
  provision?: string;
  backup?: string;
  restore?: string;
  restored?: boolean;
  help?: boolean;
}

function taskOf(
  values: Values,
  folder: string,
  onServer: boolean,
): Result<BackendTask, { reason: 'contradiction'; words: string }> {
  const { backup, restore, restored } = values;
  if ([backup, restore, restored].filter((one) => one !== undefined).length > 1) {
    return { ok: false, reason: 'contradiction', words: '--backup, --restore and --restored are different tasks' };
  }
  const serving = values.port ?? values.host ?? values.provision;
  if ((backup ?? restore ?? restored) !== undefined && serving !== undefined) {
    return {
      ok: false,
      reason: 'contradiction',
      words: '--port, --host and --provision are for a backend that serves',
    };
  }
  if (restored === true) {
    if (!onServer)
      return { ok: false, reason: 'contradiction', words: '--restored is for a server; --restore does it by itself' };
    return ok({ kind: 'another-log' });
  }
  const file = backup ?? restore;
  if (file === undefined) return ok({ kind: 'serve' });
  if (onServer) {
    return {
      ok: false,
      reason: 'contradiction',
      words: 'a PostgreSQL server is backed up by its own tools (pg_dump); see docs/production.md',
    };
  }
  return ok({ kind: backup === undefined ? 'restore' : 'backup', folder, file });
}

const invalid = (words: string) => ({ ok: false, reason: 'invalid-arguments', words: `${words}\n\n${USAGE}` }) as const;
