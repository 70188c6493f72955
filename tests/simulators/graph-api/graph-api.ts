import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastifyMultipart from '@fastify/multipart';
import fastify from 'fastify';
import { registerControl } from './control-routes.ts';
import { createDeliveryReports, type StatusDelays } from './delivery-reports.ts';
import { createFaults, type Faults } from './faults.ts';
import { createJournal } from './journal.ts';
import { registerMedia } from './media-routes.ts';
import { createMediaStore } from './media-store.ts';
import { type BusinessMessage, registerMessages } from './message-routes.ts';
import { createPeople } from './people.ts';
import { registerTemplates, type TemplateReview } from './template-routes.ts';
import { createTemplateStore, type TemplateSeed, type TemplateStore } from './templates.ts';
import { messageWebhook, type WebhookPerson } from './webhook-bodies.ts';
import { createWebhookSender } from './webhook-sender.ts';

export interface BusinessNumber {
  phoneNumberId: string;
  displayPhoneNumber: string;
  businessAccountId: string;
}

export interface GraphApiOptions {
  /** 0: any free port. */
  port?: number;
  accessToken: string;
  appSecret: string;
  numbers: readonly BusinessNumber[];
  /** Where webhooks go; may be set later. */
  callbackUrl?: string;
  /** Epoch milliseconds, for the 24-hour window, rates, expiries and timestamps. */
  now?: () => number;
  /** Milliseconds from acceptance to each status webhook; null: that status never comes. */
  statusAfterMs?: StatusDelays;
  /** Milliseconds before the second, third… try of a webhook; the last repeats. */
  retryDelaysMs?: readonly number[];
  /** `open`: people unheard since the start may be written to. For a stand-in that is restarted amid conversations. */
  strangers?: 'open' | 'closed';
  /** Messages per second and number; Meta's own limit unless said. */
  messagesPerSecond?: number;
  /** What the account has at the start. */
  templates?: readonly TemplateSeed[];
  /** A file in which it remembers, over a kill, what it accepted and which states the business was told. */
  journal?: string;
  /** Called amid each send that passes all rules: before and after it is accepted, with its number since the start. */
  onSend?: (phase: 'before' | 'after', count: number) => void;
}

export interface CustomerMedium {
  type: 'audio' | 'video' | 'document' | 'sticker';
  bytes: Uint8Array;
  mime: string;
  /** Recorded in the telephone's application. */
  voice?: boolean;
  filename?: string;
  caption?: string;
}

export interface CustomerMessage {
  /** One of the two at least. `waId`: digits; `userId`: business-scoped, for someone who hides their number. */
  waId?: string | undefined;
  userId?: string | undefined;
  name: string;
  /** The first number unless said. */
  phoneNumberId?: string | undefined;
  text?: string | undefined;
  image?: { bytes: Uint8Array; mime: string } | undefined;
  /** A medium of any other kind. */
  medium?: CustomerMedium | undefined;
  quotedId?: string | undefined;
  /** Any other message as Meta would word it, `type` and its part. */
  other?: ({ type: string } & Record<string, unknown>) | undefined;
}

/** `delivered`: true once the callback answered 200, false if the stand-in was closed before. */
export interface CustomerDelivery {
  externalId: string;
  delivered: Promise<boolean>;
}

/** A stand-in for the part of Meta's Graph API that a WhatsApp business uses. Everything is in memory. */
export interface GraphApi {
  /** With the version, as a connection's `graphUrl`. */
  graphUrl: string;
  /** For the control routes of another process. */
  url: string;
  customerWrites(message: CustomerMessage): CustomerDelivery;
  /** Calls for each message the business sends, in order; the returned function ends it. */
  onBusinessMessage(listener: (message: BusinessMessage) => void): () => void;
  businessMessages(): readonly BusinessMessage[];
  /** The business's own ids of messages that were accepted and whose answer was arranged to be lost. */
  unanswered(): readonly string[];
  /** Customers' messages that the business marked as read, and where it showed typing. */
  readMarks(): readonly { messageId: string; typing: boolean }[];
  faults: Faults;
  templates: TemplateStore;
  /** What the provider decides about templates; the business is told by webhook. */
  review: TemplateReview;
  /** Nobody at this address is on WhatsApp: sends are accepted and fail with 131026. */
  unreachable(address: string): void;
  setCallback(url: string): void;
  /** Registers the callback as Meta does: asks it for a challenge. Whether it answered well. */
  verifyCallback(verifyToken: string): Promise<boolean>;
  repeatLastWebhook(): Promise<number>;
  /** HTTP status of every webhook try; 0 where nothing answered. */
  webhookAnswers(): readonly number[];
  /** Resolves when every webhook so far was answered 200. */
  settled(): Promise<void>;
  /** Stops listening: connections are refused until `acceptConnections`. */
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;
  close(): Promise<void>;
}

export type { BusinessMessage } from './message-routes.ts';

