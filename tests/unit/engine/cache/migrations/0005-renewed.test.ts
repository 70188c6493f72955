import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../../../src-main/engine/cache/open.ts';
import { plainIdentity } from '../../../../../src-shared/protocol/defaults.ts';
import { items } from '../entities.ts';
import { everyFilter, openCacheForTest, stored, temporaryFolder, wholeHistory } from '../open-cache.ts';
import { writeReleasedCache } from './released-cache.ts';

function releasedProfile() {
  const profile = { folder: temporaryFolder(), key: randomBytes(32) };
  writeReleasedCache(profile.folder, profile.key);
  return profile;
}

const textsOf = (items: readonly { type: string; message?: { text: string | null } }[]) =>
  items.flatMap(({ type, message }) => (type === 'message' ? [message?.text] : []));

it('a machine of the released version shows everything it has without a network, and asks for a snapshot', () => {
  const { cache, rebuilt } = openCacheForTest(releasedProfile());
  const { reader } = cache;
  expect({ rebuilt, position: reader.position(), empty: reader.isEmpty() }).toEqual({
    ...{ rebuilt: false, position: null, empty: false },
  });
  expect(reader.inboxList(everyFilter, 0, 10).rows.map((row) => [row.id, row.title])).toEqual([
    ['gone', 'João Conceição'],
    ['c1', 'João Conceição'],
  ]);
  expect(reader.inboxCounts(everyFilter).tabs.all).toBe(2);
  const { items: lines } = reader.chat('c1', 20);
  expect(textsOf(lines)).toEqual(['Bom dia', 'Meu outro número é (21) 3333-4444', 'A nota']);
  expect(reader.message('m2')).toMatchObject({ attachments: [], media: { thumbnail: null, voice: false } });
  expect(reader.conversation('c1')).toMatchObject({ merged: null, group: [], offer: null, decision: null });
  expect(reader.contact('joao')).toMatchObject({
    ...{ fields: [], notes: [], parts: [], deals: [] },
    identities: [plainIdentity],
  });
  expect(reader.contact('joao')?.recent.map(({ id }) => id)).toEqual(['gone', 'c1', 'c0']);
  expect(reader.timeline('joao', { kinds: [], channels: [] }, 10).items).toHaveLength(3);
  const directory = reader.directory();
  expect(directory.operation?.mergeConversations).toBe(false);
  expect(directory.departments).toMatchObject([{ acceptSeconds: null }]);
  expect(directory.connections).toMatchObject([{ problem: null, capabilities: { voice: [], reactions: false } }]);
  expect(directory.tags).toEqual([]);
  const found = (text: string) => reader.search(text, 10).hits.map(({ conversationId }) => conversationId);
  expect([found('conceic'), found('2026-0000001'), found('nota')]).toEqual([['gone'], ['c0'], ['c1']]);
  const history = (text: string) => reader.historyList({ ...wholeHistory, text }, 0, 10).rows.map(({ id }) => id);
  expect([history(''), history('joao 2026-0000001'), history('joao 2026-0000002')]).toEqual([['c0'], ['c0'], []]);
});

it('the snapshot replaces every row, its words spelled as today, and what anybody wrote is untouched', async () => {
  const profile = releasedProfile();
  const { cache, user, close } = openCacheForTest(profile);
  stored(user.writer.saveDraft('c1', 'reply', 'meia frase', 5));
  stored(
    user.writer.enqueue({
      id: 'x1',
      name: 'conversation.read',
      args: { conversationId: 'c1', position: 21 },
      createdAt: 5,
    }),
  );
  expect(cache.reader.search('2133334444', 10).hits).toEqual([]);
  stored(cache.writer.beginSnapshot());
  stored(await cache.writer.applySnapshotPage([items.contact(), items.conversation({ protocol: '2026-0000002' })]));
  close();

  const again = openCacheForTest(profile);
  const { reader, writer } = again.cache;
  // Interrupted: of both versions, and all of it shown.
  expect(reader.position()).toBeNull();
  expect(reader.inboxCounts(everyFilter).tabs.all).toBe(2);
  expect(textsOf(reader.chat('c1', 20).items)).toHaveLength(3);
  stored(writer.beginSnapshot());
  const said = items.message({ id: 'm1', position: 20, text: 'Meu outro número é (21) 3333-4444', version: 20 });
  stored(await writer.applySnapshotPage([...[items.person(), items.contact()], items.conversation(), said]));
  stored(await writer.endSnapshot({ cursor: 40, logId: 'log' }));
  expect(reader.position()).toEqual({ cursor: 40, logId: 'log' });
  expect(reader.inboxList(everyFilter, 0, 10).rows.map(({ id }) => id)).toEqual(['c1']);
  expect([reader.message('m0'), reader.message('m2'), reader.directory().operation]).toEqual([null, null, null]);
  expect(reader.search('2133334444', 10).hits.map(({ conversationId }) => conversationId)).toEqual(['c1']);
  expect(reader.search('2026-00000', 10).hits).toHaveLength(1);
  expect(reader.search('987654321', 10).hits).toHaveLength(1);
  expect(again.user.reader.draft('c1', 'reply')).toBe('meia frase');
  expect(again.user.reader.outbox().map(({ id }) => id)).toEqual(['x1']);
  again.close();
  const file = stored(openDatabase({ file: join(profile.folder, 'cache.db'), key: profile.key, kind: 'cache' }));
  expect(file.prepare(`SELECT value FROM meta WHERE key = 'renewing'`).all()).toEqual([]);
  file.close();
});

it('a new machine has nothing to renew', () => {
  const { cache, folder, key, close } = openCacheForTest();
  stored(cache.writer.applyItems([items.contact(), items.conversation()], { cursor: 3, logId: 'log' }));
  close();
  expect(openCacheForTest({ folder, key }).cache.reader.position()).toEqual({ cursor: 3, logId: 'log' });
});
