import type { RefusalReason } from '../../../src-shared/protocol/commands.ts';
import type { Contact, Conversation, Message, Person } from '../../../src-shared/protocol/entities.ts';

/**
 * What is known at the end of a run, each part from whom it happened to: customers say what they wrote and got, agents
 * what they did, the channel what it took, the server's tables and every machine's files what they hold. The checks
 * compare them and look at nothing else. Times are milliseconds since the run began.
 */
export interface Evidence {
  customers: CustomerRecord[];
  deeds: Deed[];
  server: ServerRecord;
  machines: MachineRecord[];
  channel: ChannelRecord;
  faults: FaultRecord[];
  /** What ended or failed without anybody's doing. */
  crashes: { at: number; who: string; words: string }[];
}

/** Every text begins with a word of its own, its token, by which it is known wherever it turns up. */
export interface CustomerRecord {
  name: string;
  channel: 'whatsapp' | 'livechat';
  /** Whether what they say is taken in the order they say it: the widget waits for its turn, a telephone does not. */
  inOrder: boolean;
  said: Said[];
  heard: Heard[];
}

export interface Said {
  token: string;
  at: number;
  /** When the business confirmed it; null: never. */
  takenAt: number | null;
}

/** `messageId`: as the business calls it. In the order in which they stand on the customer's screen. */
export interface Heard {
  text: string;
  messageId: string | null;
}

export interface Deed {
  agent: string;
  at: number;
  name: string;
  conversationId: string | null;
  /** The first word of what was written; null where nothing was. */
  token: string | null;
  /** `kept`: on the machine's disk, to be sent; `done`: the server said so; `unanswered`: the engine died meanwhile. */
  outcome: 'kept' | 'done' | 'refused' | 'unanswered';
  commandId: string | null;
  reason: RefusalReason | 'offline' | 'disk-full' | null;
}

export interface StoredMessage extends Message {
  externalId: string | null;
  /** A request to the channel is marked as under way. */
  underWay: boolean;
}

export interface ServerRecord {
  conversations: Conversation[];
  messages: StoredMessage[];
  contacts: Contact[];
  /** The customer that each contact belongs to: itself, or what it was merged into. */
  rootOf: Record<string, string>;
  people: Person[];
  commands: { id: string; personId: string; name: string; ok: boolean; reason: RefusalReason | null }[];
  /** The log's positions: how many there are up to its head. */
  log: { head: number; prunedTo: number; count: number };
  /** Arrivals that were stored and not applied. */
  inbound: { id: number; state: string; error: string | null }[];
  /** Jobs that are neither done nor given up, by queue. */
  jobs: { queue: string; state: string }[];
}

export interface MachineRecord {
  agent: string;
  personId: string;
  cursor: number | null;
  conversations: Conversation[];
  messages: Message[];
  contacts: Contact[];
  /** What waits in the outbox, and what the server refused and the agent is shown. */
  pending: string[];
  conflicts: { id: string; reason: RefusalReason }[];
  /** What SQLite says of the file; null: it is whole. */
  damage: string | null;
}

export interface ChannelRecord {
  /** Our messages that the provider accepted, by our id, in order; with repetitions, if there were any. */
  accepted: string[];
  /** Those whose answer never reached the backend, as far as the provider knows. */
  answerLost: string[];
}

export interface FaultRecord {
  name: string;
  target: string;
  at: number;
  until: number;
}

export interface Violation {
  /** What was promised, in a few words. */
  promise:
    | 'lost'
    | 'doubled'
    | 'disordered'
    | 'stuck'
    | 'uncertain'
    | 'ownership'
    | 'cache'
    | 'command'
    | 'crash'
    | 'unrest';
  words: string;
  /** What the offending item is found by in the evidence. */
  token: string | null;
  messageId: string | null;
  conversationId: string | null;
}
