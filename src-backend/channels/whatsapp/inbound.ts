import { z } from 'zod';
import type { Message } from '../../../src-shared/protocol/entities.ts';
import type { InboundEvent, InboundMessage, Sender } from '../contract.ts';
import { ignored } from '../meta/ignored.ts';
import {
  cut,
  optionalReference,
  optionalWords,
  providerTime,
  reference,
  termOf,
  wordsOrNull,
} from '../meta/webhook-fields.ts';
import { readContent } from './message-content.ts';
import { addressed, personOf, type WebhookContact } from './people.ts';

const contextSchema = z.object({
  id: optionalReference,
  forwarded: z.boolean().optional().catch(undefined),
  frequently_forwarded: z.boolean().optional().catch(undefined),
  referred_product: z.object({ product_retailer_id: optionalReference }).optional().catch(undefined),
});

const messageSchema = z.looseObject({
  id: reference,
  from: optionalReference,
  from_user_id: optionalReference,
  to: optionalReference,
  to_user_id: optionalReference,
  timestamp: providerTime,
  type: optionalReference,
  group_id: optionalReference,
  context: contextSchema.optional().catch(undefined),
});
type WebhookMessage = z.infer<typeof messageSchema>;

/** What a customer did. Never throws; what is not a message or cannot be read says so as `ignored`. */
export function readMessage(raw: unknown, contacts: readonly WebhookContact[]): InboundEvent {
  return read(raw, ({ from, from_user_id }) => personOf({ number: from, userId: from_user_id }, contacts), {});
}

/** What the business did from the telephone's own application (`smb_message_echoes`): the person is whom it went to. */
export function readEcho(raw: unknown, contacts: readonly WebhookContact[]): InboundEvent {
  const customer = ({ to, to_user_id }: WebhookMessage) => {
    // The only person introduced may be either end, so nobody is guessed here.
    if (to === undefined && to_user_id === undefined) return null;
    return personOf({ number: to, userId: to_user_id }, contacts);
  };
  return read(raw, customer, { echo: true });
}

function read(raw: unknown, person: (message: WebhookMessage) => Sender | null, way: { echo?: true }): InboundEvent {
  const parsed = messageSchema.safeParse(raw);
  if (!parsed.success) return ignored('message without an id');
  const message = parsed.data;
  const { type } = message;
  if (type === 'request_welcome') return ignored('request_welcome: nothing was written yet');
  // A group has no single customer; nothing of this product can answer in one.
  if (message.group_id !== undefined) return ignored('message of a group');
  if (type === 'system') return way.echo ? ignored('system: echo') : readSystem(message, person(message));
  const sender = person(message);
  if (sender === null) return ignored('message without a sender');
  if (type === 'reaction') return readReaction(message, sender, way);
  if (type === 'edit' || type === 'revoke') return readChange(message, type, sender);
  return {
    type: 'message',
    externalId: message.id,
    sender,
    ...readContent(type, message),
    // The id that comes with a question about a product is none of a message.
    quotedExternalId: message.context?.referred_product ? null : (message.context?.id ?? null),
    providerAt: message.timestamp,
    forwarded: forwardedOf(message),
    referral: readReferral(message),
    ...way,
  };
}

const reactionPart = z.object({ message_id: reference, emoji: optionalWords });
function readReaction(message: WebhookMessage, sender: Sender, way: { echo?: true }): InboundEvent {
  const part = reactionPart.safeParse(message.reaction);
  if (!part.success) return ignored('reaction to no message');
  return {
    type: 'reaction',
    externalId: message.id,
    targetExternalId: part.data.message_id,
    sender,
    emoji: wordsOrNull(part.data.emoji, 32),
    providerAt: message.timestamp,
    ...way,
  };
}

