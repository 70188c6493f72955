import type { ExpressionBuilder } from 'kysely';
import type { Logger } from 'pino';
import type { Conversation } from '../../src-shared/protocol/entities.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { ConversationNews, Sender } from '../channels/contract.ts';
import type { Database } from '../store/database.ts';
import type { Store } from '../store/open.ts';

/** What the customer is told besides messages: typing, read, who serves them, that it ended. All may be lost. */
export interface Hints {
  typing(workspaceId: string, personId: string, conversationId: string): Promise<void>;
  read(conversation: Conversation): Promise<void>;
  tell(conversation: Conversation, news: ConversationNews): Promise<void>;
  /** Tells the customers of conversations that were just distributed who serves them. */
  tellAssigned(conversationIds: string[]): Promise<void>;
  conversationOf(
    connectionId: string,
    address: string,
  ): Promise<{ workspaceId: string; id: string; assigneeId: string | null } | null>;
}

/** What is served as one with these: the customer is told wherever they wrote. */
const partsOf = (ids: string[]) => (eb: ExpressionBuilder<Database, 'conversation'>) =>
  eb.and([
    eb('conversation.merged', 'is not', null),
    eb(eb.ref('conversation.merged', '->>').key('intoId'), 'in', ids),
  ]);

export function createHints(deps: { store: Store; connections: ConnectionDirectory; logger: Logger }): Hints {
  const { db } = deps.store;

  const customerOf = async (
    conversation: Pick<Conversation, 'connectionId' | 'identityId'>,
  ): Promise<{ connection: LiveConnection; to: Sender } | null> => {
    const connection = deps.connections.byId(conversation.connectionId);
    const identity = await db
      .selectFrom('identity')
      .selectAll()
      .where('id', '=', conversation.identityId)
      .executeTakeFirst();
    if (connection === null || identity === undefined) return null;
    return { connection, to: { address: identity.address, phone: identity.phone, profileName: identity.profile_name } };
  };

  const lastInbound = async (conversationId: string): Promise<string | null> => {
    const row = await db
      .selectFrom('message')
      .select('external_id')
      .where('conversation_id', '=', conversationId)
      .where('direction', '=', 'inbound')
      .orderBy('position', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.external_id ?? null;
  };

  return {
    async typing(workspaceId, personId, conversationId) {
      const row = await db
        .selectFrom('conversation')
        .select(['connection_id', 'identity_id'])
        .where('workspace_id', '=', workspaceId)
        .where('id', '=', conversationId)
        .where('assignee_id', '=', personId)
        .where('status', '=', 'open')
        .executeTakeFirst();
      if (row === undefined) return;
      const customer = await customerOf({ connectionId: row.connection_id, identityId: row.identity_id });
      await customer?.connection.adapter.typing?.(customer.connection, customer.to, await lastInbound(conversationId));
    },

    async read(conversation) {
      const customer = await customerOf(conversation);
      const externalId = await lastInbound(conversation.id);
      if (customer !== null && externalId !== null)
        await customer.connection.adapter.markRead?.(customer.connection, customer.to, externalId);
    },

    async tell(conversation, news) {
      const parts = await db
        .selectFrom('conversation')
        .select(['connection_id', 'identity_id', 'protocol'])
        .where(partsOf([conversation.id]))
        .execute();
      const told = parts.map((row) => ({
        connectionId: row.connection_id,
        identityId: row.identity_id,
        protocol: row.protocol,
      }));
      for (const { protocol, ...one } of [conversation, ...told]) {
        const customer = await customerOf(one);
        const own = news.type === 'finished' ? { ...news, protocol } : news;
        await customer?.connection.adapter.tell?.(customer.connection, customer.to, own);
      }
    },

    async tellAssigned(conversationIds) {
      if (conversationIds.length === 0) return;
      const rows = await db
        .selectFrom('conversation')
        .innerJoin('person', 'person.id', 'conversation.assignee_id')
        .select(['conversation.connection_id', 'conversation.identity_id', 'person.name'])
        .where((eb) => eb.or([eb('conversation.id', 'in', conversationIds), partsOf(conversationIds)(eb)]))
        .execute();
      for (const row of rows) {
        const customer = await customerOf({ connectionId: row.connection_id, identityId: row.identity_id });
        await customer?.connection.adapter.tell?.(customer.connection, customer.to, {
          type: 'joined',
          agentName: row.name,
        });
      }
    },

    async conversationOf(connectionId, address) {
      const row = await db
        .selectFrom('conversation')
        .innerJoin('identity', 'identity.id', 'conversation.identity_id')
        .select(['conversation.workspace_id', 'conversation.id', 'conversation.assignee_id'])
        .where('conversation.connection_id', '=', connectionId)
        .where('identity.address', '=', address)
        .where('conversation.status', '<>', 'finished')
        .executeTakeFirst();
      return row === undefined ? null : { workspaceId: row.workspace_id, id: row.id, assigneeId: row.assignee_id };
    },
  };
}
