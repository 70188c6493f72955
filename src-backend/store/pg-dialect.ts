import { CompiledQuery, type DatabaseConnection, type Driver, PostgresDialect, type QueryResult } from 'kysely';
import type pg from 'pg';
import { createStatementNames, type StatementNames } from './pg-statements.ts';

/**
 * Kysely's own driver has each statement parsed and planned anew. This one names what comes often (pg-statements.ts), which
 * every message that arrives gains a dozen times.
 */
export function createPgDialect(pool: pg.Pool): PostgresDialect {
  const dialect = new PostgresDialect({ pool });
  dialect.createDriver = () => createDriver(pool);
  return dialect;
}

function createDriver(pool: pg.Pool): Driver {
  const names = createStatementNames();
  const run = async (owner: DatabaseConnection, words: string): Promise<QueryResult<{ command: string }>> =>
    owner.executeQuery(CompiledQuery.raw(words));
  const savepoint =
    (words: string) =>
    async (owner: DatabaseConnection, name: string): Promise<void> => {
      await run(owner, `${words} "${name.replaceAll('"', '""')}"`);
    };

  return {
    async init() {},
    acquireConnection: async () => new Connection(await pool.connect(), names),
    async releaseConnection(connection) {
      if (connection instanceof Connection) connection.release();
    },
    async beginTransaction(connection) {
      await run(connection, 'begin');
    },
    async commitTransaction(connection) {
      const { rows } = await run(connection, 'commit');
      // PostgreSQL answers the commit of a failed transaction by rolling it back, without an error.
      if (rows[0]?.command === 'ROLLBACK') throw new Error('the transaction had failed and was rolled back');
    },
    async rollbackTransaction(connection) {
      try {
        await run(connection, 'rollback');
      } catch (error) {
        // Nobody else may be given what is amid a transaction.
        if (connection instanceof Connection) connection.discard();
        throw error;
      }
    },
    savepoint: savepoint('savepoint'),
    rollbackToSavepoint: savepoint('rollback to savepoint'),
    releaseSavepoint: savepoint('release savepoint'),
    destroy: () => pool.end(),
  };
}

const endings = ['COMMIT', 'ROLLBACK'];
const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'];

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  #discarded = false;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  discard(): void {
    this.#discarded = true;
  }

  release(): void {
    this.#client.release(this.#discarded);
  }

  async executeQuery<Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    const name = this.#names.of(text);
    try {
      const { rows, command, rowCount } = await this.#client.query({
        text,
        values: [...parameters],
        ...(name !== undefined && { name }),
      });
      if (endings.includes(command)) return { rows: [{ command } as Row] };
      // What a row holds is known to the one who wrote the statement.
      if (!changes.includes(command)) return { rows: rows as Row[] };
      return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      if (name !== undefined) this.#names.failed(error);
      throw error;
    }
  }

  streamQuery(): never {
    throw new Error('nothing is streamed from the database');
  }
}
