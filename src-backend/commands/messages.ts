import type { Kysely } from 'kysely';
import type { Capabilities, Conversation, Media } from '../../src-shared/protocol/entities.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { ruleFor } from '../../src-shared/rules/file-kind.ts';
import { textSize } from '../../src-shared/rules/text-size.ts';
import { isWindowOpen } from '../../src-shared/rules/window.ts';
import { leaveAutomation } from '../automations/leave.ts';
import type { LiveConnection } from '../channels/connections.ts';
import { carriesMedia } from '../conversations/carries-media.ts';
import { preview } from '../conversations/preview.ts';
import { isStale } from '../conversations/stale-history.ts';
import { reflectInConversation } from '../conversations/statuses.ts';
import type { WorkUnit } from '../conversations/work-unit.ts';
import { audienceOf, sees } from '../log/audience.ts';
import { acceptOffer } from '../routing/offers.ts';
import type { Database } from '../store/database.ts';
import { loadPeople } from '../store/entities/person.ts';
import { emailContent } from './email.ts';
import { type CommandContext, done, type Handler, refused, visibleConversation } from './handler.ts';

export interface MessageHandlerDeps {
  connection(id: string): LiveConnection | null;
  /** An uploaded medium of this workspace, described; null when there is none. */
  media(workspaceId: string, mediaId: string, db: Kysely<Database>): Promise<Media | null>;
}

export function createMessageHandlers(deps: MessageHandlerDeps) {
  const send: Handler<'message.send'> = async (context, args) => {
    const { unit, caller } = context;
    const conversation = await visibleConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (conversation.assigneeId !== caller.person.id) return refused('not-assigned');
    const connection = deps.connection(conversation.connectionId);
    if (connection === null) return refused('target-unavailable', 'connection');
    if (connection.adapter.capabilities.receivesOnly === true) return refused('not-supported', connection.channel);

    const { capabilities } = connection;
    const limit =
      args.mediaId === null ? capabilities.textLimit : (capabilities.captionLimit ?? capabilities.textLimit);
    if (args.text !== null && textSize(args.text, capabilities) > limit) return refused('text-too-long', String(limit));
    // The customer's clock does not count: the window runs on the server's time of receipt.
    const { windowMs } = capabilities;
    if (!isWindowOpen({ lastInboundAt: conversation.lastInboundAt, windowMs, now: unit.tx.now }))
      return refused('window-closed');

    const group = await unit.groupOf(conversation);
    const [root = conversation] = group;
    const { seenPosition } = args;
    if (
      seenPosition !== undefined &&
      (await isStale(unit, { conversationIds: group.map(({ id }) => id), authorId: caller.person.id, seenPosition }))
    )
      return refused('stale-history');

    const media = args.mediaId === null ? null : await deps.media(unit.tx.workspaceId, args.mediaId, unit.tx.db);
    if (args.mediaId !== null && (media === null || (await wasSent(context, args.mediaId)))) {
      return refused('not-found', 'media');
    }
    const rule = media === null ? null : ruleFor(capabilities.media, media.mime);
    if (media !== null && (rule === null || media.bytes > rule.maxBytes))
      return refused('media-not-allowed', media.mime);
    if (rule?.captions === false && args.text !== null) return refused('media-not-allowed', 'caption');

    const more = await moreFiles(context, deps, capabilities, media, args.moreMediaIds ?? []);
    if (!more.ok) return refused(more.reason, more.detail);
    if (args.email !== undefined && connection.channel !== 'email') return refused('not-supported', 'email');
    const content =
      connection.channel === 'email' ? await emailContent(unit, conversation, connection, args.email) : null;

    if (args.quotedMessageId !== null && !(await isOfOne(context, args.quotedMessageId, conversation.contactId, group)))
      return refused('not-found', 'quoted');

    acceptOffer(unit, root);
    const message = unit.addMessage(conversation, {
      id: context.commandId,
      direction: 'outbound',
      kind: rule?.kind ?? 'text',
      text: args.text,
      media: media && { ...media, voice: args.voice === true && capabilities.voice.includes(media.mime) },
      attachments: more.value,
      content,
      quotedMessageId: args.quotedMessageId,
      authorId: caller.person.id,
      status: 'queued',
    });
    unit.changeConversation(conversation.id, {
      lastMessage: preview(message),
      lastActivityAt: unit.tx.now,
    });
    answerAll(unit, group);
    await leaveAutomation(unit, root);
    await context.send(message.id, conversation.id);
    return done;
  };

  const retry: Handler<'message.retry'> = async (context, args) => {
    const { unit, caller } = context;
    const message = await unit.message(args.messageId);
    const conversation = message === null ? null : await visibleConversation(context, message.conversationId);
    if (message === null || conversation === null) return refused('not-found');
    if (conversation.status === 'finished') return refused('already-finished');
    if (conversation.assigneeId !== caller.person.id) return refused('not-assigned');
    if (message.direction !== 'outbound' || message.status !== 'failed') return refused('not-failed');
    const windowMs = deps.connection(message.connectionId)?.capabilities.windowMs ?? null;
    const { lastInboundAt } = conversation;
    if (message.kind !== 'template' && !isWindowOpen({ lastInboundAt, windowMs, now: unit.tx.now }))
      return refused('window-closed');
    // A new attempt: the earlier ones stay in `attempts`. The provider gives a new id, so the old one is let go.
    unit.changeMessage(message.id, { status: 'queued', failure: null, statusTimes: {} });
    await unit.tx.db
      .updateTable('message')
      .set({ external_id: null, sending_since: null })
      .where('id', '=', message.id)
      .execute();
    await reflectInConversation(unit, message, 'queued');
    await context.send(message.id, conversation.id);
    return done;
  };

  const addNote: Handler<'note.add'> = async (context, args) => {
    const conversation = await visibleConversation(context, args.conversationId);
    if (conversation === null) return refused('not-found');
    context.unit.addMessage(conversation, {
      id: context.commandId,
      direction: 'note',
      kind: 'text',
      text: args.text,
      mentionIds: await mentionable(context, conversation, args.mentionIds),
      authorId: context.caller.person.id,
    });
    return done;
  };

  return { 'message.send': send, 'message.retry': retry, 'note.add': addNote };
}

