import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { createMediaStore } from '../../../src-backend/media/media-store.ts';
import { describeOnStores } from '../stores.ts';
import { conversations, messages, type Operation, openOperation, type Plan, until } from './operation.ts';

const plan: Plan = { departments: [{ id: 'vendas' }], people: [{ id: 'ana', departments: ['vendas'] }] };

describeOnStores('answering customers', (openTestStore) => {
  let operation: Operation;
  afterEach(() => operation.close());
  const open = async () => {
    operation = await openOperation((await openTestStore()).store, plan);
    return operation;
  };

  it('an answer is sent once, in order, and its state rises as the channel reports', async () => {
    await open();
    const customer = operation.customer('Mariana');
    await customer.writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const [index, id] of ids.entries()) {
      const args = { conversationId, text: `resposta ${index}`, mediaId: null, quotedMessageId: null };
      const replies = await Promise.all([
        operation.command('ana', 'message.send', args, id),
        operation.command('ana', 'message.send', args, id),
      ]);
      expect(replies[0]).toEqual(replies[1]);
      expect(replies[0]).toMatchObject({ ok: true });
    }
    await until(() => operation.sent.length === 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(operation.sent.map((message) => message.text)).toEqual(['resposta 0', 'resposta 1', 'resposta 2']);
    expect(operation.sent[0]?.to.address).toBe(customer.address);
    await until(
      async () =>
        (await messages(operation, conversationId)).filter((message) => message.status === 'sent').length === 3,
    );
    const [row] = await conversations(operation);
    expect(row).toMatchObject({
      awaiting_since: null,
      unread: 0,
      last_message: { text: 'resposta 2', direction: 'outbound' },
    });
  });

  it('a failure shows its reason, and trying again is a new attempt that keeps the first', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    operation.outcomes.push({ outcome: 'failed', code: '131026', detail: 'Message undeliverable' });
    const id = randomUUID();
    await operation.command(
      'ana',
      'message.send',
      { conversationId, text: 'oi', mediaId: null, quotedMessageId: null },
      id,
    );
    const message = async () => (await messages(operation, conversationId)).find((row) => row.id === id);
    await until(async () => (await message())?.status === 'failed');
    expect(await message()).toMatchObject({
      failure: { code: '131026' },
      attempts: [{ outcome: 'failed', code: '131026' }],
    });
    expect((await conversations(operation))[0]).toMatchObject({ failed_count: 1 });
    expect(await operation.command('ana', 'message.retry', { messageId: id })).toMatchObject({ ok: true });
    await until(async () => (await message())?.status === 'sent');
    expect((await message())?.attempts.map((attempt) => attempt.outcome)).toEqual(['failed', 'accepted']);
    expect((await conversations(operation))[0]).toMatchObject({ failed_count: 0 });
    expect(await operation.command('ana', 'message.retry', { messageId: id })).toMatchObject({ reason: 'not-failed' });
  });

  it('a message whose fate is unknown is not sent again by itself and says so', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    operation.outcomes.push({ outcome: 'uncertain', code: 'timeout', detail: null });
    const id = randomUUID();
    await operation.command(
      'ana',
      'message.send',
      { conversationId, text: 'oi', mediaId: null, quotedMessageId: null },
      id,
    );
    await until(async () =>
      (await messages(operation, conversationId)).some((row) => row.failure?.code === 'uncertain'),
    );
    expect(operation.sent).toHaveLength(1);
  });

  it('a picture that was sent already, perhaps where the agent may not look, cannot be attached again', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const media = createMediaStore({ store: operation.store, now: () => operation.clock.now });
    const png = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    );
    const kept = await media.keep({
      workspaceId: operation.workspaceId,
      bytes: png,
      name: 'a.png',
      claimedMime: 'image/png',
    });
    const args = { conversationId, text: null, mediaId: kept.id, quotedMessageId: null };
    expect(await operation.command('ana', 'message.send', args)).toMatchObject({ ok: true });
    expect(await operation.command('ana', 'message.send', args)).toEqual({
      ok: false,
      reason: 'not-found',
      detail: 'media',
    });
  });

  it('past the messaging window and over the channel’s limit an answer is refused before it is stored', async () => {
    await open();
    await operation.customer('Mariana').writes('oi');
    const conversationId = (await conversations(operation))[0]?.id ?? '';
    await operation.command('ana', 'conversation.take', { conversationId });
    const args = { conversationId, text: 'x'.repeat(4097), mediaId: null, quotedMessageId: null };
    expect(await operation.command('ana', 'message.send', args)).toEqual({
      ok: false,
      reason: 'text-too-long',
      detail: '4096',
    });
    operation.clock.now += 86_400_000;
    expect(await operation.command('ana', 'message.send', { ...args, text: 'oi' })).toMatchObject({
      reason: 'window-closed',
    });
    expect(operation.sent).toEqual([]);
  });
});
