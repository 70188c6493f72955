import PostalMime, { type Email } from 'postal-mime';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { createEmailChannel, type EmailChannel } from '../../../src-backend/channels/email/channel.ts';
import type { EmailSettings } from '../../../src-backend/channels/email/settings.ts';
import { createMediaStore, type MediaStore } from '../../../src-backend/media/media-store.ts';
import type { Store } from '../../../src-backend/store/open.ts';
import type { MailServers } from '../../simulators/mail/mail-servers.ts';
import { createFaultyProxy, type FaultyProxy } from '../../simulators/network/faulty-proxy.ts';
import { type Operation, openOperation, type Plan, until } from '../core/operation.ts';
import { silent } from '../stores.ts';

/** A workspace that serves a mailbox on real servers, with a network between that can be bad. */
export interface EmailDesk {
  operation: Operation;
  channel: EmailChannel;
  media: MediaStore;
  connectionId: string;
  address: string;
  /** What came through the door, ignored events too. */
  received: InboundEvent[];
  imap: FaultyProxy;
  smtp: FaultyProxy;
  /** Somebody sends a mail to the mailbox. `headers` and body as they are; without `from` it is the customer's. */
  arrives(mail: MailPlan): Promise<void>;
  close(): Promise<void>;
}

export interface MailPlan {
  from?: string;
  name?: string;
  subject?: string;
  text?: string;
  id?: string;
  headers?: string[];
  /** Instead of all of it. */
  raw?: string | Uint8Array;
}

export const CUSTOMER = 'cliente@casa.test';

const plan: Plan = {
  departments: [{ id: 'suporte' }],
  people: [
    { id: 'ana', departments: ['suporte'], capacity: 100 },
    { id: 'bia', departments: ['suporte'] },
  ],
};

let boxes = 0;
/** A mailbox that no other test has. */
export async function newMailbox(servers: MailServers): Promise<string> {
  boxes += 1;
  const address = `contato${boxes}.${process.pid}@loja.test`;
  await servers.addMailbox(address);
  return address;
}

export async function openEmailDesk(
  store: Store,
  servers: MailServers,
  options: {
    settings?: Partial<EmailSettings>;
    address?: string;
    started?: boolean;
    joined?: string;
    plan?: Plan;
  } = {},
): Promise<EmailDesk> {
  const address = options.address ?? (await newMailbox(servers));
  const imap = await createFaultyProxy({ target: `http://127.0.0.1:${servers.imapPort}` });
  const smtp = await createFaultyProxy({ target: `http://127.0.0.1:${servers.smtpPort}` });
  const media = createMediaStore({ store, now: () => Date.now() });
  const channel = createEmailChannel({
    store,
    media,
    logger: silent,
    now: () => Date.now(),
    times: { leaseMs: 3_000, backoffMs: 20, longestBackoffMs: 100 },
  });
  const settings = {
    address,
    fromName: 'Loja Aurora',
    user: address,
    password: servers.password,
    imap: { host: '127.0.0.1', port: imap.port, secure: 'none' },
    smtp: { host: '127.0.0.1', port: smtp.port, secure: 'none' },
    pollSeconds: 30,
    ...options.settings,
  };
  const operation = await openOperation(store, options.plan ?? plan, { adapter: channel, settings }, options.joined);
  await store.db
    .updateTable('connection')
    .set({ channel: 'email', address })
    .where('workspace_id', '=', operation.workspaceId)
    .execute();
  await operation.core.connections.refresh();
  // Mail has a clock of its own.
  operation.clock.now = Date.now();
  const connectionId =
    operation.core.connections.ofChannel('email').find((one) => one.workspaceId === operation.workspaceId)?.id ?? '';
  const received: InboundEvent[] = [];
  const { door } = operation.core;
  if (options.started !== false) {
    await channel.start({
      ...door,
      accept: async (id, events, alongside) => {
        await door.accept(id, events, alongside);
        received.push(...events);
      },
      connections: (kind) => door.connections(kind).filter(({ workspaceId }) => workspaceId === operation.workspaceId),
    });
    await until(async () => (await cursorOf(store, connectionId)) !== null, 10_000);
  }

  return {
    operation,
    channel,
    media,
    connectionId,
    address,
    received,
    imap,
    smtp,
    arrives: (mail) =>
      servers.deliver({ from: mail.from ?? CUSTOMER, to: address, raw: mail.raw ?? mailOf(address, mail) }),
    async close() {
      await channel.stop();
      await operation.close();
      await imap.close();
      await smtp.close();
    },
  };
}

/** How far the mailbox was read; null: it was not opened yet. */
export async function cursorOf(store: Store, connectionId: string): Promise<number | null> {
  const row = await store.db
    .selectFrom('email_mailbox')
    .select(['uid_validity', 'last_uid'])
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return row?.uid_validity == null ? null : row.last_uid;
}

let mails = 0;
export function mailOf(to: string, mail: MailPlan): string {
  mails += 1;
  const from = mail.from ?? CUSTOMER;
  return [
    `From: ${mail.name === undefined ? from : `"${mail.name}" <${from}>`}`,
    `To: ${to}`,
    `Subject: ${mail.subject ?? 'Pedido'}`,
    `Date: ${new Date(Date.now() - 1_000).toUTCString()}`,
    `Message-ID: <${mail.id ?? `m${mails}.${process.pid}@casa.test`}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    ...(mail.headers ?? []),
    '',
    (mail.text ?? 'oi').replaceAll('\n', '\r\n'),
    '',
  ].join('\r\n');
}

/** The newest mail of a mailbox, read by another program than ours writes with. */
export async function lastMail(servers: MailServers, address: string): Promise<Email> {
  const raw = (await servers.mailsOf(address)).at(-1);
  if (raw === undefined) throw new Error(`${address} has no mail`);
  return PostalMime.parse(raw);
}
