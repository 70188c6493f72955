import type { MessageView } from '../../../../src-shared/bridge/views.ts';
import type { EmailContent, EmailSend } from '../../../../src-shared/protocol/content.ts';
import type { Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import { gistOf } from '../../../../src-shared/rules/message-gist.ts';
import type { PendingMessage } from '../overlay.ts';
import type { Entities, Sources } from './reading.ts';

/** Messages as the chat shows them, from the cache and from the outbox. */
export function createMessageViews(from: Sources, entities: Entities) {
  const nameOf = (personId: string | null): string | null => from.directory.person(personId)?.name ?? null;

  function quoted(messageId: string | null, title: string | null): MessageView['quoted'] {
    if (messageId === null) return null;
    const message = entities.message(messageId);
    // A quoted message that is not on this machine is still shown as a quotation, without its text.
    if (message === null) return { id: messageId, text: null, kind: 'unknown', authorName: null };
    const authorName = message.direction === 'inbound' ? title : nameOf(message.authorId);
    return { id: message.id, ...gistOf(message, message.deletedAt !== null), authorName };
  }

  function ofMessage(message: Message, title: string | null): MessageView {
    return {
      id: message.id,
      conversationId: message.conversationId,
      channel: message.channel,
      connectionName: from.directory.connection(message.connectionId)?.name ?? '',
      direction: message.direction,
      kind: message.kind,
      text: message.text,
      media: message.media,
      attachments: message.attachments,
      unknownKind: message.unknownKind,
      quoted: quoted(message.quotedMessageId, title),
      mentionIds: message.mentionIds,
      authorId: message.authorId,
      authorName: nameOf(message.authorId),
      activity: message.activity,
      position: message.position,
      at: message.createdAt,
      providerAt: message.providerAt,
      status: message.status,
      failure: message.failure,
      attempts: message.attempts,
      statusTimes: message.statusTimes,
      edited: message.edits.length > 0,
      content: message.content,
      forwarded: message.forwarded,
      referral: message.referral,
      reactions: message.reactions,
      edits: message.edits,
      deleted: message.deletedAt !== null,
    };
  }

  function ofPending(message: PendingMessage, conversation: Conversation, title: string | null): MessageView {
    const media = message.mediaId === null ? null : (from.context.media?.(message.mediaId) ?? null);
    const me = from.context.me();
    return {
      id: message.id,
      conversationId: conversation.id,
      channel: conversation.channel,
      connectionName: from.directory.connection(conversation.connectionId)?.name ?? '',
      direction: message.direction,
      kind: message.mediaId === null ? 'text' : kindOfMime(media?.mime ?? 'image/*'),
      text: message.text,
      media,
      attachments: (message.moreMediaIds ?? []).flatMap((id) => from.context.media?.(id) ?? []),
      unknownKind: null,
      quoted: quoted(message.quotedMessageId, title),
      mentionIds: message.mentionIds,
      authorId: me,
      authorName: nameOf(me),
      activity: null,
      position: 0,
      at: message.at,
      status: 'pending',
      failure: null,
      attempts: [],
      statusTimes: {},
      edited: false,
      content: message.email === undefined ? null : written(message.email),
      forwarded: null,
      referral: null,
      reactions: [],
      edits: [],
      deleted: false,
    };
  }

  return { ofMessage, ofPending };
}

/** What is known of a mail before the server made it. */
const written = ({ subject, cc, bcc }: EmailSend): EmailContent => ({
  type: 'email',
  subject: subject ?? '',
  from: null,
  to: [],
  cc: cc.map(bare),
  bcc: bcc.map(bare),
  quoted: null,
  html: false,
  remoteImages: 0,
  automatic: false,
});

const bare = (address: string) => ({ address, name: null });

function kindOfMime(mime: string): MessageView['kind'] {
  const [type] = mime.split('/');
  return type === 'image' || type === 'audio' || type === 'video' ? type : 'document';
}
