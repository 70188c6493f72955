import { parseArgs } from 'node:util';
import { ok, type Result } from '../src-shared/result.ts';
import type { StoreLocation } from './store/open.ts';

/** What `npm run backend -- …` was asked to do. */
interface BackendArguments {
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

  --port N           port to listen on (default ${DEFAULT_PORT}; 0 takes a free one)
  --host ADDRESS     address to listen on (default 127.0.0.1)
  --data DIR         folder of the embedded database (default ${DEFAULT_FOLDER})
  --provision FILE   first applies the workspace described in FILE (JSON)

DATABASE_URL=postgres://… uses a PostgreSQL server instead of the embedded database.`;

/** `words` says what is wrong, or is the usage text when that was asked for. */
export function parseBackendArguments(
  args: string[],
  environment: Record<string, string | undefined>,
): Result<BackendArguments, { reason: 'help' | 'invalid-arguments'; words: string }> {
  let values: { port?: string; host?: string; data?: string; provision?: string; help?: boolean };
  try {
    ({ values } = parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        provision: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    return invalid(error instanceof Error ? error.message : 'the arguments could not be read');
  }
  if (values.help === true) return { ok: false, reason: 'help', words: USAGE };

  const port = values.port ?? String(DEFAULT_PORT);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return invalid('--port takes a number from 0 to 65535');
  for (const name of ['host', 'data', 'provision'] as const) {
    if (values[name] === '') return invalid(`--${name} needs a value`);
  }
  const url = environment.DATABASE_URL;
  if (url !== undefined && url !== '') {
    if (!/^postgres(ql)?:\/\//.test(url)) return invalid('DATABASE_URL must begin with postgres://');
    if (values.data !== undefined) return invalid('--data is for the embedded database; DATABASE_URL names a server');
  }
  return ok({
    port: Number(port),
    host: values.host ?? '127.0.0.1',
    store: url ? { kind: 'server', url } : { kind: 'embedded', folder: values.data ?? DEFAULT_FOLDER },
    provision: values.provision ?? null,
  });
}

const invalid = (words: string) => ({ ok: false, reason: 'invalid-arguments', words: `${words}\n\n${USAGE}` }) as const;
