import { join } from 'node:path';
import { z } from 'zod';
import { type Program, startProgram } from './program.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const demoWorkspace = join(root, 'src-backend', 'demo', 'workspace.json');

export interface RunningBackend {
  url: string;
  port: number;
  program: Program;
}

/** The backend as `npm run backend` starts it. `folder`: of the embedded database; null: on the server that `environment` names. `port` 0 takes a free one. */
export async function startBackend(options: {
  folder: string | null;
  port: number;
  graphUrl: string;
  provision?: string;
  environment?: NodeJS.ProcessEnv;
}): Promise<RunningBackend> {
  const program = await startProgram(
    join(root, 'src-backend', 'main.ts'),
    [
      ...['--port', String(options.port)],
      ...(options.folder === null ? [] : ['--data', options.folder]),
      ...['--provision', options.provision ?? demoWorkspace],
    ],
    {
      ...{ TURNO_DEMO_GRAPH_URL: options.graphUrl, TURNO_DEMO_SOCIAL_URL: options.graphUrl },
      TURNO_LOG: process.env.TURNO_TEST_LOG ?? 'warn',
      ...options.environment,
    },
  );
  const { url } = z.object({ url: z.url() }).parse(program.said);
  return { url, port: Number(new URL(url).port), program };
}
