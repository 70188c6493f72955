import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { InboundEvent } from '../../../src-backend/channels/contract.ts';
import { idIn, until } from '../core/operation.ts';
import { describeOnStores } from '../stores.ts';
import { deletion, edit, MOMENT, message, openScene, person, reaction, type Scene } from './scene.ts';

const bia = person('5511987654321');

describeOnStores('what happens to a message', (openTestStore) => {
  let scene: Scene;
  afterEach(() => scene.operation.close());
  const open = async () => {
    scene = await openScene((await openTestStore()).store);
    return scene;
  };
  const ids = () => ({ m: randomUUID(), a: randomUUID(), b: randomUUID(), c: randomUUID() });

  describe('a reaction', () => {
    it('replaces the customer’s earlier one, goes when it is taken back, and is no message', async () => {
      const { arrive, message: read, conversations } = await open();
      const { m, a, b, c } = ids();
      await arrive(message(m, bia));
      const before = (await conversations())[0];
      await arrive(reaction(a, m, '👍', 1));
      await arrive(reaction(b, m, '❤️', 2));
      expect((await read(m)).reactions).toEqual([
        { by: 'customer', authorId: null, emoji: '❤️', at: MOMENT + 2000, state: 'sent' },
      ]);
      await arrive(reaction(c, m, null, 3));
      expect((await read(m)).reactions).toEqual([]);
      expect((await conversations())[0]).toEqual(before);
    });

    it('that comes late, or again, does not replace a later one, nor bring back one that was taken away', async () => {
      const { arrive, message: read } = await open();
      const { m, a, b, c } = ids();
      await arrive(message(m, bia), reaction(b, m, '❤️', 2), reaction(a, m, '👍', 1));
      expect((await read(m)).reactions).toMatchObject([{ emoji: '❤️' }]);
      await arrive(reaction(c, m, null, 3), reaction(b, m, '❤️', 2));
      await arrive(reaction(a, m, '👍', 1));
      expect((await read(m)).reactions).toEqual([]);
    });

    it('to a message that is not here yet waits for it', async () => {
      const { arrive, message: read } = await open();
      const { m, a, b } = ids();
      await arrive(reaction(a, m, '😮', 1), edit(b, m, 'com correção', 2));
      await arrive(message(m, bia, { text: 'sem' }));
      expect(await read(m)).toMatchObject({
        reactions: [{ by: 'customer', emoji: '😮' }],
        text: 'com correção',
        edits: [{ text: 'sem', at: MOMENT }],
      });
    });

    it('of the business from the telephone stands beside the customer’s', async () => {
      const { arrive, message: read } = await open();
      const { m, a, b } = ids();
      await arrive(message(m, bia), reaction(a, m, '👍', 1), reaction(b, m, '🙏', 1, { echo: true }));
      expect((await read(m)).reactions).toMatchObject([
        { by: 'customer', emoji: '👍' },
        { by: 'business', emoji: '🙏', authorId: null },
      ]);
    });
  });

  describe('an edit', () => {
    it('shows the newest words and keeps the earlier ones, on the card too', async () => {
      const { arrive, message: read, conversations } = await open();
      const { m, a, b } = ids();
      await arrive(message(m, bia, { text: 'um' }));
      await arrive(edit(b, m, 'três', 20));
      await arrive(edit(a, m, 'dois', 10));
      await arrive(edit(b, m, 'três', 20));
      expect(await read(m)).toMatchObject({
        text: 'três',
        edits: [
          { text: 'um', at: MOMENT },
          { text: 'dois', at: MOMENT + 10_000 },
        ],
      });
      const [conversation] = await conversations();
      expect(conversation?.lastMessage?.text).toBe('três');
      expect(conversation?.unread).toBe(1);
    });

    it('of an older message leaves the card alone', async () => {
      const { arrive, conversations } = await open();
      const { m, a, b } = ids();
      await arrive(message(m, bia, { text: 'um' }), message(b, bia, { text: 'outra' }), edit(a, m, 'dois', 10));
      expect((await conversations())[0]?.lastMessage?.text).toBe('outra');
    });
  });

  describe('a deletion', () => {
    const image = {
      kind: 'image' as const,
      text: 'legenda secreta',
      media: { source: { type: 'provider' as const, ref: '1' }, mime: 'image/png', name: null, bytes: null },
    };

    it('takes words, medium and enclosures away everywhere, for good', async () => {
      const { arrive, message: read, conversations, operation } = await open();
      const { db } = operation.store;
      const { m, a, b, c } = ids();
      await arrive(message(m, bia, image));
      const mediaId = (await read(m)).media?.id ?? '';
      await arrive(edit(a, m, 'outra legenda secreta', 1), reaction(b, m, '👍', 1));
      await arrive(deletion(c, m, 5));
      await arrive(edit(randomUUID(), m, 'secreta de novo', 9));
      expect(await read(m)).toMatchObject({
        kind: 'image',
        text: null,
        media: null,
        content: null,
        edits: [],
        reactions: [],
        deletedAt: MOMENT + 5000,
      });
      expect(await db.selectFrom('media').select('id').where('id', '=', mediaId).execute()).toEqual([]);
      expect((await conversations())[0]?.lastMessage).toMatchObject({ kind: 'image', text: '' });
      const left = await db
        .selectFrom('message_change')
        .select('text')
        .where('target_external_id', '=', m)
        .where('text', 'is not', null)
        .execute();
      expect(left).toEqual([]);
    });

    it('that comes first leaves nothing to be seen or fetched', async () => {
      const { arrive, message: read, conversations, operation } = await open();
      const { m, a } = ids();
      await arrive(deletion(a, m, 5));
      await arrive(message(m, bia, image));
      expect(await read(m)).toMatchObject({ kind: 'image', text: null, media: null, deletedAt: MOMENT + 5000 });
      expect((await conversations())[0]).toMatchObject({ unread: 1, lastMessage: { text: '' } });
      const media = await operation.store.db
        .selectFrom('media')
        .select('id')
        .where('workspace_id', '=', operation.workspaceId)
        .execute();
      expect(media).toEqual([]);
    });

    it('leaves a file that another message has', async () => {
      const { arrive, message: read, operation } = await open();
      const { db } = operation.store;
      const { m, a, b } = ids();
      await arrive(message(m, bia, image), message(b, bia));
      const media = (await read(m)).media;
      await db
        .updateTable('message')
        .set({ media: JSON.stringify(media) })
        .where('external_id', '=', b)
        .execute();
      await arrive(deletion(a, m, 5));
      expect(
        await db
          .selectFrom('media')
          .select('id')
          .where('id', '=', media?.id ?? '')
          .execute(),
      ).toHaveLength(1);
    });
  });

  it('is the same in whatever order, and however often, it is told', async () => {
    const { arrive, message: read } = await open();
    const outcomes = new Set<string>();
    for (let turn = 0; turn < 24; turn += 1) {
      const { m, a, b, c } = ids();
      const events: InboundEvent[] = [
        message(m, bia, { text: 'um' }),
        reaction(a, m, '👍', 1),
        edit(b, m, 'dois', 2),
        reaction(c, m, '❤️', 3),
      ];
      for (const event of permutation(events, turn)) await arrive(event, event);
      const { text, edits, reactions } = await read(m);
      outcomes.add(JSON.stringify({ text, edits, reactions }));
    }
    expect(outcomes.size).toBe(1);
  });

  it('a quote finds its message even when that comes later, or was ours and its id not known yet', async () => {
    const { arrive, message: read, operation, conversations } = await open();
    const { m, a, b } = ids();
    await arrive(message(a, bia, { quotedExternalId: m }));
    expect((await read(a)).quotedMessageId).toBeNull();
    await arrive(message(m, bia));
    expect((await read(a)).quotedMessageId).toBe((await read(m)).id);
    const [first, second] = [randomUUID(), randomUUID()];
    await arrive(message(second, bia, { quotedExternalId: first }), message(first, bia));
    expect((await read(second)).quotedMessageId).toBe((await read(first)).id);

    const [conversation] = await conversations();
    if (conversation === undefined) throw new Error('no conversation');
    await operation.command('ana', 'conversation.take', { conversationId: conversation.id });
    const ours = randomUUID();
    const external = `wamid.${ours}`;
    operation.outcomes.push({ outcome: 'accepted', externalId: external, status: 'sent' });
    await arrive(message(b, bia, { quotedExternalId: external }), reaction(randomUUID(), external, '👍', 1));
    await operation.command(
      'ana',
      'message.send',
      { conversationId: conversation.id, text: 'Pronto!', mediaId: null, quotedMessageId: null },
      ours,
    );
    await until(async () => (await read(b)).quotedMessageId === ours);
    expect((await read(external)).reactions).toMatchObject([{ by: 'customer', emoji: '👍' }]);
    expect(idIn(operation, 'ana')).toBe((await read(external)).authorId);
  });
});

/** The n-th order of four things. */
function permutation<T>(items: readonly T[], n: number): T[] {
  const left = [...items];
  const out: T[] = [];
  let rest = n;
  for (let size = left.length; size > 0; size -= 1) {
    out.push(...left.splice(rest % size, 1));
    rest = Math.floor(rest / size);
  }
  return out;
}
