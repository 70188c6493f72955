import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import fastifyMultipart from '@fastify/multipart';
import fastify from 'fastify';
import { createFaults, type Faults } from '../faults.ts';
import { createMediaStore } from '../media-store.ts';
import { createWebhookSender } from '../webhook-sender.ts';
import { fromBusiness, fromCustomer, webhookBody } from './bodies.ts';
import type { Product } from './errors.ts';
import { createSocialPeople, type SocialPerson } from './people.ts';
import { registerSocial, type SocialMessage } from './routes.ts';

export interface SocialAccount {
  product: Product;
  accountId: string;
  /** Through which it is sent, where that is another id. */
  senderId?: string;
  /** Approved for the tag HUMAN_AGENT. */
  humanAgent?: boolean;
}

export interface SocialGraphOptions {
  /** 0: any free port. */
  port?: number;
  accessToken: string;
  appSecret: string;
  accounts: readonly SocialAccount[];
  /** Epoch milliseconds. */
  now?: () => number;
  /** When the echo of a send is posted: after its answer, before it (the answer then waits for it), or never. */
  echoes?: 'after' | 'before' | 'never';
  /** Milliseconds from acceptance to each mark; null: it never comes. */
  marksAfterMs?: { delivered: number | null; read: number | null };
  retryDelaysMs?: readonly number[];
  /** `open`: people unheard since the start may be written to, and their messages answered and reacted to. */
  strangers?: 'open' | 'closed';
}

export interface SocialWriting {
  /** The first account unless said. */
  accountId?: string | undefined;
  person: SocialPerson;
  text?: string | undefined;
  media?: SocialMedium[] | undefined;
  /** Its addresses have expired when the webhook comes; asked for the message, Meta gives new ones, or does not. */
  expired?: 'asked anew' | 'for good' | undefined;
  quotedId?: string | undefined;
  /** Instagram: the story that is answered, or the person's own in which the account is mentioned. */
  story?: { about: 'reply' | 'mention'; bytes: Uint8Array; mime: string } | undefined;
  /** Further parts of the message as Meta words them. */
  more?: object | undefined;
}

export interface SocialMedium {
  type: 'image' | 'video' | 'audio' | 'file';
  bytes: Uint8Array;
  mime: string;
  name?: string;
}

export interface SocialDelivery {
  externalId: string;
  delivered: Promise<boolean>;
}

/** A stand-in for the part of Meta's Graph API that Instagram and Messenger use. Everything is in memory. */
export interface SocialGraph {
  url: string;
  /** With the version, as a connection's `graphUrl`. */
  graphUrl: string;
  customerWrites(writing: SocialWriting): SocialDelivery;
  /** Anything else that happens between a customer and the account, as Meta words it: a reaction, an edit, a read mark. */
  customerDoes(personId: string, part: object, accountId?: string): Promise<boolean>;
  /** Somebody of the business writes in the account's own application. */
  businessWrites(personId: string, text: string, accountId?: string): SocialDelivery;
  onBusinessMessage(listener: (message: SocialMessage) => void): () => void;
  businessMessages(): readonly SocialMessage[];
  /** What is shown to customers without being a message. */
  actions(): readonly { to: string; action: string; target: string | null; reaction: string | null }[];
  /** Ids whose profile was asked, in order. */
  profilesAsked(): readonly string[];
  faults: Faults;
  setCallback(product: Product, url: string): void;
  repeatLastWebhook(): Promise<number>;
  webhookAnswers(): readonly number[];
  settled(): Promise<void>;
  refuseConnections(): Promise<void>;
  acceptConnections(): Promise<void>;
  close(): Promise<void>;
}

const messageId = () => `m_${randomBytes(24).toString('base64url')}`;

