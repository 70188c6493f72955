import { type CompiledQuery, type DatabaseConnection, type Driver, PostgresDialect, type QueryResult } from 'kysely';
import type pg from 'pg';
import { isSentAhead } from './ahead.ts';
import { createStatementNames, type StatementNames } from './pg-statements.ts';

/**
 * Kysely's own driver has each statement parsed and planned anew, and waits for the answer to each. This one names what comes
 * often (pg-statements.ts), which every message that arrives gains a dozen times, and waits neither for «begin» nor for
 * what is sent ahead (ahead.ts). The pool's clients must be made with `pipeline`.
 */
export function createPgDialect(pool: pg.Pool): PostgresDialect {
  const dialect = new PostgresDialect({ pool });
  dialect.createDriver = () => createDriver(pool);
  return dialect;
}

function createDriver(pool: pg.Pool): Driver {
  const names = createStatementNames();
  const ours = (connection: DatabaseConnection): Connection => {
    if (connection instanceof Connection) return connection;
    throw new Error('a connection of another driver');
  };
  return {
    async init() {},
    acquireConnection: async () => new Connection(await pool.connect(), names),
    releaseConnection: async (connection) => ours(connection).release(),
    beginTransaction: async (connection) => ours(connection).begin(),
    commitTransaction: async (connection) => ours(connection).commit(),
    rollbackTransaction: async (connection) => ours(connection).rollback(),
    destroy: () => pool.end(),
  };
}

const changes = ['INSERT', 'UPDATE', 'DELETE', 'MERGE'];

class Connection implements DatabaseConnection {
  readonly #client: pg.PoolClient;
  readonly #names: StatementNames;
  /** What went without waiting, in this order; each settles to why it failed, or to null. */
  #ahead: Promise<{ error: unknown } | null>[] = [];
  #inTransaction = false;
  #discarded = false;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client;
    this.#names = names;
  }

  begin(): void {
    this.#inTransaction = true;
    this.#goAhead(this.#client.query('begin'));
  }

  async commit(): Promise<void> {
    this.#inTransaction = false;
    const committed = this.#client.query('commit');
    // Not before all have ended: the connection is given on.
    const [failed] = await Promise.all([this.#firstFailure(), committed.catch(() => null)]);
    if (failed !== null) throw failed.error;
    // PostgreSQL answers the commit of a failed transaction by rolling it back, without an error.
    if ((await committed).command === 'ROLLBACK') throw new Error('the transaction had failed and was rolled back');
  }

  async rollback(): Promise<void> {
    this.#inTransaction = false;
    try {
      await this.#client.query('rollback');
    } catch (error) {
      // Nobody else may be given what is amid a transaction.
      this.#discarded = true;
      throw error;
    } finally {
      this.#ahead = [];
    }
  }

  release(): void {
    this.#client.release(this.#discarded);
  }

  async executeQuery<Row>(statement: CompiledQuery): Promise<QueryResult<Row>> {
    const answer = this.#send(statement);
    if (this.#inTransaction && isSentAhead(statement)) {
      this.#goAhead(answer);
      return { rows: [] };
    }
    try {
      const { rows, command, rowCount } = await answer;
      // What a row holds is known to the one who wrote the statement.
      if (!changes.includes(command)) return { rows: rows as Row[] };
      return { rows: rows as Row[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      // It may have failed because what went ahead of it had, which says more.
      const failed = await this.#firstFailure();
      throw failed === null ? error : failed.error;
    }
  }

  async #send({ sql: text, parameters }: CompiledQuery): Promise<pg.QueryResult> {
    const name = this.#names.of(text);
    try {
      return await this.#client.query({ text, values: [...parameters], ...(name !== undefined && { name }) });
    } catch (error) {
      if (name !== undefined) this.#names.failed(error);
      throw error;
    }
  }

  #goAhead(answer: Promise<unknown>): void {
    this.#ahead.push(
      answer.then(
        () => null,
        (error: unknown) => ({ error }),
      ),
    );
  }

  async #firstFailure(): Promise<{ error: unknown } | null> {
    const ended = await Promise.all(this.#ahead.splice(0));
    return ended.find((failure) => failure !== null) ?? null;
  }

  streamQuery(): never {
    throw new Error('nothing is streamed from the database');
  }
}
