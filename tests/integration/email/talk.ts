import { randomUUID } from 'node:crypto';
import type { Email } from 'postal-mime';
import { expect } from 'vitest';
import type { EmailSend } from '../../../src-shared/protocol/content.ts';
import type { MailServers } from '../../simulators/mail/mail-servers.ts';
import { messages, until } from '../core/operation.ts';
import { type EmailDesk, lastMail } from './email-desk.ts';

let people = 0;

/** Customers and Ana talking by mail. */
export function talkOver(servers: MailServers, desk: () => EmailDesk) {
  /** A customer of this test alone, with a mailbox. */
  async function customer(): Promise<string> {
    people += 1;
    const address = `pessoa${people}.${process.pid}@casa.test`;
    await servers.addMailbox(address);
    return address;
  }

  const conversationOf = async (address: string) => {
    const { db } = desk().operation.store;
    return db
      .selectFrom('conversation')
      .innerJoin('identity', 'identity.id', 'conversation.identity_id')
      .selectAll('conversation')
      .where('conversation.workspace_id', '=', desk().operation.workspaceId)
      .where('identity.address', '=', address)
      .orderBy('conversation.created_at', 'desc')
      .execute();
  };
  const onlyConversation = async (address: string) => {
    const [found, ...others] = await conversationOf(address);
    if (found === undefined || others.length > 0) throw new Error(`${others.length + 1} conversations`);
    return found;
  };

  /** The customer writes, Ana takes the conversation. */
  async function served(address: string, mail: Parameters<EmailDesk['arrives']>[0] = {}): Promise<string> {
    await desk().arrives({ from: address, ...mail });
    await until(async () => (await conversationOf(address)).length > 0, 15_000);
    const { id } = await onlyConversation(address);
    expect(await desk().operation.command('ana', 'conversation.take', { conversationId: id })).toMatchObject({
      ok: true,
    });
    return id;
  }

  async function answer(
    conversationId: string,
    text: string,
    more: { email?: Partial<EmailSend>; mediaId?: string; moreMediaIds?: string[]; expected?: string } = {},
  ) {
    const id = randomUUID();
    const { expected = 'sent', email, mediaId = null, moreMediaIds } = more;
    const reply = await desk().operation.command(
      'ana',
      'message.send',
      {
        conversationId,
        text,
        mediaId,
        quotedMessageId: null,
        ...(moreMediaIds && { moreMediaIds }),
        ...(email && { email: { subject: null, cc: [], bcc: [], quoteHistory: false, ...email } }),
      },
      id,
    );
    expect(reply).toMatchObject({ ok: true });
    const state = async () => (await messages(desk().operation, conversationId)).find((message) => message.id === id);
    await until(async () => (await state())?.status === expected, 15_000);
    const message = await state();
    if (message === undefined) throw new Error('the answer is gone');
    return message;
  }

  const arrivedAt = async (address: string, count = 1): Promise<Email> => {
    await until(async () => (await servers.mailsOf(address)).length >= count, 15_000);
    return lastMail(servers, address);
  };

  return { customer, conversationOf, onlyConversation, served, answer, arrivedAt };
}