const changePart = z.object({ original_message_id: reference, message: z.unknown().optional() });
const wordingPart = z.looseObject({ type: optionalReference });
function readChange(message: WebhookMessage, type: 'edit' | 'revoke', sender: Sender): InboundEvent {
  const part = changePart.safeParse(message[type]);
  if (!part.success) return ignored(`${type} of no message`);
  const wording = wordingPart.safeParse(part.data.message).data;
  if (type === 'edit' && wording === undefined) return ignored('edit without the new message');
  return {
    type: type === 'edit' ? 'edited' : 'deleted',
    externalId: message.id,
    targetExternalId: part.data.original_message_id,
    sender,
    text: wording === undefined || type === 'revoke' ? null : readContent(wording.type, wording).text,
    providerAt: message.timestamp,
  };
}

const systemPart = z.object({
  type: optionalReference,
  wa_id: optionalReference,
  /** What the new number was called before `wa_id`. */
  new_wa_id: optionalReference,
  user_id: optionalReference,
  previous_user_id: optionalReference,
});
/**
 * What WhatsApp itself says about a person. A change of number also changes the business-scoped id; where no number
 * may be shown, only the id's change is told. Source: Cloud API, "System messages".
 */
function readSystem(message: WebhookMessage, known: Sender | null): InboundEvent {
  const system = systemPart.safeParse(message.system).data;
  if (system?.type === 'customer_identity_changed') {
    return known === null
      ? ignored('customer_identity_changed without a sender')
      : moved('security-code', known, known);
  }
  const userId = system?.previous_user_id ?? message.from_user_id;
  if (system?.type === 'user_changed_number') {
    const from = addressed(message.from, userId, null);
    const to = addressed(system.wa_id ?? system.new_wa_id, system.user_id, null);
    return from === null || to === null ? ignored('user_changed_number without both') : moved('number', from, to);
  }
  if (system?.type === 'user_changed_user_id') {
    const from = addressed(undefined, userId, null);
    const to = addressed(undefined, system.user_id, null);
    return from === null || to === null ? ignored('user_changed_user_id without both') : moved('user-id', from, to);
  }
  return ignored(`system: ${termOf(system?.type)}`);

  function moved(change: 'number' | 'user-id' | 'security-code', from: Sender, to: Sender): InboundEvent {
    return { type: 'identity', externalId: message.id, change, from, to, providerAt: message.timestamp };
  }
}

const userIdUpdate = z.object({
  user_id: z.object({ previous: reference, current: reference }),
  timestamp: providerTime,
});
/** The change of a business-scoped id as a field of its own, as it was announced before it became a system message. */
export function readUserIdUpdate(raw: unknown): InboundEvent {
  const part = userIdUpdate.safeParse(raw);
  if (!part.success) return ignored('user_id_update without both ids');
  const { user_id, timestamp } = part.data;
  const person = (address: string): Sender => ({ address, phone: null, profileName: null });
  const [from, to] = [person(user_id.previous), person(user_id.current)];
  return { type: 'identity', externalId: null, change: 'user-id', from, to, providerAt: timestamp };
}

function forwardedOf({ context }: WebhookMessage): Message['forwarded'] {
  if (context?.frequently_forwarded === true) return 'often';
  return context?.forwarded === true ? 'once' : null;
}

const referralPart = z.object({
  headline: optionalWords,
  body: optionalWords,
  source_url: optionalWords,
  source_type: optionalReference,
});
/** Where the customer came from: an advertisement, a post, or a product of the catalogue they ask about. */
function readReferral(message: WebhookMessage): NonNullable<InboundMessage['referral']> | null {
  const part = referralPart.safeParse(message.referral).data;
  if (part !== undefined) {
    const { headline, body, source_url: url, source_type: kind } = part;
    return {
      headline: wordsOrNull(headline, 1_000),
      body: wordsOrNull(body, 4_000),
      url: url !== undefined && url.length <= 2_000 && /^https?:\/\//i.test(url) ? url : null,
      kind: kind === 'ad' || kind === 'post' ? kind : 'other',
    };
  }
  const product = message.context?.referred_product?.product_retailer_id;
  return product === undefined ? null : { headline: cut(product, 1_000), body: null, url: null, kind: 'other' };
}
