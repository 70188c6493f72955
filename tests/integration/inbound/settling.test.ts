import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { until } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { message, openScene, person, reaction, type Scene, status } from './scene.ts';

describeOnStores('a send whose fate is unknown', (openTestStore) => {
  let scene: Scene;
  afterEach(() => scene.operation.close());

  /** A customer served by Ana, and a message of hers to which the provider gave no answer. */
  async function unanswered() {
    scene = await openScene((await openTestStore()).store);
    const { operation, arrive, conversations } = scene;
    await arrive(message(randomUUID(), person('5511987654321')));
    const [conversation] = await conversations();
    if (conversation === undefined) throw new Error('no conversation');
    await operation.command('ana', 'conversation.take', { conversationId: conversation.id });
    const id = randomUUID();
    operation.outcomes.push({ outcome: 'uncertain', code: 'timeout', detail: null });
    await send(id, conversation.id);
    await until(async () => (await ours(id)).status === 'failed');
    return { id, conversationId: conversation.id };
  }
  const send = (id: string, conversationId: string) =>
    scene.operation.command(
      'ana',
      'message.send',
      { conversationId, text: 'Pronto!', mediaId: null, quotedMessageId: null },
      id,
    );
  const ours = async (id: string) => {
    const found = (await scene.messages()).find((candidate) => candidate.id === id);
    if (found === undefined) throw new Error('the message is gone');
    return found;
  };

  it('is settled by a state that carries our id: it was taken', async () => {
    const { id } = await unanswered();
    expect((await scene.conversations())[0]).toMatchObject({ failedCount: 1 });
    const external = `wamid.${id}`;
    await scene.arrive(status(external, 'sent'), reaction(randomUUID(), external, '👍', 1));
    await scene.arrive(status(external, 'delivered', { messageId: id }));
    expect(await ours(id)).toMatchObject({
      status: 'delivered',
      failure: null,
      attempts: [{ outcome: 'accepted', code: null }],
      reactions: [{ emoji: '👍' }],
    });
    expect((await scene.conversations())[0]).toMatchObject({ failedCount: 0, lastMessage: { status: 'delivered' } });
    // From now on the provider's id is enough.
    await scene.arrive(status(external, 'read'));
    expect((await ours(id)).status).toBe('read');
    await scene.arrive(status(external, 'sent', { messageId: id }));
    expect((await ours(id)).status).toBe('read');
    // Every state's own time is known, also of one that was told after a later one.
    expect(Object.keys((await ours(id)).statusTimes).sort()).toEqual(['delivered', 'read', 'sent']);
  });

  it('is settled by a failure that carries our id, with the provider’s reason', async () => {
    const { id } = await unanswered();
    const failure = { code: '131026', detail: 'not on WhatsApp' };
    await scene.arrive(status(`wamid.${id}`, 'failed', { messageId: id, failure }));
    expect(await ours(id)).toMatchObject({
      status: 'failed',
      failure,
      attempts: [{ outcome: 'failed', code: '131026', detail: 'not on WhatsApp' }],
    });
    expect((await scene.conversations())[0]?.failedCount).toBe(1);
  });

  it('is settled while the answer is still on its way, and the answer changes nothing then', async () => {
    const { conversationId } = await unanswered();
    const id = randomUUID();
    const external = `wamid.${id}`;
    let answer = (): void => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { adapter } = scene.operation.core.connections.byId(scene.connectionId) ?? {};
    if (adapter === undefined) throw new Error('no connection');
    const plain = adapter.send;
    adapter.send = async () => {
      await answered;
      return { outcome: 'accepted', externalId: external, status: 'sent' };
    };
    await send(id, conversationId);
    await until(async () => {
      const row = await scene.operation.store.db
        .selectFrom('message')
        .select('sending_since')
        .where('id', '=', id)
        .executeTakeFirst();
      return row?.sending_since != null;
    });
    await scene.arrive(status(external, 'delivered', { messageId: id }));
    expect(await ours(id)).toMatchObject({ status: 'delivered', attempts: [{ outcome: 'accepted' }] });
    answer();
    adapter.send = plain;
    await send(randomUUID(), conversationId);
    await until(async () => (await scene.messages()).at(-1)?.status === 'sent');
    expect(await ours(id)).toMatchObject({ status: 'delivered', attempts: [{ outcome: 'accepted' }] });
  });

  it('is not settled by another connection, another workspace, or an id that is none of ours', async () => {
    const { id } = await unanswered();
    await scene.arrive(status('wamid.other', 'delivered', { messageId: 'some data' }));
    const elsewhere = scene.operation.core.connections
      .ofChannel('whatsapp')
      .find(
        (connection) => connection.id !== scene.connectionId && connection.workspaceId === scene.operation.workspaceId,
      );
    if (elsewhere === undefined) throw new Error('no other connection');
    await scene.operation.core.door.accept(elsewhere.id, [status('wamid.x', 'delivered', { messageId: id })]);
    await scene.operation.core.inbound.settle();
    const stranger = await openScene(scene.operation.store);
    await stranger.arrive(status('wamid.y', 'delivered', { messageId: id }));
    await stranger.operation.close();
    expect((await ours(id)).status).toBe('failed');
  });
});
