import * as z from 'zod/mini';

/**
 * What crosses between the live-chat widget in a visitor's browser and the backend. Written with zod/mini because the
 * widget carries it into other people's pages, where every kilobyte counts.
 *
 * A visitor is whoever holds the secret: 256 random bits that the widget makes and keeps. Everything the visitor sees
 * is one list of entries. Each entry has the `position` where it was made and the `version` of its last change, both
 * counted per visitor; the widget keeps the highest version it applied (its cursor) and asks for what is after it, so
 * nothing is missed over any break and applying an entry twice changes nothing.
 */
export const LIVECHAT_PROTOCOL = 1;
export const LIVECHAT_NAMESPACE = '/livechat';
/** Its own Socket.IO endpoint, apart from the desktop's: open to every site, with far smaller limits. */
export const LIVECHAT_SOCKET_PATH = '/livechat/socket';
export const LIVECHAT_MEDIA_ROUTE = '/livechat/media';

export const LIVECHAT_LIMITS = {
  /** UTF-16 code units, as `String.length` counts. */
  text: 4_000,
  imageBytes: 10 * 1024 * 1024,
  imageMimes: ['image/png', 'image/jpeg', 'image/gif', 'image/webp'],
  /** Entries in one answer or push. */
  page: 50,
} as const;

const count = z.int().check(z.nonnegative());
const id = z.string().check(z.minLength(1), z.maxLength(64));
const uuid = z.uuid();

/**
 * Controls other than tab and line feed, and the marks that reorder text (embeddings, overrides, isolates), which can
 * make a message read as something else than it is. The widget takes them out; the backend refuses what still has them.
 */
// Built from code points, because the characters themselves must not stand in a source file.
const unwanted = new RegExp(
  `[${[
    [0x00, 0x08],
    [0x0b, 0x1f],
    [0x7f, 0x9f],
    [0x202a, 0x202e],
    [0x2066, 0x2069],
    [0xfff9, 0xfffb],
  ]
    .map(([from, to]) => `\\u${hex(from)}-\\u${hex(to)}`)
    .join('')}]`,
  'gu',
);

function hex(code: number | undefined): string {
  return (code ?? 0).toString(16).padStart(4, '0');
}

/** The text a visitor means: line ends made equal, unwanted characters and outer blanks removed, lone surrogates mended. */
export const cleanVisitorText = (raw: string): string =>
  raw.replace(/\r\n?/g, '\n').replace(unwanted, '').toWellFormed().trim();

const visitorText = z.string().check(
  z.minLength(1),
  z.maxLength(LIVECHAT_LIMITS.text),
  z.refine((text) => cleanVisitorText(text) === text, { error: 'unwanted-characters' }),
);

export const visitorSecretSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));

/** Given in the handshake's `auth`. */
export const livechatHandshakeSchema = z.object({
  protocol: z.int(),
  connectionId: id,
  secret: visitorSecretSchema,
});

export const livechatRefusalReasonSchema = z.enum([
  /** Not what the schema says. */
  'invalid',
  'text-too-long',
  'unwanted-characters',
  'unknown-connection',
  'unknown-media',
  'protocol-mismatch',
  'rate-limited',
  'too-large',
  'unsupported-media',
  /** Nothing wrong with what was sent: try again later. */
  'unavailable',
]);
export type LivechatRefusalReason = z.infer<typeof livechatRefusalReasonSchema>;

export const livechatRefusalSchema = z.object({
  ok: z.literal(false),
  reason: livechatRefusalReasonSchema,
  retryAfterMs: z.nullable(count),
});
export type LivechatRefusal = z.infer<typeof livechatRefusalSchema>;

export const livechatImageSchema = z.object({
  id,
  mime: z.string(),
  name: z.nullable(z.string()),
  bytes: count,
});
export type LivechatImage = z.infer<typeof livechatImageSchema>;

