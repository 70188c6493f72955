import type { TimelineEntry, TimelineKind, TimelineView } from '../../../../src-shared/bridge/views.ts';
import type { ContactEvent } from '../../../../src-shared/protocol/contacts.ts';
import type { Activity, Channel, Contact, Conversation, Message } from '../../../../src-shared/protocol/entities.ts';
import { gistOf } from '../../../../src-shared/rules/message-gist.ts';
import { isWrittenElsewhere } from '../../../../src-shared/rules/written-elsewhere.ts';
import { type MessageRow, messageColumns } from '../rows.ts';
import type { Entities, Sources } from './reading.ts';

export const timelineQueries = {
  conversations: 'SELECT data FROM conversation WHERE contact_id = ?',
  /** Numbers come from the index alone; rows are read one by one until enough of them pass. */
  numbers: `SELECT n FROM message WHERE conversation_id IN (SELECT id FROM conversation
    WHERE contact_id IN (SELECT value FROM json_each(?))) ORDER BY n DESC`,
  row: `SELECT ${messageColumns} FROM message WHERE n = ?`,
};

export interface TimelineFilter {
  /** Empty: all. */
  kinds: readonly TimelineKind[];
  channels: readonly Channel[];
}

/** A line and what sets it in order: its time, and among equal ones the log's position. */
interface Line {
  entry: TimelineEntry;
  seq: number;
}

/**
 * The timeline of a customer (G4), newest first: everything that was said in their conversations and happened to them, and
 * what changed in the record itself. Each thing has one source, so nothing is there twice: a conversation's activities
 * are its messages, the record's changes its events, and notes of the record stand in it.
 */
