import { z } from 'zod';
import { archiveQueries } from './archive.ts';
import { automationQueries } from './automations.ts';
import { mailAddressSchema } from './content.ts';
import { pauseQueries } from './pauses.ts';
import { settingsQueries } from './settings.ts';
import { shopQueries } from './shop.ts';
import { idSchema } from './storable.ts';

/**
 * What a desktop may ask the backend without changing anything, where the answer is not in its cache because the person
 * may not see all it depends on. Answered once, never stored.
 */
const id = idSchema;
const time = z.number().int().nonnegative();

/**
 * Whom to write to first: a Brazilian number as DDD and number (the 55 is the system's), an e-mail address, or an identity
 * already known.
 */
export const startTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('phone'), number: z.string().regex(/^\d{10,11}$/) }),
  z.object({ kind: z.literal('email'), address: mailAddressSchema }),
  z.object({ kind: z.literal('identity'), identityId: id }),
]);
export type StartTarget = z.infer<typeof startTargetSchema>;

/**
 * Whether an active conversation may begin, by the rules in their order (C7), and whether a template is needed (C5).
 * `conversationId`: the caller's own open conversation with this customer, else their newest one the caller may see.
 */
// Refusals share `allowed: false`, which zod takes for no discriminator: they are told apart by their reason.
export const startCheckSchema = z.union([
  z.object({
    allowed: z.literal(true),
    window: z.enum(['open', 'closed']),
    lastInboundAt: time.nullable(),
    contactTitle: z.string().nullable(),
    conversationId: id.nullable(),
  }),
  z.object({ allowed: z.literal(false), reason: z.literal('at-capacity') }),
  z.object({
    allowed: z.literal(false),
    reason: z.literal('served-by-other'),
    /** Who, where and which conversation: only if the caller may see it. */
    holder: z.object({ agentId: id, agentName: z.string(), departmentName: z.string(), conversationId: id }).nullable(),
  }),
  /** The number cannot be one (C2, C3), or this connection does not begin conversations. */
  z.object({ allowed: z.literal(false), reason: z.enum(['invalid-number', 'not-supported', 'no-department']) }),
]);
export type StartCheck = z.infer<typeof startCheckSchema>;

export const queries = {
  'conversation.startCheck': {
    args: z.object({ connectionId: id, to: startTargetSchema }),
    result: startCheckSchema,
  },
  /** What a mail by the asker through this connection ends with; null: nothing. */
  'connection.signature': {
    args: z.object({ connectionId: id }),
    result: z.object({ text: z.string().nullable() }),
  },
  ...settingsQueries,
  ...automationQueries,
  ...pauseQueries,
  ...shopQueries,
  'conversation.list': archiveQueries['conversation.list'],
  'conversation.whole': archiveQueries['conversation.whole'],
  'contact.conversations': archiveQueries['contact.conversations'],
  search: archiveQueries.search,
} as const;

export type QueryName = keyof typeof queries;
export type ServerQueryArgs<Name extends QueryName> = z.infer<(typeof queries)[Name]['args']>;
export type ServerQueryResult<Name extends QueryName> = z.infer<(typeof queries)[Name]['result']>;

export const queryRequestSchema = z.object({ name: z.string(), args: z.unknown() });
export type QueryRequest = z.infer<typeof queryRequestSchema>;

export const queryReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), reason: z.enum(['invalid', 'not-found', 'forbidden', 'server-error']) }),
]);
export type QueryReply = z.infer<typeof queryReplySchema>;
