import type { Transaction } from 'kysely';
import type { Logger } from 'pino';
import type { Channel, Media } from '../../src-shared/protocol/entities.ts';
import type { LiveConnection } from '../channels/connections.ts';
import type {
  InboundChange,
  InboundIdentity,
  InboundMessage,
  InboundReaction,
  InboundReferral,
  InboundStatus,
  InboundWatermark,
  Sender,
} from '../channels/contract.ts';
import { linkMatches } from '../contacts/linking.ts';
import { createIdentityFinder, type IdentityFinder } from '../contacts/match.ts';
import type { WriteTransaction } from '../log/write.ts';
import { distribute } from '../routing/distribute.ts';
import type { Database } from '../store/database.ts';
import { applyChanges, type Change } from './apply-change.ts';
import { applyIdentity } from './apply-identity.ts';
import { applyInboundMessage, type MediaToFetch } from './apply-inbound.ts';
import { applyReferral, cameBy } from './apply-referral.ts';
import { applyInboundStatus } from './apply-status.ts';
import { applyWatermark } from './apply-watermark.ts';
import { type ExternalIds, type ExternalKey, loadExternalIds } from './external-ids.ts';
import { createJoiningRule, type JoiningRule } from './joining-rule.ts';
import { isOwnEcho } from './own-echo.ts';
import { createWorkUnit, type WorkUnit } from './work-unit.ts';

/** What the log of a workspace is changed by. */
export type AppliedEvent =
  | InboundMessage
  | InboundStatus
  | InboundWatermark
  | InboundReaction
  | InboundChange
  | InboundIdentity
  | InboundReferral;

/** Something that came through a connection and is to be applied. */
export interface Arrival {
  connection: LiveConnection;
  event: AppliedEvent;
}

export interface ArrivalDeps {
  logger: Logger;
  /** Reads within the given transaction: an embedded database has one connection, and it is the transaction's. */
  timeZoneOf: (tx: WriteTransaction) => Promise<string>;
  storedMedia: (db: Transaction<Database>, workspaceId: string, mediaId: string) => Promise<Media | null>;
  fetchMedia: (tx: WriteTransaction, media: MediaToFetch) => Promise<void>;
  /** Somebody wrote through this connection: what they are called there may have to be asked. */
  customerSeen: (tx: WriteTransaction, connection: LiveConnection, sender: Sender) => Promise<void>;
  /** A customer wrote: an automation may begin or go on, before anything is distributed. */
  customerWrote: (
    unit: WorkUnit,
    conversationId: string,
    message: { text: string | null; begins: boolean },
  ) => Promise<void>;
  /** These conversations were given to agents and committed; a hint to the customer, which may be lost. */
  tellAssigned: (conversationIds: string[]) => void;
}

/**
 * Applies what arrived, in one transaction and a number of queries that hardly grows with the batch: people and what they
 * wrote in the order given, then what happened to messages, then states, because within a batch each may speak of what
 * comes before it. What was applied before (a provider repeats itself) changes nothing.
 */
