import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const named = (text: string) =>
  [...text.matchAll(/`((?:src-|tests\/|scripts\/|docs\/)[\w./-]+)`/g)].map(([, path]) => path ?? '');

test('every file that SECURITY.md names as its proof is there', () => {
  const paths = named(readFileSync(join(root, 'SECURITY.md'), 'utf8'));
  expect(paths.length).toBeGreaterThan(50);
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
