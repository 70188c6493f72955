import { commands } from '../../../src-shared/protocol/commands.ts';
import type { OutboxRow } from './api.ts';
import { type DealCommand, type PendingDeal, readDealCommand } from './pending-deals.ts';
import { type FilterCommand, readFilterCommand } from './pending-filters.ts';

/**
 * What waits in the outbox, as it lies over the cache: until the server's answer has come back through the log, the
 * agent sees its own changes as pending.
 */
export interface Overlay {
  /** Messages and notes not confirmed yet, in order of writing. */
  messages(conversationId: string): PendingMessage[];
  finishing(conversationId: string): boolean;
  tags(contactId: string): ReadonlyMap<string, 'add' | 'remove'>;
  /** Changes of a contact's deals, in order. */
  deals(contactId: string): readonly PendingDeal[];
  /** Changes of saved filters, in order. */
  filters(): readonly FilterCommand[];
  /** The position up to which the agent has read; null when no mark waits. */
  readUpTo(conversationId: string): number | null;
  /** Something other than a read mark waits. */
  pending(conversationId: string, contactId: string): boolean;
  readMarks(): ReadonlyMap<string, number>;
}

export interface PendingMessage {
  id: string;
  direction: 'outbound' | 'note';
  text: string | null;
  mediaId: string | null;
  quotedMessageId: string | null;
  mentionIds: string[];
  at: number;
}

/** Rows whose effect the cache does not show yet. A refused row has no effect; an accepted one has, from its position. */
export const isPending = (row: OutboxRow, cursor: number): boolean =>
  row.state === 'waiting' || row.state === 'sent' || (row.state === 'accepted' && (row.acceptedAtSeq ?? 0) > cursor);

export function overlayOf(rows: readonly OutboxRow[], cursor: number): Overlay {
  const messages = new Map<string, PendingMessage[]>();
  const finishing = new Set<string>();
  const tags = new Map<string, Map<string, 'add' | 'remove'>>();
  const deals = new Map<string, PendingDeal[]>();
  const filters: FilterCommand[] = [];
  const readMarks = new Map<string, number>();
  const conversations = new Set<string>();

  const addMessage = (conversationId: string, message: PendingMessage) => {
    conversations.add(conversationId);
    messages.set(conversationId, [...(messages.get(conversationId) ?? []), message]);
  };
  const addTag = (contactId: string, tagId: string, change: 'add' | 'remove') => {
    const changes = tags.get(contactId) ?? new Map<string, 'add' | 'remove'>();
    tags.set(contactId, changes.set(tagId, change));
  };

  for (const row of rows) {
    if (!isPending(row, cursor)) continue;
    const read = readCommand(row);
    switch (read?.name) {
      case 'message.send':
        addMessage(read.args.conversationId, {
          id: row.id,
          direction: 'outbound',
          text: read.args.text,
          mediaId: read.args.mediaId,
          quotedMessageId: read.args.quotedMessageId,
          mentionIds: [],
          at: row.createdAt,
        });
        break;
      case 'note.add':
        addMessage(read.args.conversationId, {
          id: row.id,
          direction: 'note',
          text: read.args.text,
          mediaId: null,
          quotedMessageId: null,
          mentionIds: read.args.mentionIds,
          at: row.createdAt,
        });
        break;
      case 'conversation.finish':
        conversations.add(read.args.conversationId);
        finishing.add(read.args.conversationId);
        break;
      case 'contact.tag':
        addTag(read.args.contactId, read.args.tagId, 'add');
        break;
      case 'contact.untag':
        addTag(read.args.contactId, read.args.tagId, 'remove');
        break;
      case 'deal.save':
      case 'deal.move':
      case 'deal.close': {
        const { contactId } = read.args;
        deals.set(contactId, [...(deals.get(contactId) ?? []), { ...read, at: row.createdAt }]);
        break;
      }
      case 'filter.save':
      case 'filter.remove':
        filters.push(read);
        break;
      case 'conversation.read': {
        const { conversationId, position } = read.args;
        readMarks.set(conversationId, Math.max(position, readMarks.get(conversationId) ?? 0));
        break;
      }
    }
  }

  const noTags: ReadonlyMap<string, 'add' | 'remove'> = new Map();
  return {
    messages: (conversationId) => messages.get(conversationId) ?? [],
    finishing: (conversationId) => finishing.has(conversationId),
    tags: (contactId) => tags.get(contactId) ?? noTags,
    deals: (contactId) => deals.get(contactId) ?? [],
    filters: () => filters,
    readUpTo: (conversationId) => readMarks.get(conversationId) ?? null,
    pending: (conversationId, contactId) =>
      conversations.has(conversationId) || tags.has(contactId) || deals.has(contactId),
    readMarks: () => readMarks,
  };
}

const overlaid = [
  'message.send',
  'note.add',
  'conversation.finish',
  'contact.tag',
  'contact.untag',
  'conversation.read',
] as const;

type Overlaid =
  | {
      [Name in (typeof overlaid)[number]]: { name: Name; args: ReturnType<(typeof commands)[Name]['args']['parse']> };
    }[(typeof overlaid)[number]]
  | DealCommand
  | FilterCommand;

/** A row's command with its arguments checked; null for commands that never wait and for rows of another version. */
export function readCommand(row: Pick<OutboxRow, 'name' | 'args'>): Overlaid | null {
  switch (row.name) {
    case 'message.send': {
      const args = commands['message.send'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'note.add': {
      const args = commands['note.add'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'conversation.finish': {
      const args = commands['conversation.finish'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'contact.tag': {
      const args = commands['contact.tag'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'contact.untag': {
      const args = commands['contact.untag'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    case 'conversation.read': {
      const args = commands['conversation.read'].args.safeParse(row.args);
      return args.success ? { name: row.name, args: args.data } : null;
    }
    default:
      return readDealCommand(row) ?? readFilterCommand(row);
  }
}
