import type { Logger } from 'pino';
import type { Attempt } from '../../src-shared/protocol/entities.ts';
import { noteFailure, noteSuccess } from '../channels/connection-problem.ts';
import type { ConnectionDirectory, LiveConnection } from '../channels/connections.ts';
import type { SendOutcome } from '../channels/contract.ts';
import type { WorkspaceLog } from '../log/write.ts';
import type { Store } from '../store/open.ts';
import { applyParked } from './apply-status.ts';
import { prepareDeparture } from './outbound-message.ts';
import { reflectInConversation } from './statuses.ts';
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

  /** It was kept back by ourselves: as if it had not been tried. */
  async function release(messageId: string): Promise<void> {
    await store.db.updateTable('message').set({ sending_since: null }).where('id', '=', messageId).execute();
  }

  async function settle(
    workspaceId: string,
    messageId: string,
    outcome: SendOutcome,
    connection: LiveConnection | null,
  ): Promise<void> {
    await deps.log.write(workspaceId, async (tx) => {
      const unit = createWorkUnit(tx);
      if (connection !== null) {
        if (outcome.outcome === 'accepted') await noteSuccess(tx, connection);
        else await noteFailure(tx, connection, outcome);
      }
      const message = await unit.message(messageId);
      if (message === null || message.status !== 'queued') return;
      const attempt: Attempt = {
        at: tx.now,
        outcome: outcome.outcome === 'retry' ? 'failed' : outcome.outcome,
        code: outcome.outcome === 'accepted' ? null : outcome.code,
        detail: outcome.detail?.slice(0, 500) ?? null,
      };
      const attempts = [...message.attempts, attempt];
      if (outcome.outcome === 'accepted') {
        const statusTimes = { ...message.statusTimes, sent: tx.now };
        unit.changeMessage(messageId, { status: outcome.status, attempts, statusTimes });
        await reflectInConversation(unit, message, outcome.status);
        await tx.db
          .updateTable('message')
          .set({ external_id: outcome.externalId, sending_since: null })
          .where('id', '=', messageId)
          .execute();
        await applyParked(unit, messageId, outcome.externalId);
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

  return {
    abandon: ({ workspaceId, messageId, code }) =>
      settle(workspaceId, messageId, { outcome: 'failed', code, detail: null }, null),

    async deliver({ workspaceId, messageId, lastTry }) {
      const departure = await prepareDeparture(
        { db: store.db, connections: deps.connections, readMedia: deps.readMedia },
        workspaceId,
        messageId,
      );
      if (!departure.ok) {
        // What was interrupted stays unknown, whatever has become of the template or the connection since.
        const interrupted = (await claim(workspaceId, messageId)) === 'interrupted';
        const { code, detail } = departure;
        const outcome: SendOutcome = interrupted
          ? { outcome: 'uncertain', code: 'interrupted', detail: null }
          : { outcome: 'failed', code, detail };
        await settle(workspaceId, messageId, outcome, null);
        return { done: true };
      }
      const { connection, message } = departure;
      const claimed = await claim(workspaceId, messageId);
      if (claimed === 'settled') return { done: true };
      if (claimed === 'interrupted' && connection.adapter.repeatable !== true) {
        await settle(workspaceId, messageId, { outcome: 'uncertain', code: 'interrupted', detail: null }, null);
        return { done: true };
      }
      const outcome = await connection.adapter.send(connection, message);
      if (outcome.outcome === 'retry' && outcome.held === true) {
        await release(messageId);
        return { done: false, afterMs: outcome.afterMs };
      }
      if (outcome.outcome === 'retry' && lastTry) {
        const { code, detail } = outcome;
        await settle(workspaceId, messageId, { outcome: 'failed', code, detail }, connection);
        return { done: true };
      }
      await settle(workspaceId, messageId, outcome, connection);
      return outcome.outcome === 'retry' ? { done: false, afterMs: outcome.afterMs } : { done: true };
    },
  };
}
