import type { Automation } from '../protocol/automations.ts';
import type { RefusalReason } from '../protocol/commands.ts';
import type { Field } from '../protocol/contacts.ts';
import type { Content, Reaction } from '../protocol/content.ts';
import type { Pipeline } from '../protocol/deals.ts';
import type {
  Activity,
  Attempt,
  Channel,
  Connection,
  Conversation,
  Department,
  Direction,
  Media,
  Message,
  MessageKind,
  MessageStatus,
  Person,
  Presence,
  Reason,
  SavedText,
  Tag,
  Workspace,
} from '../protocol/entities.ts';
import type { InboxFilter, InboxOrder, InboxStatus, InboxTab, SavedFilter } from '../protocol/inbox-filter.ts';
import type { Operation, PauseReason } from '../protocol/operation.ts';
import type { Template } from '../protocol/templates.ts';
import type { MessageNature } from '../rules/message-gist.ts';
import type { MergedConversationView, ReplyTarget } from './contact-views.ts';

export type * from './contact-views.ts';
export type { InboxFilter, InboxOrder, InboxStatus, InboxTab };

/**
 * What the renderer sees: flat, ready to show, and no larger than what is on the screen. All made by the engine's
 * readers from the cache and the outbox; times are epoch milliseconds by the server's clock.
 */

/** `protection`: how the key of the files on this machine is kept (architecture: at rest). */
export type SessionView =
  | { phase: 'starting' }
  /** First use on this machine, or signed out. `notice` says why, when the server ended the session. */
  | {
      phase: 'signed-out';
      serverUrl: string;
      email: string | null;
      notice: 'session-expired' | 'session-revoked' | null;
    }
  /** There is no keyring: after the first sign-in the user chooses how the files are protected. */
  | { phase: 'choose-protection' }
  /**
   * The files are locked with the agent's password; it works without a network. `signedIn`: the server took another
   * password, so these files need the former one, or are set aside (`session.protect`).
   */
  | { phase: 'locked'; email: string; name: string; serverUrl: string; signedIn: boolean }
  /** The files are of a newer version, or could not be opened; nothing was damaged. */
  | { phase: 'blocked'; reason: 'newer-database' | 'already-running' | 'disk' | 'unreadable-user-data' }
  | { phase: 'ready'; person: Person; workspace: Workspace; email: string };

export interface ConnectionView {
  state: 'online' | 'connecting' | 'offline';
  /** Why it is not online: the network, the server, a mismatch of versions (with both numbers). */
  cause:
    | null
    | { kind: 'network' }
    | { kind: 'server' }
    | { kind: 'session' }
    | { kind: 'protocol'; desktop: number; server: number };
  /** Events still to apply after a reconnection, or pages of a first synchronisation; null when up to date. */
  catchingUp: null | { kind: 'log'; remaining: number } | { kind: 'snapshot'; received: number };
  /** This machine's clock minus the server's; a warning is shown beyond five minutes. */
  clockSkewMs: number;
  /** Something on this machine needs the user's attention though the line is up. */
  localProblem: null | 'disk-full' | 'cache-rebuilt' | 'user-data-reset';
}

export interface InboxRow {
  id: string;
  contactId: string;
  title: string;
  channel: Channel;
  connectionName: string;
  preview: null | {
    direction: Direction;
    kind: MessageKind;
    nature?: MessageNature;
    text: string;
    status: MessageStatus | null;
  };
  at: number;
  unread: number;
  tags: { id: string; name: string; color: string }[];
  assigneeId: string | null;
  assigneeName: string | null;
  departmentName: string;
  status: Conversation['status'];
  awaitingSince: number | null;
  /** When the messaging window closes; null where the channel has none or nobody wrote yet. */
  windowEndsAt: number | null;
  failed: boolean;
  hasDraft: boolean;
  /** Changes of this conversation wait in the outbox. */
  pending: boolean;
  /** Its place in the department's queue; null when it does not wait in one. */
  queue: { position: number; since: number } | null;
  /** Until when whoever was offered it may accept; null when nothing is on offer. */
  offerUntil: number | null;
  /** Its owner's machine is gone: supervisors may step in. */
  assigneeOffline: boolean;
}

