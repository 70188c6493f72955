import { z } from 'zod';

/**
 * The state of the product as it crosses the wire. Every entity carries `version`: the log position (`seq`) of its
 * last change. A receiver keeps the higher version, so applying the same state twice, or late, changes nothing.
 *
 * Times are epoch milliseconds (UTC) by the server's clock unless said otherwise. Ids are UUID strings.
 */
const id = z.string().min(1).max(64);
const time = z.number().int().nonnegative();
const version = z.number().int().nonnegative();

export const channelSchema = z.enum(['whatsapp', 'instagram', 'messenger', 'livechat', 'email', 'form']);
export type Channel = z.infer<typeof channelSchema>;

export const roleSchema = z.enum(['agent', 'supervisor', 'admin']);
export type Role = z.infer<typeof roleSchema>;

export const presenceStateSchema = z.enum(['available', 'paused', 'away', 'offline']);
export type PresenceState = z.infer<typeof presenceStateSchema>;

export const presenceSchema = z.object({
  state: presenceStateSchema,
  /** Why a pause was taken («Almoço»); null outside pauses. Colleagues receive null (NR-17: pauses are private). */
  reason: z.string().max(80).nullable(),
  since: time,
});
export type Presence = z.infer<typeof presenceSchema>;

export const personSchema = z.object({
  id,
  name: z.string(),
  role: roleSchema,
  departmentIds: z.array(id),
  /** Maximum of simultaneous open conversations. */
  capacity: z.number().int().nonnegative(),
  presence: presenceSchema,
  active: z.boolean(),
  version,
});
export type Person = z.infer<typeof personSchema>;

export const departmentSchema = z.object({
  id,
  name: z.string(),
  /** `automatic` gives waiting conversations to available agents by capacity; `manual` leaves them to be taken. */
  distribution: z.enum(['automatic', 'manual']),
  requiresReason: z.boolean(),
  requiresDescription: z.boolean(),
  version,
});
export type Department = z.infer<typeof departmentSchema>;

