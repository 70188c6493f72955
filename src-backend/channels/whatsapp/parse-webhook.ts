import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { ignored, readContacts, readMessage, readStatus } from './inbound.ts';
import { optionalReference, providerError, termOf } from './webhook-fields.ts';

/** What one POST brought for one number. Without a number (news about the account) it has only `ignored` events. */
export interface WebhookBatch {
  phoneNumberId: string | null;
  businessAccountId: string | null;
  /** Messages first, then statuses, then what is ignored; each in the order received. */
  events: InboundEvent[];
}

const envelopeSchema = z.object({ object: z.literal('whatsapp_business_account'), entry: z.array(z.unknown()) });
const entrySchema = z.object({ id: optionalReference, changes: z.array(z.unknown()) });
const changeSchema = z.object({
  field: optionalReference,
  value: z
    .object({
      metadata: z.object({ phone_number_id: optionalReference }).optional().catch(undefined),
      contacts: z.unknown().optional(),
      messages: z.array(z.unknown()).catch([]),
      statuses: z.array(z.unknown()).catch([]),
      errors: z.array(z.unknown()).catch([]),
    })
    .optional()
    .catch(undefined),
});

interface Sorted {
  phoneNumberId: string | null;
  businessAccountId: string | null;
  messages: InboundEvent[];
  statuses: InboundEvent[];
  ignored: InboundEvent[];
}

/**
 * Turns a parsed webhook body into events per number. Never throws: what cannot be read becomes an `ignored` event
 * with its reason, and costs nothing beside it. Source: WhatsApp Cloud API webhooks, versions 23 to 26.
 */
export function parseWebhook(raw: unknown): WebhookBatch[] {
  const envelope = envelopeSchema.safeParse(raw);
  if (!envelope.success) return [{ phoneNumberId: null, businessAccountId: null, events: [ignored('not a webhook')] }];
  const batches = new Map<string, Sorted>();
  for (const item of envelope.data.entry) {
    const entry = entrySchema.safeParse(item);
    if (!entry.success) {
      batchFor(batches, null, null).ignored.push(ignored('malformed entry'));
      continue;
    }
    for (const change of entry.data.changes) readChange(batches, entry.data.id ?? null, change);
  }
  return [...batches.values()].map((batch) => ({
    phoneNumberId: batch.phoneNumberId,
    businessAccountId: batch.businessAccountId,
    events: [...batch.messages, ...batch.statuses, ...batch.ignored],
  }));
}

function readChange(batches: Map<string, Sorted>, businessAccountId: string | null, raw: unknown): void {
  const change = changeSchema.safeParse(raw);
  if (!change.success) {
    batchFor(batches, null, businessAccountId).ignored.push(ignored('malformed change'));
    return;
  }
  const { field, value } = change.data;
  const batch = batchFor(batches, value?.metadata?.phone_number_id ?? null, businessAccountId);
  if (field !== 'messages') {
    batch.ignored.push(ignored(`field: ${termOf(field)}`));
    return;
  }
  const { messages = [], statuses = [], errors = [] } = value ?? {};
  if (batch.phoneNumberId === null) {
    batch.ignored.push(ignored('messages without a phone number id'));
    return;
  }
  const contacts = messages.length === 0 ? [] : readContacts(value?.contacts);
  for (const message of messages) sortIn(batch, readMessage(message, contacts));
  for (const status of statuses) sortIn(batch, readStatus(status));
  for (const error of errors)
    sortIn(batch, ignored(`error: ${providerError.safeParse(error).data?.code ?? 'unnamed'}`));
  if (messages.length + statuses.length + errors.length === 0) batch.ignored.push(ignored('nothing in it'));
}

function sortIn(batch: Sorted, event: InboundEvent): void {
  if (event.type === 'message') batch.messages.push(event);
  else if (event.type === 'status') batch.statuses.push(event);
  else batch.ignored.push(event);
}

function batchFor(
  batches: Map<string, Sorted>,
  phoneNumberId: string | null,
  businessAccountId: string | null,
): Sorted {
  const key = phoneNumberId === null ? `account ${businessAccountId}` : `number ${phoneNumberId}`;
  const known = batches.get(key);
  if (known) return known;
  const batch: Sorted = { phoneNumberId, businessAccountId, messages: [], statuses: [], ignored: [] };
  batches.set(key, batch);
  return batch;
}
