import type { Transaction } from 'kysely';
import type { Content, Mailbox } from '../../src-shared/protocol/content.ts';
import type { Capabilities, Channel, Message, MessageKind, MessageStatus } from '../../src-shared/protocol/entities.ts';
import type { Template, TemplateValues } from '../../src-shared/protocol/templates.ts';
import type { Database } from '../store/database.ts';

/**
 * What every channel gives. A channel knows its provider and nothing of conversations, agents or the log: it turns
 * what arrives into inbound events, and sends what it is given. One contract test suite runs on every channel
 * (tests/integration/channels/contract.ts).
 */

/** Someone or something on the provider's side, as the provider names it. */
export interface Sender {
  /** The identity's address: WhatsApp id or business-scoped user id, visitor id, e-mail address. Kept as received. */
  address: string;
  /** Digits with country code when the address is a phone number, else null. */
  phone: string | null;
  profileName: string | null;
  /**
   * A second address of the same person on this channel, where what arrived shows both (WhatsApp: the business-scoped user
   * id beside the number): whoever writes from either is then the same contact.
   */
  alias?: string;
}

export interface InboundMessage {
  type: 'message';
  /** The provider's id; unique within the connection, and what duplicates are recognised by. */
  externalId: string;
  sender: Sender;
  kind: MessageKind;
  text: string | null;
  media: null | InboundMedium;
  /** More media that came with it, in their order; each is of the kind that its bytes are. */
  moreMedia?: InboundMedium[];
  /** For kind `unknown`: what the provider called it. */
  unknownKind: string | null;
  quotedExternalId: string | null;
  /** Epoch milliseconds by the provider's clock, or null. */
  providerAt: number | null;
  content?: Content | null;
  forwarded?: Message['forwarded'];
  referral?: Message['referral'];
  /**
   * Sent by the business itself from elsewhere (the telephone's own application): `sender` is then the customer it went to,
   * and it is stored as outbound.
   */
  echo?: true;
  /**
   * The provider repeats to us what we sent ourselves, too, perhaps before it answers the sending: an echo that a message of
   * ours on its way may be is that message. `ownId`: our own id of it, where the provider carries it.
   */
  repeatsOurs?: { ownId: string | null };
  /** More files that came with it, already stored: their media ids. */
  attachments?: string[];
  /** Ids of the messages it goes on from, the nearest first: their open conversation takes it, whoever writes. */
  thread?: string[];
  /** No person wrote it (out of office, list): kept and shown, but no automation answers it. */
  automatic?: true;
}

export interface InboundMedium {
  source: MediaSource;
  mime: string;
  name: string | null;
  bytes: number | null;
  voice?: boolean;
}

/** The customer reacts to a message, or takes the reaction back (`emoji` null). */
export interface InboundReaction {
  type: 'reaction';
  externalId: string;
  targetExternalId: string;
  sender: Sender;
  emoji: string | null;
  providerAt: number | null;
  /** By the business itself from elsewhere; `sender` is then the customer. */
  echo?: true;
}

/** Whoever wrote a message changed its words, or deleted it for everyone. */
export interface InboundChange {
  type: 'edited' | 'deleted';
  externalId: string;
  targetExternalId: string;
  sender: Sender;
  /** The new words; null when deleted, or when the edited message has none. */
  text: string | null;
  providerAt: number | null;
}

/** The same person under another address: a new number, a new business-scoped id; or the same address on another device. */
export interface InboundIdentity {
  type: 'identity';
  /** The provider's id of the notice, by which a repeated one is recognised; null where it gives none. */
  externalId: string | null;
  change: 'number' | 'user-id' | 'security-code';
  from: Sender;
  to: Sender;
  providerAt: number | null;
}

/** Somebody came to the chat from an advertisement or a link, without writing. */
export interface InboundReferral {
  type: 'referral';
  /** By which a repeated notice is recognised. */
  externalId: string;
  sender: Sender;
  referral: NonNullable<Message['referral']>;
  providerAt: number | null;
}

/** News about a template; what it says is fetched from the provider, so only which account it concerns matters. */
export interface InboundTemplateNews {
  type: 'templates';
  externalId: string | null;
}