const entryBase = { id, position: count, version: count, at: count };
/** For the visitor's own messages: stored, shown to the agent, read. For the agent's: stored, in the widget, seen. */
const status = z.enum(['sent', 'delivered', 'read']);
const content = { text: z.nullable(z.string()), image: z.nullable(livechatImageSchema), status };

export const livechatEntrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('visitor'), ...entryBase, ...content }),
  z.object({ kind: z.literal('agent'), ...entryBase, ...content, agentName: z.nullable(z.string()) }),
  z.object({ kind: z.literal('joined'), ...entryBase, agentName: z.string() }),
  z.object({ kind: z.literal('finished'), ...entryBase, protocol: z.string() }),
]);
export type LivechatEntry = z.infer<typeof livechatEntrySchema>;

/** Event `resume`. `cursor` null: the newest page. Else what changed after the cursor, oldest change first. */
export const livechatResumeSchema = z.object({ cursor: z.nullable(count) });
export type LivechatResume = z.infer<typeof livechatResumeSchema>;

export const livechatResumeReplySchema = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    visitorId: id,
    entries: z.array(livechatEntrySchema),
    /** Where the widget stands after applying `entries`. */
    cursor: count,
    /** More changes follow: ask again from `cursor`. */
    more: z.boolean(),
    /** Only meaningful for a first page: older entries exist before the first of these. */
    earlier: z.boolean(),
    agentName: z.nullable(z.string()),
    /** As set up for this connection; null leaves it to the widget's own words. */
    title: z.nullable(z.string()),
    greeting: z.nullable(z.string()),
  }),
  livechatRefusalSchema,
]);
export type LivechatResumeReply = z.infer<typeof livechatResumeReplySchema>;

/** Event `earlier`: the page of entries just before a position, oldest first. */
export const livechatEarlierSchema = z.object({ before: count });
export const livechatEarlierReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), entries: z.array(livechatEntrySchema), earlier: z.boolean() }),
  livechatRefusalSchema,
]);
export type LivechatEarlierReply = z.infer<typeof livechatEarlierReplySchema>;

/** Event `send`. The id is the widget's: sending it again, even after a reload, never makes a second message. */
export const livechatSendSchema = z
  .object({ id: uuid, text: z.nullable(visitorText), imageId: z.nullable(id) })
  .check(z.refine((message) => message.text !== null || message.imageId !== null));
export type LivechatSend = z.infer<typeof livechatSendSchema>;

export const livechatSendReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), entry: livechatEntrySchema }),
  livechatRefusalSchema,
]);
export type LivechatSendReply = z.infer<typeof livechatSendReplySchema>;

/** Event `mark`, not answered: everything of the agent's up to `position` is in the widget (`delivered`) or was seen on an open, visible panel (`read`). */
export const livechatMarkSchema = z.object({ status: z.enum(['delivered', 'read']), position: count });
export type LivechatMark = z.infer<typeof livechatMarkSchema>;

/** `entries` may be applied by a widget that stands at `from` or later; one that stands before it must resume. */
export const livechatPushSchema = z.object({ from: count, cursor: count, entries: z.array(livechatEntrySchema) });
export type LivechatPush = z.infer<typeof livechatPushSchema>;

/** Shown until `forMs` have passed or the agent's message arrives. */
export const livechatTypingSchema = z.object({ agentName: z.nullable(z.string()), forMs: count });
export type LivechatTyping = z.infer<typeof livechatTypingSchema>;

/** `POST /livechat/media?connection=…&name=…`, body the bytes, `Authorization: Bearer <secret>`. */
export const livechatUploadReplySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), image: livechatImageSchema }),
  livechatRefusalSchema,
]);
export type LivechatUploadReply = z.infer<typeof livechatUploadReplySchema>;

/** The visitor's own event `typing` carries nothing and is not answered. */
export interface ServerToVisitor {
  push(push: LivechatPush): void;
  typing(typing: LivechatTyping): void;
}