export async function createSocialGraph(options: SocialGraphOptions): Promise<SocialGraph> {
  const { accounts, appSecret, now = Date.now, echoes = 'after' } = options;
  const marks = options.marksAfterMs ?? { delivered: 15, read: 30 };
  const app = fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true });
  await app.register(fastifyMultipart, { limits: { fileSize: 40 * 1024 * 1024, files: 1 } });
  const { script, pending } = createFaults();
  const media = createMediaStore(now);
  const people = createSocialPeople(options.strangers ?? 'closed');
  const callbacks = new Map<Product, string>();
  const senderOf = (product: Product) =>
    createWebhookSender({
      appSecret,
      callbackUrl: () => callbacks.get(product) ?? null,
      retryDelaysMs: options.retryDelaysMs ?? [200, 1_000, 5_000],
      faults: pending,
    });
  const senders = { instagram: senderOf('instagram'), messenger: senderOf('messenger') };
  let lastSender = senders.instagram;
  const timers = new Set<NodeJS.Timeout>();

  const accountOf = (accountId: string | undefined): SocialAccount => {
    const account = accountId === undefined ? accounts[0] : accounts.find((one) => one.accountId === accountId);
    if (account === undefined) throw new Error('this stand-in has no such account');
    return account;
  };
  const post = ({ product, accountId }: SocialAccount, personId: string, item: object): Promise<boolean> => {
    lastSender = senders[product];
    return lastSender.post(webhookBody(product, accountId, item, now()), `${accountId} ${personId}`);
  };
  const later = (ms: number | null, act: () => void): void => {
    if (ms === null) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };

  /** What follows an accepted message; the answer waits for what is returned. */
  async function accepted(account: SocialAccount, message: SocialMessage): Promise<void> {
    const { to, id, at, text, attachment, metadata } = message;
    const { accountId, product } = account;
    const attachments = attachment && [{ type: attachment.type, payload: { url: cdnUrl(attachment) } }];
    const echo = () =>
      post(
        account,
        to,
        fromBusiness(to, accountId, at, {
          message: {
            ...{ mid: id, is_echo: true },
            ...(text === null ? {} : { text }),
            ...(attachments && { attachments }),
            ...(metadata === null ? {} : { metadata, app_id: 1517776481860111 }),
          },
        }),
      );
    if (echoes === 'before') await echo();
    if (echoes === 'after') later(3, () => void echo());
    if (product === 'messenger') {
      later(
        marks.delivered,
        () =>
          void post(account, to, {
            ...fromCustomer(to, accountId, now(), { delivery: { mids: [id], watermark: at } }),
          }),
      );
    }
    later(marks.read, () => {
      const read = product === 'instagram' ? { mid: id } : { watermark: at };
      void post(account, to, fromCustomer(to, accountId, now(), { read }));
    });
  }

  /** As the node of the message words it. */
  const nodeOf = (medium: SocialMedium): object => {
    const url = cdnUrl(medium);
    if (medium.type === 'image') return { image_data: { url, width: 1, height: 1 } };
    return medium.type === 'video' ? { video_data: { url } } : { file_url: url };
  };

  type Bytes = { bytes: Uint8Array; mime: string; name?: string | null };
  const cdnUrl = ({ bytes, mime, name }: Bytes, ttlMs = 7 * 86_400_000): string => {
    const file = name ?? `arquivo.${mime.split('/')[1]}`;
    return `${api.url}/cdn/${media.address(media.put(bytes, mime), ttlMs)}/${encodeURIComponent(file)}`;
  };

  const storyPart = ({ about, ...picture }: NonNullable<SocialWriting['story']>): object => {
    const url = cdnUrl(picture);
    if (about === 'reply')
      return { reply_to: { story: { id: String(media.put(picture.bytes, picture.mime).id), url } } };
    return { attachments: [{ type: 'story_mention', payload: { url } }] };
  };

  const routes = registerSocial(app, { ...options, now, media, people, faults: pending, accepted, messageId });

  function customerWrites({
    person,
    text,
    media: enclosed,
    expired,
    quotedId,
    story,
    more,
    ...to
  }: SocialWriting): SocialDelivery {
    const account = accountOf(to.accountId);
    const externalId = messageId();
    const at = now();
    people.wrote(account.accountId, person, at);
    routes.heard(externalId, expired === 'for good' || enclosed === undefined ? undefined : () => enclosed.map(nodeOf));
    const message = {
      mid: externalId,
      ...(text === undefined ? {} : { text }),
      ...(enclosed === undefined
        ? {}
        : { attachments: enclosed.map((one) => ({ type: one.type, payload: { url: cdnUrl(one, expired && 0) } })) }),
      ...(quotedId === undefined ? {} : { reply_to: { mid: quotedId } }),
      ...(story === undefined ? {} : storyPart(story)),
      ...more,
    };
    return {
      externalId,
      delivered: post(account, person.id, fromCustomer(person.id, account.accountId, at, { message })),
    };
  }

  const listen = { host: '127.0.0.1', port: options.port ?? 0 };
  const api: SocialGraph = {
    url: '',
    graphUrl: '',
    customerWrites,
    customerDoes(personId, part, accountId) {
      const account = accountOf(accountId);
      return post(account, personId, fromCustomer(personId, account.accountId, now(), part));
    },
    businessWrites(personId, text, accountId) {
      const account = accountOf(accountId);
      const externalId = messageId();
      const message = { mid: externalId, text, is_echo: true };
      return {
        externalId,
        delivered: post(account, personId, fromBusiness(personId, account.accountId, now(), { message })),
      };
    },
    onBusinessMessage: routes.onMessage,
    businessMessages: routes.sent,
    actions: routes.actions,
    profilesAsked: routes.profilesAsked,
    faults: script,
    setCallback: (product, url) => void callbacks.set(product, url),
    repeatLastWebhook: () => lastSender.repeatLast(),
    webhookAnswers: () => [...senders.instagram.answers(), ...senders.messenger.answers()],
    async settled() {
      await Promise.all(Object.values(senders).map((sender) => sender.settled()));
    },
    refuseConnections: () =>
      new Promise((resolve) => {
        app.server.close(() => resolve());
        app.server.closeAllConnections();
      }),
    acceptConnections: () => new Promise((resolve) => app.server.listen(listen, () => resolve())),
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const sender of Object.values(senders)) sender.close();
      routes.close();
      await app.close();
    },
  };
  api.url = await app.listen(listen);
  listen.port = portOf(app.server.address());
  api.graphUrl = `${api.url}/v26.0`;
  return api;
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string') throw new Error('the stand-in has no TCP address');
  return address.port;
}
