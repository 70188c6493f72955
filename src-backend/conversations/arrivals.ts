import type { Transaction } from 'kysely';
import type { Media } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type { InboundMessage, InboundStatus } from '../channels/contract.ts';
import { createIdentityFinder } from '../contacts/match.ts';
import type { WriteTransaction } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import type { Database } from '../store/database.ts';
import { applyInboundMessage, applyInboundStatus, type MediaToFetch } from './apply-inbound.ts';
import { createWorkUnit, type WorkUnit } from './work-unit.ts';

/** Something that came through a connection and is to be applied. */
export interface Arrival {
  connection: LiveConnection;
  event: InboundMessage | InboundStatus;
}

export interface ArrivalDeps {
  /** Reads within the given transaction: an embedded database has one connection, and it is the transaction's. */
  timeZoneOf: (tx: WriteTransaction) => Promise<string>;
  storedMedia: (db: Transaction<Database>, workspaceId: string, mediaId: string) => Promise<Media | null>;
  fetchMedia: (tx: WriteTransaction, media: MediaToFetch) => Promise<void>;
  /** These conversations were given to agents and committed; a hint to the customer, which may be lost. */
  tellAssigned: (conversationIds: string[]) => void;
}

/**
 * Applies what arrived, in the order given, in one transaction and a number of queries that hardly grows with the batch.
 * What was applied before (a provider repeats itself) changes nothing.
 */
export function createArrivals(deps: ArrivalDeps): (tx: WriteTransaction, work: Arrival[]) => Promise<void> {
  return async (tx, work) => {
    if (work.length === 0) return;
    const unit = createWorkUnit(tx);
    await applyMessages(unit, work);
    await unit.flush();
    // Statuses after messages: within a batch a status may speak of a message of the same batch.
    for (const { connection, event } of work)
      if (event.type === 'status') await applyInboundStatus(unit, connection, event);
    // Nothing that arrives frees an agent; only what now waits in a queue can be given to one.
    if (unit.touchedConversations().some((conversation) => conversation.status === 'queued')) {
      const assigned = await distribute(unit);
      if (assigned.length > 0) tx.afterCommit(() => deps.tellAssigned(assigned));
    }
    await unit.flush();
  };

  async function applyMessages(unit: WorkUnit, work: Arrival[]): Promise<void> {
    const messages = work.flatMap(({ connection, event }) => (event.type === 'message' ? [{ connection, event }] : []));
    if (messages.length === 0) return;
    const seen = await knownExternalIds(unit, messages);
    const finder = createIdentityFinder(unit);
    for (const [channel, group] of Map.groupBy(messages, (entry) => entry.connection.channel)) {
      await finder.preload(
        channel,
        group.map((entry) => entry.event.sender),
      );
    }
    await preloadConversations(unit, finder, messages);
    for (const { connection, event } of messages) {
      const key = `${connection.id} ${event.externalId}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const media = await applyInboundMessage(unit, finder, connection, event, {
        timeZone: () => deps.timeZoneOf(unit.tx),
        storedMedia: (mediaId) => deps.storedMedia(unit.tx.db, unit.tx.workspaceId, mediaId),
      });
      if (media !== null) await deps.fetchMedia(unit.tx, media);
    }
  }

  async function preloadConversations(
    unit: WorkUnit,
    finder: ReturnType<typeof createIdentityFinder>,
    messages: { connection: LiveConnection; event: InboundMessage }[],
  ): Promise<void> {
    const liveKeys = [];
    for (const { connection, event } of messages) {
      const identityId = finder.knownIdentity(connection.channel, event.sender);
      if (identityId !== null) liveKeys.push({ connectionId: connection.id, identityId });
    }
    await unit.preload({ liveKeys, contactIds: [] });
  }

  async function knownExternalIds(
    unit: WorkUnit,
    messages: { connection: LiveConnection; event: InboundMessage }[],
  ): Promise<Set<string>> {
    const rows = await unit.tx.db
      .selectFrom('message')
      .select(['connection_id', 'external_id'])
      .where('connection_id', 'in', [...new Set(messages.map((entry) => entry.connection.id))])
      .where(
        'external_id',
        'in',
        messages.map((entry) => entry.event.externalId),
      )
      .execute();
    return new Set(rows.map((row) => `${row.connection_id} ${row.external_id}`));
  }
}
