import type { LiveConnection } from '../channels/connections.ts';
import type { QueryHandler } from './run.ts';

/** What a message by the caller ends with, as it would be sent now: the composer shows it before it is. */
export function createSignature(deps: {
  connection(id: string): LiveConnection | null;
}): QueryHandler<'connection.signature'> {
  return async ({ db, workspaceId, caller }, { connectionId }) => {
    const connection = deps.connection(connectionId);
    if (connection === null || connection.workspaceId !== workspaceId) return 'not-found';
    const { email } = await db
      .selectFrom('person')
      .select('email')
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', caller.id)
      .executeTakeFirstOrThrow();
    const author = { authorEmail: email, authorName: caller.name };
    return { text: connection.adapter.signature?.(connection.settings, author) ?? null };
  };
}
