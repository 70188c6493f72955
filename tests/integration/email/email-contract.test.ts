import { randomUUID } from 'node:crypto';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { afterAll, describe } from 'vitest';
import { type MailServers, RECIPIENTS, startMailServers } from '../../simulators/mail/mail-servers.ts';
import {
  type ChannelHarness,
  describeChannelContract,
  type RefusingHarness,
  reportsRefusals,
  type SeenMessage,
} from '../channels/contract.ts';
import { until } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';
import { type EmailDesk, newMailbox, openEmailDesk } from './email-desk.ts';

describe('E-mail', () => {
  const openTestStore = storeOpener('embedded');
  let servers: MailServers | null = null;
  afterAll(() => servers?.stop());

  describeChannelContract<RefusingHarness>(
    'E-mail',
    async () => {
      servers = await startMailServers();
      const { store } = await openTestStore();
      return harness(servers, await openEmailDesk(store, servers), await newMailbox(servers));
    },
    reportsRefusals,
  );
});

/** A customer with a mailbox at the same servers, who reads it by other means than ours. */
function harness(servers: MailServers, desk: EmailDesk, address: string): RefusingHarness {
  const transport = createTransport({ host: '127.0.0.1', port: servers.smtpPort, secure: false, ignoreTLS: true });
  const connection = desk.operation.core.connections.byId(desk.connectionId);
  if (connection === null) throw new Error('the connection is not configured');
  const customer = { address, phone: null, profileName: null };
  let last: Parameters<typeof transport.sendMail>[0] = {};

  async function arrive(): Promise<void> {
    const before = desk.received.length;
    await transport.sendMail(last);
    await until(() => desk.received.length > before, 20_000);
  }

  const seenIn = async (raw: Buffer): Promise<SeenMessage> => {
    const mail = await PostalMime.parse(raw);
    const text = mail.text?.replace(/\n$/, '') ?? '';
    const [file] = mail.attachments;
    const bytes = file === undefined ? null : bytesOf(file.content);
    const kind = file?.mimeType.split('/')[0] ?? '';
    return {
      externalId: mail.messageId?.replace(/^<|>$/g, '') ?? '',
      text: text === '' ? null : text,
      image: kind === 'image' ? bytes : null,
      medium: bytes === null || kind === 'image' ? null : { kind: kind === 'application' ? 'document' : kind, bytes },
    };
  };

  const rest: Omit<ChannelHarness, 'adapter' | 'connection' | 'customer'> = {
    async customerWrites(message) {
      last = {
        from: address,
        to: desk.address,
        subject: 'Pedido',
        messageId: `<${randomUUID()}@casa.test>`,
        date: new Date(Date.now() - 1_000),
        text: 'text' in message ? message.text : (message.caption ?? ''),
        attachments:
          'text' in message
            ? []
            : [{ filename: 'foto.png', contentType: message.mime, content: Buffer.from(message.image) }],
      };
      await arrive();
    },
    repeatLast: arrive,
    received: () => desk.received,
    async bytesOf(message) {
      if (message.media?.source.type !== 'stored') throw new Error('mail stores what it takes');
      const file = await desk.media.open(connection.workspaceId, message.media.source.mediaId);
      if (file === null) throw new Error('the medium is not there');
      return file.bytes;
    },
    async seen() {
      // The server takes a mail before it puts it into the mailbox.
      await new Promise((done) => setTimeout(done, 150));
      return Promise.all((await servers.mailsOf(address)).map(seenIn));
    },
    async goOutOfReach() {
      desk.smtp.down();
      return async () => desk.smtp.up();
    },
    async close() {
      transport.close();
      await desk.close();
    },
  };
  return {
    ...rest,
    adapter: desk.channel,
    connection,
    customer,
    async refuseNextSend() {
      customer.address = `${RECIPIENTS.unknown}@casa.test`;
      return 'smtp-5.1.1';
    },
  };
}

const bytesOf = (content: ArrayBuffer | Uint8Array | string): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
