import { z } from 'zod';
import type { InboundEvent } from '../contract.ts';
import { ignored } from '../meta/ignored.ts';
import { optionalReference, providerError, reference, termOf } from '../meta/webhook-fields.ts';
import { readEcho, readMessage, readUserIdUpdate } from './inbound.ts';
import { readContacts } from './people.ts';
import { readStatus } from './statuses.ts';

/** What one POST brought for one number; without a number it is about the whole account. */
export interface WebhookBatch {
  phoneNumberId: string | null;
  businessAccountId: string | null;
  /** What people wrote and did, then statuses, then what is ignored; each in the order received. */
  events: InboundEvent[];
}

const envelopeSchema = z.object({ object: z.literal('whatsapp_business_account'), entry: z.array(z.unknown()) });
const entrySchema = z.object({ id: optionalReference, changes: z.array(z.unknown()) });
const list = z.array(z.unknown()).catch([]);
const changeSchema = z.object({
  field: optionalReference,
  value: z
    .object({
      metadata: z.object({ phone_number_id: optionalReference }).optional().catch(undefined),
      contacts: z.unknown().optional(),
      messages: list,
      message_echoes: list,
      user_id_update: list,
      statuses: list,
      errors: list,
      message_template_id: z.union([reference, z.number()]).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Value = NonNullable<z.infer<typeof changeSchema>['value']>;

/** Fields that say something about a template; what, is asked of the provider. */
const templateFields = new Set([
  'message_template_status_update',
  'message_template_quality_update',
  'message_template_components_update',
  'template_category_update',
]);

interface Sorted {
  phoneNumberId: string | null;
  businessAccountId: string | null;
  people: InboundEvent[];
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
    events: [...batch.people, ...batch.statuses, ...batch.ignored],
  }));
}

function readChange(batches: Map<string, Sorted>, businessAccountId: string | null, raw: unknown): void {
  const change = changeSchema.safeParse(raw);
  if (!change.success) {
    batchFor(batches, null, businessAccountId).ignored.push(ignored('malformed change'));
    return;
  }
  const { field, value } = change.data;
  if (field !== undefined && templateFields.has(field)) {
    const externalId = value?.message_template_id === undefined ? null : String(value.message_template_id);
    batchFor(batches, null, businessAccountId).people.push({ type: 'templates', externalId });
    return;
  }
  const batch = batchFor(batches, value?.metadata?.phone_number_id ?? null, businessAccountId);
  const events = field === undefined ? undefined : readers.get(field)?.(value ?? nothing);
  if (events === undefined) batch.ignored.push(ignored(`field: ${termOf(field)}`));
  else if (batch.phoneNumberId === null) batch.ignored.push(ignored(`${field} without a phone number id`));
  else if (events.length === 0) batch.ignored.push(ignored('nothing in it'));
  else for (const event of events) sortIn(batch, event);
}

const nothing: Value = { messages: [], message_echoes: [], user_id_update: [], statuses: [], errors: [] };

/** What each field brings, item by item. */
const readers = new Map<string, (value: Value) => InboundEvent[]>([
  [
    'messages',
    (value) => {
      const contacts = value.messages.length === 0 ? [] : readContacts(value.contacts);
      return [
        ...value.messages.map((message) => readMessage(message, contacts)),
        ...value.statuses.map(readStatus),
        ...value.errors.map(readError),
      ];
    },
  ],
  [
    'smb_message_echoes',
    (value) => {
      const contacts = readContacts(value.contacts);
      return [...value.message_echoes.map((message) => readEcho(message, contacts)), ...value.errors.map(readError)];
    },
  ],
  ['user_id_update', (value) => value.user_id_update.map(readUserIdUpdate)],
]);

const readError = (error: unknown): InboundEvent =>
  ignored(`error: ${termOf(providerError.safeParse(error).data?.code)}`);

function sortIn(batch: Sorted, event: InboundEvent): void {
  if (event.type === 'ignored') batch.ignored.push(event);
  else if (event.type === 'status') batch.statuses.push(event);
  else batch.people.push(event);
}

function batchFor(
  batches: Map<string, Sorted>,
  phoneNumberId: string | null,
  businessAccountId: string | null,
): Sorted {
  const key = phoneNumberId === null ? `account ${businessAccountId}` : `number ${phoneNumberId}`;
  const known = batches.get(key);
  if (known) return known;
  const batch: Sorted = { phoneNumberId, businessAccountId, people: [], statuses: [], ignored: [] };
  batches.set(key, batch);
  return batch;
}
