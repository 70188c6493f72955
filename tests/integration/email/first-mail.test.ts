import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServers, startMailServers } from '../../simulators/mail/mail-servers.ts';
import { idIn, messages, until } from '../core/operation.ts';
import { storeOpener } from '../stores.ts';
import { type EmailDesk, openEmailDesk } from './email-desk.ts';
import { talkOver } from './talk.ts';

describe('a first mail, written by an agent (PostgreSQL)', () => {
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

  const start = (person: string, address: string) =>
    desk.operation.command(person, 'conversation.start', {
      connectionId: desk.connectionId,
      to: { kind: 'email', address },
      template: null,
    });
  const check = (person: string, address: string) =>
    desk.operation.core.queries.run(
      { workspaceId: desk.operation.workspaceId, personId: idIn(desk.operation, person) },
      {
        name: 'conversation.startCheck',
        args: { connectionId: desk.connectionId, to: { kind: 'email', address } },
      },
    );
  async function begun(address: string): Promise<string> {
    const reply = await start('ana', address);
    if (!reply.ok || reply.conversationId === undefined) throw new Error(JSON.stringify(reply));
    return reply.conversationId;
  }

  it('goes out under its subject, and the answer to it comes back into the conversation', async () => {
    const address = await talk.customer();
    expect(await check('ana', address)).toMatchObject({
      ok: true,
      value: { allowed: true, window: 'open', contactTitle: null },
    });
    const id = await begun(address.toUpperCase());
    const [started] = await messages(desk.operation, id);
    expect(started).toMatchObject({ activity: { type: 'started', from: 'new' } });
    const message = await talk.answer(id, 'Segue a proposta.', { email: { subject: 'Proposta de troca' } });
    const mail = await talk.arrivedAt(address);
    expect(mail).toMatchObject({ subject: 'Proposta de troca', to: [{ address }] });
    expect(mail.inReplyTo).toBeUndefined();
    expect(mail.references).toBeUndefined();

    await desk.arrives({
      from: address,
      name: 'Rute Lima',
      subject: 'Re: Proposta de troca',
      text: 'Aceito!',
      headers: [`In-Reply-To: <${message.external_id}>`],
    });
    await until(async () => (await messages(desk.operation, id)).some(({ text }) => text === 'Aceito!'), 15_000);
    expect((await talk.onlyConversation(address)).id).toBe(id);
    // And what is answered to that goes by the thread's subject again.
    await talk.answer(id, 'Combinado.');
    expect(await talk.arrivedAt(address, 2)).toMatchObject({ subject: 'Re: Proposta de troca' });
  });

  it('without a subject goes out without one: there is nothing that it answers', async () => {
    const address = await talk.customer();
    await talk.answer(await begun(address), 'Bom dia.');
    expect((await talk.arrivedAt(address)).subject ?? '').toBe('');
  });

  it('to a customer who is known begins with them, and to one of a colleague is refused (C7)', async () => {
    const address = await talk.customer();
    const id = await talk.served(address, { subject: 'Dúvida', name: 'Rute Lima' });
    expect(await begun(address)).toBe(id);
    expect(await check('bia', address)).toMatchObject({ value: { allowed: false, reason: 'served-by-other' } });
    expect(await start('bia', address)).toMatchObject({ ok: false, reason: 'served-by-other' });
    expect(
      await desk.operation.command('ana', 'conversation.finish', {
        conversationId: id,
        reasonId: null,
        description: null,
      }),
    ).toMatchObject({ ok: true });
    const next = await begun(address);
    const both = await talk.conversationOf(address);
    expect(new Set(both.map((one) => one.id))).toEqual(new Set([id, next]));
    expect(new Set(both.map((one) => one.contact_id)).size).toBe(1);
  });

  it('is no way to write to a number, nor a number’s connection to an address', async () => {
    const reply = await desk.operation.command(
      'ana',
      'conversation.start',
      { connectionId: desk.connectionId, to: { kind: 'phone', number: '11987654321' }, template: null },
      randomUUID(),
    );
    expect(reply).toMatchObject({ ok: false, reason: 'not-supported' });
  });
});
