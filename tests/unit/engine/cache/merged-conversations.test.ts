import { describe, expect, it } from 'vitest';
import type { LogItem } from '../../../../src-shared/protocol/log.ts';
import { items, noon } from './entities.ts';
import { mergeOf, openWith, rita, secondInFirst, twoCustomers } from './merging.ts';
import { everyFilter, stored } from './open-cache.ts';

describe('conversations that were merged', () => {
  const merged = () => openWith([...twoCustomers(), rita({ version: 20, merged: mergeOf('joao') }), secondInFirst(21)]);

  it('are one in the list and one chat, each message with its channel and connection', () => {
    const { reader } = merged();
    expect(reader.inboxList(everyFilter, 0, 10).rows.map(({ id }) => id)).toEqual(['c1']);
    const chat = reader.chat('c1', 50);
    expect(reader.chat('c2', 50)).toEqual(chat);
    const lines = chat.items.flatMap((item) => (item.type === 'message' ? [item.message] : []));
    expect(lines.map(({ id, channel, connectionName }) => [id, channel, connectionName])).toEqual([
      ['m1', 'whatsapp', 'WhatsApp Loja'],
      ['m2', 'livechat', 'Chat do site'],
      ['m3', 'whatsapp', 'WhatsApp Loja'],
    ]);
    expect(chat.items.filter(({ type }) => type === 'separator')).toHaveLength(1);
    expect(reader.chat('c1', 2).items.map(({ id }) => id)).toEqual(['m2', 'm3']);
    expect(reader.contact('joao')?.recent.map(({ id }) => id)).toEqual(['c1']);
  });

  it('lead to the one they are shown in, which says where a reply can go: first where the customer last wrote', () => {
    const { reader } = merged();
    expect(reader.conversation('c2')).toMatchObject({ id: 'c1', shownIn: 'c1', mine: true });
    const view = reader.conversation('c1');
    expect(view).toMatchObject({
      shownIn: null,
      group: [{ id: 'c2', mergeId: 'conversation-merge', byName: 'Bia Lima' }],
    });
    expect(
      view?.targets.map(({ conversationId, channel, address, windowEndsAt }) => [
        conversationId,
        channel,
        address,
        windowEndsAt,
      ]),
    ).toEqual([
      ['c2', 'livechat', 'rita.c', null],
      ['c1', 'whatsapp', '(11) 98765-4321', noon + 10 + 24 * 3_600_000],
    ]);
  });

  it('show what waits for any of them, in order of writing', () => {
    const { reader, user } = merged();
    const send = (id: string, conversationId: string, text: string, createdAt: number) =>
      stored(
        user.writer.enqueue({
          ...{ id, name: 'message.send', createdAt },
          args: { conversationId, text, mediaId: null, quotedMessageId: null },
        }),
      );
    send('p1', 'c2', 'primeiro', noon + 20);
    send('p2', 'c1', 'depois', noon + 10);
    const pending = reader.chat('c1', 50).items.slice(-2);
    expect(pending).toMatchObject([
      { id: 'p1', message: { channel: 'livechat', conversationId: 'c2' } },
      { id: 'p2', message: { channel: 'whatsapp', conversationId: 'c1' } },
    ]);
    expect(reader.inboxList(everyFilter, 0, 10).rows[0]?.pending).toBe(true);
  });

  it('count as read together, up to where the agent read', () => {
    const { reader, user, apply } = merged();
    apply(items.conversation({ status: 'open', assigneeId: 'ana', unread: 2, version: 50 }));
    stored(
      user.writer.enqueue({
        id: 'r',
        name: 'conversation.read',
        args: { conversationId: 'c1', position: 6 },
        createdAt: noon,
      }),
    );
    expect(reader.conversation('c1')?.unread).toBe(1);
    expect(reader.inboxCounts(everyFilter).unread).toBe(1);
  });

  it('stand beside each other again once they are separated', () => {
    const { reader, apply } = merged();
    const before = openWith([...twoCustomers(), rita({ version: 20, merged: mergeOf('joao') })]);
    apply(items.conversation({ ...conversationOf(secondInFirst(60)), merged: null }));
    for (const id of ['c1', 'c2']) expect(reader.chat(id, 50)).toEqual(before.reader.chat(id, 50));
    expect(
      reader
        .inboxList(everyFilter, 0, 10)
        .rows.map(({ id }) => id)
        .sort(),
    ).toEqual(['c1', 'c2']);
    expect(reader.conversation('c2')).toMatchObject({ id: 'c2', shownIn: null, group: [] });
  });

  it('lead nowhere else while the one they are shown in is not here', () => {
    const { reader, apply } = merged();
    apply({ type: 'leave', conversationIds: ['c1'], contactIds: [] });
    expect(reader.conversation('c2')).toMatchObject({ id: 'c2', shownIn: null });
    apply(items.conversation({ status: 'open', assigneeId: 'ana', version: 70 }));
    expect(reader.conversation('c2')).toMatchObject({ id: 'c1', shownIn: 'c1' });
  });
});

function conversationOf(item: LogItem) {
  if (item.type !== 'conversation') throw new Error('a conversation');
  return item.conversation;
}
