import { registerHooks } from 'node:module';

/**
 * Loaded before a backend node (`--import`): the product as a later version of it. `TURNO_TEST_VERSION` says how many
 * versions later; each brought a migration of its own, which adds and takes nothing away, as all of ours must.
 */
const version = Number(process.env.TURNO_TEST_VERSION ?? 0);
const backend = new URL('../../../src-backend/', import.meta.url);
const migrations = new URL('store/migrations/index.ts', backend).href;
const versionFile = new URL('version.ts', backend).href;
const before = `${migrations}?before`;

const laterMigrations = `
  import { sql } from 'kysely';
  import { migrations as before } from '${before}';
  const later = (number) => ({
    async up(db) {
      await sql.raw('ALTER TABLE message ADD COLUMN later_' + number + ' integer NOT NULL DEFAULT 0').execute(db);
      await sql.raw('ALTER TABLE conversation ADD COLUMN later_' + number + ' jsonb').execute(db);
      await sql.raw('CREATE TABLE later_' + number + ' (id text PRIMARY KEY, length integer NOT NULL)').execute(db);
      await sql.raw('INSERT INTO later_' + number + ' SELECT id, length(coalesce(text, \\'\\')) FROM message').execute(db);
    },
  });
  const added = Array.from({ length: ${version} }, (_, index) => ['9' + String(index + 1).padStart(3, '0') + '-later', later(index + 1)]);
  export const migrations = { ...before, ...Object.fromEntries(added) };
`;

if (version > 0) {
  registerHooks({
    load(url, context, next) {
      if (url === migrations) return { format: 'module', source: laterMigrations, shortCircuit: true };
      if (url === versionFile) {
        return { format: 'module', source: `export const VERSION = 'later-${version}';`, shortCircuit: true };
      }
      return next(url, context);
    },
  });
}
