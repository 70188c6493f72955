import type { EmailDraft } from '../../../src-shared/bridge/email-draft.ts';
import type {
  ChatItem,
  ContactView,
  ConversationView,
  Directory,
  HistoryFilter,
  HistoryRow,
  InboxCounts,
  InboxFilter,
  InboxRow,
  OutboxView,
  Preferences,
  SearchHit,
  TimelineView,
} from '../../../src-shared/bridge/views.ts';
import type { RefusalReason } from '../../../src-shared/protocol/commands.ts';
import type { Conversation, Media, Message, Person } from '../../../src-shared/protocol/entities.ts';
import type { LogItem } from '../../../src-shared/protocol/log.ts';
import type { Colleague } from '../../../src-shared/protocol/socket.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CacheKeeping } from './keeping/api.ts';
import type { TimelineFilter } from './readers/timeline.ts';

/**
 * What the engine keeps on this machine, as the rest of the engine sees it. Two files: the cache (`cache.db`), which
 * may be thrown away and filled again from the server, and user data (`user.db`), which may not.
 *
 * Readers and writers are different types: who only shows things is never given a writer. Times are epoch milliseconds.
 */

/** Where this machine stands in one server's log. */
export interface Position {
  cursor: number;
  logId: string;
}

/** Expected failures of a write. `corrupt`: call `Cache.rebuild` (cache), or block the session (user data). */
export type StorageFailure = { reason: 'disk-full' } | { reason: 'corrupt' };
export type Stored<Value> = Result<Value, StorageFailure>;

/**
 * What a change concerned, so that only the watches it could affect run again. Absent means: not concerned.
 * Readers and writers of the cache and of user data report theirs by themselves (`onTouched`); whoever owns session,
 * connection, uploads and typing reports to `LiveQueries.touched`.
 */
export interface Touched {
  conversations?: ReadonlySet<string>;
  contacts?: ReadonlySet<string>;
  /** Rows, order or counts of the inbox or the history may have changed. */
  inbox?: boolean;
  directory?: boolean;
  outbox?: boolean;
  /** The bulk action under way, or its outcome. */
  bulk?: boolean;
  preferences?: boolean;
  /** How much room is used, or the progress of freeing it. */
  storage?: boolean;
  session?: boolean;
  connection?: boolean;
  /** Conversations whose uploads changed. */
  uploads?: ReadonlySet<string>;
  /** Anything may have changed (another file was opened, a snapshot ended). */
  everything?: boolean;
}

/** What was applied, for notifications. Empty for snapshots and for what `enter` brought as history. */
export interface Applied {
  touched: Touched;
  /** Messages that were not on this machine before: inbound, and notes (mentions), in log order. */
  newMessages: Message[];
  /** Conversations that changed hands or state; `before` is null when it was not on this machine. */
  moved: {
    conversationId: string;
    before: Pick<Conversation, 'assigneeId' | 'status'> | null;
    after: Pick<Conversation, 'assigneeId' | 'status'>;
  }[];
}

/** Where a conversation stands: what must not have changed between choosing it for a bulk action and acting on it. */
export interface FrozenRow {
  conversationId: string;
  /** `people`: open, in a queue or with somebody. */
  phase: 'people' | 'automation' | 'finished';
  assigneeId: string | null;
  departmentId: string | null;
}

export interface CacheReader {
  /** null: nothing was received yet (or the last snapshot did not end): resume with a snapshot. */
  position(): Position | null;
  isEmpty(): boolean;
  inboxList(filter: InboxFilter, start: number, count: number): { total: number; rows: InboxRow[] };
  inboxCounts(filter: InboxFilter): InboxCounts;
  /** In how many milliseconds time alone changes which rows a filter has, or their counts; null: never. */
  inboxChangesIn(filter: InboxFilter): number | null;
  /** All rows of a filter, however many. */
  inboxStates(filter: InboxFilter): FrozenRow[];
  conversation(conversationId: string): ConversationView | null;
  chat(conversationId: string, limit: number): { items: ChatItem[]; hasMore: boolean; beyond?: true };
  contact(contactId: string): ContactView | null;
  timeline(contactId: string, filter: TimelineFilter, limit: number): TimelineView;
  /** What a conversation is shown in: itself, or what it was merged into. */
  shownIn(conversationId: string): string;
  /** Everything shown in a conversation, itself first. */
  groupOf(conversationId: string): string[];
  directory(): Directory;
  historyList(filter: HistoryFilter, start: number, count: number): { total: number; rows: HistoryRow[] };
  outbox(): OutboxView;
  /** `conversationId`: only what is found in that one, message by message. */
  search(text: string, limit: number, conversationId?: string): { hits: SearchHit[]; partial?: true };
  /** The name to show for a conversation's contact; null when the conversation is not on this machine. */
  titleOf(conversationId: string): string | null;
  person(personId: string): Person | null;
  message(messageId: string): Message | null;
}

