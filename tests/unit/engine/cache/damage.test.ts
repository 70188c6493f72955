import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInboxImage } from '../../../../src-main/engine/cache/inbox-image.ts';
import { createInboxIndex } from '../../../../src-main/engine/cache/inbox-index.ts';
import { openDatabase } from '../../../../src-main/engine/cache/open.ts';
import { createQueues } from '../../../../src-main/engine/cache/queues.ts';
import { createRefs, createTagSets } from '../../../../src-main/engine/cache/refs.ts';
import { createUserDataReader } from '../../../../src-main/engine/cache/user-reader.ts';
import { createUserDataWriter } from '../../../../src-main/engine/cache/user-writer.ts';
import { createCacheWriter } from '../../../../src-main/engine/cache/writer.ts';
import { createGeneration } from '../../../../src-main/engine/cache/writing/generation.ts';
import { systemClock } from '../../../../src-main/engine/clock.ts';
import { silentLog } from '../../../../src-main/engine/log.ts';
import { items } from './entities.ts';
import { everyFilter, openCacheForTest, stored, temporaryFolder } from './open-cache.ts';

const key = randomBytes(32);
const conversations = Array.from({ length: 300 }, (_, n) =>
  items.conversation({ id: `c${n}`, protocol: `2026-${String(n).padStart(7, '0')}` }),
);

function cacheWithRows() {
  const opened = openCacheForTest({ key });
  stored(opened.cache.writer.applyItems([items.contact(), ...conversations], { cursor: 7, logId: 'log' }));
  stored(opened.user.writer.saveDraft('c1', 'reply', 'rascunho', 1));
  stored(opened.user.writer.enqueue({ id: 'k', name: 'note.add', args: {}, createdAt: 1 }));
  opened.close();
  return opened;
}

describe('a damaged cache', () => {
  it.each([
    ['overwritten with random bytes', (file: string) => writeFileSync(file, randomBytes(100_000))],
    ['cut short in its first page', (file: string) => truncateSync(file, 1_000)],
  ])('%s is set aside and replaced, and drafts and outbox stay', (_how, damage) => {
    const { folder } = cacheWithRows();
    damage(join(folder, 'cache.db'));
    const again = openCacheForTest({ folder, key });
    expect(again.rebuilt).toBe(true);
    expect(again.cache.reader.position()).toBeNull();
    expect(readdirSync(folder).some((name) => /^cache\.corrupt-\d+\.db$/.test(name))).toBe(true);
    expect(again.user.reader.draft('c1', 'reply')).toBe('rascunho');
    expect(again.user.reader.unanswered()).toHaveLength(1);
    stored(again.cache.writer.applyItems(conversations, { cursor: 9, logId: 'log' }));
    expect(again.cache.reader.inboxCounts(everyFilter).tabs.all).toBe(300);
  });

  it.each([
    ['bytes flipped behind the header', (bytes: Buffer) => bytes.fill(0x5a, 8_192)],
    ['its second half missing', (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2 / 4096) * 4096)],
  ])('with %s is noticed when read or opened, and rebuilt in place', (_how, damage) => {
    const { folder } = cacheWithRows();
    const file = join(folder, 'cache.db');
    writeFileSync(file, damage(readFileSync(file)));
    const again = openCacheForTest({ folder, key });
    const { reader, writer } = again.cache;
    if (!again.rebuilt) {
      expect(reader.inboxList(everyFilter, 0, 300).rows).toEqual([]);
      expect(reader.search('bom', 5).hits).toEqual([]);
      expect(again.corruptions).toBe(1);
      stored(again.cache.rebuild());
    }
    expect(reader.isEmpty()).toBe(true);
    expect(reader.position()).toBeNull();
    stored(writer.applyItems(conversations, { cursor: 9, logId: 'log' }));
    expect(reader.inboxCounts(everyFilter).tabs.all).toBe(300);
    expect(readdirSync(folder).some((name) => name.startsWith('cache.corrupt-'))).toBe(true);
  });

  it('refuses a write as corrupt instead of throwing', () => {
    const { folder } = cacheWithRows();
    const file = join(folder, 'cache.db');
    writeFileSync(file, readFileSync(file).fill(0x5a, 8_192));
    const again = openCacheForTest({ folder, key });
    if (again.rebuilt) return expect(again.cache.reader.isEmpty()).toBe(true);
    expect(again.cache.writer.applyItems(conversations, null)).toEqual({ ok: false, reason: 'corrupt' });
  });

  it('of another key is set aside too', () => {
    const { folder } = cacheWithRows();
    const other = temporaryFolder();
    writeFileSync(join(other, 'cache.db'), readFileSync(join(folder, 'cache.db')));
    writeFileSync(join(other, 'cache.db.key-mark'), readFileSync(join(folder, 'cache.db.key-mark')));
    const again = openCacheForTest({ folder: other, key: randomBytes(32) });
    expect(again.rebuilt).toBe(true);
    expect(existsSync(join(other, 'cache.db'))).toBe(true);
  });
});