/** Whichever way the answer goes, the customer was answered, and all that is served as one was on the screen. */
export function answerAll(unit: WorkUnit, group: readonly Conversation[]): void {
  for (const { id, awaitingSince, unread } of group)
    if (awaitingSince !== null || unread > 0) unit.changeConversation(id, { awaitingSince: null, unread: 0 });
}

/** An upload is sent once: an id that a message carries already could be of a conversation this agent may not see. */
async function wasSent({ unit }: CommandContext, mediaId: string): Promise<boolean> {
  const row = await unit.tx.db
    .selectFrom('message')
    .select('id')
    .where('workspace_id', '=', unit.tx.workspaceId)
    .where(carriesMedia(mediaId))
    .executeTakeFirst();
  return row !== undefined;
}

type MoreFiles = Result<Media[], { reason: 'not-found' | 'media-not-allowed'; detail: string }>;

/** The files beside the first, where the channel takes several; together they must be within its limits. */
async function moreFiles(
  context: CommandContext,
  deps: MessageHandlerDeps,
  { files, media: rules }: Capabilities,
  first: Media | null,
  ids: string[],
): Promise<MoreFiles> {
  if (ids.length === 0) return ok([]);
  if (files === undefined || ids.length + 1 > files.most)
    return { ok: false, reason: 'media-not-allowed', detail: 'count' };
  const { db, workspaceId } = context.unit.tx;
  const found: Media[] = [];
  for (const id of new Set(ids)) {
    const media = await deps.media(workspaceId, id, db);
    if (media === null || media.id === first?.id || (await wasSent(context, id)))
      return { ok: false, reason: 'not-found', detail: 'media' };
    const rule = ruleFor(rules, media.mime);
    if (rule === null || media.bytes > rule.maxBytes)
      return { ok: false, reason: 'media-not-allowed', detail: media.mime };
    found.push(media);
  }
  const bytes = [first, ...found].reduce((sum, media) => sum + (media?.bytes ?? 0), 0);
  return bytes > files.bytes ? { ok: false, reason: 'media-not-allowed', detail: 'size' } : ok(found);
}

/** Only who may see the conversation can be called into it; the others' names stay plain text. */
async function mentionable(context: CommandContext, conversation: Conversation, ids: string[]): Promise<string[]> {
  const people = await loadPeople(context.unit.tx.db, context.unit.tx.workspaceId, [...new Set(ids)]);
  return people
    .filter((person) => person.active && sees(person, audienceOf([conversation])))
    .map((person) => person.id);
}

/** A quotation shows the customer a message again, so it must be one of theirs that the caller may see. */
async function isOfOne(
  context: CommandContext,
  messageId: string,
  contactId: string,
  group: readonly Conversation[],
): Promise<boolean> {
  const message = await context.unit.message(messageId);
  const conversation = message === null ? null : await visibleConversation(context, message.conversationId);
  return conversation?.contactId === contactId || group.some(({ id }) => id === conversation?.id);
}
