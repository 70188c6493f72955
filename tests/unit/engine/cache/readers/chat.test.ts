import { describe, expect, it } from 'vitest';
import type { ChatItem } from '../../../../../src-shared/bridge/views.ts';
import { directoryItems, items, noon } from '../entities.ts';
import { openCacheForTest, stored } from '../open-cache.ts';

function chat() {
  const opened = openCacheForTest({ typing: 'now' });
  const earlier = { status: 'finished' as const, finishedAt: noon + 9, finishedById: 'bia' };
  const qualification = { reasonId: 'atraso', description: null, byId: 'bia', at: noon };
  const lines = [
    ...directoryItems(),
    items.contact(),
    items.conversation({ id: 'first', createdAt: noon - 2000, protocol: '2026-1', ...earlier, qualification }),
    items.conversation({ id: 'other', createdAt: noon - 1500, protocol: '2026-9', contactId: 'rita' }),
    items.conversation({
      id: 'second',
      createdAt: noon - 1000,
      protocol: '2026-2',
      channel: 'livechat',
      connectionId: 'site',
      ...earlier,
    }),
    items.conversation({ id: 'now', createdAt: noon, protocol: '2026-3', status: 'open', assigneeId: 'ana' }),
    items.conversation({ id: 'later', createdAt: noon + 5000, protocol: '2026-4' }),
    items.message({ id: 'a1', conversationId: 'first', position: 1 }),
    items.message({ id: 'a2', conversationId: 'first', position: 2 }),
    items.message({ id: 'b1', conversationId: 'second', position: 3, channel: 'livechat', connectionId: 'site' }),
    items.message({ id: 'x1', conversationId: 'other', position: 4 }),
    items.message({ id: 'n1', conversationId: 'now', position: 5 }),
    items.message({ id: 'n2', conversationId: 'now', position: 7, direction: 'outbound', authorId: 'ana' }),
    items.message({ id: 'n3', conversationId: 'now', position: 6, quotedMessageId: 'a1' }),
    items.message({ id: 'z1', conversationId: 'later', position: 8 }),
  ];
  stored(opened.cache.writer.applyItems(lines, { cursor: 10, logId: 'log' }));
  return { ...opened, reader: opened.cache.reader };
}

const ids = (chatItems: ChatItem[]) => chatItems.map((item) => item.id);

describe('the chat', () => {
  it('shows the earlier conversations of the contact above, across channels, in the server’s order', () => {
    const { reader } = chat();
    expect(reader.chat('now', 100)).toMatchObject({ hasMore: false });
    expect(ids(reader.chat('now', 100).items)).toEqual([
      'separator:first',
      'a1',
      'a2',
      'separator:second',
      'b1',
      'separator:now',
      'n1',
      'n3',
      'n2',
    ]);
  });

  it('a separator says which conversation begins', () => {
    const { reader } = chat();
    const separators = reader.chat('now', 100).items.filter((item) => item.type === 'separator');
    expect(separators[0]).toMatchObject({
      protocol: '2026-1',
      finishedByName: 'Bia Lima',
      reasonName: 'Atraso',
      current: false,
    });
    expect(separators[1]).toMatchObject({ channel: 'livechat', connectionName: 'Chat do site' });
    expect(separators[2]).toMatchObject({ conversationId: 'now', current: true, finishedAt: null });
  });

  it.each([
    [1, ['n2'], true],
    [3, ['separator:now', 'n1', 'n3', 'n2'], true],
    [4, ['separator:second', 'b1', 'separator:now', 'n1', 'n3', 'n2'], true],
    [5, ['a2', 'separator:second', 'b1', 'separator:now', 'n1', 'n3', 'n2'], true],
  ])('goes back %i messages when asked', (limit, expected, hasMore) => {
    const { reader } = chat();
    expect(ids(reader.chat('now', limit).items)).toEqual(expected);
    expect(reader.chat('now', limit).hasMore).toBe(hasMore);
  });

  it('names authors, and whom a quotation quotes', () => {
    const { reader } = chat();
    const message = (id: string) =>
      reader
        .chat('now', 100)
        .items.flatMap((item) => (item.type === 'message' && item.id === id ? item.message : []))[0];
    expect(message('n2')).toMatchObject({ authorName: 'Ana Souza', connectionName: 'WhatsApp Loja' });
    expect(message('n3')?.quoted).toEqual({
      id: 'a1',
      text: 'Bom dia',
      nature: null,
      kind: 'text',
      authorName: 'João Conceição',
    });
  });

  it('ends with what waits in the outbox, until the log has brought it', () => {
    const { reader, user, cache } = chat();
    const send = { conversationId: 'now', text: 'já vai', mediaId: null, quotedMessageId: 'n1' };
    const note = { conversationId: 'now', text: 'cliente antigo', mentionIds: ['bia'] };
    stored(user.writer.enqueue({ id: 'k1', name: 'message.send', args: send, createdAt: noon + 50 }));
    stored(user.writer.enqueue({ id: 'k2', name: 'note.add', args: note, createdAt: noon + 60 }));
    const tail = () => reader.chat('now', 1).items.slice(1);
    expect(tail()).toMatchObject([
      { id: 'k1', message: { status: 'pending', direction: 'outbound', position: 0, authorName: 'Ana Souza' } },
      { id: 'k2', message: { status: 'pending', direction: 'note', mentionIds: ['bia'], text: 'cliente antigo' } },
    ]);
    stored(cache.writer.applyItems([items.message({ id: 'k1', conversationId: 'now', position: 11 })], null));
    expect(ids(reader.chat('now', 1).items)).toEqual(['k1', 'k2']);
    stored(user.writer.markAccepted('k2', 12));
    expect(ids(reader.chat('now', 1).items)).toEqual(['k1', 'k2']);
    stored(cache.writer.applyItems([], { cursor: 12, logId: 'log' }));
    expect(ids(reader.chat('now', 1).items)).toEqual(['k1']);
  });

  it('a refused message is not shown as pending', () => {
    const { reader, user } = chat();
    const args = { conversationId: 'now', text: 'x', mediaId: null, quotedMessageId: null };
    stored(user.writer.enqueue({ id: 'k1', name: 'message.send', args, createdAt: 1 }));
    stored(user.writer.markRefused('k1', 'window-closed', null));
    expect(ids(reader.chat('now', 100).items)).not.toContain('k1');
  });

  it('of an unknown conversation is empty', () => {
    expect(chat().reader.chat('nope', 10)).toEqual({ items: [], hasMore: false });
  });
});

describe('the head of a chat', () => {
  it('says whose it is and what waits', () => {
    const { reader, user } = chat();
    expect(reader.conversation('now')).toMatchObject({
      title: 'João Conceição',
      mine: true,
      assigneeName: 'Ana Souza',
      department: { name: 'Suporte' },
      connection: { name: 'WhatsApp Loja' },
      customerTyping: true,
      pendingFinish: false,
      windowEndsAt: null,
    });
    const args = { conversationId: 'now', reasonId: null, description: null };
    stored(user.writer.enqueue({ id: 'k', name: 'conversation.finish', args, createdAt: 1 }));
    expect(reader.conversation('now')).toMatchObject({ status: 'open', pendingFinish: true });
    expect(reader.conversation('later')).toMatchObject({ mine: false, customerTyping: false });
  });
});