describe('a full disk', () => {
  function smallCache() {
    const db = stored(openDatabase({ file: join(temporaryFolder(), 'cache.db'), key, kind: 'cache' }));
    const generation = createGeneration(db);
    const index = createInboxIndex(db);
    const { writer } = createCacheWriter({
      db,
      index,
      image: createInboxImage(db, join(temporaryFolder(), 'cache.db'), key, silentLog),
      queues: createQueues(db),
      generation,
      refs: createRefs(db, 'ref'),
      identities: createRefs(db, 'identity_ref'),
      tagSets: createTagSets(db),
      clock: systemClock,
      log: silentLog,
      onTouched: () => {},
      yieldTurn: () => Promise.resolve(),
    });
    const rows = () => db.prepare('SELECT count(*) FROM conversation').pluck().get();
    const fill = () => db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    const free = () => db.pragma('max_page_count = 1000000');
    return { db, writer, generation, rows, fill, free, index };
  }
  const before = { cursor: 1, logId: 'log' };
  const after = { cursor: 2, logId: 'log' };

  it('refuses the batch whole: neither its rows nor its position are kept, and it can be repeated', () => {
    const { writer, generation, rows, fill, free, index } = smallCache();
    stored(writer.applyItems([items.conversation()], before));
    fill();
    expect(writer.applyItems(conversations.slice(2), after)).toEqual({ ok: false, reason: 'disk-full' });
    expect(generation.position()).toEqual(before);
    expect(rows()).toBe(1);
    expect(index.page('activity', true, () => true, 0, 10).total).toBe(1);
    free();
    stored(writer.applyItems(conversations.slice(2), after));
    expect(generation.position()).toEqual(after);
    expect(rows()).toBe(299);
    expect(index.page('activity', true, () => true, 0, 10).total).toBe(299);
  });

  it('while slices are applied the position stays where it was', async () => {
    const { writer, generation, fill, free, db } = smallCache();
    stored(writer.applyItems([items.conversation()], before));
    fill();
    expect(await writer.applySliced(conversations, after)).toEqual({ ok: false, reason: 'disk-full' });
    expect(generation.position()).toEqual(before);
    free();
    stored(await writer.applySliced(conversations, after));
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('a draft that cannot be stored is refused, and the former one stays', () => {
    const db = stored(openDatabase({ file: join(temporaryFolder(), 'user.db'), key, kind: 'user' }));
    const reader = createUserDataReader(db, (_name, call) => call());
    const writer = createUserDataWriter({ db, clock: systemClock, log: silentLog, onTouched: () => {} });
    stored(writer.saveDraft('c1', 'reply', 'curto', 1));
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`);
    expect(writer.saveDraft('c1', 'reply', 'x'.repeat(20_000), 2)).toEqual({ ok: false, reason: 'disk-full' });
    expect(reader.draft('c1', 'reply')).toBe('curto');
    db.close();
  });
});
