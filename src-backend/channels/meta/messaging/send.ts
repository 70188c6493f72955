import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { textSize } from '../../../../src-shared/rules/text-size.ts';
import type { ChannelConnection, OutboundMessage, Sender, SendOutcome } from '../../contract.ts';
import type { Graph } from '../graph.ts';
import type { Rates } from '../rates.ts';
import { ownMark } from './items.ts';
import { type MessagingProduct, type MessagingSettings, WINDOW_MS } from './product.ts';
import { messagingRefusalOf } from './refusals.ts';
import { createUpload } from './upload.ts';

type Connection = ChannelConnection<MessagingSettings>;
type Prepared = { ok: true; content: object } | { ok: false; refusal: Exclude<SendOutcome, { outcome: 'accepted' }> };

export interface SendDeps {
  graph: Graph;
  rates: Rates;
  now: () => number;
  sendTimeoutMs: number;
  uploadTimeoutMs: number;
}

const acceptedBody = z.object({ message_id: z.string().min(1).max(512) });

/** A place in the rates that comes within this time is waited for; for a later one the job makes room for others. */
const PATIENCE_MS = 500;

/** What the kinds that can be sent are called as attachments. */
const attachmentTypes = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['audio', 'audio'],
  ['document', 'file'],
]);

/** Sends messages and reactions; every expected failure is an outcome. Nothing here sends twice by itself. */
export function createSend(product: MessagingProduct, deps: SendDeps) {
  const { graph, rates, now, sendTimeoutMs } = deps;
  const upload = createUpload(product, { graph, timeoutMs: deps.uploadTimeoutMs });

  return {
    async message(connection: Connection, message: OutboundMessage): Promise<SendOutcome> {
      const way = messagingType(connection.settings, message, now());
      if (way === null) return failed('answer-window-closed', null);
      const prepared = await prepare(connection.settings, message);
      if (!prepared.ok) return prepared.refusal;
      const held = await place(connection, message.to);
      if (held !== null) return held;
      const answer = await call(connection, message.to, {
        ...way,
        message: {
          ...prepared.content,
          // Comes back with the echo: tells which message an unanswered send became.
          ...(product.carriesOwnId ? { metadata: ownMark(message.id) } : {}),
        },
        ...(message.quotedExternalId === null ? {} : { reply_to: { mid: message.quotedExternalId } }),
      });
      const accepted =
        answer.state === 'answered' && answer.status < 300 ? acceptedBody.safeParse(answer.body).data : null;
      return accepted
        ? { outcome: 'accepted', externalId: accepted.message_id, status: 'sent' }
        : messagingRefusalOf(answer, true);
    },

    async reaction(connection: Connection, to: Sender, targetId: string, emoji: string | null): Promise<SendOutcome> {
      const reaction = emoji === null ? null : product.reactionOf(emoji);
      if (emoji !== null && reaction === null) return failed('kind-not-supported', 'reaction');
      const held = await place(connection, to);
      if (held !== null) return held;
      const payload = { message_id: targetId, ...(reaction === null ? {} : { reaction }) };
      const answer = await call(connection, to, { sender_action: reaction === null ? 'unreact' : 'react', payload });
      if (answer.state === 'answered' && answer.status < 300)
        return { outcome: 'accepted', externalId: targetId, status: 'sent' };
      return messagingRefusalOf(answer, true);
    },

    /** Shows the customer something that is no message; throws when it was not taken. */
    async action(connection: Connection, to: Sender, action: 'typing_on' | 'mark_seen'): Promise<void> {
      const answer = await call(connection, to, { sender_action: action });
      if (answer.state === 'answered' && answer.status < 300) return;
      throw new Error(`${product.channel} did not take ${action}: ${messagingRefusalOf(answer, false).code}`);
    },
  };

  function call({ settings }: Connection, { address }: Sender, part: object) {
    const body = JSON.stringify({ recipient: { id: address }, ...part });
    return graph.post(settings, `${settings.senderId}/messages`, body, sendTimeoutMs);
  }

  /** null: it may go out now. */
  async function place(connection: Connection, to: Sender): Promise<SendOutcome | null> {
    for (;;) {
      const waitMs = rates.ask(connection.settings.senderId, `${connection.id} ${to.address}`);
      if (waitMs === 0) return null;
      if (waitMs > PATIENCE_MS)
        return { outcome: 'retry', code: 'rate-limited', detail: null, afterMs: waitMs, held: true };
      await pause(waitMs);
    }
  }

  async function prepare(settings: MessagingSettings, message: OutboundMessage): Promise<Prepared> {
    const { kind, text, media } = message;
    if (kind === 'text') return textContent(product, text);
    const rule = product.capabilities.media.find((one) => one.kind === kind);
    const type = attachmentTypes.get(kind);
    if (rule === undefined || type === undefined) return no('kind-not-supported', kind);
    if (media === null) return no('empty', `${kind} without bytes`);
    const mime = media.mime.split(';')[0]?.trim() ?? '';
    if (!rule.mimes.includes(mime)) return no('unsupported-media', mime);
    // Words and an attachment are two messages there; the composer sends them so.
    if (text !== null && text !== '') return no('unsupported-media', `${kind} with text`);
    const uploaded = await upload(settings, message, type, rule.maxBytes);
    return uploaded.ok
      ? { ok: true, content: { attachment: { type, payload: { attachment_id: uploaded.id } } } }
      : { ok: false, refusal: uploaded.refusal };
  }
}

/**
 * As what it goes: an answer within the standard window, or by the tag for people, if the account has it and a person wrote.
 * null: neither. When the customer last wrote is not always known; then the provider decides.
 */
function messagingType(
  { humanAgent }: MessagingSettings,
  { lastInboundAt, automatic }: OutboundMessage,
  now: number,
): object | null {
  const isLate = lastInboundAt != null && now - lastInboundAt >= WINDOW_MS;
  if (!isLate) return { messaging_type: 'RESPONSE' };
  return humanAgent && automatic !== true ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : null;
}

function textContent({ capabilities }: MessagingProduct, text: string | null): Prepared {
  if (text === null || text.trim() === '') return no('empty', 'text without characters');
  return textSize(text, capabilities) > capabilities.textLimit
    ? no('too-long', `over ${capabilities.textLimit}`)
    : { ok: true, content: { text } };
}

const failed = (code: string, detail: string | null): SendOutcome => ({ outcome: 'failed', code, detail });
const no = (code: string, detail: string): Prepared => ({ ok: false, refusal: { outcome: 'failed', code, detail } });
