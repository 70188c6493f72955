import type { InboxFilter, InboxRow } from '../../../../src-shared/bridge/views.ts';
import type { Conversation } from '../../../../src-shared/protocol/entities.ts';
import { gistOf } from '../../../../src-shared/rules/message-gist.ts';
import type { Overlay } from '../overlay.ts';
import { listTest, myNumber, statusFlag, tabTest } from './inbox-filter.ts';
import { type Entities, type Sources, type StoredConversation, windowEndOf } from './reading.ts';
import { createUnread } from './unread.ts';

/** More than fits in the widest list's line (UTF-16 units). */
const PREVIEW_LENGTH = 200;

/** The cards of the inbox (A1, A2, A4, A7): `count` of them from `start`, and how many there are. */
export function createInboxListReader(from: Sources, entities: Entities) {
  const unreadOf = createUnread(from, entities);

  function tagsOf(tagset: number, contactIds: readonly string[], overlay: Overlay): InboxRow['tags'] {
    const pending = overlay.tags(contactIds);
    const ids = new Set(from.tagSets.idsOf(tagset));
    for (const [id, change] of pending) {
      if (change === 'add') ids.add(id);
      else ids.delete(id);
    }
    return [...ids].flatMap((id) => {
      const tag = from.directory.tag(id);
      return tag === null ? [] : [{ id, name: tag.name, color: tag.color }];
    });
  }

  /** From the message itself where it is here: it knows of its content, and of being edited or deleted since. */
  function previewOf(last: Conversation['lastMessage']): InboxRow['preview'] {
    if (last === null) return null;
    const { direction, kind, status } = last;
    const message = entities.message(last.id);
    if (message === null) return { direction, kind, text: last.text, status };
    const gist = gistOf(message, message.deletedAt !== null);
    return { direction, status, ...gist, text: gist.text.slice(0, PREVIEW_LENGTH).replace(/\s+/g, ' ') };
  }

  function rowOf(
    { n, title, tagset, conversation }: StoredConversation,
    overlay: Overlay,
    drafts: ReadonlySet<string>,
  ): InboxRow {
    const connection = from.directory.connection(conversation.connectionId);
    const assignee = from.directory.person(conversation.assigneeId);
    const place = conversation.status === 'queued' ? from.queues.place(n) : null;
    // Whose they are is looked up only while something of theirs waits.
    const contactIds = overlay.anyContacts() ? entities.records.membersOf(conversation.contactId) : [];
    return {
      id: conversation.id,
      contactId: conversation.contactId,
      title: title ?? conversation.protocol,
      channel: conversation.channel,
      connectionName: connection?.name ?? '',
      preview: previewOf(conversation.lastMessage),
      at: conversation.lastActivityAt,
      unread: unreadOf(conversation, overlay),
      tags: tagsOf(tagset, contactIds, overlay),
      assigneeId: conversation.assigneeId,
      assigneeName: assignee?.name ?? null,
      departmentName: from.directory.department(conversation.departmentId)?.name ?? '',
      status: conversation.status,
      awaitingSince: conversation.awaitingSince,
      windowEndsAt: windowEndOf(conversation, connection),
      failed: conversation.failedCount > 0,
      hasDraft: drafts.has(conversation.id),
      pending: overlay.pending(entities.memberIds(conversation.id), contactIds),
      queue: place && { position: place.position, since: conversation.queuedAt ?? conversation.createdAt },
      offerUntil: conversation.offer?.until ?? null,
      assigneeOffline: conversation.status === 'open' && assignee?.presence.state === 'offline',
    };
  }

  return (filter: InboxFilter, start: number, count: number): { total: number; rows: InboxRow[] } => {
    const inTab = tabTest(myNumber(from))[filter.tab];
    const inLists = listTest(filter, from);
    const wanted = statusFlag[filter.status];
    const page = from.index.page(
      'activity',
      filter.order === 'newest',
      (rows, slot) =>
        ((rows.flags[slot] ?? 0) & wanted) !== 0 && inTab(rows, slot) && (inLists === null || inLists(rows, slot)),
      start,
      count,
    );
    const stored = page.numbers.flatMap((n) => entities.conversationByNumber(n) ?? []);
    const overlay = entities.overlay();
    const drafts = from.context.user.withDraft(stored.map((one) => one.conversation.id));
    return { total: page.total, rows: stored.map((one) => rowOf(one, overlay, drafts)) };
  };
}
