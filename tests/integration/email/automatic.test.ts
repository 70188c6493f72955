import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServers, startMailServers } from '../../simulators/mail/mail-servers.ts';
import { idIn, messages, until } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';
import { type EmailDesk, lastMail, openEmailDesk } from './email-desk.ts';
import { talkOver } from './talk.ts';

describe('automatic mail (PGlite)', () => {
  const openTestStore = storeOpener('embedded');
  let servers: MailServers;
  let desk: EmailDesk;
  let talk: ReturnType<typeof talkOver>;
  beforeAll(async () => {
    servers = await startMailServers();
    const { store } = await openTestStore();
    desk = await openEmailDesk(store, servers, {
      plan: {
        departments: [{ id: 'suporte' }],
        people: [
          { id: 'ana', departments: ['suporte'], capacity: 100 },
          { id: 'sonia', role: 'supervisor', departments: [] },
        ],
      },
    });
    talk = talkOver(servers, () => desk);
    // Whoever writes is greeted, and asked again and again: a loop, if the other side is a machine.
    const saved = await desk.operation.command('sonia', 'automation.save', {
      id: randomUUID(),
      revision: null,
      active: true,
      flow: {
        name: 'Recepção',
        trigger: { type: 'firstMessage', connectionIds: [] },
        steps: [
          { id: 'oi', type: 'sendText', text: 'Recebemos sua mensagem.' },
          { id: 'fila', type: 'transfer', departmentId: idIn(desk.operation, 'suporte') },
        ],
      },
    });
    expect(saved).toMatchObject({ ok: true });
  });
  afterAll(async () => {
    await desk?.close();
    await servers?.stop();
  });

  it('an automation answers a person, and its mail says that no person wrote it', async () => {
    const address = await talk.customer();
    await desk.arrives({ from: address, subject: 'Dúvida', id: 'duvida@casa.test' });
    await until(async () => (await servers.mailsOf(address)).length > 0, 15_000);
    const mail = await lastMail(servers, address);
    expect(mail).toMatchObject({
      subject: 'Re: Dúvida',
      inReplyTo: '<duvida@casa.test>',
      text: 'Recebemos sua mensagem.\n',
    });
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-replied');
  });

  it.each([
    ['out of office', ['Auto-Submitted: auto-replied']],
    ['a list', ['List-Id: <ofertas.loja.test>', 'Precedence: list']],
    ['a bulk mail', ['Precedence: bulk']],
    ['an autoresponder of old', ['X-Autoreply: yes']],
  ])('no automation answers %s; it is shown, marked, and nobody is said to wait', async (_what, headers) => {
    const address = await talk.customer();
    await desk.arrives({ from: address, headers });
    await until(async () => (await talk.conversationOf(address)).length === 1, 15_000);
    const conversation = await talk.onlyConversation(address);
    const all = await messages(desk.operation, conversation.id);
    expect(all.find(({ direction }) => direction === 'inbound')?.content).toMatchObject({ automatic: true });
    expect(all.some(({ direction }) => direction === 'outbound')).toBe(false);
    expect(conversation).toMatchObject({ status: 'queued', awaiting_since: null });
  });

  it('no automation answers an address that nobody reads', async () => {
    const address = `nao-responda${randomUUID().slice(0, 6)}`;
    await desk.arrives({ from: `noreply+${address}@sistema.test` });
    await until(async () => (await talk.conversationOf(`noreply+${address}@sistema.test`)).length === 1, 15_000);
    const { id } = await talk.onlyConversation(`noreply+${address}@sistema.test`);
    expect((await messages(desk.operation, id)).some(({ direction }) => direction === 'outbound')).toBe(false);
  });

  it('two machines that answer each other come to an end', async () => {
    const address = await talk.customer();
    const connection = desk.operation.core.connections.byId(desk.connectionId);
    if (connection === null) throw new Error('the connection is not configured');
    const send = () =>
      desk.channel.send(
        { ...connection, settings: desk.channel.parseSettings(connection.settings) },
        {
          id: randomUUID(),
          to: { address, phone: null, profileName: null },
          kind: 'text',
          text: 'Recebemos.',
          media: null,
          quotedExternalId: null,
          automatic: true,
        },
      );
    const outcomes = [];
    for (let count = 0; count < 6; count++) outcomes.push((await send()).outcome);
    expect(outcomes).toEqual(['accepted', 'accepted', 'accepted', 'accepted', 'accepted', 'failed']);
  });

  it('a mail of ours that comes back is no new message', async () => {
    const address = await talk.customer();
    await desk.arrives({ from: address, text: 'primeira' });
    await until(async () => (await talk.conversationOf(address)).length === 1, 15_000);
    const { id } = await talk.onlyConversation(address);
    await until(async () => (await messages(desk.operation, id)).some((one) => one.status === 'sent'), 15_000);
    const [sent] = (await messages(desk.operation, id)).filter(({ direction }) => direction === 'outbound');
    const before = desk.received.length;
    await desk.arrives({ from: desk.address, id: sent?.external_id ?? '', text: 'eco' });
    await until(() => desk.received.length > before, 15_000);
    expect(desk.received.at(-1)).toMatchObject({ type: 'ignored' });
  });
});
