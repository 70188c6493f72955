import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = process.env.TURNO_FIXTURES ?? resolve(import.meta.dirname, '../../shared/fixtures');

/**
 * A folder of fixtures made by others, read where it lies and never copied. Where it is missing the answer is null and
 * the tests that need it say that they were not run; under CI it must be there.
 */
export function fixtureFolder(name: string): string | null {
  const folder = join(root, name);
  if (existsSync(folder)) return folder;
  if (process.env.CI) throw new Error(`the fixtures are not at ${folder}; set TURNO_FIXTURES`);
  return null;
}

export function readFixture(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
