import type { Capabilities, Channel, MessageKind, MessageStatus } from '../../src-shared/protocol/entities.ts';

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
}

export interface InboundMessage {
  type: 'message';
  /** The provider's id; unique within the connection, and what duplicates are recognised by. */
  externalId: string;
  sender: Sender;
  kind: MessageKind;
  text: string | null;
  media: null | { source: MediaSource; mime: string; name: string | null; bytes: number | null };
  /** For kind `unknown`: what the provider called it. */
  unknownKind: string | null;
  quotedExternalId: string | null;
  /** Epoch milliseconds by the provider's clock, or null. */
  providerAt: number | null;
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

/** Everything received becomes one of these; nothing is dropped in silence. */
export type InboundEvent = InboundMessage | InboundStatus | { type: 'ignored'; reason: string };

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
  kind: 'text' | 'image';
  text: string | null;
  media: null | { mime: string; name: string | null; read: () => Promise<Uint8Array> };
  quotedExternalId: string | null;
  /** Who wrote it, for channels that show the agent's name; absent or null for automatic messages. */
  authorName?: string | null;
}

/** How the customer's conversation stands, for channels that can show it without writing a message. */
export type ConversationNews = { type: 'joined'; agentName: string } | { type: 'finished'; protocol: string };

/**
 * `uncertain`: the request went out and no answer came, so the message may have been accepted. It must not be sent
 * again by itself; a status may settle it later. `retry`: certainly not accepted, and worth another automatic try.
 */
export type SendOutcome =
  | { outcome: 'accepted'; externalId: string; status: Exclude<MessageStatus, 'queued' | 'failed'> }
  | { outcome: 'failed'; code: string; detail: string | null }
  | { outcome: 'retry'; code: string; detail: string | null; afterMs: number }
  | { outcome: 'uncertain'; code: string; detail: string | null };

export interface ChannelAdapter<Settings = unknown> {
  channel: Channel;
  capabilities: Capabilities;
  /** Sending the same message id again is recognised and delivered once, so an interrupted send may be repeated. */
  repeatable?: true;
  /** Checks a provisioned connection's settings; throws a ZodError whose paths name what is wrong. */
  parseSettings(raw: unknown): Settings;
  /** How customers know the connection (phone number, address), or null. */
  publicAddress(settings: Settings): string | null;
  send(connection: ChannelConnection<Settings>, message: OutboundMessage): Promise<SendOutcome>;
  /** Fetches a received medium; throws on failure (the job that calls it tries again). `maxBytes` is a hard limit. */
  fetchMedia?(
    connection: ChannelConnection<Settings>,
    ref: string,
    maxBytes: number,
  ): Promise<{ mime: string; bytes: Uint8Array }>;
  /** Tells the customer that the agent is typing, where the channel can. `lastExternalId`: the customer's last message. */
  typing?(connection: ChannelConnection<Settings>, to: Sender, lastExternalId: string | null): Promise<void>;
  /** Tells the customer that their messages up to this one were read, where the channel can. */
  markRead?(connection: ChannelConnection<Settings>, to: Sender, externalId: string): Promise<void>;
  /** Tells the customer who serves them now, or that the conversation was finished. May be told twice: shows once. */
  tell?(connection: ChannelConnection<Settings>, to: Sender, news: ConversationNews): Promise<void>;
}

/**
 * What the backend's core gives to channels that receive. `accept` returns only after the events are stored durably
 * (then the provider may be answered 200); they are applied soon after, once, in the order given.
 */
export interface InboundDoor {
  accept(connectionId: string, events: InboundEvent[]): Promise<void>;
  /** The customer at this address is typing. A hint: never stored, never awaited. */
  typing?(connectionId: string, address: string): void;
  /** Connections of a channel, over all workspaces, with settings parsed; refreshed when provisioning changes. */
  connections(channel: Channel): ChannelConnection[];
}
