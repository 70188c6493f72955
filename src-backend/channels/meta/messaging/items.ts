import { z } from 'zod';
import type { InboundEvent, InboundMessage, Sender } from '../../contract.ts';
import { ignored } from '../ignored.ts';
import { optionalReference, optionalWords, reference, termOf } from '../webhook-fields.ts';
import { messagingTime, optionalId } from './fields.ts';
import { pressed, readContent } from './message-content.ts';
import { emojiNamed } from './reaction-names.ts';
import { readReferral } from './referral.ts';

/** What one item of `messaging[]` becomes. */
const party = z.looseObject({ id: optionalId }).optional().catch(undefined);
const itemSchema = z.looseObject({ sender: party, recipient: party, timestamp: messagingTime });

/** One item, with who it is about. */
interface Item {
  part: unknown;
  /** The account whose webhook it is. */
  accountId: string;
  senderId: string | undefined;
  recipientId: string | undefined;
  at: number | null;
}

/** How our own message ids travel with what we send, and come back with its echo. */
const OWN = /^turno:([0-9a-f-]{36})$/;
export const ownMark = (messageId: string): string => `turno:${messageId}`;

type Reader = (item: Item) => InboundEvent[];

const person = (address: string): Sender => ({ address, phone: null, profileName: null });

const messageSchema = z.looseObject({
  mid: reference,
  is_echo: z.boolean().optional().catch(undefined),
  is_self: z.boolean().optional().catch(undefined),
  is_deleted: z.boolean().optional().catch(undefined),
  metadata: optionalWords,
  reply_to: z.looseObject({ mid: optionalReference }).optional().catch(undefined),
  referral: z.unknown().optional(),
});

const readMessage: Reader = ({ part, accountId, senderId, recipientId, at }) => {
  const parsed = messageSchema.safeParse(part);
  if (!parsed.success) return [ignored('message without an id')];
  const { mid, is_echo, is_self, is_deleted, metadata, reply_to, referral } = parsed.data;
  if (is_self === true || (senderId === accountId && recipientId === accountId)) return [ignored('message to itself')];
  const isEcho = is_echo === true || senderId === accountId;
  // Which end of an echo is the account differs between versions.
  const address = isEcho && recipientId !== accountId ? recipientId : senderId;
  if (address === undefined) return [ignored('message without a sender')];
  const sender = person(address);
  if (is_deleted === true)
    return [
      {
        type: 'deleted',
        externalId: `deleted:${mid}:${at}`,
        targetExternalId: mid,
        sender,
        text: null,
        providerAt: at,
      },
    ];
  const message: InboundMessage = {
    type: 'message',
    externalId: mid,
    sender,
    ...readContent(part),
    quotedExternalId: reply_to?.mid ?? null,
    providerAt: at,
    forwarded: null,
    referral: readReferral(referral),
  };
  if (!isEcho) return [message];
  return [{ ...message, echo: true, repeatsOurs: { ownId: OWN.exec(metadata ?? '')?.[1] ?? null } }];
};

const editSchema = z.looseObject({
  mid: reference,
  text: optionalWords,
  num_edit: z.coerce.number().int().nonnegative().catch(1),
});
const readEdit: Reader = ({ part, accountId, senderId, recipientId, at }) => {
  const edit = editSchema.safeParse(part).data;
  const address = senderId === accountId ? recipientId : senderId;
  if (edit === undefined || address === undefined) return [ignored('message_edit of no message')];
  if (edit.num_edit === 0) return [ignored('message_edit: nothing was edited yet')];
  const externalId = `edited:${edit.mid}:${edit.num_edit}`;
  return [
    {
      type: 'edited',
      externalId,
      targetExternalId: edit.mid,
      sender: person(address),
      text: edit.text ?? null,
      providerAt: at,
    },
  ];
};

const reactionSchema = z.looseObject({
  mid: reference,
  action: z.enum(['react', 'unreact']),
  emoji: optionalWords,
  reaction: optionalWords,
});
const readReaction: Reader = ({ part, accountId, senderId, recipientId, at }) => {
  const reaction = reactionSchema.safeParse(part).data;
  const isOurs = senderId === accountId;
  const address = isOurs ? recipientId : senderId;
  if (reaction === undefined || address === undefined) return [ignored('reaction to no message')];
  const { mid, action } = reaction;
  const emoji = action === 'unreact' ? null : emojiNamed(reaction.emoji, reaction.reaction);
  if (action === 'react' && emoji === null) return [ignored(`reaction: ${termOf(reaction.reaction)}`)];
  return [
    {
      type: 'reaction',
      // It has no id of its own.
      externalId: `reaction:${mid}:${senderId}:${at}:${action}`.slice(0, 600),
      targetExternalId: mid,
      sender: person(address),
      emoji,
      providerAt: at,
      ...(isOurs ? { echo: true } : {}),
    },
  ];
};