/**
 * The place of a conversation in its department's queue. `position` is 1 for who is next of `of`; `since` when it entered
 * the queue. `why` it waits: nobody gives it away there, no member of the department is available, or all of them are busy.
 */
export interface QueuePlace {
  position: number;
  of: number;
  since: number;
  why: 'manual' | 'nobody-available' | 'all-busy';
}

export interface InboxCounts {
  tabs: Record<InboxTab, number>;
  statuses: Record<InboxStatus, number>;
  /** Unread messages of the agent's own conversations: tray, dock and title. */
  unread: number;
}

export interface ConversationView extends Omit<Conversation, 'version'> {
  title: string;
  connection: Connection | null;
  department: Department | null;
  assigneeName: string | null;
  windowEndsAt: number | null;
  mine: boolean;
  customerTyping: boolean;
  /** Who else has it open, and who of them writes to the customer (B8). */
  colleagues: { personId: string; name: string; typing: boolean }[];
  /** A finish made offline waits in the outbox. */
  pendingFinish: boolean;
  /** null when it does not wait in a queue. */
  queue: QueuePlace | null;
  /** Its owner's machine is gone: supervisors may step in. */
  assigneeOffline: boolean;
  /** The conversation it is shown and served in (`merged`, to the end of the chain); null: it stands for itself. */
  shownIn: string | null;
  /** Those merged into it, oldest merge first. */
  group: MergedConversationView[];
  /** Where a reply can go, in the order of the customer's last words: the first is where they last wrote. Never empty. */
  targets: ReplyTarget[];
}

/** One line of the chat. Earlier conversations of the contact come first, each opened by a `separator`. */
export type ChatItem =
  | {
      type: 'separator';
      id: string;
      conversationId: string;
      protocol: string;
      channel: Channel;
      connectionName: string;
      finishedAt: number | null;
      finishedByName: string | null;
      reasonName: string | null;
      current: boolean;
    }
  | { type: 'message'; id: string; message: MessageView };

export interface MessageView {
  id: string;
  conversationId: string;
  channel: Channel;
  connectionName: string;
  direction: Direction;
  kind: MessageKind;
  text: string | null;
  media: Media | null;
  /** More files that go with it (e-mail). */
  attachments?: Media[];
  unknownKind: string | null;
  /** `text`: the words it is told by, whatever its kind; null where it is not on this machine. */
  quoted: null | {
    id: string;
    text: string | null;
    kind: MessageKind;
    nature?: MessageNature;
    authorName: string | null;
  };
  mentionIds: string[];
  authorId: string | null;
  authorName: string | null;
  activity: Activity | null;
  /** 0 for what still waits in the outbox; such items come last, in the order they were written. */
  position: number;
  at: number;
  /** The provider's own time for it, if it gave one. */
  providerAt?: number | null;
  /** `pending`: on this machine, not yet confirmed by the server. */
  status: MessageStatus | 'pending' | null;
  failure: { code: string; detail: string | null } | null;
  attempts: Attempt[];
  statusTimes: Message['statusTimes'];
  edited: boolean;
  content: Content | null;
  forwarded: Message['forwarded'];
  referral: Message['referral'];
  reactions: Reaction[];
  /** Earlier wordings, oldest first. */
  edits: Message['edits'];
  deleted: boolean;
}

