import { z } from 'zod';
import type { ChannelConnection, OutboundMessage, Sender, SendOutcome } from '../contract.ts';
import { CAPTION_LIMIT, whatsAppCapabilities } from './capabilities.ts';
import type { Graph } from './graph.ts';
import type { PairBackoff } from './pair-backoff.ts';
import { PAIR_RATE_CODE, type Refusal, refusalOf } from './refusals.ts';
import type { WhatsAppSettings } from './settings.ts';

type Connection = ChannelConnection<WhatsAppSettings>;
type Prepared = { ok: true; content: object } | { ok: false; refusal: Refusal };

export interface SendDeps {
  graph: Graph;
  backoff: PairBackoff;
  sendTimeoutMs: number;
  uploadTimeoutMs: number;
}

const acceptedBody = z.object({ messages: z.array(z.object({ id: z.string().min(1) })).min(1) });
const uploadedBody = z.object({ id: z.string().min(1) });
const imageCapability = whatsAppCapabilities.media.find(({ kind }) => kind === 'image');

/** Sends one message; every expected failure is an outcome. Nothing here sends twice by itself. */
export function createSend({ graph, backoff, sendTimeoutMs, uploadTimeoutMs }: SendDeps) {
  return async (connection: Connection, message: OutboundMessage): Promise<SendOutcome> => {
    const { settings } = connection;
    const prepared = message.kind === 'text' ? textContent(message) : await imageContent(settings, message);
    if (!prepared.ok) return prepared.refusal;
    const body = {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...recipientOf(message.to),
      ...prepared.content,
      ...(message.quotedExternalId === null ? {} : { context: { message_id: message.quotedExternalId } }),
      // Comes back with every status: tells which message an unanswered send became.
      biz_opaque_callback_data: message.id,
    };
    const answer = await graph.post(
      settings,
      `${settings.phoneNumberId}/messages`,
      JSON.stringify(body),
      sendTimeoutMs,
    );
    const pair = `${connection.id} ${message.to.address}`;
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
  };

  async function imageContent(settings: WhatsAppSettings, message: OutboundMessage): Promise<Prepared> {
    const { media, text } = message;
    if (media === null) return failed('empty', 'image without bytes');
    if (text !== null && text.length > CAPTION_LIMIT) return failed('too-long', `caption over ${CAPTION_LIMIT}`);
    if (!imageCapability?.mimes.includes(media.mime)) return failed('unsupported-media', media.mime);
    let bytes: Uint8Array;
    try {
      bytes = await media.read();
    } catch {
      return { ok: false, refusal: { outcome: 'retry', code: 'media-unreadable', detail: null, afterMs: 5_000 } };
    }
    if (bytes.length > imageCapability.maxBytes) return failed('too-large', `${bytes.length} bytes`);
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', media.mime);
    form.set('file', new Blob([new Uint8Array(bytes)], { type: media.mime }), media.name ?? 'image');
    const answer = await graph.post(settings, `${settings.phoneNumberId}/media`, form, uploadTimeoutMs);
    const uploaded =
      answer.state === 'answered' && answer.status < 300 ? uploadedBody.safeParse(answer.body).data : null;
    if (!uploaded) return { ok: false, refusal: refusalOf(answer, false) };
    return {
      ok: true,
      content: { type: 'image', image: { id: uploaded.id, ...(text ? { caption: text } : {}) } },
    };
  }
}

function textContent({ text }: OutboundMessage): Prepared {
  if (text === null || text.trim() === '') return failed('empty', 'text without characters');
  const { textLimit } = whatsAppCapabilities;
  if (text.length > textLimit) return failed('too-long', `over ${textLimit} characters`);
  return { ok: true, content: { type: 'text', text: { body: text, preview_url: true } } };
}

/** A business-scoped user id goes in a field of its own; a number goes as the provider first wrote it. */
function recipientOf({ address, phone }: Sender): object {
  return phone === null ? { recipient: address } : { to: address };
}

function failed(code: string, detail: string): Prepared {
  return { ok: false, refusal: { outcome: 'failed', code, detail } };
}
