import type { CompiledQuery, QueryExecutorProvider } from 'kysely';

/**
 * Changes that are sent without waiting for their answers, so that several of a transaction cost one way to the database
 * instead of one each. They run in the order in which they were sent, as always, and the commit fails as they did.
 */
const unawaited = new WeakSet<CompiledQuery>();

/** A change within a transaction, whose answer nobody needs. The embedded database, which is no way off, is waited for. */
export async function sendAhead(tx: QueryExecutorProvider, change: CompiledQuery): Promise<void> {
  unawaited.add(change);
  await tx.getExecutor().executeQuery(change);
}

/** For the connection: Kysely hands it a transaction's statements one by one, so it is the one that does not wait. */
export const isSentAhead = (statement: CompiledQuery): boolean => unawaited.has(statement);
