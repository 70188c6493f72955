import { describe, expect, it } from 'vitest';
import type { InboxFilter } from '../../../../../src-shared/bridge/views.ts';
import { directoryItems, items, noon } from '../entities.ts';
import { everyFilter, openCacheForTest, stored } from '../open-cache.ts';

const hour = 3_600_000;

/** Ana has one answered and one waiting, Bia one failed, the queue two, an automation one, and one is finished. */
function inbox(me: string | null = 'ana') {
  const opened = openCacheForTest({ me });
  const open = { status: 'open' as const, connectionId: 'loja', departmentId: 'suporte' };
  const sale = { connectionId: 'site', departmentId: 'vendas', channel: 'livechat' as const };
  const one = (id: string, minutes: number, change: Parameters<typeof items.conversation>[0] = {}) =>
    items.conversation({ id, createdAt: noon + minutes, lastActivityAt: noon + minutes * 60_000, ...change });
  const setup = [
    ...directoryItems(),
    items.contact({ tagIds: ['vip'] }),
    items.contact({ id: 'rita', name: 'Rita', tagIds: ['troca', 'vip'] }),
    one('answered', 1, { ...open, assigneeId: 'ana', unread: 0 }),
    one('waiting', 2, { ...open, assigneeId: 'ana', awaitingSince: noon, unread: 3, lastInboundAt: noon }),
    one('failed', 3, { ...open, assigneeId: 'bia', failedCount: 1, unread: 5, contactId: 'rita' }),
    one('queued', 4, { ...sale, awaitingSince: noon, contactId: 'nobody', lastInboundAt: noon }),
    one('queued2', 5, { status: 'queued', contactId: 'rita' }),
    one('robot', 6, { status: 'automation', awaitingSince: noon, contactId: 'nobody' }),
    one('done', 7, { status: 'finished', assigneeId: 'ana', failedCount: 2, finishedAt: noon, contactId: 'nobody' }),
  ];
  stored(opened.cache.writer.applyItems(setup, { cursor: 1, logId: 'log' }));
  const { reader } = opened.cache;
  return {
    ...opened,
    reader,
    ids: (filter: Partial<InboxFilter>, start = 0, count = 50) =>
      reader.inboxList({ ...everyFilter, ...filter }, start, count).rows.map((row) => row.id),
    counts: (filter: Partial<InboxFilter> = {}) => reader.inboxCounts({ ...everyFilter, ...filter }),
  };
}

