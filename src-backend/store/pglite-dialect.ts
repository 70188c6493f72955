import type { PGlite } from '@electric-sql/pglite';
import { type DatabaseConnection, PGliteDialect, PGliteDriver } from 'kysely';

/**
 * PGlite has one connection. Kysely's own driver hands that one out without waiting, so a query of one request would run
 * inside the open transaction of another (and be rolled back with it). This one hands it out to one owner at a time.
 */
export function createPGliteDialect(pglite: PGlite): PGliteDialect {
  const config = { pglite };
  const dialect = new PGliteDialect(config);
  dialect.createDriver = () => new ExclusiveDriver(config);
  return dialect;
}

class ExclusiveDriver extends PGliteDriver {
  #tail: Promise<void> = Promise.resolve();
  #release: (() => void) | null = null;

  override async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#tail;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#tail = promise;
    await before;
    this.#release = resolve;
    return super.acquireConnection();
  }

  override async releaseConnection(): Promise<void> {
    const release = this.#release;
    this.#release = null;
    release?.();
  }
}