export interface Directory {
  people: Person[];
  departments: Department[];
  connections: Connection[];
  tags: Tag[];
  reasons: Reason[];
  /** By connection and name; of every state, only `approved` ones can be sent. */
  templates: Template[];
  /** Active ones, by shortcut. */
  savedTexts: SavedText[];
  /** null until it arrived. */
  operation: Operation | null;
  pauseReasons: PauseReason[];
  /** By name; those that were removed are left out. */
  automations: Automation[];
  /** In the workspace's order; those that were removed are left out. */
  pipelines: Pipeline[];
  /** Custom fields of contacts in use, in the workspace's order. */
  fields: Field[];
  /** One's own and those shared with one (supervisors: all that are shared), by name; what waits in the outbox included. */
  savedFilters: SavedFilterView[];
}

/** `pending`: a change of it waits in the outbox; it is shown as it will be. */
export interface SavedFilterView extends Pick<SavedFilter, 'id' | 'name' | 'ownerId' | 'departmentId' | 'filter'> {
  /** null: unknown on this machine. */
  ownerName: string | null;
  departmentName: string | null;
  mine: boolean;
  pending: boolean;
}

export interface HistoryFilter {
  /** Words of contact, protocol or description; empty: all. */
  text: string;
  channels: Channel[];
  agentIds: string[];
  reasonIds: string[];
  departmentIds: string[];
  /** Finished at or after, and before; null: open. */
  from: number | null;
  to: number | null;
}

export interface HistoryRow {
  id: string;
  protocol: string;
  contactTitle: string;
  channel: Channel;
  connectionName: string;
  agentName: string | null;
  departmentName: string;
  reasonName: string | null;
  description: string | null;
  startedAt: number;
  finishedAt: number;
}

export interface SearchHit {
  conversationId: string;
  title: string;
  channel: Channel;
  protocol: string;
  status: Conversation['status'];
  /** null: the contact or protocol itself matched. */
  message: null | { id: string; position: number; at: number; direction: Direction };
  /** Text around the match; matched stretches as [start, end) offsets in UTF-16 units. */
  excerpt: string;
  marks: [number, number][];
  /** In how many messages of this conversation it is found; `message` is the newest of them. */
  count: number;
}

/** Newest first; `next`: where the next page begins, null: there is no more. */
export interface OlderHits {
  hits: SearchHit[];
  next: number | null;
}

export interface OutboxView {
  /** Waiting for the connection or for the server's answer, oldest first. */
  pending: { id: string; name: string; conversationId: string | null; at: number }[];
  /** Refused by the server: shown until the agent discards them; nothing is swallowed. */
  conflicts: {
    id: string;
    name: string;
    conversationId: string | null;
    title: string;
    at: number;
    reason: RefusalReason;
    text: string | null;
  }[];
}

export interface UploadView {
  id: string;
  conversationId: string;
  name: string;
  mime: string;
  bytes: number;
  sentBytes: number;
  /** `waiting`: the line failed; it goes on by itself when the line is back, from the bytes kept on this machine. */
  state: 'uploading' | 'waiting' | 'ready' | 'failed';
  /** Recorded in the composer: goes as a voice note, in a message of its own. */
  voice?: boolean;
  /** Set when ready: what `message.send` takes. */
  mediaId: string | null;
  error: null | 'too-large' | 'unsupported-media' | 'offline' | 'server-error';
}

export interface Preferences {
  theme: 'system' | 'light' | 'dark';
  density: 'comfortable' | 'compact';
  language: 'pt-BR' | 'en' | 'es';
  zoom: number;
  listWidth: number;
  notifications: { newConversation: boolean; newMessage: boolean; mention: boolean; sound: boolean };
  /** Changed shortcuts: action id → keys (`$mod+k`); what is not here has its default. */
  shortcuts: Record<string, string>;
  /** How fast voice notes are played; absent: 1. */
  playbackSpeed?: number | undefined;
  /** How the inbox was left; absent: never filtered. */
  inboxView?: { filter: InboxFilter; savedFilterId: string | null } | undefined;
  /** Days for which finished conversations stay on this machine; absent: 90. */
  keepDays?: number | undefined;
  /** Room for media on this machine in GB (10⁹ bytes); absent: 1. */
  mediaLimitGb?: number | undefined;
}

export type PresenceView = Presence;
