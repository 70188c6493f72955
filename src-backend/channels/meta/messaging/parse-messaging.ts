import { z } from 'zod';
import type { InboundEvent } from '../../contract.ts';
import { ignored } from '../ignored.ts';
import { optionalReference, optionalWords, termOf } from '../webhook-fields.ts';
import type { MetaBatch } from '../webhook-route.ts';
import { optionalId } from './fields.ts';
import { readItem } from './items.ts';

/** What one POST brought for one account: Instagram's professional account, or a Page. */
export interface MessagingBatch extends MetaBatch {
  accountId: string;
  trouble: { code: string; detail: string | null } | null;
}

const envelopeSchema = z.object({ object: z.string(), entry: z.array(z.unknown()) });
const list = z.array(z.unknown()).optional().catch([]);
const entrySchema = z.looseObject({ id: optionalId, messaging: list, standby: list, changes: list });
const changeSchema = z.looseObject({ field: optionalReference, value: z.unknown().optional() });

/** Fields of a change whose value is an item of `messaging`, as Instagram's own login words them. */
const messagingFields = new Set([
  'messages',
  'message_echoes',
  'message_edit',
  'message_reactions',
  'messaging_postbacks',
  'messaging_referral',
  'messaging_seen',
  'messaging_handover',
  'messaging_optins',
]);

interface Sorted {
  people: InboundEvent[];
  states: InboundEvent[];
  ignored: InboundEvent[];
  trouble: MessagingBatch['trouble'];
}

/**
 * Turns a parsed webhook body of Instagram (`object` «instagram») or Messenger («page») into events per account. Never
 * throws: what cannot be read becomes an `ignored` event with its reason, and costs nothing beside it.
 * Source: Messenger Platform and Instagram Messaging webhooks, versions 23 to 26.
 */
export function parseMessaging(raw: unknown, object: 'instagram' | 'page'): MessagingBatch[] {
  const envelope = envelopeSchema.safeParse(raw);
  if (!envelope.success) return [alone('not a webhook')];
  if (envelope.data.object !== object) return [alone(`object: ${termOf(envelope.data.object)}`)];
  const batches = new Map<string, Sorted>();
  for (const item of envelope.data.entry) {
    const entry = entrySchema.safeParse(item).data;
    const accountId = entry?.id ?? '';
    const batch = batches.get(accountId) ?? { people: [], states: [], ignored: [], trouble: null };
    batches.set(accountId, batch);
    if (entry === undefined || accountId === '') batch.ignored.push(ignored('malformed entry'));
    else readEntry(batch, accountId, entry);
  }
  return [...batches].map(([accountId, { people, states, ignored: left, trouble }]) => ({
    accountId,
    events: [...people, ...states, ...left],
    trouble,
  }));
}

const alone = (reason: string): MessagingBatch => ({ accountId: '', events: [ignored(reason)], trouble: null });

function readEntry(
  batch: Sorted,
  accountId: string,
  { messaging = [], standby = [], changes = [] }: z.infer<typeof entrySchema>,
): void {
  for (const item of messaging) readInto(batch, accountId, item);
  // Another application has the conversation: what is said in it is its to answer, and is handed over whole when it ends.
  for (const _item of standby) batch.ignored.push(ignored('standby: another application answers'));
  for (const raw of changes) {
    const { field, value } = changeSchema.safeParse(raw).data ?? {};
    if (field !== undefined && messagingFields.has(field)) readInto(batch, accountId, value);
    else batch.ignored.push(ignored(`field: ${termOf(field)}`));
  }
  if (messaging.length + standby.length + changes.length === 0) batch.ignored.push(ignored('nothing in it'));
}

const policySchema = z.looseObject({ action: optionalReference, reason: optionalWords });
const itemWithPolicy = z.looseObject({
  'policy-enforcement': policySchema.optional(),
  policy_enforcement: policySchema.optional(),
});

function readInto(batch: Sorted, accountId: string, item: unknown): void {
  const found = itemWithPolicy.safeParse(item).data;
  const policy = found?.['policy-enforcement'] ?? found?.policy_enforcement;
  if (policy !== undefined) {
    // The account's own trouble; that it ended is seen by the next message that goes through.
    if (policy.action === 'block') batch.trouble = { code: '368', detail: policy.reason?.slice(0, 500) ?? null };
    batch.ignored.push(ignored(`policy-enforcement: ${termOf(policy.action)}`));
    return;
  }
  for (const event of readItem(item, accountId)) {
    if (event.type === 'ignored') batch.ignored.push(event);
    else if (event.type === 'status' || event.type === 'watermark') batch.states.push(event);
    else batch.people.push(event);
  }
}