const postbackSchema = z.looseObject({
  mid: optionalReference,
  title: optionalWords,
  payload: optionalWords,
  referral: z.unknown().optional(),
});
const readPostback: Reader = ({ part, senderId, at }) => {
  const postback = postbackSchema.safeParse(part).data;
  if (postback === undefined) return [ignored('postback of nothing')];
  // A guest of a chat plugin has no id by which anybody could answer.
  if (senderId === undefined) return [ignored('postback without a sender')];
  return [
    {
      type: 'message',
      externalId: postback.mid ?? `postback:${senderId}:${at}`,
      sender: person(senderId),
      ...pressed(postback.title?.trim() || postback.payload?.trim() || 'postback'),
      quotedExternalId: null,
      providerAt: at,
      forwarded: null,
      referral: readReferral(postback.referral),
    },
  ];
};

const readSchema = z.looseObject({ mid: optionalReference, watermark: messagingTime });
/** Messenger names a moment, Instagram the message; whoever reads one has read those before it. */
const readRead: Reader = ({ part, accountId, senderId, at }) => {
  const mark = readSchema.safeParse(part).data;
  if (mark === undefined || senderId === undefined) return [ignored('read of nothing')];
  if (senderId === accountId) return [ignored('read by the business')];
  const upTo = mark.watermark ?? at;
  return [
    ...(mark.mid === undefined ? [] : [status(mark.mid, 'read', at)]),
    ...(upTo === null ? [] : [watermark(senderId, 'read', upTo, at)]),
    ...(mark.mid === undefined && upTo === null ? [ignored('read of nothing')] : []),
  ];
};

const deliverySchema = z.looseObject({ mids: z.array(reference).catch([]), watermark: messagingTime });
const readDelivery: Reader = ({ part, senderId, at }) => {
  const delivery = deliverySchema.safeParse(part).data;
  if (delivery === undefined || senderId === undefined) return [ignored('delivery of nothing')];
  const { mids, watermark: upTo } = delivery;
  if (mids.length === 0 && upTo === null) return [ignored('delivery of nothing')];
  return [
    ...mids.slice(0, 1_000).map((mid) => status(mid, 'delivered', at ?? upTo)),
    ...(upTo === null ? [] : [watermark(senderId, 'delivered', upTo, at)]),
  ];
};

const status = (externalId: string, name: 'delivered' | 'read', at: number | null): InboundEvent => ({
  type: 'status',
  externalId,
  status: name,
  failure: null,
  providerAt: at,
});
const watermark = (address: string, name: 'delivered' | 'read', upTo: number, at: number | null): InboundEvent => ({
  type: 'watermark',
  sender: person(address),
  status: name,
  upTo,
  providerAt: at ?? upTo,
});

/** The chat was opened from an advertisement or a link; who came is known, and has written nothing. */
const readArrival: Reader = ({ part, senderId, at }) => {
  const referral = readReferral(part);
  // A guest of a chat plugin has no id by which anybody could answer.
  if (senderId === undefined) return [ignored('referral without a sender')];
  if (referral === null) return [ignored('referral from nowhere')];
  return [
    {
      type: 'referral',
      // It has no id of its own.
      externalId: `referral:${senderId}:${at}`,
      sender: person(senderId),
      referral,
      providerAt: at,
    },
  ];
};

const nothingWritten =
  (name: string): Reader =>
  () => [ignored(`${name}: nothing was written`)];
const ofAnotherApp =
  (name: string): Reader =>
  () => [ignored(`${name}: which application answers is not ours to decide`)];

const readers = new Map<string, Reader>([
  ['message', readMessage],
  ['message_edit', readEdit],
  ['reaction', readReaction],
  ['postback', readPostback],
  ['read', readRead],
  ['delivery', readDelivery],
  ['referral', readArrival],
  ['optin', nothingWritten('optin')],
  ['account_linking', nothingWritten('account_linking')],
  ['messaging_feedback', nothingWritten('messaging_feedback')],
  ['pass_thread_control', ofAnotherApp('pass_thread_control')],
  ['take_thread_control', ofAnotherApp('take_thread_control')],
  ['request_thread_control', ofAnotherApp('request_thread_control')],
  ['app_roles', ofAnotherApp('app_roles')],
]);
const around = new Set(['sender', 'recipient', 'timestamp', 'prior_message', 'is_self']);

/** Never throws; what is nothing of this product, or cannot be read, says so as `ignored`. */
export function readItem(raw: unknown, accountId: string): InboundEvent[] {
  const parsed = itemSchema.safeParse(raw);
  if (!parsed.success) return [ignored('malformed item')];
  const { sender, recipient, timestamp, ...parts } = parsed.data;
  const names = Object.keys(parts).filter((name) => !around.has(name));
  const known = names.find((name) => readers.has(name));
  const read = readers.get(known ?? '');
  if (known === undefined || read === undefined) return [ignored(`event: ${termOf(names[0])}`)];
  return read({ part: parts[known], accountId, senderId: sender?.id, recipientId: recipient?.id, at: timestamp });
}
