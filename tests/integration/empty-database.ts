import { openAsBlob } from 'node:fs';
import type { StoreLocation } from '../../src-backend/store/open.ts';

/** On the run's PostgreSQL server: what new databases are copied from. */
export const EMPTY_DATABASE = 'turno_empty';
/** The environment's variable with the file that new embedded databases begin as. Only test runs have it. */
export const DATABASE_IMAGE = 'TURNO_TEST_DATABASE_IMAGE';

/** An embedded database in memory, with all tables and nothing in them. */
export async function embeddedInMemory(): Promise<StoreLocation> {
  const file = process.env[DATABASE_IMAGE];
  return { kind: 'embedded', folder: null, ...(file !== undefined && { image: await openAsBlob(file) }) };
}