describe('the inbox', () => {
  it('lists what is open, newest first or oldest first', () => {
    const { ids } = inbox();
    expect(ids({})).toEqual(['queued2', 'queued', 'failed', 'waiting', 'answered']);
    expect(ids({ order: 'oldest' })).toEqual(['answered', 'waiting', 'failed', 'queued', 'queued2']);
  });

  it('gives the page asked for and the whole number', () => {
    const { ids, reader } = inbox();
    expect(ids({}, 1, 2)).toEqual(['queued', 'failed']);
    expect(reader.inboxList(everyFilter, 1, 2).total).toBe(5);
    expect(reader.inboxList(everyFilter, 100, 2)).toEqual({ total: 5, rows: [] });
  });

  it('shows under each status what belongs to it', () => {
    const { ids } = inbox();
    expect(ids({ status: 'awaiting' })).toEqual(['queued', 'waiting']);
    expect(ids({ status: 'failed' })).toEqual(['failed']);
    expect(ids({ status: 'automation' })).toEqual(['robot']);
    expect(ids({ status: 'finished' })).toEqual(['done']);
  });

  it('divides by tab', () => {
    const { ids } = inbox();
    expect(ids({ tab: 'mine' })).toEqual(['waiting', 'answered']);
    expect(ids({ tab: 'unassigned' })).toEqual(['queued2', 'queued']);
  });

  it('combines filters with «and», and their values with «or»', () => {
    const { ids } = inbox();
    expect(ids({ connectionIds: ['site'] })).toEqual(['queued']);
    expect(ids({ departmentIds: ['suporte', 'vendas'] })).toHaveLength(5);
    expect(ids({ tagIds: ['troca'] })).toEqual(['queued2', 'failed']);
    expect(ids({ tagIds: ['vip', 'troca'] })).toEqual(['queued2', 'failed', 'waiting', 'answered']);
    expect(ids({ tagIds: ['troca'], tab: 'unassigned' })).toEqual(['queued2']);
    expect(ids({ connectionIds: ['site'], tagIds: ['vip'] })).toEqual([]);
    expect(ids({ connectionIds: ['never-seen'] })).toEqual([]);
  });

  it('counts tabs within the status, statuses within the tab, and the own unread messages', () => {
    const { counts } = inbox();
    expect(counts()).toEqual({
      tabs: { all: 5, mine: 2, unassigned: 2 },
      statuses: { open: 5, awaiting: 2, failed: 1, finished: 1, automation: 1 },
      unread: 3,
    });
    expect(counts({ tab: 'mine', status: 'awaiting' })).toMatchObject({
      tabs: { all: 2, mine: 1, unassigned: 1 },
      statuses: { open: 2, awaiting: 1, failed: 0, finished: 1, automation: 0 },
    });
    expect(counts({ departmentIds: ['vendas'] }).tabs).toEqual({ all: 1, mine: 0, unassigned: 1 });
  });

  it('while nobody is known to be signed in nothing is «mine»', () => {
    const { ids, counts } = inbox(null);
    expect(ids({ tab: 'mine' })).toEqual([]);
    expect(counts()).toMatchObject({ tabs: { mine: 0, unassigned: 2 }, unread: 0 });
  });

  it('a card says everything it shows', () => {
    const { reader, user } = inbox();
    stored(user.writer.saveDraft('waiting', 'reply', 'Olá', 1));
    const row = reader.inboxList({ ...everyFilter, tab: 'mine', status: 'awaiting' }, 0, 1).rows[0];
    expect(row).toEqual({
      id: 'waiting',
      contactId: 'joao',
      title: 'João Conceição',
      channel: 'whatsapp',
      connectionName: 'WhatsApp Loja',
      preview: null,
      at: noon + 120_000,
      unread: 3,
      tags: [{ id: 'vip', name: 'VIP', color: '#aa5500' }],
      assigneeId: 'ana',
      assigneeName: 'Ana Souza',
      departmentName: 'Suporte',
      status: 'open',
      awaitingSince: noon,
      windowEndsAt: noon + 24 * hour,
      failed: false,
      hasDraft: true,
      pending: false,
      queue: null,
      offerUntil: null,
      assigneeOffline: false,
    });
  });

  it('a channel without a window has no end of it', () => {
    const { reader } = inbox();
    const rows = reader.inboxList({ ...everyFilter, connectionIds: ['site'] }, 0, 1).rows;
    expect(rows[0]?.windowEndsAt).toBeNull();
  });

  it('a contact without a name goes by its number', () => {
    const { reader, cache } = inbox();
    stored(cache.writer.applyItems([items.contact({ name: null, version: 9 })], null));
    expect(reader.conversation('waiting')?.title).toBe('(11) 98765-4321');
  });

  it('follows what changes: a new message lifts its conversation, a finish removes it', () => {
    const { ids, cache } = inbox();
    const lifted = {
      id: 'answered',
      status: 'open' as const,
      assigneeId: 'ana',
      lastActivityAt: noon + hour,
      version: 5,
    };
    stored(cache.writer.applyItems([items.conversation(lifted)], null));
    expect(ids({})[0]).toBe('answered');
    stored(cache.writer.applyItems([items.conversation({ ...lifted, status: 'finished', version: 6 })], null));
    expect(ids({})).not.toContain('answered');
    expect(ids({ status: 'finished' })).toContain('answered');
  });

  it('a read mark on its way already counts here, for what was read only', () => {
    const { reader, user, cache, counts } = inbox();
    const message = (id: string, position: number) => items.message({ id, conversationId: 'waiting', position });
    stored(cache.writer.applyItems([message('a', 3), message('b', 4), message('c', 5)], null));
    const args = { conversationId: 'waiting', position: 4 };
    stored(user.writer.enqueue({ id: 'k', name: 'conversation.read', args, createdAt: 1 }));
    expect(reader.conversation('waiting')?.unread).toBe(1);
    expect(reader.inboxList({ ...everyFilter, tab: 'mine' }, 0, 1).rows[0]).toMatchObject({
      unread: 1,
      pending: false,
    });
    expect(counts().unread).toBe(1);
  });

  it('shows a tag added offline on the cards of its contact, marked as pending', () => {
    const { reader, user } = inbox();
    const args = { contactId: 'joao', tagId: 'troca' };
    stored(user.writer.enqueue({ id: 'k', name: 'contact.tag', args, createdAt: 1 }));
    const row = reader.inboxList({ ...everyFilter, tab: 'mine' }, 0, 1).rows[0];
    expect(row?.tags.map((tag) => tag.id)).toEqual(['vip', 'troca']);
    expect(row?.pending).toBe(true);
  });
});
