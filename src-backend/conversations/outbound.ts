import type { Logger } from 'pino';
import type { Attempt, Message } from '../../src-shared/protocol/entities.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { OutboundMessage, Sender, SendOutcome } from '../channels/contract.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { applyStatus, reflectInConversation } from './statuses.ts';
import { createWorkUnit } from './work-unit.ts';

/**
 * Delivers queued messages to their channel. Called by the job queue, one message of a conversation after the other.
 *
 * Before the request, `sending_since` is set and committed; after it, the outcome is. A message found with
 * `sending_since` already set was interrupted between the two (a killed process), so nobody knows whether the provider
 * has it: unless the channel recognises repetition by our id, it is marked uncertain and left to the agent, because
 * sending it again by ourselves could reach the customer twice.
 */
export interface Outbound {
  /** `again`: certainly not accepted; try later, with nothing of the conversation overtaking it. */
  deliver(job: {
    workspaceId: string;
    messageId: string;
    lastTry: boolean;
  }): Promise<{ done: true } | { done: false; afterMs: number }>;
  /** Ends a message whose job cannot go on; the agent sees the failure. */
  abandon(job: { workspaceId: string; messageId: string; code: string }): Promise<void>;
}

export const UNCERTAIN = 'uncertain';

export function createOutbound(deps: {
  store: Store;
  log: WorkspaceLog;
  connections: ConnectionDirectory;
  logger: Logger;
  readMedia: (workspaceId: string, mediaId: string) => Promise<Uint8Array>;
  now: () => number;
}): Outbound {
  const { store } = deps;

  async function claim(workspaceId: string, messageId: string): Promise<'claimed' | 'interrupted' | 'settled'> {
    const row = await store.db
      .selectFrom('message')
      .select(['status', 'sending_since'])
      .where('workspace_id', '=', workspaceId)
      .where('id', '=', messageId)
      .executeTakeFirst();
    if (row === undefined || row.status !== 'queued') return 'settled';
    const claimed = await store.db
      .updateTable('message')
      .set({ sending_since: deps.now() })
      .where('id', '=', messageId)
      .where('status', '=', 'queued')
      .where('sending_since', 'is', null)
      .executeTakeFirst();
    return claimed.numUpdatedRows > 0n ? 'claimed' : 'interrupted';
  }

  async function prepare(
    workspaceId: string,
    messageId: string,
  ): Promise<{ connection: LiveConnection; message: OutboundMessage } | null> {
    const row = await store.db
      .selectFrom('message')
      .innerJoin('identity', 'identity.id', 'message.identity_id')
      .leftJoin('person', 'person.id', 'message.author_id')
      .leftJoin('message as quoted', 'quoted.id', 'message.quoted_message_id')
      .select([
        'message.connection_id',
        'message.kind',
        'message.text',
        'message.media',
        'identity.address',
        'identity.phone',
        'identity.profile_name',
        'person.name as author_name',
        'quoted.external_id as quoted_external_id',
      ])
      .where('message.workspace_id', '=', workspaceId)
      .where('message.id', '=', messageId)
      .executeTakeFirst();
    const connection = row === undefined ? null : deps.connections.byId(row.connection_id);
    if (row === undefined || connection === null) return null;
    const to: Sender = { address: row.address, phone: row.phone, profileName: row.profile_name };
    const media = row.media;
    return {
      connection,
      message: {
        id: messageId,
        to,
        kind: media === null ? 'text' : 'image',
        template: null,
        text: row.text,
        media:
          media === null
            ? null
            : {
                mime: media.mime,
                name: media.name,
                voice: media.voice,
                read: () => deps.readMedia(workspaceId, media.id),
              },
        quotedExternalId: row.quoted_external_id,
        authorName: row.author_name,
      },
    };
  }

  async function settle(workspaceId: string, messageId: string, outcome: SendOutcome): Promise<void> {
    await deps.log.write(workspaceId, async (tx) => {
      const unit = createWorkUnit(tx);
      const message = await unit.message(messageId);
      if (message === null || message.status !== 'queued') return;
      const attempt: Attempt = {
        at: tx.now,
        outcome: outcome.outcome === 'retry' ? 'failed' : outcome.outcome,
        code: outcome.outcome === 'accepted' ? null : outcome.code,
        detail: outcome.outcome === 'accepted' ? null : (outcome.detail?.slice(0, 500) ?? null),
      };
      const attempts = [...message.attempts, attempt];
      if (outcome.outcome === 'accepted') {
        unit.changeMessage(messageId, { status: outcome.status, attempts });
        await reflectInConversation(unit, message, outcome.status);
        await tx.db
          .updateTable('message')
          .set({ external_id: outcome.externalId, sending_since: null })
          .where('id', '=', messageId)
          .execute();
        await applyParked(unit, message, outcome.externalId);
      } else if (outcome.outcome === 'retry') {
        unit.changeMessage(messageId, { attempts });
        await tx.db.updateTable('message').set({ sending_since: null }).where('id', '=', messageId).execute();
      } else {
        const code = outcome.outcome === 'uncertain' ? UNCERTAIN : outcome.code;
        unit.changeMessage(messageId, { status: 'failed', failure: { code, detail: outcome.detail }, attempts });
        await reflectInConversation(unit, message, 'failed');
        await tx.db.updateTable('message').set({ sending_since: null }).where('id', '=', messageId).execute();
      }
      await unit.flush();
    });
  }

  async function applyParked(
    unit: ReturnType<typeof createWorkUnit>,
    message: Message,
    externalId: string,
  ): Promise<void> {
    const parked = await unit.tx.db
      .deleteFrom('parked_status')
      .where('connection_id', '=', message.connectionId)
      .where('external_id', '=', externalId)
      .returning(['status', 'failure'])
      .execute();
    for (const report of parked) {
      const now = await unit.message(message.id);
      if (now !== null && report.status !== 'queued')
        await applyStatus(unit, now, { status: report.status, failure: report.failure });
    }
  }

  return {
    abandon: ({ workspaceId, messageId, code }) =>
      settle(workspaceId, messageId, { outcome: 'failed', code, detail: null }),

    async deliver({ workspaceId, messageId, lastTry }) {
      const prepared = await prepare(workspaceId, messageId);
      if (prepared === null) {
        await settle(workspaceId, messageId, { outcome: 'failed', code: 'no-connection', detail: null });
        return { done: true };
      }
      const { connection, message } = prepared;
      const claimed = await claim(workspaceId, messageId);
      if (claimed === 'settled') return { done: true };
      if (claimed === 'interrupted' && connection.adapter.repeatable !== true) {
        await settle(workspaceId, messageId, { outcome: 'uncertain', code: 'interrupted', detail: null });
        return { done: true };
      }
      const outcome = await connection.adapter.send(connection, message);
      if (outcome.outcome === 'retry' && lastTry) {
        await settle(workspaceId, messageId, { outcome: 'failed', code: outcome.code, detail: outcome.detail });
        return { done: true };
      }
      await settle(workspaceId, messageId, outcome);
      return outcome.outcome === 'retry' ? { done: false, afterMs: outcome.afterMs } : { done: true };
    },
  };
}
