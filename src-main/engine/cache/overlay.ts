import { commands } from '../../../src-shared/protocol/commands.ts';
import type { EmailSend } from '../../../src-shared/protocol/content.ts';
import type { OutboxRow } from './api.ts';
import { type DealCommand, type PendingDeal, readDealCommand } from './pending-deals.ts';
import { type FilterCommand, readFilterCommand } from './pending-filters.ts';
import { type PendingRecord, type RecordCommand, readRecordCommand } from './pending-record.ts';

/**
 * What waits in the outbox, as it lies over the cache: until the server's answer has come back through the log, the
 * agent sees its own changes as pending.
 */
export interface Overlay {
  /** Messages and notes not confirmed yet, in order of writing. */
  messages(conversationId: string): PendingMessage[];
  finishing(conversationId: string): boolean;
  /** Of a record: all the contacts it is composed of. A command may have named any of them. */
  tags(contactIds: readonly string[]): ReadonlyMap<string, 'add' | 'remove'>;
  /** Changes of a record's deals, in order. */
  deals(contactIds: readonly string[]): readonly PendingDeal[];
  /** Changes of a record's name, fields and notes, in order. */
  record(contactIds: readonly string[]): readonly PendingRecord[];
  /** Suggestions that are being refused. */
  refusedSuggestions(): ReadonlySet<string>;
  /** Whether anything of any contact waits; spares looking up whose. */
  anyContacts(): boolean;
  /** Changes of saved filters, in order. */
  filters(): readonly FilterCommand[];
  /** The position up to which the agent has read; null when no mark waits. */
  readUpTo(conversationId: string): number | null;
  /** Something other than a read mark waits, for one of these conversations or contacts. */
  pending(conversationIds: readonly string[], contactIds: readonly string[]): boolean;
  readMarks(): ReadonlyMap<string, number>;
}

export interface PendingMessage {
  id: string;
  /** Order of writing, over all conversations. */
  ord: number;
  direction: 'outbound' | 'note';
  text: string | null;
  mediaId: string | null;
  moreMediaIds?: string[] | undefined;
  email?: EmailSend | undefined;
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
  const tags: { contactId: string; tagId: string; change: 'add' | 'remove' }[] = [];
  const deals: PendingDeal[] = [];
  const record: PendingRecord[] = [];
  const contacts = new Set<string>();
  const refusedSuggestions = new Set<string>();
  const filters: FilterCommand[] = [];
  const readMarks = new Map<string, number>();
  const conversations = new Set<string>();

  const addMessage = (conversationId: string, message: PendingMessage) => {
    conversations.add(conversationId);
    messages.set(conversationId, [...(messages.get(conversationId) ?? []), message]);
  };
  const addTag = (contactId: string, tagId: string, change: 'add' | 'remove') => {
    contacts.add(contactId);
    tags.push({ contactId, tagId, change });
  };

  for (const row of rows) {
    if (!isPending(row, cursor)) continue;
    const read = readCommand(row);
    switch (read?.name) {
      case 'message.send':
        addMessage(read.args.conversationId, {
          id: row.id,
          ord: row.ord,
          direction: 'outbound',
          text: read.args.text,
          mediaId: read.args.mediaId,
          moreMediaIds: read.args.moreMediaIds,
          email: read.args.email,
          quotedMessageId: read.args.quotedMessageId,
          mentionIds: [],
          at: row.createdAt,
        });
        break;
      case 'note.add':
        addMessage(read.args.conversationId, {
          id: row.id,
          ord: row.ord,
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
      case 'deal.close':
        contacts.add(read.args.contactId);
        deals.push({ ...read, at: row.createdAt });
        break;
      case 'contact.rename':
      case 'contact.field':
      case 'contact.note':
      case 'contact.noteRemove':
        contacts.add(read.args.contactId);
        record.push({ ...read, at: row.createdAt });
        break;
      case 'suggestion.refuse':
        refusedSuggestions.add(read.args.id);
        break;
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

  const of = <Change>(changes: readonly Change[], contactIds: readonly string[], idOf: (change: Change) => string) =>
    changes.length === 0 ? changes : changes.filter((change) => contactIds.includes(idOf(change)));
  return {
    messages: (conversationId) => messages.get(conversationId) ?? [],
    finishing: (conversationId) => finishing.has(conversationId),
    tags: (ids) => new Map(of(tags, ids, ({ contactId }) => contactId).map(({ tagId, change }) => [tagId, change])),
    deals: (ids) => of(deals, ids, ({ args }) => args.contactId),
    record: (ids) => of(record, ids, ({ args }) => args.contactId),
    refusedSuggestions: () => refusedSuggestions,
    anyContacts: () => contacts.size > 0,
    filters: () => filters,
    readUpTo: (conversationId) => readMarks.get(conversationId) ?? null,
    pending: (conversationIds, contactIds) =>
      conversationIds.some((id) => conversations.has(id)) || contactIds.some((id) => contacts.has(id)),
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
  | FilterCommand
  | RecordCommand;

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
      return readDealCommand(row) ?? readFilterCommand(row) ?? readRecordCommand(row);
  }
}
