import type { PGlite } from '@electric-sql/pglite';
import { CompiledQuery, type DatabaseConnection, type Driver, PGliteDialect, type QueryResult } from 'kysely';
import { type DiskRoom, unlimitedRoom } from './disk-room.ts';
import { createStatements, type Statements } from './pglite-statements.ts';

/**
 * PGlite has one connection. Kysely's own driver hands that one out without waiting, so a query of one request would run
 * inside the open transaction of another (and be rolled back with it). This one hands it out to one owner at a time, and
 * keeps statements prepared. Whoever uses PGlite directly does so while owning the connection.
 */
export function createPGliteDialect(pglite: PGlite, room: DiskRoom = unlimitedRoom): PGliteDialect {
  const dialect = new PGliteDialect({ pglite });
  dialect.createDriver = () => createDriver(pglite, room);
  return dialect;
}

/** Names of prepared statements belong to the database, so whoever drives it shares them. */
const statementsOf = new WeakMap<PGlite, Statements>();

function createDriver(pglite: PGlite, room: DiskRoom): Driver {
  const statements = statementsOf.get(pglite) ?? createStatements(pglite);
  statementsOf.set(pglite, statements);
  const connection = new Connection(pglite, statements, room);
  let tail: Promise<void> = Promise.resolve();
  let release: (() => void) | null = null;

  const savepoint =
    (words: string) =>
    async (owner: DatabaseConnection, name: string): Promise<void> => {
      await owner.executeQuery(CompiledQuery.raw(`${words} "${name.replaceAll('"', '""')}"`));
    };

  return {
    async init() {
      await pglite.waitReady;
      // A kept plan would stay as it was made while a table was small; see pglite-statements.ts.
      await pglite.exec('SET plan_cache_mode = force_custom_plan');
    },
    async acquireConnection() {
      const before = tail;
      const { promise, resolve } = Promise.withResolvers<void>();
      tail = promise;
      await before;
      release = resolve;
      return connection;
    },
    async releaseConnection() {
      const done = release;
      release = null;
      done?.();
    },
    async beginTransaction() {
      await pglite.exec('BEGIN');
      connection.inTransaction = true;
    },
    async commitTransaction() {
      const [ended] = await pglite.exec('COMMIT');
      connection.inTransaction = false;
      // PostgreSQL answers the commit of a failed transaction by rolling it back, without an error.
      if (ended?.command === 'ROLLBACK') throw new Error('the transaction had failed and was rolled back');
    },
    async rollbackTransaction() {
      connection.inTransaction = false;
      await pglite.exec('ROLLBACK');
    },
    savepoint: savepoint('SAVEPOINT'),
    rollbackToSavepoint: savepoint('ROLLBACK TO SAVEPOINT'),
    releaseSavepoint: savepoint('RELEASE SAVEPOINT'),
    async destroy() {
      if (!pglite.closed) await pglite.close();
    },
  };
}

class Connection implements DatabaseConnection {
  inTransaction = false;
  readonly #pglite: PGlite;
  readonly #statements: Statements;
  readonly #room: DiskRoom;

  constructor(pglite: PGlite, statements: Statements, room: DiskRoom) {
    this.#pglite = pglite;
    this.#statements = statements;
    this.#room = room;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    this.#room.ensureFor(query.sql, query.parameters);
    const { rows, affected } = await this.#statements.run(query.sql, query.parameters);
    if (!this.inTransaction) await this.#pglite.syncToFs();
    // What a row holds is known to the one who wrote the statement.
    return { rows: rows as Row[], numAffectedRows: BigInt(affected) };
  }

  streamQuery(): never {
    throw new Error('the embedded database does not stream');
  }
}
