import { z } from 'zod';
import { activitySchema, assignmentCauseSchema, decisionSchema } from './activity.ts';
import { capabilitiesSchema } from './capabilities.ts';
import { contactMergeSchema, contactNoteSchema, conversationMergeSchema } from './contacts.ts';
import { contentSchema, editSchema, reactionSchema, referralSchema } from './content.ts';
import { dealSchema } from './deals.ts';
import { channelKinds } from './kinds.ts';

/**
 * The state of the product as it crosses the wire. Every entity carries `version`: the log position (`seq`) of its
 * last change. A receiver keeps the higher version, so applying the same state twice, or late, changes nothing.
 *
 * Times are epoch milliseconds (UTC) by the server's clock unless said otherwise. Ids are UUID strings.
 */
const id = z.string().min(1).max(64);
const time = z.number().int().nonnegative();
const version = z.number().int().nonnegative();

export type { Activity, AssignmentCause, Decision } from './activity.ts';
export type { Capabilities } from './capabilities.ts';

export const channelSchema = z.enum(channelKinds);
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

export const distributionRuleSchema = z.enum(['leastBusy', 'longestIdle', 'roundRobin']);
export type DistributionRule = z.infer<typeof distributionRuleSchema>;

export const departmentSchema = z.object({
  id,
  name: z.string(),
  /** `automatic` gives waiting conversations to available agents by capacity; `manual` leaves them to be taken. */
  distribution: z.enum(['automatic', 'manual']),
  /** Who of several free agents is next. */
  rule: distributionRuleSchema.default('leastBusy'),
  /** Seconds an agent has to accept what was given to them before it returns to the queue; null: no acceptance. */
  acceptSeconds: z.number().int().positive().nullable().default(null),
  /** Minutes without a word from the customer after which a conversation is finished by itself; null: never. */
  inactivityMinutes: z.number().int().positive().nullable().default(null),
  requiresReason: z.boolean(),
  requiresDescription: z.boolean(),
  version,
});
export type Department = z.infer<typeof departmentSchema>;

export const connectionSchema = z.object({
  id,
  channel: channelSchema,
  name: z.string(),
  departmentId: id,
  /** How customers know it: a phone number, an address; null for live chat. */
  address: z.string().nullable(),
  capabilities: capabilitiesSchema,
  active: z.boolean(),
  /** The provider refuses the account itself (expired token, blocked number): supervisors are told. null: all is well. */
  problem: z
    .object({ code: z.string().max(64), detail: z.string().max(500).nullable(), since: time })
    .nullable()
    .default(null),
  /** Ids of the connections through which its customers are answered, the usual one first, where it only receives. */
  answeredBy: z.array(id).max(10).optional(),
  version,
});
export type Connection = z.infer<typeof connectionSchema>;

/** A removed tag is shown nowhere; it stays on its contacts, so that putting it back puts it back on them. */
export const tagSchema = z.object({
  id,
  name: z.string(),
  color: z.string(),
  removed: z.boolean().optional(),
  version,
});
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
  /** An agent made sure that it is this customer's. */
  verified: z.object({ byId: id, at: time }).nullable().default(null),
  /** Several people use it (a shared phone, a reception desk): it matches nobody. */
  shared: z.boolean().default(false),
  /** The customer wrote through it, so the channel's provider vouches for the address. */
  proved: z.boolean().default(false),
});
export type Identity = z.infer<typeof identitySchema>;

export const contactSchema = z.object({
  id,
  /** null until the customer ever wrote a name; the interface then shows the address. */
  name: z.string().nullable(),
  identities: z.array(identitySchema),
  tagIds: z.array(id),
  /** Oldest first. */
  deals: z.array(dealSchema).default([]),
  /** By custom field's id, as it is kept: digits of CPF, CNPJ and phone, ISO date, decimal with a point. */
  fields: z.record(id, z.string().max(1_000)).default({}),
  /** Oldest first. */
  notes: z.array(contactNoteSchema).default([]),
  /** Everything else here is the contact's own; people see it composed (rules/merged-contact.ts). null: it stands alone. */
  merged: contactMergeSchema.nullable().default(null),
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
  'order',
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
  /** How the last decision of the distribution was reached («Por que veio para mim»); null: none was needed yet. */
  decision: decisionSchema.nullable().default(null),
  /** Given to `assigneeId`, who has until `until` to accept it (department's `acceptSeconds`); null: accepted or no need. */
  offer: z.object({ until: time }).nullable().default(null),
  /** The automation that holds it (status `automation`). */
  automation: z
    .object({
      automationId: id,
      name: z.string(),
      stepId: z.string().max(64),
      since: time,
      waitingUntil: time.nullable(),
    })
    .nullable()
    .default(null),
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
  /** Shown and served within another one; both then have the same owner, department and status. null: it stands alone. */
  merged: conversationMergeSchema.nullable().default(null),
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
  /** A small picture of it exists at `GET /media/:id/thumbnail`, of this size in pixels. */
  thumbnail: z
    .object({ width: z.number().int().positive(), height: z.number().int().positive() })
    .nullable()
    .default(null),
  /** A sound recorded as a voice note, rather than a file of sound. */
  voice: z.boolean().default(false),
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
  /** More files that go with it (e-mail). */
  attachments: z.array(mediaSchema).default([]),
  /** What belongs to the kind besides text and medium: a place, contact cards, a reply to buttons, a template… */
  content: contentSchema.nullable().default(null),
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
  /** When the provider says each state was reached by the latest attempt, never ahead of our clock. */
  statusTimes: z.object({ sent: time.optional(), delivered: time.optional(), read: time.optional() }).default({}),
  attempts: z.array(attemptSchema),
  forwarded: z.enum(['once', 'often']).nullable().default(null),
  /** The advertisement the customer came from. */
  referral: referralSchema.nullable().default(null),
  reactions: z.array(reactionSchema).default([]),
  /** Earlier wordings, oldest first; `text` is the newest. */
  edits: z.array(editSchema).default([]),
  /** The writer deleted it: text, medium and content are gone for everyone. */
  deletedAt: time.nullable().default(null),
  version,
});
export type Message = z.infer<typeof messageSchema>;

/** A saved text («resposta rápida»). `text` may carry variables such as `{{contato.nome}}` (rules/saved-text.ts). */
export const savedTextSchema = z.object({
  id,
  /** What is typed after «/»: letters, digits and hyphens. */
  shortcut: z.string().min(1).max(40),
  text: z.string().min(1).max(4096),
  /** null: for every department. */
  departmentId: id.nullable(),
  active: z.boolean(),
  version,
});
export type SavedText = z.infer<typeof savedTextSchema>;

export const workspaceSchema = z.object({ id, name: z.string(), timeZone: z.string() });
export type Workspace = z.infer<typeof workspaceSchema>;