/** What a channel allows, as the composer needs it. Sizes in bytes. */
export const capabilitiesSchema = z.object({
  textLimit: z.number().int().positive(),
  /** The longest text that may go with a medium; absent: `textLimit`. */
  captionLimit: z.number().int().positive().optional(),
  /** Milliseconds an agent may write freely after the customer's last message; null: always. */
  windowMs: z.number().int().positive().nullable(),
  media: z.array(
    z.object({
      kind: z.enum(['image', 'video', 'audio', 'document', 'sticker']),
      mimes: z.array(z.string()),
      maxBytes: z.number().int(),
    }),
  ),
  receipts: z.array(z.enum(['sent', 'delivered', 'read'])),
  typing: z.boolean(),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

export const connectionSchema = z.object({
  id,
  channel: channelSchema,
  name: z.string(),
  departmentId: id,
  /** How customers know it: a phone number, an address; null for live chat. */
  address: z.string().nullable(),
  capabilities: capabilitiesSchema,
  active: z.boolean(),
  version,
});
export type Connection = z.infer<typeof connectionSchema>;

export const tagSchema = z.object({ id, name: z.string(), color: z.string(), version });
export type Tag = z.infer<typeof tagSchema>;

/** A contact reason («motivo de contato»). Reasons form a tree. */
export const reasonSchema = z.object({
  id,
  parentId: id.nullable(),
  name: z.string(),
  position: z.number().int(),
  active: z.boolean(),
  version,
});
export type Reason = z.infer<typeof reasonSchema>;

export const identitySchema = z.object({
  id,
  channel: channelSchema,
  /** The address as the provider gave it (a WhatsApp id keeps or lacks its ninth digit). */
  address: z.string(),
  /** Digits only with country code when the address is a phone number, else null. */
  phone: z.string().nullable(),
  /** The name the customer shows on that channel. */
  profileName: z.string().nullable(),
});
export type Identity = z.infer<typeof identitySchema>;

export const contactSchema = z.object({
  id,
  /** null until the customer ever wrote a name; the interface then shows the address. */
  name: z.string().nullable(),
  identities: z.array(identitySchema),
  tagIds: z.array(id),
  createdAt: time,
  version,
});
export type Contact = z.infer<typeof contactSchema>;

/** `queued`: waiting in a department's queue. `open`: someone's. `automation`: held by an automation. */
export const conversationStatusSchema = z.enum(['queued', 'open', 'automation', 'finished']);
export type ConversationStatus = z.infer<typeof conversationStatusSchema>;

export const directionSchema = z.enum(['inbound', 'outbound', 'note', 'activity']);
export type Direction = z.infer<typeof directionSchema>;

export const messageKindSchema = z.enum([
  'text',
  'image',
  'audio',
  'video',
  'document',
  'sticker',
  'location',
  'contacts',
  'interactive',
  'template',
  'activity',
  'unknown',
]);
export type MessageKind = z.infer<typeof messageKindSchema>;

export const qualificationSchema = z.object({
  reasonId: id.nullable(),
  description: z.string().max(4000).nullable(),
  byId: id,
  at: time,
});
export type Qualification = z.infer<typeof qualificationSchema>;

export const messageStatusSchema = z.enum(['queued', 'sent', 'delivered', 'read', 'failed']);
export type MessageStatus = z.infer<typeof messageStatusSchema>;

/** Why a conversation is with whom it is with («Por que veio para mim»). */
export const assignmentCauseSchema = z.enum(['distributed', 'taken', 'transferred', 'started']);

export const conversationSchema = z.object({
  id,
  /** Protocol number shown to people, like `2026-0048213`. */
  protocol: z.string(),
  contactId: id,
  connectionId: id,
  identityId: id,
  channel: channelSchema,
  departmentId: id,
  assigneeId: id.nullable(),
  assignmentCause: assignmentCauseSchema.nullable(),
  status: conversationStatusSchema,
  createdAt: time,
  /** When it entered the queue it waits in (kept over a return to the queue, so its age stays true). */
  queuedAt: time.nullable(),
  finishedAt: time.nullable(),
  finishedById: id.nullable(),
  qualification: qualificationSchema.nullable(),
  /** The last message that is neither note nor activity, as the card shows it. */
  lastMessage: z
    .object({
      id,
      direction: directionSchema,
      kind: messageKindSchema,
      text: z.string().max(200),
      at: time,
      status: messageStatusSchema.nullable(),
    })
    .nullable(),
  /** Orders the list: the time of the last message or of creation. */
  lastActivityAt: time,
  /** The customer's last message; the messaging window runs from here. */
  lastInboundAt: time.nullable(),
  /** Since when the customer waits for an answer; null when the last word is ours. */
  awaitingSince: time.nullable(),
  /** Inbound messages not read yet by whoever serves the conversation. */
  unread: z.number().int().nonnegative(),
  /** Outbound messages whose last attempt failed. */
  failedCount: z.number().int().nonnegative(),
  version,
});
export type Conversation = z.infer<typeof conversationSchema>;

export const mediaSchema = z.object({
  id,
  mime: z.string(),
  bytes: z.number().int().nonnegative(),
  name: z.string().nullable(),
  width: z.number().int().positive().nullable(),
  height: z.number().int().positive().nullable(),
  /** `pending` while the backend still fetches it from the provider. */
  state: z.enum(['pending', 'ready', 'failed']),
});
export type Media = z.infer<typeof mediaSchema>;

/** One real try at delivering an outbound message. */
export const attemptSchema = z.object({
  at: time,
  outcome: z.enum(['accepted', 'failed', 'uncertain']),
  /** The provider's code as text (`131047`), or ours (`network`, `timeout`). */
  code: z.string().nullable(),
  detail: z.string().max(500).nullable(),
});
export type Attempt = z.infer<typeof attemptSchema>;

/** What an activity line says; the interface words it. Names are ids, worded at display. */
export const activitySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('created') }),
  z.object({ type: z.literal('queued'), departmentId: id }),
  z.object({ type: z.literal('assigned'), toId: id, cause: assignmentCauseSchema }),
  z.object({
    type: z.literal('transferred'),
    fromId: id.nullable(),
    fromDepartmentId: id,
    toId: id.nullable(),
    toDepartmentId: id,
    note: z.string().nullable(),
  }),
  z.object({ type: z.literal('finished'), reasonId: id.nullable() }),
]);
export type Activity = z.infer<typeof activitySchema>;

export const messageSchema = z.object({
  /** For what an agent writes, the id is made on the agent's machine and equals the command's id. */
  id,
  conversationId: id,
  connectionId: id,
  identityId: id,
  channel: channelSchema,
  direction: directionSchema,
  kind: messageKindSchema,
  text: z.string().nullable(),
  media: mediaSchema.nullable(),
  /** What the provider called a kind that we do not know; shown, never dropped. */
  unknownKind: z.string().nullable(),
  quotedMessageId: id.nullable(),
  mentionIds: z.array(id),
  authorId: id.nullable(),
  activity: activitySchema.nullable(),
  /** Order inside a conversation: the log position of its creation. Never arrival time. */
  position: z.number().int().nonnegative(),
  createdAt: time,
  /** The provider's own time for it, if it gave one. Shown on detail; never used for order. */
  providerAt: time.nullable(),
  status: messageStatusSchema.nullable(),
  failure: z.object({ code: z.string(), detail: z.string().nullable() }).nullable(),
  attempts: z.array(attemptSchema),
  version,
});
export type Message = z.infer<typeof messageSchema>;

export const workspaceSchema = z.object({ id, name: z.string(), timeZone: z.string() });
export type Workspace = z.infer<typeof workspaceSchema>;
