import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBackend } from './backend.ts';

const buildScript = join(import.meta.dirname, '..', '..', '..', 'scripts', 'run.mjs');

declare module 'vitest' {
  export interface ProvidedContext {
    /** A backend's folder with the demo workspace in it, to be copied. */
    template: string;
  }
}

/**
 * Once for a run: what `dist/` holds is made current, and the demo workspace is provisioned into a folder that each
 * file copies. Making a PostgreSQL cluster and hashing eight passwords takes longer than most of the tests.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const built = spawnSync(process.execPath, [buildScript, 'build'], { stdio: ['ignore', 2, 2] });
  if (built.status !== 0) throw new Error('the build failed');
  const folder = await mkdtemp(join(tmpdir(), 'turno-e2e-template-'));
  await makeTemplate(join(folder, 'backend'));
  project.provide('template', join(folder, 'backend'));
  return () => rm(folder, { recursive: true, force: true });
}

export async function makeTemplate(folder: string): Promise<void> {
  const backend = await startBackend({ folder, port: 0, graphUrl: 'http://127.0.0.1:1/v26.0' });
  await backend.program.end();
}

export const copyTemplate = (template: string, folder: string): Promise<void> =>
  cp(template, folder, { recursive: true });
