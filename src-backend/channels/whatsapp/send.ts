import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { ChannelConnection, OutboundMessage, Sender, SendOutcome } from '../contract.ts';
import type { Graph } from '../meta/graph.ts';
import type { Rates } from '../meta/rates.ts';
import { PAIR_RATE_CODE, refusalOf } from '../meta/refusals.ts';
import { createContents } from './contents.ts';
import type { PairBackoff } from './pair-backoff.ts';
import type { WhatsAppSettings } from './settings.ts';
import { createUpload } from './upload.ts';

type Connection = ChannelConnection<WhatsAppSettings>;

export interface SendDeps {
  graph: Graph;
  backoff: PairBackoff;
  rates: Rates;
  sendTimeoutMs: number;
  uploadTimeoutMs: number;
}

const acceptedBody = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });

/** A place in the rates that comes within this time is waited for; for a later one the job makes room for others. */
const PATIENCE_MS = 500;

/** Sends messages and reactions; every expected failure is an outcome. Nothing here sends twice by itself. */
export function createSend({ graph, backoff, rates, sendTimeoutMs, uploadTimeoutMs }: SendDeps) {
  const prepare = createContents(createUpload({ graph, timeoutMs: uploadTimeoutMs }));

  return {
    async message(connection: Connection, message: OutboundMessage): Promise<SendOutcome> {
      const held = await place(connection, message.to);
      if (held !== null) return held;
      const prepared = await prepare(connection.settings, message);
      if (!prepared.ok) return prepared.refusal;
      return post(connection, message.to, {
        ...prepared.content,
        ...(message.quotedExternalId === null ? {} : { context: { message_id: message.quotedExternalId } }),
        // Comes back with every status: tells which message an unanswered send became.
        biz_opaque_callback_data: message.id,
      });
    },

    /** An empty emoji takes the reaction back. */
    async reaction(connection: Connection, to: Sender, targetId: string, emoji: string | null): Promise<SendOutcome> {
      const held = await place(connection, to);
      return held ?? post(connection, to, { type: 'reaction', reaction: { message_id: targetId, emoji: emoji ?? '' } });
    },
  };

  /** null: it may go out now. */
  async function place(connection: Connection, to: Sender): Promise<SendOutcome | null> {
    for (;;) {
      const waitMs = rates.ask(connection.settings.phoneNumberId, pairOf(connection, to));
      if (waitMs === 0) return null;
      if (waitMs > PATIENCE_MS)
        return { outcome: 'retry', code: 'rate-limited', detail: null, afterMs: waitMs, held: true };
      await pause(waitMs);
    }
  }

  async function post(connection: Connection, to: Sender, content: object): Promise<SendOutcome> {
    const { settings } = connection;
    const body = { messaging_product: 'whatsapp', recipient_type: 'individual', ...recipientOf(to), ...content };
    const answer = await graph.post(
      settings,
      `${settings.phoneNumberId}/messages`,
      JSON.stringify(body),
      sendTimeoutMs,
    );
    const pair = pairOf(connection, to);
    const accepted =
      answer.state === 'answered' && answer.status < 300 ? acceptedBody.safeParse(answer.body).data : null;
    const externalId = accepted?.messages[0]?.id;
    if (externalId !== undefined) {
      backoff.accepted(pair);
      return { outcome: 'accepted', externalId, status: 'sent' };
    }
    const refusal = refusalOf(answer, true);
    return refusal.outcome === 'retry' && refusal.code === String(PAIR_RATE_CODE)
      ? { ...refusal, afterMs: backoff.refused(pair) }
      : refusal;
  }
}

const pairOf = (connection: Connection, { address }: Sender): string => `${connection.id} ${address}`;

/** A business-scoped user id goes in a field of its own; a number goes as the provider first wrote it. */
function recipientOf({ address, phone }: Sender): object {
  return phone === null ? { recipient: address } : { to: address };
}
