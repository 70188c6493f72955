import { z } from 'zod';
import { idSchema, wordsSchema } from './storable.ts';

/**
 * The customer's record (section G): custom fields, notes, merging and what is suggested of it.
 *
 * **Merging writes nothing anew.** A contact that was merged carries `merged`: into which contact, by whom, and which
 * side won where both had a word to say. Its identities, tags, deals and conversations stay its own; what people see is
 * composed from the record and everything merged into it (`rules/merged-contact.ts`), on both sides of the wire. Undoing
 * is taking the mark away. The same holds for conversations (`Conversation.merged`).
 */
const id = idSchema;
const words = wordsSchema;
const time = z.number().int().nonnegative();
const version = z.number().int().nonnegative();

export const fieldTypeSchema = z.enum(['text', 'number', 'date', 'choice', 'phone', 'email', 'cpf', 'cnpj']);
export type FieldType = z.infer<typeof fieldTypeSchema>;

/** What a custom field is besides its id: as it is edited. `choices` for type `choice` only. */
export const fieldValueSchema = z.object({
  name: words.trim().min(1).max(60),
  type: fieldTypeSchema,
  choices: z.array(words.trim().min(1).max(80)).max(100),
  position: z.number().int().min(0).max(10_000),
  active: z.boolean(),
});
export type FieldValue = z.infer<typeof fieldValueSchema>;
export const fieldSchema = fieldValueSchema.extend({ id, version });
/** A custom field («campo personalizado») of the workspace's contacts. */
export type Field = z.infer<typeof fieldSchema>;

export const contactNoteSchema = z.object({ id, text: z.string().max(4_000), authorId: id.nullable(), at: time });
export type ContactNote = z.infer<typeof contactNoteSchema>;
export const MAX_CONTACT_NOTES = 200;

/** What two contacts have in common. Values are digits, lower-case addresses, or ids; never worded. */
export const matchReasonSchema = z.object({
  kind: z.enum(['cpf', 'cnpj', 'email', 'phone', 'phone-ninth-digit', 'social']),
  value: z.string().max(200),
});
export type MatchReason = z.infer<typeof matchReasonSchema>;

/** Which side won, by `name` or a field's id: `into` keeps the record's own, `from` takes the merged one's. */
export const mergeChoicesSchema = z.record(z.string().max(64), z.enum(['into', 'from']));
export type MergeChoices = z.infer<typeof mergeChoicesSchema>;

/** `byId` null: a certain match linked by itself. `hiddenTagIds`: the merged one's tags that were taken off afterwards. */
export const contactMergeSchema = z.object({
  id,
  intoId: id,
  at: time,
  byId: id.nullable(),
  reasons: z.array(matchReasonSchema),
  choices: mergeChoicesSchema,
  hiddenTagIds: z.array(id).default([]),
});
export type ContactMerge = z.infer<typeof contactMergeSchema>;

/** A conversation shown and served within another one of the same contact, until it is separated again. */
export const conversationMergeSchema = z.object({ id, intoId: id, at: time, byId: id.nullable() });
export type ConversationMerge = z.infer<typeof conversationMergeSchema>;

/** «Pode ser a mesma pessoa». `refused` ones are not asked again; `gone`: they no longer have it in common, or were merged. */
export const suggestionSchema = z.object({
  id,
  contactIds: z.tuple([id, id]),
  /** How each is shown to who may not see the other's record. */
  titles: z.tuple([z.string(), z.string()]),
  reasons: z.array(matchReasonSchema),
  state: z.enum(['open', 'accepted', 'refused', 'gone']),
  at: time,
  version,
});
export type Suggestion = z.infer<typeof suggestionSchema>;

/** A change of a contact's record, for its timeline (G4). Conversations tell theirs in their own activities. */
export const contactEventSchema = z.object({
  id,
  contactId: id,
  at: time,
  /** null: by itself. */
  byId: id.nullable(),
  what: z.discriminatedUnion('type', [
    z.object({ type: z.literal('named'), from: z.string().nullable(), to: z.string().nullable() }),
    z.object({ type: z.literal('field'), fieldId: id, from: z.string().nullable(), to: z.string().nullable() }),
    z.object({ type: z.literal('tag'), tagId: id, change: z.enum(['added', 'removed']) }),
    z.object({
      type: z.literal('deal'),
      dealId: id,
      title: z.string(),
      change: z.enum(['created', 'moved', 'won', 'lost', 'reopened', 'edited']),
      fromStageId: id.nullable(),
      toStageId: id.nullable(),
    }),
    z.object({
      type: z.literal('identity'),
      channel: z.string(),
      address: z.string(),
      change: z.enum(['added', 'removed', 'verified', 'shared', 'unshared']),
    }),
    z.object({
      type: z.literal('merged'),
      mergeId: id,
      otherId: id,
      otherTitle: z.string(),
      reasons: z.array(matchReasonSchema),
    }),
    z.object({ type: z.literal('unmerged'), mergeId: id, otherId: id, otherTitle: z.string() }),
  ]),
  version,
});
export type ContactEvent = z.infer<typeof contactEventSchema>;

/** A field's value as it is kept: digits of CPF, CNPJ and phone, ISO date, decimal with a point; null: none. */
const fieldContent = words.trim().min(1).max(1_000).nullable();
const channel = z.enum(['whatsapp', 'instagram', 'messenger', 'livechat', 'email', 'form']);

export const contactCommands = {
  'contact.rename': { args: z.object({ contactId: id, name: words.trim().min(1).max(120).nullable() }), offline: true },
  /** Refused `invalid` with the type's name when the value is none of it; `stale` when another value than `seen` stands there. */
  'contact.field': {
    args: z.object({ contactId: id, fieldId: id, seen: fieldContent, value: fieldContent }),
    offline: true,
  },
  'contact.note': { args: z.object({ contactId: id, id, text: words.trim().min(1).max(4_000) }), offline: true },
  /** The author's own; supervisors any. */
  'contact.noteRemove': { args: z.object({ contactId: id, id }), offline: true },
  /** Refused `name-taken` with the other contact's id as detail when somebody else has it: that is a suggestion to merge. */
  'contact.identityAdd': {
    args: z.object({ contactId: id, id, channel, address: words.trim().min(1).max(254) }),
    offline: false,
  },
  /** Only one that nobody ever wrote through. */
  'contact.identityRemove': { args: z.object({ contactId: id, identityId: id }), offline: false },
  /** The agent made sure that it is theirs; or that several people use it («compartilhado»), so that it matches nobody. */
  'contact.identityMark': {
    args: z.object({ contactId: id, identityId: id, verified: z.boolean().optional(), shared: z.boolean().optional() }),
    offline: false,
  },
  /** Refused `stale` when either is merged elsewhere by now. Both are named by their own ids or those of what they are merged into. */
  'contact.merge': { args: z.object({ intoId: id, fromId: id, choices: mergeChoicesSchema }), offline: false },
  'contact.unmerge': { args: z.object({ mergeId: id }), offline: false },
  'suggestion.refuse': { args: z.object({ id }), offline: true },
  /** Both open and of the same contact (as merged). `intoId` keeps its place in the list; the other follows it. */
  'conversation.merge': { args: z.object({ intoId: id, fromId: id }), offline: false },
  'conversation.unmerge': { args: z.object({ mergeId: id }), offline: false },
} as const;