export function createArrivals(deps: ArrivalDeps): (tx: WriteTransaction, work: Arrival[]) => Promise<void> {
  const { logger } = deps;

  return async (tx, work) => {
    if (work.length === 0) return;
    const unit = createWorkUnit(tx);
    const ids = await loadExternalIds(unit, work.flatMap(idsIn));
    await applyPeople(unit, ids, work);
    await unit.flush();
    // Before anything is distributed: who is known by another record has who served them there.
    const linked = await linkMatches(unit);
    const waiting = await applyChanges(unit, ids, work.flatMap(changeIn));
    if (waiting > 0) logger.info({ waiting }, 'reactions, edits or deletions wait for messages that are not here yet');
    for (const { connection, event } of work)
      if (event.type === 'status') await applyInboundStatus(unit, ids, connection, event);
      else if (event.type === 'watermark') await applyWatermark(unit, connection, event);
    // Nothing that arrives frees an agent, but that two become one; only what now waits in a queue can be given to one.
    if (linked || unit.touchedConversations().some((conversation) => conversation.status === 'queued')) {
      const assigned = await distribute(unit);
      if (assigned.length > 0) tx.afterCommit(() => deps.tellAssigned(assigned));
    }
    await unit.flush();
  };

  async function applyPeople(unit: WorkUnit, ids: ExternalIds, work: Arrival[]): Promise<void> {
    const people = work.flatMap(({ connection, event }) =>
      event.type === 'message' || event.type === 'identity' || event.type === 'referral' ? [{ connection, event }] : [],
    );
    if (people.length === 0) return;
    const finder = createIdentityFinder(unit);
    const rule = createJoiningRule(unit);
    await preload(unit, finder, people);
    for (const { connection, event } of people) {
      if (event.type === 'message' && (await isOwnEcho(unit, ids, connection, event))) continue;
      const isRepeated =
        event.externalId !== null && ids.get({ connectionId: connection.id, externalId: event.externalId }) !== null;
      if (isRepeated) continue;
      if (event.type === 'identity') await changeAddress(unit, finder, connection, event);
      else if (event.type === 'referral') await applyReferral(unit, finder, ids, connection, event);
      else await receive(unit, { finder, rule, ids }, connection, event);
    }
  }

  async function receive(
    unit: WorkUnit,
    { finder, rule, ids }: { finder: IdentityFinder; rule: JoiningRule; ids: ExternalIds },
    connection: LiveConnection,
    event: InboundMessage,
  ): Promise<void> {
    const received = await applyInboundMessage(unit, finder, ids, connection, event, {
      timeZone: () => deps.timeZoneOf(unit.tx),
      storedMedia: (mediaId) => deps.storedMedia(unit.tx.db, unit.tx.workspaceId, mediaId),
    });
    for (const media of received.media) await deps.fetchMedia(unit.tx, media);
    if (event.echo === true) return;
    await deps.customerSeen(unit.tx, connection, event.sender);
    const { conversationId } = received;
    // Before an automation greets somebody who is being served elsewhere.
    const begins = received.begins && !(await rule.began(conversationId));
    if (event.automatic === true) return;
    await deps.customerWrote(unit, conversationId, { text: event.text, begins });
  }

  async function changeAddress(
    unit: WorkUnit,
    finder: IdentityFinder,
    connection: LiveConnection,
    event: InboundIdentity,
  ): Promise<void> {
    // It looks at what is open in the database, and what follows in the batch looks for what it wrote.
    await unit.flush();
    const outcome = await applyIdentity(unit, finder, connection, event);
    if (outcome !== 'applied')
      logger.info(
        { connection: connection.id, change: event.change, outcome },
        'a notice about a person changed nothing',
      );
    await unit.flush();
  }
}

/** Contacts and open conversations of everybody in the batch. */
async function preload(
  unit: WorkUnit,
  finder: IdentityFinder,
  people: { connection: LiveConnection; event: InboundMessage | InboundIdentity | InboundReferral }[],
): Promise<void> {
  const sendersOf = (event: InboundMessage | InboundIdentity | InboundReferral) =>
    event.type === 'identity' ? [event.from, event.to] : [event.sender];
  for (const [channel, group] of Map.groupBy(people, (entry) => entry.connection.channel)) {
    await finder.preload(
      channel,
      group.flatMap((entry) => sendersOf(entry.event)),
    );
  }
  const liveKeys = [];
  for (const { connection, event } of people) {
    for (const sender of sendersOf(event)) {
      const identityIds = await finder.knownIdentities(connection.channel, sender);
      liveKeys.push(...identityIds.map((identityId) => ({ connectionId: connection.id, identityId })));
    }
  }
  await unit.preload({ liveKeys, contactIds: [] });
}

/** Channels that say where somebody came from before they write. */
const announcing = new Set<Channel>(['instagram', 'messenger']);

function idsIn({ connection, event }: Arrival): ExternalKey[] {
  const key = (externalId: string): ExternalKey => ({ connectionId: connection.id, externalId });
  switch (event.type) {
    case 'message':
      return [
        event.externalId,
        ...(event.quotedExternalId === null ? [] : [event.quotedExternalId]),
        ...(event.thread ?? []),
        ...(announcing.has(connection.channel) ? [cameBy(connection.id, event.sender.address).externalId] : []),
      ].map(key);
    case 'referral':
      return [];
    case 'identity':
      return event.externalId === null ? [] : [key(event.externalId)];
    case 'status':
      return [key(event.externalId)];
    case 'watermark':
      return [];
    default:
      return [key(event.targetExternalId)];
  }
}

function changeIn({ connection, event }: Arrival): Change[] {
  return event.type === 'reaction' || event.type === 'edited' || event.type === 'deleted'
    ? [{ connection, event }]
    : [];
}