export async function createGraphApi(options: GraphApiOptions): Promise<GraphApi> {
  const { accessToken, appSecret, numbers, now = Date.now } = options;
  const statusAfterMs = options.statusAfterMs ?? { sent: 5, delivered: 15, read: 30 };
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true });
  await app.register(fastifyMultipart, { limits: { fileSize: 101 * 1024 * 1024, files: 1 } });

  const { script, pending } = createFaults();
  const media = createMediaStore(now);
  const people = createPeople({ now, strangers: options.strangers ?? 'closed' });
  let callbackUrl = options.callbackUrl ?? null;
  const webhooks = createWebhookSender({
    appSecret,
    callbackUrl: () => callbackUrl,
    retryDelaysMs: options.retryDelaysMs ?? [200, 1_000, 5_000],
    faults: pending,
  });
  const journal = createJournal(options.journal ?? null);
  const templates = createTemplateStore(options.templates ?? []);
  const reports = createDeliveryReports({
    post: webhooks.post,
    faults: pending,
    journal,
    afterMs: statusAfterMs,
    now,
  });

  const messages = registerMessages(app, {
    accessToken,
    numbers,
    media,
    templates,
    people,
    journal,
    faults: pending,
    now,
    messagesPerSecond: options.messagesPerSecond ?? 80,
    onSend: options.onSend ?? (() => undefined),
    accepted: reports.follow,
  });
  const review = registerTemplates(app, { accessToken, numbers, templates, now, post: webhooks.post });
  registerMedia(app, { accessToken, numbers, media, faults: pending });

  function customerWrites(message: CustomerMessage): CustomerDelivery {
    const number = numbers.find(({ phoneNumberId }) => phoneNumberId === message.phoneNumberId) ?? numbers[0];
    if (number === undefined) throw new Error('this stand-in has no number to write to');
    const { waId = null, userId = null, name, text, image, medium, quotedId = null } = message;
    const other = message.other ?? (medium && mediumContent(medium));
    if (waId === null && userId === null) throw new Error('a customer needs a WhatsApp id or a user id');
    const person = { waId, userId, name };
    const externalId = `wamid.${randomBytes(24).toString('base64')}`;
    people.wrote(number.phoneNumberId, person, externalId);
    const content = other ?? (image ? imageContent(image, text) : { type: 'text', text: { body: text ?? '' } });
    const body = messageWebhook(number, person, { id: externalId, at: now(), quotedId, content });
    return { externalId, delivered: webhooks.post(body, laneOf(person)) };
  }

  function mediumContent({ type, bytes, mime, ...more }: CustomerMedium): { type: string } & Record<string, unknown> {
    const { id, sha256 } = media.put(bytes, mime);
    return { type, [type]: { ...more, mime_type: mime, sha256, id } };
  }

  function imageContent({ bytes, mime }: { bytes: Uint8Array; mime: string }, caption: string | undefined): object {
    const { id, sha256 } = media.put(bytes, mime);
    return { type: 'image', image: { ...(caption ? { caption } : {}), mime_type: mime, sha256, id } };
  }

  const listen = { host: '127.0.0.1', port: options.port ?? 0 };
  const api: GraphApi = {
    graphUrl: '',
    url: '',
    customerWrites,
    onBusinessMessage: messages.onMessage,
    businessMessages: messages.all,
    unanswered: messages.unanswered,
    readMarks: messages.readMarks,
    faults: script,
    templates,
    review,
    unreachable: reports.unreachable,
    setCallback: (url) => {
      callbackUrl = url;
    },
    verifyCallback: (verifyToken) => verify(callbackUrl, verifyToken),
    repeatLastWebhook: webhooks.repeatLast,
    webhookAnswers: webhooks.answers,
    settled: webhooks.settled,
    refuseConnections: () =>
      new Promise((resolve) => {
        app.server.close(() => resolve());
        app.server.closeAllConnections();
      }),
    acceptConnections: () => new Promise((resolve) => app.server.listen(listen, () => resolve())),
    async close() {
      reports.close();
      webhooks.close();
      messages.close();
      await app.close();
    },
  };
  registerControl(app, api);
  api.url = await app.listen(listen);
  // A stand-in that stops listening for a while comes back at the same address.
  listen.port = portOf(app.server.address());
  api.graphUrl = `${api.url}/v26.0`;
  for (const { message, told } of journal.before) {
    const number = numbers.find(({ phoneNumberId }) => phoneNumberId === message.phoneNumberId);
    if (number !== undefined) reports.follow(number, people.find(message.to), message, told);
  }
  return api;
}

const laneOf = ({ waId, userId }: WebhookPerson): string => waId ?? userId ?? '';

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no TCP address');
  return address.port;
}

async function verify(callbackUrl: string | null, verifyToken: string): Promise<boolean> {
  if (callbackUrl === null) return false;
  const challenge = randomBytes(8).toString('hex');
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': verifyToken,
    'hub.challenge': challenge,
  });
  const response = await fetch(`${callbackUrl}?${query}`);
  return response.status === 200 && (await response.text()) === challenge;
}