export interface CacheWriter {
  /**
   * One transaction: entities by `version` (an older or equal one changes nothing), then the position. The server may
   * be told only after this returned `ok`.
   */
  applyItems(items: readonly LogItem[], position: Position | null): Stored<Applied>;
  /**
   * The same for a large batch, in transactions of about 8 ms with a turn of the event loop between them. The position
   * is stored with the last slice only, so an interruption repeats the batch, which changes nothing twice.
   */
  applySliced(items: readonly LogItem[], position: Position | null): Promise<Stored<Applied>>;
  /**
   * Opens a new generation and forgets the position, so that an interrupted snapshot starts over. `keepsSince`: as the
   * server was told with the resume; what it leaves out is not on this machine.
   */
  beginSnapshot(keepsSince?: number | null): Stored<null>;
  applySnapshotPage(items: readonly LogItem[]): Promise<Stored<null>>;
  /** Removes what no page held, and stores the position. */
  endSnapshot(position: Position): Promise<Stored<null>>;
  /** Removes everything (another account signed in). */
  clear(): Stored<null>;
}

export interface Cache {
  reader: CacheReader;
  writer: CacheWriter;
  keeping: CacheKeeping;
  /** Makes ready what the inbox reads first, in short slices, while the window is still being started. */
  warm(): Promise<void>;
  /** Sets a corrupt file aside and continues with an empty one; readers and writers stay valid. */
  rebuild(): Result<null, { reason: 'disk' }>;
  close(): void;
}

export type DraftSide = 'reply' | 'note';
export type OutboxState = 'waiting' | 'sent' | 'accepted' | 'refused';

export interface OutboxRow {
  /** The command's id (UUID); for messages and notes also the id of the message it becomes. */
  id: string;
  /** Order of writing; commands are sent in this order. */
  ord: number;
  name: string;
  args: unknown;
  createdAt: number;
  state: OutboxState;
  /** Why the server refused it; null in the other states. */
  reason: RefusalReason | null;
  detail: string | null;
  /** The log position after which the effect is visible in the cache; the row is shown as pending until then. */
  acceptedAtSeq: number | null;
}

export interface UserDataReader {
  draft(conversationId: string, side: DraftSide): string;
  /** What the answer by e-mail has besides its text; null: nothing of its own. */
  emailDraft(conversationId: string): EmailDraft | null;
  /** Which of these conversations have a draft on either side. */
  withDraft(conversationIds: readonly string[]): ReadonlySet<string>;
  /** All that have one. */
  drafted(): string[];
  /** Every row, in order of writing. */
  outbox(): OutboxRow[];
  /** Rows in `waiting` or `sent` (sent without a known answer), oldest first: what must be sent after a reconnection. */
  unanswered(): OutboxRow[];
  preferences(): Preferences;
  meta(key: string): string | null;
  /** The kinds of the media that are kept, by file. */
  mediumKinds(): ReadonlyMap<string, string>;
}

export interface UserDataWriter {
  /** An empty text removes the draft. */
  saveDraft(conversationId: string, side: DraftSide, text: string, at: number): Stored<null>;
  /** null removes it. */
  saveEmailDraft(conversationId: string, email: EmailDraft | null, at: number): Stored<null>;
  /** `state` is `waiting`. A second row with the same id changes nothing. */
  enqueue(command: { id: string; name: string; args: unknown; createdAt: number }): Stored<null>;
  /** `sent` back to `waiting` included. Unknown ids change nothing. */
  markSent(id: string): Stored<null>;
  markWaiting(id: string): Stored<null>;
  markAccepted(id: string, acceptedAtSeq: number): Stored<null>;
  markRefused(id: string, reason: RefusalReason, detail: string | null): Stored<null>;
  /** Removes a row (the agent discarded a conflict, or a command was withdrawn before sending). */
  discard(id: string): Stored<null>;
  /** Removes accepted rows whose effect the cache already holds. Call after each applied batch. */
  dropAccepted(cursor: number): Stored<null>;
  setPreferences(change: Partial<Preferences>): Stored<null>;
  /** null: the file is gone. */
  setMediumKind(name: string, kind: string | null): Stored<null>;
  /** null removes the key. */
  setMeta(key: string, value: string | null): Stored<null>;
  /** Removes drafts and outbox (the account on this machine changed); preferences stay. */
  clearPersonal(): Stored<null>;
}

export interface UserData {
  reader: UserDataReader;
  writer: UserDataWriter;
  close(): void;
}

/** What readers of the cache need to know that is not in it. */
export interface ReaderContext {
  /** The signed-in person's id; null while unknown. */
  me(): string | null;
  /** Epoch milliseconds by the server's clock, as far as this machine knows it. */
  now(): number;
  /** The workspace's, until the operation says it. */
  timeZone(): string;
  customerTyping(conversationId: string): boolean;
  colleagues(conversationId: string): readonly Colleague[];
  user: UserDataReader;
  /** A finished upload that a pending message carries; the cache learns of it only with the sent message. */
  media?(mediaId: string): Media | null;
}
