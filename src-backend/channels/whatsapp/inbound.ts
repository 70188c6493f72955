import { z } from 'zod';
import { phoneOf } from '../../../src-shared/rules/phone.ts';
import type { InboundEvent, InboundStatus, Sender } from '../contract.ts';
import { readContent } from './message-content.ts';
import { optionalReference, optionalWords, providerError, providerTime, reference, termOf } from './webhook-fields.ts';

export const ignored = (reason: string): InboundEvent => ({ type: 'ignored', reason });

const contactSchema = z.object({
  wa_id: optionalReference,
  /** Business-scoped user id: the identity of someone who writes without showing a number (since 2026). */
  user_id: optionalReference,
  profile: z.object({ name: optionalWords }).optional().catch(undefined),
});
export type WebhookContact = z.infer<typeof contactSchema>;

/** The people a webhook introduces; one that cannot be read only costs its name. */
export function readContacts(raw: unknown): WebhookContact[] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((item: unknown) => contactSchema.safeParse(item).data ?? []);
}

const messageSchema = z.looseObject({
  id: reference,
  from: optionalReference,
  from_user_id: optionalReference,
  timestamp: providerTime,
  type: optionalReference,
  context: z.object({ id: optionalReference }).optional().catch(undefined),
});
type WebhookMessage = z.infer<typeof messageSchema>;

/** What arrives among the messages and is not one, or changes an earlier one. */
const notMessages = new Set(['reaction', 'edit', 'revoke', 'request_welcome']);

export function readMessage(raw: unknown, contacts: readonly WebhookContact[]): InboundEvent {
  const parsed = messageSchema.safeParse(raw);
  if (!parsed.success) return ignored('message without an id');
  const message = parsed.data;
  const { type } = message;
  if (type !== undefined && notMessages.has(type)) return ignored(`${type}: not applied by this channel`);
  if (type === 'system') return ignored(`system: ${systemEventOf(message)}`);
  const sender = senderOf(message, contacts);
  if (sender === null) return ignored('message without a sender');
  return {
    type: 'message',
    externalId: message.id,
    sender,
    ...readContent(type, message),
    quotedExternalId: message.context?.id ?? null,
    providerAt: message.timestamp,
  };
}

function systemEventOf(message: WebhookMessage): string {
  const part = message.system;
  return typeof part === 'object' && part !== null && 'type' in part ? termOf(part.type) : 'unnamed';
}

/** The number when there is one, else the business-scoped id; the address stays as the provider wrote it. */
function senderOf(message: WebhookMessage, contacts: readonly WebhookContact[]): Sender | null {
  const { from, from_user_id: userId } = message;
  const anonymous = from === undefined && userId === undefined;
  const contact = contacts.find((candidate) =>
    anonymous
      ? contacts.length === 1
      : (from !== undefined && candidate.wa_id === from) || (userId !== undefined && candidate.user_id === userId),
  );
  const address = from ?? contact?.wa_id ?? userId ?? contact?.user_id;
  if (address === undefined) return null;
  return { address, phone: phoneOf(address), profileName: contact?.profile?.name?.trim() || null };
}

const statusSchema = z.object({
  id: reference,
  status: optionalReference,
  timestamp: providerTime,
  errors: z.array(z.unknown()).optional().catch(undefined),
  biz_opaque_callback_data: optionalReference,
});

const statuses = new Map<string, InboundStatus['status']>([
  ['sent', 'sent'],
  ['delivered', 'delivered'],
  ['read', 'read'],
  // A voice note that was listened to was also read.
  ['played', 'read'],
  ['failed', 'failed'],
]);

export function readStatus(raw: unknown): InboundEvent {
  const parsed = statusSchema.safeParse(raw);
  if (!parsed.success) return ignored('status without an id');
  const { id, status: name, timestamp, errors, biz_opaque_callback_data: messageId } = parsed.data;
  const status = name === undefined ? undefined : statuses.get(name);
  if (status === undefined) return ignored(`status: ${termOf(name)}`);
  return {
    type: 'status',
    externalId: id,
    status,
    failure: status === 'failed' ? readFailure(errors?.[0]) : null,
    providerAt: timestamp,
    ...(messageId === undefined ? {} : { messageId }),
  };
}

/** The provider's code as text and its most telling sentence, at most 500 characters. */
function readFailure(raw: unknown): { code: string; detail: string | null } {
  const error = providerError.safeParse(raw).data;
  const detail = error?.error_data?.details ?? error?.message ?? error?.title;
  return { code: String(error?.code ?? 'unknown'), detail: detail?.slice(0, 500) ?? null };
}
