import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServers, startMailServers } from '../../simulators/mail/mail-servers.ts';
import { messages, until } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';
import { type EmailDesk, openEmailDesk } from './email-desk.ts';
import { talkOver } from './talk.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('e-mail in conversations (PostgreSQL)', () => {
  const openTestStore = storeOpener('server');
  let servers: MailServers;
  let desk: EmailDesk;
  let talk: ReturnType<typeof talkOver>;
  beforeAll(async () => {
    servers = await startMailServers();
    const { store } = await openTestStore();
    desk = await openEmailDesk(store, servers, {
      settings: { signature: '{{atendente.nome}}\n{{conexao.nome}}', sentFolder: 'Sent' },
    });
    talk = talkOver(servers, () => desk);
  });
  afterAll(async () => {
    await desk?.close();
    await servers?.stop();
  });

  it('a mail begins a conversation with its subject, its words apart from what it quotes, and its files', async () => {
    const address = await talk.customer();
    const boundary = 'b1';
    await desk.arrives({
      from: address,
      raw: [
        `From: "Ana Prado" <${address.toUpperCase()}>`,
        `To: ${desk.address}`,
        'Subject: =?utf-8?Q?Devolu=C3=A7=C3=A3o?=',
        `Message-ID: <${randomUUID()}@casa.test>`,
        'MIME-Version: 1.0',
        `Content-Type: multipart/mixed; boundary=${boundary}`,
        '',
        `--${boundary}`,
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Quero devolver o tênis, n=E3o serviu.'.replace('ê', '=EA'),
        '',
        'Em 20 de nov. de 2026 10:00, Loja <loja@loja.test> escreveu:',
        '> Seu pedido foi entregue.',
        `--${boundary}`,
        'Content-Type: image/png; name="../../foto.png"',
        'Content-Disposition: attachment; filename="../../foto.png"',
        'Content-Transfer-Encoding: base64',
        '',
        png.toString('base64'),
        `--${boundary}`,
        'Content-Type: text/plain; name=nota.txt',
        'Content-Disposition: attachment; filename=nota.txt',
        '',
        'nota 123',
        `--${boundary}--`,
        '',
      ].join('\r\n'),
    });
    await until(async () => (await talk.conversationOf(address)).length > 0, 15_000);
    const conversation = await talk.onlyConversation(address);
    const [, message] = await messages(desk.operation, conversation.id);
    expect(conversation).toMatchObject({ channel: 'email', status: 'queued', unread: 1 });
    expect(message).toMatchObject({
      kind: 'image',
      text: 'Quero devolver o tênis, não serviu.',
      media: { name: 'foto.png', mime: 'image/png', state: 'ready' },
      attachments: [{ name: 'nota.txt', mime: 'text/plain', bytes: 9 }],
      content: {
        type: 'email',
        subject: 'Devolução',
        from: { address, name: 'Ana Prado' },
        to: [{ address: desk.address, name: null }],
        quoted: 'Em 20 de nov. de 2026 10:00, Loja <loja@loja.test> escreveu:\n> Seu pedido foi entregue.',
        automatic: false,
      },
    });
  });

  it('an answer goes on in the thread, with signature, copies, the quoted history and files; a copy is kept', async () => {
    const address = await talk.customer();
    const copy = await talk.customer();
    const hidden = await talk.customer();
    const id = await talk.served(address, {
      subject: 'Troca',
      text: 'Posso trocar?\nObrigado',
      id: 'primeira@casa.test',
      name: 'Zé',
    });
    const { media, operation } = desk;
    const rules = desk.channel.capabilities.media;
    const put = async (name: string) => {
      const stored = await media.put({ workspaceId: operation.workspaceId, bytes: png, name, rules });
      if (!stored.ok) throw new Error(stored.reason);
      return stored.value.id;
    };
    const message = await talk.answer(id, 'Pode, sim: é grátis.\nAté já!', {
      email: { cc: [copy], bcc: [hidden], quoteHistory: true },
      mediaId: await put('um.png'),
      moreMediaIds: [await put('dois.png'), await put('três.png')],
    });

    const mail = await talk.arrivedAt(address);
    expect(mail).toMatchObject({
      subject: 'Re: Troca',
      from: { address: desk.address, name: 'Loja Aurora' },
      to: [{ address, name: 'Zé' }],
      cc: [{ address: copy, name: '' }],
      inReplyTo: '<primeira@casa.test>',
      references: '<primeira@casa.test>',
      messageId: `<turno.${message.id}@loja.test>`,
    });
    expect(mail.bcc).toBeUndefined();
    expect(mail.text).toMatch(
      /^Pode, sim: é grátis\.\nAté já!\n\n-- \nana\nLoja Aurora\n\nEm \d\d\/\d\d\/\d{4},? \d\d:\d\d, Zé <.*> escreveu:\n\n> Posso trocar\?\n> Obrigado\n$/,
    );
    expect(mail.html).toContain('Pode, sim: é grátis.<br>');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['um.png', 'dois.png', 'três.png']);
    expect((await talk.arrivedAt(hidden)).bcc).toBeUndefined();
    await talk.arrivedAt(copy);
    await until(async () => (await servers.mailsOf(desk.address, 'Sent')).length > 0, 10_000);
    expect(message.content).toMatchObject({
      subject: 'Re: Troca',
      cc: [{ address: copy }],
      bcc: [{ address: hidden }],
    });
    expect(message).toMatchObject({
      external_id: `turno.${message.id}@loja.test`,
      attempts: [{ outcome: 'accepted' }],
    });
  });

  it('whoever answers in the thread, from whatever address, answers in its conversation, and proves that it arrived', async () => {
    const address = await talk.customer();
    const colleague = await talk.customer();
    const id = await talk.served(address, { subject: 'Proposta' });
    const sent = await talk.answer(id, 'Segue a proposta.');
    await desk.arrives({
      from: colleague,
      subject: 'RE: Proposta',
      text: 'Respondo pela Ana.',
      headers: [
        `References: <outra@casa.test> <turno.${sent.id}@loja.test>`,
        `In-Reply-To: <turno.${sent.id}@loja.test>`,
      ],
    });
    await until(
      async () => (await messages(desk.operation, id)).some(({ text }) => text === 'Respondo pela Ana.'),
      15_000,
    );
    const all = await messages(desk.operation, id);
    expect(await talk.conversationOf(colleague)).toEqual([]);
    expect(all.find((message) => message.id === sent.id)).toMatchObject({ status: 'delivered' });
    const own = all.find(({ text }) => text === 'Respondo pela Ana.');
    expect(own?.identity_id).not.toBe(all.find(({ direction }) => direction === 'inbound')?.identity_id);

    // The next answer names the whole thread.
    await talk.answer(id, 'Certo.');
    const mail = await talk.arrivedAt(address, 2);
    expect(mail.subject).toBe('Re: Proposta');
    expect(mail.references).toContain(`<turno.${sent.id}@loja.test>`);
    expect(mail.references?.endsWith(mail.inReplyTo ?? 'none')).toBe(true);
  });

  it('the same subject from a stranger is another conversation; after the end a thread begins a new one', async () => {
    const address = await talk.customer();
    const stranger = await talk.customer();
    const id = await talk.served(address, { subject: 'Boleto' });
    const sent = await talk.answer(id, 'Pago.');
    await desk.arrives({ from: stranger, subject: 'Re: Boleto' });
    await until(async () => (await talk.conversationOf(stranger)).length === 1, 15_000);
    const finish = { conversationId: id, reasonId: null, description: null };
    expect(await desk.operation.command('ana', 'conversation.finish', finish)).toMatchObject({ ok: true });
    await desk.arrives({
      from: address,
      subject: 'Re: Boleto',
      headers: [`In-Reply-To: <turno.${sent.id}@loja.test>`],
    });
    await until(async () => (await talk.conversationOf(address)).length === 2, 15_000);
  });

  it('answers go where the customer asks for them, whatever case the address is written in', async () => {
    const address = await talk.customer();
    await desk.arrives({
      from: 'formulario@site.test',
      headers: [`Reply-To: ${address.replace('pessoa', 'Pessoa')}`],
      text: 'Do formulário',
    });
    await until(async () => (await talk.conversationOf(address)).length === 1, 15_000);
    await desk.arrives({ from: address.toUpperCase(), text: 'Eu mesmo' });
    const { id } = await talk.onlyConversation(address);
    await until(async () => (await messages(desk.operation, id)).some(({ text }) => text === 'Eu mesmo'), 15_000);
    expect(await talk.conversationOf(address)).toHaveLength(1);
  });

  it('two mails that share a Message-ID are two messages; the same mail twice is one', async () => {
    const address = await talk.customer();
    const mail = (date: string, text: string) =>
      [
        `From: ${address}`,
        `To: ${desk.address}`,
        'Subject: ERP',
        `Date: ${date}`,
        'Message-ID: <igual@erp>',
        '',
        text,
      ].join('\r\n');
    const [first, second] = ['Fri, 20 Nov 2026 10:00:00 -0300', 'Fri, 20 Nov 2026 11:00:00 -0300'];
    await desk.arrives({ from: address, raw: mail(first, 'nota 1') });
    await desk.arrives({ from: address, raw: mail(second, 'nota 2') });
    await desk.arrives({ from: address, raw: `X-Lista: eco\r\n${mail(first, 'nota 1\r\n-- rodapé da lista')}` });
    await desk.arrives({ from: address, text: 'fim' });
    await until(async () => (await talk.conversationOf(address)).length === 1, 15_000);
    const { id } = await talk.onlyConversation(address);
    const texts = async () =>
      (await messages(desk.operation, id)).filter(({ direction }) => direction === 'inbound').map(({ text }) => text);
    await until(async () => (await texts()).includes('fim'), 15_000);
    expect(await texts()).toEqual(['nota 1', 'nota 2', 'fim']);
  });

  it('takes no copies, subjects or further files where the conversation or its limits have no place for them', async () => {
    const id = await talk.served(await talk.customer());
    const send = { conversationId: id, text: 'x', mediaId: null, quotedMessageId: null };
    const more = (moreMediaIds: string[]) => desk.operation.command('ana', 'message.send', { ...send, moreMediaIds });
    expect(await more([randomUUID()])).toMatchObject({ ok: false, reason: 'not-found' });
    expect(await more(Array.from({ length: 20 }, () => 'x').map((part, n) => `${part}${n}`))).toMatchObject({
      ok: false,
    });
  });
});