export function createTimelineReader(from: Sources, entities: Entities) {
  const { directory } = from;
  const conversations = from.db.prepare<[string], string>(timelineQueries.conversations).pluck();
  const numbers = from.db.prepare<[string], number>(timelineQueries.numbers).pluck();
  const rowOf = from.db.prepare<[number], MessageRow>(timelineQueries.row);
  const nameOf = (personId: string | null): string | null => directory.person(personId)?.name ?? null;

  function lineOfMessage(message: Message, conversation: Conversation): Line {
    const { id, direction, position, authorId } = message;
    return {
      seq: position,
      entry: {
        id,
        at: message.createdAt,
        kind: direction === 'note' ? 'note' : message.activity === null ? 'message' : kindOfActivity(message.activity),
        byId: authorId,
        byName: nameOf(authorId),
        conversation: {
          id: conversation.id,
          protocol: conversation.protocol,
          channel: message.channel,
          connectionName: directory.connection(message.connectionId)?.name ?? '',
        },
        what: whatOf(message, conversation),
      },
    };
  }

  function whatOf(message: Message, conversation: Conversation): TimelineEntry['what'] {
    const { id: messageId, direction, position, activity, status } = message;
    if (activity?.type === 'finished' || activity?.type === 'finishedByInactivity') {
      const reasonId = activity.type === 'finished' ? activity.reasonId : null;
      const { qualification } = conversation;
      // Of several finishings the description is the last one's.
      const isLast = conversation.finishedAt !== null && message.createdAt >= conversation.finishedAt;
      return {
        type: 'qualification',
        reasonName: directory.reason(reasonId)?.name ?? null,
        description: isLast ? (qualification?.description ?? null) : null,
        inactivityMinutes: activity.type === 'finishedByInactivity' ? activity.minutes : null,
      };
    }
    if (activity !== null) return { type: 'activity', activity };
    if (direction === 'note') return { type: 'note', messageId, position, text: message.text ?? '' };
    const elsewhere = isWrittenElsewhere(message);
    const gist = gistOf(message, message.deletedAt !== null);
    return { type: 'message', messageId, position, direction, status, elsewhere, ...gist };
  }

  function lineOfEvent({ id, at, byId, what, version }: ContactEvent): Line {
    return {
      seq: version,
      entry: {
        id,
        at,
        kind: what.type === 'deal' ? 'deal' : what.type === 'merged' || what.type === 'unmerged' ? 'merge' : 'field',
        byId,
        byName: nameOf(byId),
        conversation: null,
        what: { type: 'event', event: what, names: namesOf(what) },
      },
    };
  }

  function namesOf(what: ContactEvent['what']): Record<string, string> {
    const names: Record<string, string> = {};
    if (what.type === 'field') names[what.fieldId] = directory.field(what.fieldId)?.name ?? '';
    if (what.type === 'tag') names[what.tagId] = directory.tagName(what.tagId) ?? '';
    if (what.type === 'deal') {
      for (const stageId of [what.fromStageId, what.toStageId]) {
        if (stageId !== null) names[stageId] = directory.stageName(stageId) ?? '';
      }
    }
    return names;
  }

  const lineOfNote = ({ id, at, authorId, text }: Contact['notes'][number]): Line => ({
    seq: 0,
    entry: {
      ...{ id, at, kind: 'note', byId: authorId, byName: nameOf(authorId), conversation: null },
      what: { type: 'note', messageId: null, position: 0, text },
    },
  });

  /** The newest `count` lines of conversations that pass. */
  function linesOfConversations(
    ids: readonly string[],
    passes: (entry: TimelineEntry) => boolean,
    count: number,
  ): Line[] {
    const known = new Map(
      ids
        .flatMap((id) => conversations.all(id))
        .flatMap((data) => from.stored.conversation(data) ?? [])
        .map((conversation) => [conversation.id, conversation]),
    );
    const lines: Line[] = [];
    for (const n of numbers.all(JSON.stringify(ids))) {
      const row = rowOf.get(n);
      const conversation = row && known.get(row.conversation_id);
      const message = row === undefined ? null : from.stored.message(row);
      if (message === null || conversation === undefined) continue;
      const line = lineOfMessage(message, conversation);
      if (!passes(line.entry)) continue;
      lines.push(line);
      if (lines.length === count) break;
    }
    return lines;
  }

  return (contactId: string, filter: TimelineFilter, limit: number): TimelineView => {
    const stored = entities.records.record(contactId);
    if (stored === null) return { contactId: null, items: [], hasMore: false };
    const isFirst = createOnce();
    const passes = (entry: TimelineEntry) =>
      (filter.kinds.length === 0 || filter.kinds.includes(entry.kind)) &&
      (filter.channels.length === 0 ||
        (entry.conversation !== null && filter.channels.includes(entry.conversation.channel))) &&
      isFirst(entry);
    const ofRecord = [
      ...stored.ids.flatMap((id) => entities.records.eventsOf(id)).map(lineOfEvent),
      ...stored.contact.notes.map(lineOfNote),
    ].filter(({ entry }) => passes(entry));
    const lines = [...linesOfConversations(stored.ids, passes, limit + 1), ...ofRecord].sort(newestFirst);
    const items = lines.slice(0, limit).map(({ entry }) => entry);
    return { contactId: stored.contact.id, items, hasMore: lines.length > limit };
  };
}

function newestFirst(a: Line, b: Line): number {
  return b.entry.at - a.entry.at || b.seq - a.seq || (a.entry.id < b.entry.id ? 1 : -1);
}

/** Two that are merged may each tell of it; once they are one, it is one thing. True the first time. */
function createOnce(): (entry: TimelineEntry) => boolean {
  const told = new Set<string>();
  return ({ what }) => {
    const merge = what.type === 'event' ? what.event : what.type === 'activity' ? what.activity : null;
    if (merge === null || !('mergeId' in merge)) return true;
    const thing = `${merge.type} ${merge.mergeId}`;
    const isNew = !told.has(thing);
    told.add(thing);
    return isNew;
  };
}

function kindOfActivity(activity: Activity): TimelineKind {
  switch (activity.type) {
    case 'finished':
    case 'finishedByInactivity':
      return 'qualification';
    case 'conversationMerged':
    case 'conversationUnmerged':
      return 'merge';
    case 'numberChanged':
    case 'identityChanged':
      return 'field';
    default:
      return 'transfer';
  }
}
