import { describe, expect, it } from 'vitest';
import { directoryItems, items } from './entities.ts';
import { everyFilter, openCacheForTest, stored } from './open-cache.ts';

const log = (cursor: number, logId = 'log') => ({ cursor, logId });
const two = [
  ...directoryItems(),
  items.contact(),
  items.conversation(),
  items.message(),
  items.contact({ id: 'rita', name: 'Rita' }),
  items.conversation({ id: 'c2', protocol: '2026-0000002', contactId: 'rita' }),
  items.message({ id: 'm2', conversationId: 'c2', position: 20, text: 'Boa tarde' }),
];

describe('a snapshot', () => {
  it('removes what no page held, and keeps the rest', async () => {
    const { cache, touched } = openCacheForTest();
    stored(cache.writer.applyItems(two, log(20)));
    stored(cache.writer.beginSnapshot());
    const page = [items.department(), items.contact(), items.conversation(), items.message()];
    stored(await cache.writer.applySnapshotPage(page));
    stored(await cache.writer.endSnapshot(log(30)));
    const { reader } = cache;
    expect(reader.position()).toEqual(log(30));
    expect(reader.inboxList(everyFilter, 0, 10).rows.map((row) => row.id)).toEqual(['c1']);
    expect(reader.message('m2')).toBeNull();
    expect(reader.contact('rita')).toBeNull();
    expect(reader.directory().departments.map((one) => one.id)).toEqual(['suporte']);
    expect(reader.directory().tags).toEqual([]);
    expect(reader.search('tarde', 10).hits).toEqual([]);
    expect(reader.search('bom', 10).hits).toHaveLength(1);
    expect(touched.at(-1)).toEqual({ everything: true });
  });

  it('shows its first page before the last has come', async () => {
    const { cache } = openCacheForTest();
    stored(cache.writer.beginSnapshot());
    stored(await cache.writer.applySnapshotPage([items.contact(), items.conversation()]));
    expect(cache.reader.inboxList(everyFilter, 0, 10).total).toBe(1);
    expect(cache.reader.position()).toBeNull();
  });

  it('interrupted, starts over, and ends as if it never had been', async () => {
    const first = openCacheForTest();
    stored(first.cache.writer.applyItems(two, log(20)));
    stored(first.cache.writer.beginSnapshot());
    stored(await first.cache.writer.applySnapshotPage([items.contact({ id: 'rita', name: 'Rita' })]));
    first.close();
    const again = openCacheForTest({ folder: first.folder, key: first.key });
    expect(again.cache.reader.position()).toBeNull();
    expect(again.cache.reader.inboxList(everyFilter, 0, 10).total).toBe(2);
    stored(again.cache.writer.beginSnapshot());
    stored(await again.cache.writer.applySnapshotPage([items.contact(), items.conversation()]));
    stored(await again.cache.writer.endSnapshot(log(40)));
    expect(again.cache.reader.inboxList(everyFilter, 0, 10).rows.map((row) => row.id)).toEqual(['c1']);
    expect(again.cache.reader.contact('rita')).toBeNull();
  });

  it('of another log replaces rows whatever their version', async () => {
    const { cache } = openCacheForTest();
    stored(cache.writer.applyItems([items.conversation(), items.message({ text: 'antes', version: 900 })], log(900)));
    stored(cache.writer.beginSnapshot());
    const page = [items.conversation(), items.message({ text: 'restaurada', version: 5, position: 4 })];
    stored(await cache.writer.applySnapshotPage(page));
    stored(await cache.writer.endSnapshot(log(6, 'another')));
    expect(cache.reader.message('m1')).toMatchObject({ text: 'restaurada', version: 5, position: 4 });
    expect(cache.reader.search('antes', 10).hits).toEqual([]);
    expect(cache.reader.search('restaurada', 10).hits).toHaveLength(1);
    expect(cache.reader.position()).toEqual(log(6, 'another'));
  });

  it('inside it the newer version still wins', async () => {
    const { cache } = openCacheForTest();
    stored(cache.writer.beginSnapshot());
    stored(await cache.writer.applySnapshotPage([items.message({ text: 'nova', version: 9 })]));
    stored(await cache.writer.applySnapshotPage([items.message({ text: 'velha', version: 8 })]));
    stored(await cache.writer.endSnapshot(log(9)));
    expect(cache.reader.message('m1')?.text).toBe('nova');
  });

  it('nothing of it is announced', async () => {
    const { cache } = openCacheForTest();
    stored(cache.writer.beginSnapshot());
    stored(await cache.writer.applySnapshotPage([items.message()]));
    stored(await cache.writer.endSnapshot(log(9)));
    const applied = stored(cache.writer.applyItems([items.message()], log(10)));
    expect(applied.newMessages).toEqual([]);
  });
});
