import type { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, type Kysely } from 'kysely';
import type { ConstructorOptions } from 'pg-boss';
import type { Database } from '../store/database.ts';
import type { DiskRoom } from '../store/disk-room.ts';

type BossDatabase = NonNullable<ConstructorOptions['db']>;

/**
 * How pg-boss reaches PGlite. Its own adapter calls PGlite directly; there being one connection, its statements would run
 * inside whatever transaction of ours is open, and be undone with it. This one waits its turn like every other query.
 */
export function bossOnPGlite(pglite: PGlite, db: Kysely<Database>, room: DiskRoom): BossDatabase {
  return {
    executeSql: (text, values) =>
      db.connection().execute(async (connection) => {
        if (values !== undefined && values.length > 0) {
          const result = await connection.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, [...values]));
          return { rows: result.rows };
        }
        try {
          room.ensureFor(text, []);
          // Without values it may be several statements, which only `exec` takes.
          const results = await pglite.exec(text);
          return { rows: results.flatMap((result) => result.rows) };
        } catch (error) {
          // A block that failed half-way leaves its transaction open; the next owner must not inherit it.
          await pglite.exec('ROLLBACK');
          throw error;
        }
      }),
  };
}
