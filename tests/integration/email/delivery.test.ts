import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServers, RECIPIENTS, startMailServers } from '../../simulators/mail/mail-servers.ts';
import { conversations, messages, until } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';
import { type EmailDesk, openEmailDesk } from './email-desk.ts';
import { talkOver } from './talk.ts';

describe('what becomes of a mail (PostgreSQL)', () => {
  const openTestStore = storeOpener('server');
  let servers: MailServers;
  let desk: EmailDesk;
  let talk: ReturnType<typeof talkOver>;
  beforeAll(async () => {
    servers = await startMailServers();
    const { store } = await openTestStore();
    desk = await openEmailDesk(store, servers);
    talk = talkOver(servers, () => desk);
  });
  afterAll(async () => {
    await desk?.close();
    await servers?.stop();
  });

  it.each([
    { who: RECIPIENTS.unknown, code: 'smtp-5.1.1', detail: /no such person/ },
    { who: RECIPIENTS.full, code: 'smtp-5.2.2', detail: /mailbox is full/ },
  ])('what the server refuses for good has failed, with its reason ($who)', async ({ who, code, detail }) => {
    const id = await talk.served(`${who}@fora${randomUUID().slice(0, 8)}.test`);
    const message = await talk.answer(id, 'Olá?', { expected: 'failed' });
    expect(message).toMatchObject({ failure: { code, detail: expect.stringMatching(detail) } });
  });

  it('what the server puts off stays in the queue and says so', async () => {
    const id = await talk.served(`${RECIPIENTS.later}@fora${randomUUID().slice(0, 8)}.test`);
    const message = await talk.answer(id, 'Olá?', { expected: 'queued' });
    await until(
      async () =>
        (await messages(desk.operation, id)).some(
          (one) => one.id === message.id && one.attempts[0]?.code === 'smtp-4.7.1',
        ),
      15_000,
    );
  });

  it('a copy that is refused is told at the message that arrived', async () => {
    const address = await talk.customer();
    const id = await talk.served(address);
    const message = await talk.answer(id, 'Com cópia', { email: { cc: [`${RECIPIENTS.unknown}@casa.test`] } });
    expect(message.attempts).toMatchObject([
      { outcome: 'accepted', detail: expect.stringMatching(/ninguem@casa\.test/) },
    ]);
    await talk.arrivedAt(address);
  });

  it('a delivery report marks the message failed, and begins no conversation', async () => {
    const before = (await conversations(desk.operation)).length;
    const id = await talk.served(`${RECIPIENTS.bounces}@fora${randomUUID().slice(0, 8)}.test`);
    const message = await talk.answer(id, 'Chega?');
    await until(
      async () => (await messages(desk.operation, id)).find((one) => one.id === message.id)?.status === 'failed',
      20_000,
    );
    const bounced = (await messages(desk.operation, id)).find((one) => one.id === message.id);
    expect(bounced?.failure).toMatchObject({
      code: expect.stringMatching(/^smtp-5/),
      detail: expect.stringMatching(/no such person/),
    });
    expect(await conversations(desk.operation)).toHaveLength(before + 1);
  });

  it('a mail that cannot be read is kept as it came and holds up none behind it', async () => {
    const address = await talk.customer();
    const deep = Array.from(
      { length: 90 },
      (_one, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    const head = `From: ${address}\r\nTo: ${desk.address}\r\nSubject: =?utf-8?Q?Bomba_=C3=A9?=\r\nMessage-ID: <${randomUUID()}@x>\r\n`;
    await desk.arrives({ from: address, raw: `${head}${deep.join('')}` });
    await desk.arrives({ from: address, text: 'depois dela' });
    await until(async () => (await talk.conversationOf(address)).length === 1, 15_000);
    const { id } = await talk.onlyConversation(address);
    await until(async () => (await messages(desk.operation, id)).some(({ text }) => text === 'depois dela'), 15_000);
    const [bomb] = (await messages(desk.operation, id)).filter(({ direction }) => direction === 'inbound');
    expect(bomb).toMatchObject({
      kind: 'unknown',
      unknown_kind: 'e-mail',
      media: { name: 'mensagem.eml', mime: 'message/rfc822' },
      content: { subject: 'Bomba é', from: { address } },
    });
    const raw = await desk.media.open(desk.operation.workspaceId, bomb?.media?.id ?? '');
    expect(Buffer.from(raw?.bytes ?? []).toString()).toContain('boundary=b89');
  });
});
