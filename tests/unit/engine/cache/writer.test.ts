import { describe, expect, it } from 'vitest';
import { plainMedia } from '../../../../src-shared/protocol/defaults.ts';
import { contactOf, conversationOf, directoryItems, items, messageOf, noon } from './entities.ts';
import { everyFilter, openCacheForTest, stored } from './open-cache.ts';

const at = (cursor: number) => ({ cursor, logId: 'log' });

describe('applying what the server sent', () => {
  it('stores items and position together, and both survive closing', () => {
    const first = openCacheForTest();
    stored(first.cache.writer.applyItems([items.contact(), items.conversation(), items.message()], at(10)));
    first.close();
    const again = openCacheForTest({ folder: first.folder, key: first.key });
    expect(again.rebuilt).toBe(false);
    expect(again.cache.reader.position()).toEqual(at(10));
    expect(again.cache.reader.message('m1')).toEqual(messageOf());
    expect(again.cache.reader.conversation('c1')?.title).toBe('João Conceição');
  });

  it('an older or equal version changes nothing, a newer one replaces the whole', () => {
    const { cache } = openCacheForTest();
    const apply = (text: string, version: number) =>
      stored(cache.writer.applyItems([items.message({ text, version })], null));
    apply('a segunda', 12);
    expect(apply('a primeira', 11).touched.conversations?.size ?? 0).toBe(0);
    apply('outra de igual versão', 12);
    expect(cache.reader.message('m1')?.text).toBe('a segunda');
    apply('a terceira', 13);
    expect(cache.reader.message('m1')?.text).toBe('a terceira');
  });

  it('keeps every field of a message', () => {
    const { cache } = openCacheForTest();
    const message = messageOf({
      kind: 'image',
      direction: 'outbound',
      media: {
        id: 'x',
        mime: 'image/png',
        bytes: 5,
        name: 'foto.png',
        width: 1,
        height: 2,
        state: 'ready',
        ...plainMedia,
      },
      unknownKind: 'poll',
      quotedMessageId: 'm0',
      mentionIds: ['bia'],
      authorId: 'ana',
      activity: { type: 'queued', departmentId: 'suporte' },
      providerAt: noon - 5,
      status: 'failed',
      failure: { code: '131047', detail: null },
      attempts: [{ at: noon, outcome: 'failed', code: '131047', detail: 'x' }],
      content: { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Loja', address: null },
      forwarded: 'often',
      referral: { headline: 'Promoção', body: null, url: 'https://example.com', kind: 'ad' },
      reactions: [{ by: 'customer', authorId: null, emoji: '👍', at: noon, state: 'sent' }],
      edits: [{ text: 'antes', at: noon }],
      deletedAt: noon,
    });
    stored(cache.writer.applyItems([{ type: 'message', message }], null));
    expect(cache.reader.message('m1')).toEqual(message);
  });

  it('two messages at one position are both kept', () => {
    const { cache } = openCacheForTest();
    const same = [items.message({ id: 'a' }), items.message({ id: 'b' }), items.conversation()];
    stored(cache.writer.applyItems(same, null));
    const { items: lines } = cache.reader.chat('c1', 10);
    expect(lines.map((line) => line.id)).toEqual(['separator:c1', 'a', 'b']);
  });

  it('tells which inbound messages and notes are new, once', () => {
    const { cache } = openCacheForTest();
    const batch = [
      items.message({ id: 'in' }),
      items.message({ id: 'out', direction: 'outbound', position: 11 }),
      items.message({ id: 'note', direction: 'note', position: 12, mentionIds: ['ana'] }),
    ];
    expect(stored(cache.writer.applyItems(batch, null)).newMessages.map((m) => m.id)).toEqual(['in', 'note']);
    expect(stored(cache.writer.applyItems(batch, null)).newMessages).toEqual([]);
  });

  it('tells which conversations changed hands', () => {
    const { cache } = openCacheForTest();
    const apply = (change: Parameters<typeof conversationOf>[0]) =>
      stored(cache.writer.applyItems([items.conversation(change)], null)).moved;
    expect(apply({ version: 1 })).toEqual([
      { conversationId: 'c1', before: null, after: { assigneeId: null, status: 'queued' } },
    ]);
    expect(apply({ version: 2, unread: 1 })).toEqual([]);
    expect(apply({ version: 3, assigneeId: 'ana', status: 'open' })).toEqual([
      {
        conversationId: 'c1',
        before: { assigneeId: null, status: 'queued' },
        after: { assigneeId: 'ana', status: 'open' },
      },
    ]);
  });

  it('says which contacts and conversations a change concerns', () => {
    const { cache, touched } = openCacheForTest();
    stored(cache.writer.applyItems([items.contact(), items.conversation()], null));
    expect(touched.at(-1)).toMatchObject({ inbox: true, directory: false });
    expect([...(touched.at(-1)?.conversations ?? [])]).toEqual(['c1']);
    expect([...(touched.at(-1)?.contacts ?? [])]).toEqual(['joao']);
    const before = touched.length;
    stored(cache.writer.applyItems([items.contact(), items.conversation()], at(3)));
    expect(touched.length).toBe(before);
    expect(cache.reader.position()).toEqual(at(3));
  });

  it('a conversation that enters arrives whole, and its history is not announced', () => {
    const { cache } = openCacheForTest();
    const enter = {
      type: 'enter' as const,
      contacts: [contactOf()],
      conversations: [conversationOf()],
      messages: [messageOf(), messageOf({ id: 'm2', position: 11 })],
    };
    const applied = stored(cache.writer.applyItems([enter], at(20)));
    expect(applied.newMessages).toEqual([]);
    expect(applied.moved).toHaveLength(1);
    expect(cache.reader.chat('c1', 10).items).toHaveLength(3);
  });

  it('what leaves is gone from lists, chat and search', () => {
    const { cache } = openCacheForTest();
    stored(cache.writer.applyItems([items.contact(), items.conversation(), items.message()], at(10)));
    expect(cache.reader.search('bom', 10).hits).toHaveLength(1);
    stored(cache.writer.applyItems([{ type: 'leave', conversationIds: ['c1'], contactIds: ['joao'] }], at(11)));
    const { reader } = cache;
    expect(reader.conversation('c1')).toBeNull();
    expect(reader.contact('joao')).toBeNull();
    expect(reader.message('m1')).toBeNull();
    expect(reader.inboxList(everyFilter, 0, 10)).toEqual({ total: 0, rows: [] });
    expect(reader.search('bom', 10).hits).toEqual([]);
    expect(reader.search('joao', 10).hits).toEqual([]);
    expect(reader.isEmpty()).toBe(true);
  });

  it('a contact that arrives after its conversation gives it title, tags and words', () => {
    const { cache } = openCacheForTest();
    stored(cache.writer.applyItems([...directoryItems(), items.conversation()], null));
    expect(cache.reader.titleOf('c1')).toBe('2026-0000001');
    stored(cache.writer.applyItems([items.contact({ tagIds: ['vip'] })], null));
    expect(cache.reader.titleOf('c1')).toBe('João Conceição');
    expect(cache.reader.inboxList({ ...everyFilter, tagIds: ['vip'] }, 0, 10).total).toBe(1);
    expect(cache.reader.search('conceicao', 10).hits).toHaveLength(1);
  });

  it('clearing leaves nothing of the former account', () => {
    const { cache, touched } = openCacheForTest();
    stored(cache.writer.applyItems([items.contact(), items.conversation(), items.message()], at(10)));
    stored(cache.writer.clear());
    expect(cache.reader.isEmpty()).toBe(true);
    expect(cache.reader.position()).toBeNull();
    expect(touched.at(-1)).toEqual({ everything: true });
    stored(cache.writer.applyItems([items.conversation()], at(1)));
    expect(cache.reader.isEmpty()).toBe(false);
  });
});