/** Where the bytes of a received medium are: to be fetched by `fetchMedia`, or already stored. */
export type MediaSource = { type: 'provider'; ref: string } | { type: 'stored'; mediaId: string };

export interface InboundStatus {
  type: 'status';
  externalId: string;
  status: Exclude<MessageStatus, 'queued'>;
  failure: { code: string; detail: string | null } | null;
  providerAt: number | null;
  /** Our own message id, where the provider repeats it to us: settles a send whose outcome was `uncertain`. */
  messageId?: string;
}

/** Everything that the provider took from us for this customer up to a moment was delivered, or read. */
export interface InboundWatermark {
  type: 'watermark';
  sender: Sender;
  status: 'delivered' | 'read';
  /** Epoch milliseconds by the provider's clock, of the newest message it speaks of. */
  upTo: number;
  /** When it happened; null: the provider does not say. */
  providerAt: number | null;
}

/** Everything received becomes one of these; nothing is dropped in silence. */
export type InboundEvent =
  | InboundMessage
  | InboundStatus
  | InboundWatermark
  | InboundReaction
  | InboundChange
  | InboundIdentity
  | InboundReferral
  | InboundTemplateNews
  | { type: 'ignored'; reason: string };

/** One configured account, with its secrets resolved. `settings` is checked by the channel's own zod schema. */
export interface ChannelConnection<Settings = unknown> {
  id: string;
  workspaceId: string;
  settings: Settings;
}

export interface OutboundMessage {
  /** Our message id; a channel that can pass it on as an idempotency key does. */
  id: string;
  to: Sender;
  kind: 'text' | 'image' | 'video' | 'audio' | 'document' | 'sticker' | 'template';
  text: string | null;
  /** `voice`: recorded in the composer; sent as a voice note where the channel has them. Of a template: its header. */
  media: null | { mime: string; name: string | null; voice?: boolean; read: () => Promise<Uint8Array> };
  /** For kind `template`: what was approved and what it is filled with; checked by `rules/template.ts` before. */
  template?: { template: Template; values: TemplateValues } | null;
  quotedExternalId: string | null;
  /** When the customer last wrote in this conversation (epoch milliseconds); null or absent: never, or not known. */
  lastInboundAt?: number | null;
  /** Who wrote it, for channels that show the agent's name; absent or null for automatic messages. */
  authorName?: string | null;
  /** By which the agent signs in, for channels with a signature for each. */
  authorEmail?: string | null;
  /** Written by an automation. */
  automatic?: true;
  /** More files that go with it, beyond `media`. */
  attachments?: OutboundFile[];
  email?: OutboundEmail | null;
}

export interface OutboundFile {
  mime: string;
  name: string | null;
  read: () => Promise<Uint8Array>;
}

/** What goes around the text of an e-mail. */
export interface OutboundEmail {
  subject: string;
  cc: Mailbox[];
  bcc: Mailbox[];
  /** The earlier words that go below, with the line that introduces them; null: none. */
  quoted: string | null;
  /** The provider's id of what it answers; null: nothing. */
  inReplyTo: string | null;
  /** Ids of the whole thread, oldest first. */
  references: string[];
}

/** A template as the provider lists it, before it has an id of ours. */
export type ProviderTemplate = Omit<Template, 'id' | 'connectionId' | 'version'> & { externalId: string };

/** How the customer's conversation stands, for channels that can show it without writing a message. */
export type ConversationNews = { type: 'joined'; agentName: string } | { type: 'finished'; protocol: string };

/**
 * `uncertain`: the request went out and no answer came, so the message may have been accepted. It must not be sent
 * again by itself; a status may settle it later. `retry`: certainly not accepted, and worth another automatic try;
 * `held`: we kept it back ourselves so as not to exceed the provider's rates, which is no attempt.
 */
export type SendOutcome =
  | {
      outcome: 'accepted';
      externalId: string;
      status: Exclude<MessageStatus, 'queued' | 'failed'>;
      /** What went wrong all the same: a copy that was refused. */
      detail?: string;
    }
  | { outcome: 'failed'; code: string; detail: string | null }
  | { outcome: 'retry'; code: string; detail: string | null; afterMs: number; held?: true }
  | { outcome: 'uncertain'; code: string; detail: string | null };

export type MessageAuthor = Pick<OutboundMessage, 'authorEmail' | 'authorName'>;

export interface ChannelAdapter<Settings = unknown> {
  channel: Channel;
  capabilities: Capabilities;
  /** Where they depend on how a connection is set up; `capabilities` then holds for a connection with nothing special. */
  capabilitiesWith?(settings: Settings): Capabilities;
  /** Sending the same message id again is recognised and delivered once, so an interrupted send may be repeated. */
  repeatable?: true;
  /** Checks a provisioned connection's settings; throws a ZodError whose paths name what is wrong. */
  parseSettings(raw: unknown): Settings;
  /** How customers know the connection (phone number, address), or null. */
  publicAddress(settings: Settings): string | null;
  send(connection: ChannelConnection<Settings>, message: OutboundMessage): Promise<SendOutcome>;
  /** What the channel puts below whatever this person writes; null: nothing. */
  signature?(settings: Settings, author: MessageAuthor): string | null;
  /**
   * Fetches a received medium; throws on failure (the job that calls it tries again). `maxBytes` is a hard limit. `gone`: it is
   * not there any more, and asking the same again is no use.
   */
  fetchMedia?(
    connection: ChannelConnection<Settings>,
    ref: string,
    maxBytes: number,
  ): Promise<{ mime: string; bytes: Uint8Array } | 'gone'>;
  /**
   * Where the media of a message are now, in the message's order, for a channel whose addresses expire; empty: it does not
   * say. Throws on failure (the job tries again).
   */
  mediaAgain?(connection: ChannelConnection<Settings>, externalId: string): Promise<string[]>;
  /** What the customer is called on this channel; null: it does not say. Throws on failure (the job tries again). */
  profileName?(connection: ChannelConnection<Settings>, address: string): Promise<string | null>;
  /** Tells the customer that the agent is typing, where the channel can. `lastExternalId`: the customer's last message. */
  typing?(connection: ChannelConnection<Settings>, to: Sender, lastExternalId: string | null): Promise<void>;
  /** Tells the customer that their messages up to this one were read, where the channel can. */
  markRead?(connection: ChannelConnection<Settings>, to: Sender, externalId: string): Promise<void>;
  /** Sets (or with null takes back) the business's reaction to a message. */
  react?(
    connection: ChannelConnection<Settings>,
    to: Sender,
    targetExternalId: string,
    emoji: string | null,
  ): Promise<SendOutcome>;
  /** All templates of the connection's account. Throws on failure (the job that calls it tries again). */
  templates?(connection: ChannelConnection<Settings>): Promise<ProviderTemplate[]>;
  /** Begins what the channel must run to receive (a mailbox is read, not pushed); until `stop`. */
  start?(door: InboundDoor): Promise<void>;
  stop?(): Promise<void>;
  /** Tells the customer who serves them now, or that the conversation was finished. May be told twice: shows once. */
  tell?(connection: ChannelConnection<Settings>, to: Sender, news: ConversationNews): Promise<void>;
}

/**
 * What the backend's core gives to channels that receive. `accept` returns only after the events are stored durably
 * (then the provider may be answered 200); they are applied soon after, once, in the order given.
 */
export interface InboundDoor {
  accept(connectionId: string, events: InboundEvent[], alongside?: Alongside): Promise<void>;
  /** The customer at this address is typing. A hint: never stored, never awaited. */
  typing?(connectionId: string, address: string): void;
  /** Connections of a channel, over all workspaces, with settings parsed; refreshed when provisioning changes. */
  connections(channel: Channel): ChannelConnection[];
  /** The account itself does not work, or (null) works again: supervisors are told. */
  trouble?(connectionId: string, problem: { code: string; detail: string | null } | null): Promise<void>;
}

/**
 * What a channel writes of its own together with the events: how far it has read. In their transaction, or, where they could
 * not be applied at once and were stored for later, right after that; so it may run without them, never they without it.
 */
export type Alongside = (db: Transaction<Database>) => Promise<void>;
